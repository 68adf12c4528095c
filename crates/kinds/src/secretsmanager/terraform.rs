//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, document, own, part, same, text, without};
use terraform::state::{Attributes, Stated};

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_secretsmanager_secret"],
        own("secretsmanager.secret", |it| text(it, "name")).with(&[
            same("description", "description"),
            same("kms_key_id", "kms_key"),
            document("policy", "policy").fallback(),
        ]),
    ),
    (&["aws_secretsmanager_secret_version"], part("secretsmanager.secret", name)),
    (
        &["aws_secretsmanager_secret_policy"],
        part("secretsmanager.secret", name).with(&[document("policy", "policy")]),
    ),
    (
        &["aws_secretsmanager_secret_rotation"],
        part("secretsmanager.secret", name).with(&[
            same("rotation_lambda_arn", "rotation.function"),
            // AWS tells the days of a schedule, too.
            without("rotation_rules.automatically_after_days", 0, "rotation.days")
                .when(|it| !has_schedule(it)),
            same("rotation_rules.schedule_expression", "rotation.schedule"),
            same("rotation_rules.duration", "rotation.duration"),
        ]),
    ),
];

/// The name of the secret that a part names by its ARN, or by its name.
fn name(attributes: &Attributes) -> Option<String> {
    let id = attributes.text("secret_arn").or_else(|| attributes.text("secret_id"))?;
    Some(super::secret::name_in(id).to_owned())
}

fn has_schedule(attributes: &Attributes) -> bool {
    match attributes.at("rotation_rules.schedule_expression") {
        Stated::Value(value) => value.as_str().is_some_and(|text| !text.is_empty()),
        _ => false,
    }
}
