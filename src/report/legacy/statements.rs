//! Policies in words: who may do what, a statement each.

use language::value::Value;

/// The statements of a policy document, or one alone, such as `Allow s3:* on *`; nothing for what is neither.
pub(super) fn statements(value: &Value) -> Option<Vec<String>> {
    if value.get("Effect").is_some() {
        return Some(vec![statement(value)]);
    }
    let statements = match value.get("Statement")? {
        Value::Array(list) => list.iter().collect(),
        statement => vec![statement],
    };
    Some(statements.into_iter().map(statement).collect())
}

fn statement(statement: &Value) -> String {
    let part = |before: &str, name: &str| {
        let found = statement.get(name).map(list);
        found.map(|found| format!("{before}{found}")).unwrap_or_default()
    };
    let parts = [
        part("", "Effect"),
        part(" ", "Action"),
        part(" all but ", "NotAction"),
        part(" on ", "Resource"),
        part(" on all but ", "NotResource"),
        part(" to ", "Principal"),
        part(" to all but ", "NotPrincipal"),
        part(" if ", "Condition"),
    ];
    parts.concat()
}

fn list(value: &Value) -> String {
    match value {
        Value::Array(list) => list.iter().map(words).collect::<Vec<_>>().join(", "),
        other => words(other),
    }
}

/// A value as text: without quotes where it is one already.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_policy_says_who_may_do_what() {
        let policy = json!({ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": "*" },
            { "Effect": "Deny", "NotAction": "s3:Get*", "Principal": { "AWS": "*" },
              "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
        ] });
        assert_eq!(
            statements(&policy).unwrap(),
            [
                "Allow s3:*, sqs:* on *",
                r#"Deny all but s3:Get* to {"AWS":"*"} if {"Bool":{"aws:SecureTransport":"false"}}"#,
            ]
        );
        assert_eq!(statements(&json!({ "principal": "*" })), None);
    }
}
