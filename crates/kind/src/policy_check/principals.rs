//! Who a statement is about.

use super::checker::Checker;
use super::place::{Place, Spot, is_empty};
use super::services;
use language::diagnostic::suggestion;
use language::value::{Value, unknown};

const KINDS: [&str; 4] = ["AWS", "CanonicalUser", "Federated", "Service"];

impl Checker<'_> {
    pub(super) fn check_principal(&mut self, principal: &Value, place: &Place<'_>) {
        let Value::Object(kinds) = principal else {
            return;
        };
        for (kind, names) in kinds {
            let place = place.key(kind);
            let path = &place.path;
            if !KINDS.contains(&kind.as_str()) {
                self.report_to_iam(
                    path,
                    &format!("`{kind}` is not a kind of principal"),
                    "AWS knows accounts, users and roles, services, and identity providers",
                    &suggestion(kind, KINDS).unwrap_or_default(),
                );
            } else if is_empty(names) {
                self.warn(
                    path,
                    &format!("`{kind}` is empty"),
                    "the statement names no principal",
                    "name one",
                );
            }
            for name in place.texts(names).filter(|name| !unknown::in_text(name.text)) {
                match kind.as_str() {
                    "AWS" => self.check_aws_principal(name.text, &name),
                    "Service" => self.check_service(name.text, &name),
                    _ => {}
                }
            }
        }
    }

    fn check_aws_principal(&mut self, name: &str, spot: &dyn Spot) {
        let is_account = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
        // `AROA…` and its like, which AWS shows for who has been deleted.
        let is_unique_id = name.len() >= 16
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if name == "*" || is_account || is_unique_id {
            return;
        }
        if !name.starts_with("arn:") {
            self.report_to_iam(
                spot,
                &format!("`{name}` is not a principal"),
                "AWS accepts account ids, ARNs of users and roles, and `*`",
                "refer to the role, such as `${iam.role.<name>.arn}`; services stand under `Service`",
            );
        } else if name.contains('*') {
            self.report_to_iam(
                spot,
                &format!("`{name}` is a pattern"),
                "AWS accepts whole names as principals, or `*` alone",
                "write `*`, with the pattern in a condition: `ArnLike: { aws:PrincipalArn: … }`",
            );
        }
    }

    pub(super) fn check_service(&mut self, name: &str, spot: &dyn Spot) {
        if name != "*" && !name.contains('.') {
            self.report_to_iam(
                spot,
                &format!("`{name}` is not a service"),
                "services are named by their hosts",
                &format!("write `{name}.amazonaws.com`"),
            );
        } else if let Some(meant) = services::misspelt(name) {
            self.warn(
                spot,
                &format!("there may be no service `{name}`"),
                "IAM refuses a trust policy with a service that it does not know, and other policies never match",
                &format!("did you mean `{meant}`?"),
            );
        }
    }
}
