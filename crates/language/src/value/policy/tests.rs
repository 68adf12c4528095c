use proptest::prelude::*;
use serde_json::json;

use super::*;

fn document(value: Value) -> PolicyDocument {
    PolicyDocument::new(value).unwrap()
}

fn of_statement(statement: Value) -> PolicyDocument {
    document(json!({ "Statement": statement }))
}

/// Text as URLs carry it, every byte of it.
fn url_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn texts() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-c]{1,3}".prop_map(Value::from),
        prop::collection::vec("[a-c]{1,3}", 0..4).prop_map(Value::from),
    ]
}

fn principal() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("*")),
        Just(json!({ "AWS": ["123456789012", "arn:aws:iam::210987654321:root"] })),
        texts().prop_map(|values| json!({ "Service": values })),
    ]
}

prop_compose! {
    fn statement()(
        sid in prop::option::of("[A-B]{0,1}"),
        effect in prop_oneof![Just("Allow"), Just("Deny")],
        action in texts().prop_map(|texts| match texts {
            Value::Array(names) => names.into_iter().map(prefixed).collect(),
            name => prefixed(name),
        }),
        resource in prop::option::of(texts()),
        principal in prop::option::of(principal()),
        condition in prop::option::of(prop::collection::btree_map("[a-b]", texts(), 0..3)),
    ) -> Value {
        json!({
            "Sid": sid, "Effect": effect, "Action": action, "Resource": resource, "Principal": principal,
            "Condition": condition.map(|keys| json!({ "StringEquals": keys })),
        })
    }
}

fn prefixed(name: Value) -> Value {
    format!("S3:{}", name.as_str().unwrap_or_default()).into()
}

fn statements() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(statement(), 0..4)
}

/// The same statement with every list turned around, and doubled.
fn respelled(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().rev().chain(list).map(respelled).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), respelled(value)))
            .collect::<Object>()
            .into(),
        Value::String(text) if text == "123456789012" => json!("arn:aws:iam::123456789012:root"),
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn the_canonical_form_is_its_own(statements in statements()) {
        let first = of_statement(statements.into());
        let second = document(serde_json::to_value(&first).unwrap());
        prop_assert_eq!(second.as_value(), first.as_value());
        prop_assert_eq!(second.as_value(), &serde_json::to_value(&second).unwrap());
    }

    #[test]
    fn order_and_repetition_mean_nothing(statements in statements()) {
        let turned: Vec<Value> = statements.iter().rev().map(respelled).collect();
        prop_assert_eq!(of_statement(turned.into()), of_statement(statements.into()));
    }

    #[test]
    fn a_list_of_one_is_that_one(statement in statement()) {
        prop_assert_eq!(of_statement(json!([statement])), of_statement(statement));
    }

    #[test]
    fn it_is_read_as_it_was_sent(statements in statements()) {
        let sent = of_statement(statements.into());
        prop_assert_eq!(&PolicyDocument::from_aws(&sent.to_string()).unwrap(), &sent);
        prop_assert_eq!(&PolicyDocument::from_aws(&url_encoded(&sent.to_string())).unwrap(), &sent);
    }

    #[test]
    fn no_text_from_aws_is_a_panic(text in ".{0,40}") {
        let _ = PolicyDocument::from_aws(&text);
    }
}

#[test]
fn aws_gets_the_statements_in_the_order_of_their_author() {
    let policy = of_statement(json!([
        { "Sid": "Write", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" },
        { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
    ]));
    let sent: Value = serde_json::from_str(&policy.to_string()).unwrap();
    assert_eq!(sent["Statement"][0]["Sid"], "Write");
    assert_eq!(policy.as_value()["Statement"][0]["Sid"], "Read");
}

#[test]
fn spellings_of_one_meaning() {
    let plain = json!({ "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "*" });
    for (key, spelling) in [
        ("Principal", json!("*")),
        ("Sid", json!("")),
        ("Sid", json!(null)),
        ("Condition", json!(null)),
        ("Condition", json!({})),
        ("Condition", json!({ "StringEquals": {} })),
        ("Action", json!(["s3:GetObject", "S3:GetObject", "s3:getobject"])),
    ] {
        let mut other = plain.clone();
        other[key] = spelling;
        assert_eq!(of_statement(other), of_statement(plain.clone()), "{key}");
    }
    let condition = |value| {
        of_statement(json!({
            "Effect": "Deny", "Action": "s3:*", "Resource": "*",
            "Condition": { "Bool": { "aws:SecureTransport": value } },
        }))
    };
    assert_eq!(condition(json!(false)), condition(json!(["false"])));
}

#[test]
fn a_principal_that_was_deleted_differs_from_its_arn() {
    let trust = |principal: &str| {
        of_statement(json!({
            "Effect": "Allow", "Principal": { "AWS": principal }, "Action": "sts:AssumeRole",
        }))
    };
    // AWS shows the unique id of a role that is gone, even when another has its name.
    assert_ne!(trust("AROAEXAMPLEEXAMPLE123"), trust("arn:aws:iam::123456789012:role/ci"));
}

#[test]
fn a_document_of_aws_without_version_is_of_the_first() {
    let statement = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    assert!(PolicyDocument::from_aws(statement).unwrap().is_first_version());
    assert!(!document(statement.into()).is_first_version());
}

#[test]
fn white_space_and_what_is_not_known_yet_count_for_nothing() {
    let with_sid = |sid: String| {
        of_statement(json!({ "Sid": sid, "Effect": "Allow", "Action": "s3:*", "Resource": "*" }))
            .size()
    };
    let unknown = unknown::mark(r#"cognito.user_pool["main"].id"#);
    assert_eq!(with_sid(format!("ab{unknown}c")), with_sid("a b c".to_owned()));
    assert_eq!(with_sid("abc".to_owned()), with_sid(String::new()) + r#""Sid":"abc","#.len());
}

#[test]
fn what_is_no_policy_is_told_in_words() {
    let error = |value: Value| PolicyDocument::new(value).unwrap_err();
    assert_eq!(
        error(json!({ "Version": "2012-10-18", "Statement": [] })),
        r#""2012-10-18" is not a version of the policy language: write "2012-10-17""#
    );
    assert_eq!(
        error(json!({ "Statements": [] })),
        "there is no `Statements` in a policy: did you mean `Statement`?"
    );
    assert_eq!(
        error(json!({ "Statement": [{ "Effect": "Allow", "Actions": "s3:*" }] })),
        "there is no `Actions` in a policy: did you mean `Action`?"
    );
    assert_eq!(
        error(json!({ "Statement": [{ "Effect": "allow", "Action": "s3:*" }] })),
        r#"`Effect` is `Allow` or `Deny`, not "allow""#
    );
}
