//! Who calls something by itself, as an API calls a function, and by which names its calls are known.

use language::value::{Path, PolicyDocument, Value, fits, texts, unknown};
use serde_json::json;

use crate::grant::{Grant, Grantee};
use crate::statement::may_allow;

/// An object in whose name a service calls.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Such as `apigateway.amazonaws.com`.
    pub service: String,
    /// The ARN of what it calls, as far as it is known.
    pub callee: String,
    /// The account that owns it.
    pub account: String,
    /// Its kind, such as `apigateway.rest_api`.
    pub kind: &'static str,
    /// What the ARN of a call is or starts with, as far as it is known.
    pub sources: Vec<String>,
    /// The same for who writes a permission.
    pub grantee: Grantee,
}

impl Caller {
    /// Whether a principal is its service, which may have the name of its region in it: `logs.us-east-2.amazonaws.com`.
    pub fn is_called(&self, principal: &str) -> bool {
        let (stem, rest) = self.service.split_once('.').unwrap_or((&self.service, ""));
        let inside = principal.strip_prefix(stem).and_then(|inside| inside.strip_suffix(rest));
        let region = inside.and_then(|inside| inside.strip_prefix('.')?.strip_suffix('.'));
        principal == self.service || region.is_some_and(|region| !region.contains('.'))
    }

    /// Whether the ARN of its calls may fit a pattern in which `*` and `?` stand for anything.
    pub fn may_fit(&self, pattern: &str) -> bool {
        let begins =
            |source: &String| unknown::in_text(source) && pattern.starts_with(source.as_str());
        if self.sources.iter().any(begins) {
            return true;
        }
        match unknown::leading(pattern) {
            // It is the name of another object of this kind.
            Some(reference) => !reference.starts_with(&format!("{}.", self.kind)),
            None if unknown::in_text(pattern) => true,
            None => {
                let mut sources = self.sources.iter();
                sources.any(|source| unknown::in_text(source) || fits(pattern, source))
            }
        }
    }

    /// Whether a resource policy may let it carry out an action, such as `sqs:SendMessage`. Where it is not certain
    /// that it cannot, it may.
    pub fn may_do(&self, action: &str, policy: &PolicyDocument) -> bool {
        let allows = |statement: &Value| {
            may_allow(statement, action, &self.callee)
                && self.may_be_named(&statement["Principal"])
                && self.may_fulfil(&statement["Condition"])
        };
        policy.statements().iter().any(allows)
    }

    /// The statement that lets it carry out an action, for the resource policy of what it calls.
    pub fn statement(&self, action: &str) -> Grant {
        let Grantee { id, source, own_arn } = &self.grantee;
        let compares = if source.contains('*') { "ArnLike" } else { "ArnEquals" };
        let statement = json!({
            "Sid": id.split('-').map(capitalized).collect::<String>(),
            "Effect": "Allow",
            "Principal": { "Service": self.service },
            "Action": action,
            "Resource": own_arn,
            "Condition": { compares: { "aws:SourceArn": source } },
        });
        Grant::Element(Path::field("policy").key("Statement"), statement)
    }

    fn may_be_named(&self, principal: &Value) -> bool {
        let Some(kinds) = principal.as_object() else {
            // `NotPrincipal`, which names whom it leaves out.
            return true;
        };
        let mut names = kinds.values().flat_map(texts);
        names.any(|name| unknown::in_text(name) || name == "*" || self.is_called(name))
    }

    fn may_fulfil(&self, condition: &Value) -> bool {
        let is_met = |operator: &str, key: &str, values: &Value| {
            let is_account = |text: &str| unknown::in_text(text) || fits(text, &self.account);
            match key.to_ascii_lowercase().as_str() {
                _ if !compares(operator) => true,
                "aws:sourcearn" => texts(values).any(|pattern| self.may_fit(pattern)),
                "aws:sourceaccount" | "aws:sourceowner" => texts(values).any(is_account),
                _ => true,
            }
        };
        let operators = condition.as_object().into_iter().flatten();
        let mut keys = operators.flat_map(|(operator, keys)| {
            let keys = keys.as_object().into_iter().flatten();
            keys.map(move |(key, values)| (operator, key, values))
        });
        keys.all(|(operator, key, values)| is_met(operator, key, values))
    }
}

