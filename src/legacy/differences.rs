//! What a state says otherwise than AWS: somebody has changed an object without Terraform, or Terraform
//! has not looked for a while.

use super::inventory::{Claim, InstanceId, Inventory};
use super::mapping::{Meaning, Pair, Sides, TAGS, mapping};
use super::state::Instance;
use crate::aws::tags;
use crate::diff::{self, Change};
use crate::kind::AnyKind;
use crate::value::{Object, Path, Segment, Value};

/// An attribute that a state and AWS do not agree on.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The resource that has it: the object's own, or that of a part.
    pub instance: InstanceId,
    /// As in `tags_all.Name`.
    pub attribute: String,
    pub values: Values,
}

/// What the two say.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// It is secret, or may well be.
    Hidden,
    /// Nothing is null.
    Shown { said: Value, live: Value },
}

/// Everything that the resources of a claim say otherwise than the live object. What a state does not hold
/// is no difference, and neither is another way of saying the same.
pub fn differences(inventory: &Inventory, claim: &Claim, live: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    for id in claim.instances() {
        let instance = inventory.instance(id);
        let attributes = &instance.attributes;
        let Some(mapping) = mapping(&instance.address.type_name, attributes) else {
            continue;
        };
        let has_tags = matches!(mapping.meaning, Meaning::Own { .. }) && claim.kind.is_taggable();
        let tags = TAGS.iter().filter(|_| has_tags);
        for pair in tags.chain(mapping.pairs) {
            let Some(sides) = pair.sides(attributes, live) else {
                continue;
            };
            let (said, plain_live) = sides.plain();
            if said != plain_live && !mean_the_same(claim.kind, &sides, live) {
                let changes = diff::changes(&said, &plain_live);
                let changes = changes.into_iter().filter(|change| is_told(pair, change));
                found.extend(changes.map(|change| Difference {
                    instance: id,
                    attribute: attribute(pair, &change.path),
                    values: values(claim.kind, instance, pair, &sides.field, change),
                }));
            }
        }
    }
    found
}

/// Whether the object would be the same to its kind if it had what the state says: the kind knows what is
/// a default, and which spellings are one value.
fn mean_the_same(kind: &dyn AnyKind, sides: &Sides, live: &Value) -> bool {
    if !sides.is_whole {
        return false;
    }
    let mut said = live.clone();
    put(&mut said, sides.field.segments(), &sides.said);
    let said = kind.comparable(&said);
    said.is_some_and(|said| sides.field.of(&said) == sides.field.of(live))
}

/// Puts a value where these segments lead, and makes the maps around it; null takes away what is there.
fn put(value: &mut Value, segments: &[Segment], new: &Value) {
    let Some((Segment::Key(key), inner)) = segments.split_first() else {
        *value = new.clone();
        return;
    };
    let object = match value {
        Value::Object(object) => object,
        _ if new.is_null() => return,
        other => {
            *other = Value::Object(Object::new());
            return put(other, segments, new);
        }
    };
    if inner.is_empty() && new.is_null() {
        object.remove(key);
    } else if object.contains_key(key) || !new.is_null() {
        put(object.entry(key.clone()).or_insert(Value::Null), inner, new);
    }
}

/// Whether a change is anybody's to make: some tags are AWS's or ours.
fn is_told(pair: &Pair, change: &Change) -> bool {
    match change.path.first_key() {
        Some(key) if pair.is_of_tags() => !key.starts_with("aws:") && !tags::is_ownership(key),
        _ => true,
    }
}

fn attribute(pair: &Pair, path: &Path) -> String {
    match path.is_root() {
        true => pair.attribute.to_owned(),
        false => format!("{}.{path}", pair.attribute),
    }
}

