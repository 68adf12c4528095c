use proptest::prelude::*;
use serde_json::{Value, json};

use super::checker::{Holder, check};
use language::schema::{Finding, Findings};
use language::value::{Path, PolicyDocument, auto, unknown};

fn found_in(holder: Holder, document: Value) -> Vec<Finding> {
    PolicyDocument::new(document.clone()).unwrap();
    let mut findings = Findings::default();
    check(&document, holder, &Path::field("document"), &mut findings);
    findings.into_inner()
}

/// What is said of the one statement of a policy of a role.
fn messages(statement: Value) -> Vec<String> {
    let found = found_in(Holder::Identity, json!({ "Statement": [statement] }));
    found.into_iter().map(|finding| finding.message).collect()
}

fn with(changes: Value) -> Value {
    let mut statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" });
    for (key, value) in changes.as_object().unwrap() {
        statement[key] = value.clone();
    }
    statement
}

fn condition(operator: &str, key: &str, value: Value) -> Value {
    with(json!({ "Condition": { operator: { key: value } } }))
}

const NOTHING: Vec<String> = Vec::new();

#[test]
fn what_aws_takes_is_fine() {
    for statement in [
        with(json!({})),
        with(json!({ "Action": ["*", "execute-api:Invoke", "s3:Get*", "S3:PutObject"] })),
        with(
            json!({ "Resource": ["arn:aws:s3:::bucket/*", "arn:aws:s3:::${aws:userid}/*", "arn:aws:*"] }),
        ),
        with(json!({ "Resource": "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/*" })),
        with(json!({ "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/${*}/${$}" })),
        with(json!({ "Resource": "arn:aws:s3:::b/${www.example.com/oidc:sub}" })),
        condition("StringEqualsIfExists", "aws:SourceVpcArn", json!("arn")),
        condition("ForAnyValue:StringLike", "dynamodb:LeadingKeys", json!(["${aws:userid}"])),
        condition("Null", "dynamodb:LeadingKeys", json!(false)),
        condition("stringequals", "aws:requestedregion", json!("us-east-2")),
        condition("IpAddress", "aws:SourceIp", json!(["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"])),
        condition("NumericLessThan", "s3:max-keys", json!(10)),
        condition("Bool", "aws:SecureTransport", json!("${aws:PrincipalTag/tls}")),
        // A request without the key matches these, so the key may well be one of a later day.
        condition("StringNotEquals", "aws:SourceArm", json!("x")),
        condition("ForAllValues:StringEquals", "dynamodb:Attribut", json!("x")),
        condition("StringEquals", "aws:SomethingNew", json!("x")),
    ] {
        assert_eq!(messages(statement.clone()), NOTHING, "{statement}");
    }
}

#[test]
fn what_stands_in_for_the_unknown_is_fine() {
    let unknown = unknown::mark("cognito.user_pool.main.id");
    for statement in [
        with(json!({ "Sid": unknown, "Action": unknown, "Resource": unknown })),
        with(json!({ "Resource": format!("${{cognito-identity.amazonaws.com:{unknown}}}") })),
        condition("StringEquals", &unknown, json!("x")),
        condition("IpAddress", "aws:SourceIp", json!(unknown)),
    ] {
        assert_eq!(messages(statement.clone()), NOTHING, "{statement}");
    }
}

#[test]
fn mistakes_are_found() {
    let cases = [
        (with(json!({ "Action": "GetObject" })), "`GetObject` is not an action"),
        (with(json!({ "Action": "s3:Get:Object" })), "`s3:Get:Object` is not an action"),
        (with(json!({ "Action": [] })), "`Action` is empty"),
        (with(json!({ "NotAction": "s3:*" })), "a statement has `Action` or `NotAction`"),
        (with(json!({ "Resource": null })), "the statement has no `Resource`"),
        (with(json!({ "Resource": "my-bucket" })), "`my-bucket` is not a resource"),
        (with(json!({ "Resource": "arn:aws:s3:bucket" })), "`arn:aws:s3:bucket` is not a resource"),
        (with(json!({ "Principal": "*" })), "this policy has no `Principal`"),
        (with(json!({ "Sid": "read-all" })), "`Sid` has characters that AWS refuses"),
        (with(json!({ "Resource": "arn:aws:s3:::b/日*" })), "`日` cannot stand in a policy"),
        (
            condition("StringEqual", "aws:userid", json!("x")),
            "`StringEqual` is not a condition operator",
        ),
        (condition("StringEquals", "SourceArn", json!("x")), "`SourceArn` is not a condition key"),
        (
            condition("Bool", "aws:SecureTransport", json!("yes")),
            "`yes` cannot be compared by `Bool`",
        ),
        (
            condition("IpAddress", "aws:SourceIp", json!("10.0.0.0/40")),
            "`10.0.0.0/40` cannot be compared by `IpAddress`",
        ),
        (
            condition("StringEquals", "dynamodb:Attribute:created_by", json!("x")),
            "there is no condition key `dynamodb:Attribute:created_by`, so the statement never applies",
        ),
        (
            condition("StringLike", "aws:PrincipleTag/team", json!("x")),
            "there is no condition key `aws:PrincipleTag/team`, so the statement never applies",
        ),
        (
            condition("StringEquals", "dynamodb:Attributes", json!("x")),
            "`dynamodb:Attributes` has several values",
        ),
        (
            with(
                json!({ "Resource": "arn:aws:s3:::b/${cognito-identity.amazonaws.com:organization}/*" }),
            ),
            "there is no policy variable `${cognito-identity.amazonaws.com:organization}`",
        ),
        (
            condition("StringLike", "s3:prefix", json!("${username}/*")),
            "there is no policy variable `${username}`",
        ),
    ];
    for (statement, message) in cases {
        assert_eq!(messages(statement.clone()), [message], "{statement}");
    }
}

