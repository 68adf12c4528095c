//! The patch (RFC 6902) that brings the properties of an object to those of its spec.

use language::value::{Object, Value};
use resource_types::PropertyPath;
use serde_json::json;

use crate::definition::Definition;
use crate::live::{escaped, pointer};

/// Write-only properties that do something each time that they are sent.
const ONCE: &[(&str, &str)] = &[
    ("AWS::ECS::Service", "ForceNewDeployment"),
    ("AWS::RDS::DBInstance", "CertificateRotationRestart"),
    ("AWS::RDS::DBInstance", "DBSnapshotIdentifier"),
    ("AWS::RDS::DBCluster", "SnapshotIdentifier"),
    ("AWS::SecretsManager::Secret", "GenerateSecretString"),
];

/// The operations that turn `live`, as far as it compares, into `desired`; both in the type's own form. Empty where
/// nothing differs.
pub(crate) fn patch(definition: &Definition, live: &Object, desired: &Object) -> Vec<Value> {
    let mut operations = Vec::new();
    object("", live, desired, &mut operations);
    if !operations.is_empty() {
        // A patch is carried out on what a read gives, which lacks these: what no patch repeats would be removed.
        let is_once =
            |path: &&PropertyPath| !ONCE.contains(&(definition.name, path.to_string().as_str()));
        for path in definition.write_only.iter().filter(is_once) {
            repeat(path, desired, &mut operations);
        }
    }
    operations
}

fn object(at: &str, live: &Object, desired: &Object, operations: &mut Vec<Value>) {
    for (key, wanted) in desired {
        let at = format!("{at}/{}", escaped(key));
        match (live.get(key), wanted) {
            (Some(live), wanted) if live == wanted => {}
            (Some(Value::Object(live)), Value::Object(wanted)) if !live.is_empty() => {
                object(&at, live, wanted, operations);
            }
            // This replaces what is there as well.
            _ => operations.push(json!({ "op": "add", "path": at, "value": wanted })),
        }
    }
    for key in live.keys().filter(|key| !desired.contains_key(*key)) {
        operations.push(json!({ "op": "remove", "path": format!("{at}/{}", escaped(key)) }));
    }
}

/// Repeats what the spec says of a write-only property, or of the list that holds it.
fn repeat(path: &PropertyPath, desired: &Object, operations: &mut Vec<Value>) {
    let segments = path.segments().iter();
    let plain: Vec<String> = segments.take_while(|segment| *segment != "*").cloned().collect();
    let mut value: Option<&Value> = None;
    for segment in &plain {
        let inner = match value {
            None => desired.get(segment),
            Some(Value::Object(object)) => object.get(segment),
            Some(_) => None,
        };
        let Some(inner) = inner else {
            return;
        };
        value = Some(inner);
    }
    let at = pointer(&plain);
    let is_within = |operation: &Value| {
        let set = operation["path"].as_str().unwrap_or_default();
        at == set || at.starts_with(&format!("{set}/"))
    };
    if let Some(value) = value
        && !operations.iter().any(is_within)
    {
        operations.push(json!({ "op": "add", "path": at, "value": value }));
    }
}
