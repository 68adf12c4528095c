//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, document, documents, entry, member, own, part, same, text};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_iam_policy"],
        own("iam.policy", |it| text(it, "arn")).with(&[
            same("description", "description"),
            same("path", "path"),
            document("policy", "document"),
        ]),
    ),
    (
        &["aws_iam_role"],
        own("iam.role", |it| text(it, "name")).with(&[
            same("description", "description"),
            same("path", "path"),
            document("assume_role_policy", "trust_policy"),
            same("max_session_duration", "max_session_duration"),
            same("permissions_boundary", "permissions_boundary"),
            documents("inline_policy", ["name", "policy"], "inline_policies").fallback(),
            same("managed_policy_arns", "managed_policies").fallback(),
        ]),
    ),
    (
        &["aws_iam_policy_attachment"],
        part("iam.role", |it| it.only("roles").map(str::to_owned))
            .when(is_of_one_role)
            .with(&[member("policy_arn", "managed_policies")]),
    ),
    (&["aws_iam_role_policies_exclusive"], part("iam.role", |it| text(it, "role_name"))),
    (
        &["aws_iam_role_policy_attachments_exclusive"],
        part("iam.role", |it| text(it, "role_name"))
            .with(&[same("policy_arns", "managed_policies")]),
    ),
    (
        &["aws_iam_role_policy"],
        part("iam.role", role).with(&[
            entry("name", "inline_policies.{name}"),
            document("policy", "inline_policies.{name}"),
        ]),
    ),
    (
        &["aws_iam_role_policy_attachment"],
        part("iam.role", role).with(&[member("policy_arn", "managed_policies")]),
    ),
];

fn role(attributes: &Attributes) -> Option<String> {
    text(attributes, "role")
}

/// Whether a policy is attached to one role and to nothing else.
fn is_of_one_role(attributes: &Attributes) -> bool {
    attributes.only("roles").is_some()
        && attributes.is_empty("users")
        && attributes.is_empty("groups")
}
