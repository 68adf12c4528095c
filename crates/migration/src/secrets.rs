//! What Terraform's state calls secret: the values themselves, and the fields of live objects. The two have
//! different shapes, so a field is known by its name.

use std::collections::BTreeSet;

use super::inventory::{Claim, Inventory};
use generate::KnownSecrets;
use language::value::{Path, Segment, Value, parts};
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
        known.add_telling(&serde_json::json!({ name: value }));
    }
}

/// A text that is marked is secret. A mark on something that holds texts is on all of them, and mostly for the
/// sake of one.
fn add_marked(value: &Value, known: &mut KnownSecrets) {
    match value {
        Value::String(text) => known.add(text),
        other => known.add_telling(other),
    }
}

/// The fields of a live object that may hold what the state marks as sensitive in any resource that is the
/// object or a part of it.
pub fn secret_fields(inventory: &Inventory, claim: &Claim, live: &Value) -> BTreeSet<Path> {
    let instances = claim.instances().map(|id| inventory.instance(id));
    let marked = instances.flat_map(|instance| &instance.sensitive);
    marked.flat_map(|names| nearest(live, names)).collect()
}

/// The fields of the last of these names that the object has: what the mark is on, or what is around it.
fn nearest(live: &Value, names: &[String]) -> Vec<Path> {
    let found = names.iter().rev().map(|name| named(live, name));
    found.into_iter().find(|fields| !fields.is_empty()).unwrap_or_default()
}

fn named(value: &Value, name: &str) -> Vec<Path> {
    let mut found = Vec::new();
    collect(value, name, &mut Path::root(), &mut found);
    found
}

fn collect(value: &Value, name: &str, path: &mut Path, found: &mut Vec<Path>) {
    for (segment, value) in parts(value) {
        let is_it = matches!(&segment, Segment::Key(key) if key == name);
        path.push(segment);
        match is_it {
            true => found.push(path.clone()),
            false => collect(value, name, path, found),
        }
        path.pop();
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

    #[test]
    fn a_mark_is_found_by_its_name_or_by_what_is_around_it() {
        let live = json!({
            "name": "f",
            "environment": { "TOKEN": "a", "STAGE": "b" },
            "url": { "cors": [{ "token": "c" }] },
        });
        let fields = |names: &[&str]| -> Vec<String> {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let fields = nearest(&live, &names);
            fields.iter().map(ToString::to_string).collect()
        };
        assert_eq!(fields(&["environment", "variables", "TOKEN"]), ["environment.TOKEN"]);
        assert_eq!(fields(&["environment", "variables"]), ["environment"]);
        assert_eq!(fields(&["token"]), ["url.cors[0].token"]);
        assert_eq!(fields(&["password"]), Vec::<String>::new());
    }
}