/// Both values, unless one may be secret.
fn values(
    kind: &dyn AnyKind,
    instance: &Instance,
    pair: &Pair,
    field: &Path,
    change: Change,
) -> Values {
    let names = pair.attribute.split('.').chain(change.path.first_key());
    let names: Vec<&str> = names.collect();
    let inner = change.path.segments();
    let whole: Path = field.segments().iter().chain(inner).cloned().collect();
    if pair.is_hidden || instance.is_sensitive(&names) || kind.schema().may_hold_sensitive(&whole) {
        return Values::Hidden;
    }
    Values::Shown {
        said: change.after.unwrap_or_default(),
        live: change.before.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::legacy::source::{Source, StateFile};
    use crate::legacy::testing::state;
    use crate::legacy::{Selection, take_inventory};

    fn found(
        instances: &[(&str, Value)],
        sensitive: &[&[&str]],
        live: Value,
    ) -> Vec<(String, Option<(Value, Value)>)> {
        let mut state = state(instances.iter().cloned());
        let marked = |names: &&[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        state.instances[0].sensitive = sensitive.iter().map(marked).collect();
        let file = StateFile {
            source: Source::StandardInput,
            bytes: Vec::new(),
            state,
        };
        let inventory = take_inventory(vec![file], &Selection::default());
        let found = differences(&inventory, &inventory.claims[0], &live);
        let told = |difference: Difference| match difference.values {
            Values::Hidden => (difference.attribute, None),
            Values::Shown { said, live } => (difference.attribute, Some((said, live))),
        };
        found.into_iter().map(told).collect()
    }

    #[test]
    fn a_function_and_its_parts() {
        let function = json!({
            "function_name": "f",
            "memory_size": 128,
            "timeout": 30,
            "runtime": "nodejs18.x",
            "environment": [{ "variables": { "STAGE": "dev", "TOKEN": "a" } }],
            "tags_all": { "Project": "shop", "aws:x": "y" },
        });
        let permission = |id: &str, principal: &str| json!({ "function_name": "f", "statement_id": id, "principal": principal });
        let instances = [
            ("aws_lambda_function.f", function),
            (
                "aws_lambda_permission.api",
                permission("api", "apigateway.amazonaws.com"),
            ),
            (
                "aws_lambda_permission.gone",
                permission("gone", "s3.amazonaws.com"),
            ),
        ];
        let live = json!({
            "name": "f",
            "code": { "sha256": "a" },
            "role": "arn:aws:iam::123456789012:role/f",
            "memory": 256,
            "timeout": 30,
            "runtime": "nodejs18.x",
            "environment": { "STAGE": "dev", "TOKEN": "b" },
            "permissions": { "api": { "principal": "apigateway.amazonaws.com" } },
            "tags": { "Project": "shop", "Team": "web", "diatonic:stack": "shop-dev" },
        });
        assert_eq!(
            found(&instances, &[], live),
            [
                (
                    "tags_all.Team".to_owned(),
                    Some((json!(null), json!("web")))
                ),
                ("memory_size".to_owned(), Some((json!(128), json!(256)))),
                ("environment.variables.TOKEN".to_owned(), None),
                (
                    "statement_id".to_owned(),
                    Some((json!("gone"), json!(null)))
                ),
            ]
        );
    }

    #[test]
    fn a_default_is_what_is_not_written() {
        let table =
            json!({ "name": "users", "table_class": null, "deletion_protection_enabled": true });
        let live = json!({
            "name": "users",
            "partition_key": { "name": "id", "type": "S" },
            "table_class": "STANDARD",
            "deletion_protection": false,
        });
        let found = found(&[("aws_dynamodb_table.users", table)], &[], live);
        assert_eq!(
            found,
            [(
                "deletion_protection_enabled".to_owned(),
                Some((json!(true), json!(null)))
            )]
        );
    }

    #[test]
    fn what_is_marked_as_sensitive_is_not_shown() {
        let role = json!({ "name": "api", "description": "hunter2", "path": "/a/" });
        let instances = [("aws_iam_role.api", role)];
        let live = json!({ "name": "api", "description": "hunter3", "path": "/" });
        assert_eq!(
            found(&instances, &[&["description"]], live),
            [
                ("description".to_owned(), None),
                ("path".to_owned(), Some((json!("/a/"), json!("/")))),
            ]
        );
    }

    #[test]
    fn a_document_tells_which_part_of_it() {
        let policy = |action: &str| json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] });
        let arn = "arn:aws:iam::123456789012:policy/read";
        let said = json!({ "arn": arn, "policy": policy("s3:GetObject").to_string() });
        let found = found(
            &[("aws_iam_policy.read", said)],
            &[],
            json!({ "name": "read", "document": policy("s3:*") }),
        );
        let attributes: Vec<&str> = found
            .iter()
            .map(|(attribute, _)| attribute.as_str())
            .collect();
        assert_eq!(attributes, ["policy.Statement[0].Action"]);
    }
}