#[test]
fn a_finding_names_the_statement_as_it_was_written() {
    let read = with(json!({ "Sid": "Z" }));
    let write = with(json!({ "Sid": "A", "Action": "PutObject" }));
    let found = found_in(Holder::Identity, json!({ "Statement": [read, write] }));
    assert_eq!(found[0].path.to_string(), "document.Statement[1].Action");
    assert_eq!(found[0].help.as_deref(), Some("write it like `dynamodb:GetItem`, or `*`"));
}

#[test]
fn statements_have_one_name_each() {
    let found = found_in(
        Holder::Identity,
        json!({ "Statement": [with(json!({ "Sid": "A" })), with(json!({ "Sid": "A", "Effect": "Deny" }))] }),
    );
    assert_eq!(found[0].message, "two statements are called `A`");
    assert_eq!(
        found_in(Holder::Identity, json!({ "Statement": [] }))[0].message,
        "the policy has no statement"
    );
}

#[test]
fn the_first_version_knows_no_variables() {
    let statement = with(json!({ "Resource": "arn:aws:s3:::b/${aws:username}" }));
    let found =
        found_in(Holder::Identity, json!({ "Version": "2008-10-17", "Statement": statement }));
    assert_eq!(found[0].message, "`${aws:username}` is taken literally");
}

#[test]
fn a_trust_policy_says_who() {
    let trust = |statement: Value| -> Vec<String> {
        let found = found_in(Holder::Trust, json!({ "Statement": statement }));
        found.into_iter().map(|finding| finding.message).collect()
    };
    let by = |principal: Value| json!({ "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole" });
    for principal in [
        json!({ "Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }),
        json!({ "AWS": ["123456789012", "arn:aws:iam::123456789012:role/ci", "AROAEXAMPLEEXAMPLE123"] }),
        json!({ "AWS": unknown::mark("iam.role.ci.unique_id") }),
        json!({ "AWS": auto::anything() }),
        json!({ "Federated": "cognito-identity.amazonaws.com" }),
        json!("*"),
    ] {
        assert_eq!(trust(by(principal.clone())), NOTHING, "{principal}");
    }
    for (principal, message) in [
        (json!({ "Service": "lambda" }), "`lambda` is not a service"),
        (json!({ "Services": "lambda.amazonaws.com" }), "`Services` is not a kind of principal"),
        (json!({ "AWS": "lambda.amazonaws.com" }), "`lambda.amazonaws.com` is not a principal"),
        (
            json!({ "AWS": "arn:aws:iam::123456789012:role/*" }),
            "`arn:aws:iam::123456789012:role/*` is a pattern",
        ),
        (json!({ "AWS": [] }), "`AWS` is empty"),
        (json!({}), "`Principal` is empty"),
    ] {
        assert_eq!(trust(by(principal.clone())), [message], "{principal}");
    }
    assert_eq!(
        trust(json!({ "Effect": "Allow", "Action": "sts:AssumeRole" })),
        ["the statement has no `Principal`"]
    );
    let mut statement = by(json!({ "Service": "lambda.amazonaws.com" }));
    statement["Resource"] = json!("*");
    assert_eq!(trust(statement), ["a trust policy has no `Resource`"]);
    let mut statement = by(json!({ "Service": "lambda.amazonaws.com" }));
    statement["Action"] = json!("s3:GetObject");
    assert_eq!(trust(statement), ["`s3:GetObject` cannot stand in a trust policy"]);
}

#[test]
fn the_policy_of_a_resource_has_rules_of_its_service() {
    let statement = json!({
        "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": "*",
        "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
    });
    assert_eq!(found_in(Holder::Resource, json!({ "Statement": statement })), vec![]);
}

proptest! {
    #[test]
    fn no_document_is_a_panic(text in r#"[a-zA-Z:${},*/ .]{0,24}"#, operator in "(ForAllValues:)?[A-Za-zé]{0,20}") {
        let statement = json!({
            "Effect": "Allow", "Action": text, "Resource": [text], "Principal": { "AWS": text },
            "Condition": { operator: { text.clone(): [text] } },
        });
        for holder in [Holder::Identity, Holder::Trust, Holder::Resource] {
            found_in(holder, json!({ "Statement": [statement.clone()] }));
        }
    }
}

#[test]
fn what_is_wrong_in_a_list_is_told_where_it_stands_there() {
    let statement = with(json!({ "Action": ["s3:PutObject", "s3:GetObjekt", "dynamodb:Query"] }));
    for (document, path) in [
        (json!({ "Statement": [statement] }), "document.Statement[0].Action[1]"),
        (json!({ "Statement": statement }), "document.Statement.Action[1]"),
    ] {
        let found = found_in(Holder::Identity, document);
        assert_eq!(found[0].path.to_string(), path);
    }
}