/// A word that begins with a capital, as the ids of statements are letters and digits alone.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Whether an operator asks that a key is one of its values.
fn compares(operator: &str) -> bool {
    let operator = operator.rsplit(':').next().unwrap_or(operator);
    let operator = operator.strip_suffix("IfExists").unwrap_or(operator);
    ["ArnEquals", "ArnLike", "StringEquals", "StringEqualsIgnoreCase", "StringLike"]
        .iter()
        .any(|known| operator.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_service_may_have_its_region_in_its_name() {
        let logs = Caller {
            service: "logs.amazonaws.com".to_owned(),
            callee: String::new(),
            account: String::new(),
            kind: "logs.log_group",
            sources: Vec::new(),
            grantee: Grantee::default(),
        };
        assert!(logs.is_called("logs.amazonaws.com"));
        assert!(logs.is_called("logs.us-east-2.amazonaws.com"));
        assert!(!logs.is_called("delivery.logs.amazonaws.com"));
        assert!(!logs.is_called("logs.a.b.amazonaws.com"));
        assert!(!logs.is_called("logsamazonaws.com"));
    }

    #[test]
    fn a_pattern_that_cannot_be_the_callers_is_told() {
        let api = Caller {
            service: "apigateway.amazonaws.com".to_owned(),
            callee: String::new(),
            account: "123456789012".to_owned(),
            kind: "apigateway.rest_api",
            sources: vec![unknown::mark("apigateway.rest_api.a.execution_arn")],
            grantee: Grantee::default(),
        };
        let of = |name: &str, rest: &str| {
            let arn = unknown::mark(&format!("apigateway.rest_api.{name}.execution_arn"));
            format!("{arn}{rest}")
        };
        assert!(api.may_fit(&of("a", "/*")));
        assert!(!api.may_fit(&of("b", "/*")));
        assert!(api.may_fit(&unknown::mark("var.arn")));
        assert!(api.may_fit("arn:aws:execute-api:us-east-2:123456789012:abc/*"));
        let bucket = Caller {
            kind: "s3.bucket",
            sources: vec!["arn:aws:s3:::shop-files".to_owned()],
            ..api
        };
        assert!(bucket.may_fit("arn:aws:s3:::shop-files"));
        assert!(bucket.may_fit("arn:aws:s3:::shop-*"));
        assert!(bucket.may_fit("arn:aws:s3:::shop-file?"));
        assert!(!bucket.may_fit("arn:aws:s3:::other"));
        assert!(!bucket.may_fit("arn:aws:s3:::shop-files-2"));
    }

    #[test]
    fn a_policy_lets_in_whom_it_names_for_what_it_names() {
        let bucket = Caller {
            service: "s3.amazonaws.com".to_owned(),
            callee: "arn:aws:sqs:us-east-2:123456789012:jobs".to_owned(),
            account: "123456789012".to_owned(),
            kind: "s3.bucket",
            sources: vec!["arn:aws:s3:::shop-files".to_owned()],
            grantee: Grantee::default(),
        };
        let allow = |more: Value| {
            let mut statement = json!({ "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" });
            for (key, value) in more.as_object().unwrap() {
                statement[key] = value.clone();
            }
            PolicyDocument::new(json!({ "Statement": statement })).unwrap()
        };
        let source = |operator: &str, arn: &str| json!({ "Condition": { operator: { "aws:SourceArn": arn } } });
        for (more, is_let_in) in [
            (json!({}), true),
            (json!({ "Effect": "Deny" }), false),
            (json!({ "Principal": "*" }), true),
            (json!({ "Principal": { "Service": "sns.amazonaws.com" } }), false),
            (json!({ "Principal": { "Service": unknown::mark("var.service") } }), true),
            (json!({ "Principal": { "AWS": "123456789012" } }), false),
            (json!({ "Action": "SQS:*" }), true),
            (json!({ "Action": ["sqs:ReceiveMessage", "sqs:sendmessage"] }), true),
            (json!({ "Action": "sqs:ReceiveMessage" }), false),
            (source("ArnLike", "arn:aws:s3:::shop-*"), true),
            (source("ArnEquals", "arn:aws:s3:::other"), false),
            (source("ArnLikeIfExists", "arn:aws:s3:::other"), false),
            (source("ArnNotLike", "arn:aws:s3:::other"), true),
            (
                json!({ "Condition": { "StringEquals": { "AWS:SourceAccount": ["123456789012"] } } }),
                true,
            ),
            (
                json!({ "Condition": { "StringEquals": { "aws:SourceAccount": "210987654321" } } }),
                false,
            ),
            (json!({ "Condition": { "Bool": { "aws:SecureTransport": "true" } } }), true),
        ] {
            assert_eq!(bucket.may_do("sqs:SendMessage", &allow(more.clone())), is_let_in, "{more}");
        }
    }
}
