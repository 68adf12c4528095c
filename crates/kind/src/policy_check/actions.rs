//! Actions that do not exist, which IAM takes without a word.

use std::collections::HashMap;
use std::sync::LazyLock;

use language::diagnostic::did_you_mean;
use language::value::fits;

/// The actions of each service, read when the first policy is checked. Services add actions all the time.
static SERVICES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("actions.txt").lines();
    let services = lines.filter(|line| !line.starts_with('#'));
    services.filter_map(|line| line.split_once(' ')).collect()
});

/// Operations of AWS's APIs that are no actions, and what they ask for (API references, "Permissions").
const OPERATIONS: &[(&str, &str)] = &[
    ("dynamodb:TransactGetItems", "dynamodb:GetItem"),
    ("dynamodb:TransactWriteItems", "dynamodb:PutItem"),
    ("lambda:Invoke", "lambda:InvokeFunction"),
    ("s3:CompleteMultipartUpload", "s3:PutObject"),
    ("s3:CopyObject", "s3:GetObject"),
    ("s3:CreateMultipartUpload", "s3:PutObject"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:UploadPart", "s3:PutObject"),
];

/// Actions that AWS advises against, which nobody is sent to.
const OUTDATED: &[&str] = &["lambda:InvokeAsync"];

/// An action that this version does not know.
pub(super) struct Unknown {
    pub message: String,
    pub why: String,
    pub help: String,
}

/// The services that have actions, by the names before the colon.
pub(super) fn services() -> impl Iterator<Item = &'static str> {
    SERVICES.keys().copied()
}

/// Something about `<service>:<name>`, where no action is called so, or none fits its wildcards.
pub(super) fn unknown(action: &str) -> Option<Unknown> {
    let (service, name) = action.split_once(':')?;
    let is_pattern = |text: &str| text.contains(['*', '?']);
    if is_pattern(service) {
        return None;
    }
    let Some(actions) = SERVICES.get(service.to_ascii_lowercase().as_str()) else {
        return Some(no_service(service, name));
    };
    let mut actions = actions.split(' ');
    if is_pattern(name) {
        let pattern = name.to_ascii_lowercase();
        let is_fit = |action: &str| fits(&pattern, &action.to_ascii_lowercase());
        return (!actions.any(is_fit)).then(|| Unknown {
            message: format!("`{action}` fits no action"),
            why: format!("no action of `{service}` that this version knows has such a name"),
            help: String::new(),
        });
    }
    let is_known = actions.clone().any(|known| known.eq_ignore_ascii_case(name));
    (!is_known).then(|| Unknown {
        message: format!("there may be no action `{action}`"),
        why: format!(
            "`{service}` has none of this name that this version knows, and AWS accepts any"
        ),
        help: match OPERATIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(action))
        {
            Some((_, asked)) => {
                format!("that is an operation: the action that it asks for is `{asked}`")
            }
            None => {
                let is_outdated = |name: &str| {
                    let full = format!("{service}:{name}");
                    OUTDATED.contains(&full.as_str())
                };
                let current = actions.filter(|name| !is_outdated(name));
                meant(did_you_mean(name, current).map(|meant| format!("{service}:{meant}")))
            }
        },
    })
}

fn no_service(service: &str, name: &str) -> Unknown {
    Unknown {
        message: format!("there may be no service `{service}`"),
        why: "no action that this version knows begins with it, and AWS accepts any".to_owned(),
        help: meant(did_you_mean(service, services()).map(|meant| format!("{meant}:{name}"))),
    }
}

fn meant(action: Option<String>) -> String {
    action.map_or_else(String::new, |action| format!("did you mean `{action}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(action: &str) -> Option<(String, String)> {
        unknown(action).map(|unknown| (unknown.message, unknown.help))
    }

    #[test]
    fn what_exists_is_known_in_any_case() {
        for action in [
            "dynamodb:Query", "DYNAMODB:query", "dynamodb:Get*", "dynamodb:*Item", "s3:*",
            "s3:?etObject", "sts:AssumeRole", "execute-api:Invoke", "lambda:InvokeFunctionUrl",
            "logs:PutLogEvents", "*:Get", "cognito-idp:Admin*", "s3:GetBucket*Configuration",
        ] {
            assert_eq!(said(action), None, "{action}");
        }
    }

    #[test]
    fn what_does_not_exist_says_what_may_be_meant() {
        for (action, message, help) in [
            (
                "sts:AssumRole", "there may be no action `sts:AssumRole`",
                "did you mean `sts:AssumeRole`?",
            ),
            (
                "dynamodb:Qeury", "there may be no action `dynamodb:Qeury`",
                "did you mean `dynamodb:Query`?",
            ),
            (
                "dynamdb:Query", "there may be no service `dynamdb`",
                "did you mean `dynamodb:Query`?",
            ),
            (
                "lambda:Invoke",
                "there may be no action `lambda:Invoke`",
                "that is an operation: the action that it asks for is `lambda:InvokeFunction`",
            ),
            (
                "s3:ListObjects",
                "there may be no action `s3:ListObjects`",
                "that is an operation: the action that it asks for is `s3:ListBucket`",
            ),
            ("dynamodb:Gett*", "`dynamodb:Gett*` fits no action", ""),
            ("s3:?etObjekt", "`s3:?etObjekt` fits no action", ""),
        ] {
            assert_eq!(said(action), Some((message.to_owned(), help.to_owned())), "{action}");
        }
    }

    #[test]
    fn the_list_is_whole() {
        assert!(SERVICES.len() > 400, "{}", SERVICES.len());
        let count: usize = SERVICES.values().map(|actions| actions.split(' ').count()).sum();
        assert!(count > 20_000, "{count}");
    }
}
