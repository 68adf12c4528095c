//! The secrets whose values Terraform's states hold.

use generate::KnownSecrets;
use language::value::Value;
use terraform::source::StateFile;
use terraform::state::Instance;

/// Attributes that are secret whether or not a state marks them, by their types.
const SECRET_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("aws_secretsmanager_secret_version", &["secret_string"]),
    ("random_password", &["result", "bcrypt_hash"]),
    ("tls_private_key", &["private_key_pem"]),
];

/// The secrets whose values the states hold: what they mark as sensitive, what is always secret, and what stands
/// under a name that says so.
pub fn known_secrets(files: &[StateFile]) -> KnownSecrets {
    let mut known = KnownSecrets::default();
    for file in files {
        for instance in &file.state.instances {
            add_secrets_of(instance, &mut known);
        }
        let outputs = file.state.outputs.values();
        for output in outputs.filter(|output| output.sensitive) {
            add_marked(&output.value, &mut known);
        }
    }
    known
}

fn add_secrets_of(instance: &Instance, known: &mut KnownSecrets) {
    let attributes = &instance.attributes;
    for (_, marked) in attributes.hidden() {
        add_marked(marked, known);
    }
    let type_name = &instance.address.type_name;
    let always = SECRET_ATTRIBUTES.iter().filter(|(name, _)| name == type_name);
    let always = always.flat_map(|(_, names)| *names);
    let texts = always.filter_map(|name| attributes.text(name));
    texts.for_each(|text| known.add(text));
    if type_name == "aws_ssm_parameter" && attributes.text("type") == Some("SecureString") {
        attributes.text("value").iter().for_each(|text| known.add(text));
    }
    for (name, value) in attributes.shown() {
        known.add_secrets_in(&serde_json::json!({ name: value }));
    }
}

/// A text that is marked is secret. A mark on something that holds texts is on all of them, and mostly for the
/// sake of one.
fn add_marked(value: &Value, known: &mut KnownSecrets) {
    match value {
        Value::String(text) => known.add(text),
        other => known.add_secrets_in(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use terraform::source::Source;
    use terraform::state::TerraformState;
    use terraform::testing::document;

    #[test]
    fn states_know_secrets_by_marks_types_and_names() {
        let mut document = document([
            ("random_password.admin", json!({ "id": "none", "result": "from-random-1" })),
            ("aws_iam_role.api", json!({ "name": "api", "description": "marked-text-1" })),
            (
                "aws_lambda_function.f",
                json!({ "environment": [{ "variables": { "STAGE": "production", "TOKEN": "by-its-key-1" } }] }),
            ),
        ]);
        let mark = |names: &[&str]| -> Vec<Value> {
            let steps = names.iter();
            steps.map(|name| json!({ "type": "get_attr", "value": name })).collect()
        };
        document["resources"][1]["instances"][0]["sensitive_attributes"] =
            json!([mark(&["description"])]);
        document["resources"][2]["instances"][0]["sensitive_attributes"] =
            json!([mark(&["environment"])]);
        document["outputs"] =
            json!({ "o": { "value": "from-output-1", "sensitive": true, "type": "string" } });
        let bytes = document.to_string().into_bytes();
        let file = StateFile {
            source: Source::StandardInput,
            state: TerraformState::parse(&bytes).unwrap(),
            bytes,
        };
        let known = known_secrets(&[file]);
        for text in ["from-random-1", "marked-text-1", "by-its-key-1", "from-output-1"] {
            assert!(known.has(text), "{text}");
        }
        assert!(!known.has("production"));
    }
}
