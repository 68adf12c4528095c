//! What a state says otherwise than AWS: somebody has changed an object without Terraform, or Terraform
//! has not looked for a while.

use super::additions::additions;
use super::inventory::{Claim, InstanceId, Inventory};
use super::mapping::{Meaning, Pair, Siblings, Sides, TAGS, mapping};
use super::state::{Attributes, Instance};
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
    /// Where it is in a live object.
    pub field: Path,
    pub weight: Weight,
    pub values: Values,
}

/// What a difference means to whoever takes the object over. The first are told first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Somebody may do more, or other things, than Terraform says.
    Access,
    /// The object has something that Terraform does not know.
    Addition,
    /// Something is otherwise.
    Change,
}

/// What the two say.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// It is secret, or may well be.
    Hidden,
    /// Nothing is null.
    Shown { said: Value, live: Value },
}

/// A resource of a claim, with what its type means.
pub(super) struct Resource<'a> {
    pub id: InstanceId,
    pub instance: &'a Instance,
    pairs: Vec<&'static Pair>,
}

impl Resource<'_> {
    pub fn attributes(&self) -> &Attributes {
        &self.instance.attributes
    }
}

/// Everything that Terraform has of an object.
pub(super) struct Resources<'a> {
    pub all: Vec<Resource<'a>>,
    pub siblings: Siblings<'a>,
}

impl<'a> Resources<'a> {
    fn of(inventory: &'a Inventory, claim: &Claim) -> Self {
        let all: Vec<Resource> = claim
            .instances()
            .filter_map(|id| {
                let instance = inventory.instance(id);
                let mapping = mapping(&instance.address.type_name, &instance.attributes)?;
                let is_own = matches!(mapping.meaning, Meaning::Own { .. });
                let has_tags = is_own && claim.kind.is_taggable();
                let tags = TAGS.iter().filter(|_| has_tags);
                Some(Resource {
                    id,
                    instance,
                    pairs: tags.chain(mapping.pairs).collect(),
                })
            })
            .collect();
        let attributes = all.iter().map(|resource| &resource.instance.attributes);
        Self {
            siblings: Siblings::of(attributes),
            all,
        }
    }

    /// Every pair with its resource, without what is outdated because another resource says it.
    pub fn pairs(&self) -> impl Iterator<Item = (&Resource<'a>, &'static Pair)> {
        let pairs = self.all.iter();
        let pairs =
            pairs.flat_map(|resource| resource.pairs.iter().map(move |pair| (resource, *pair)));
        pairs.filter(move |(_, pair)| !pair.is_fallback || !self.is_said_besides(pair))
    }

    /// Whether another pair than this fallback says the same.
    fn is_said_besides(&self, fallback: &Pair) -> bool {
        self.all.iter().any(|resource| {
            let mut pairs = resource.pairs.iter();
            pairs.any(|pair| {
                let says = || pair.says(resource.attributes(), &self.siblings);
                !pair.is_fallback && pair.top() == fallback.top() && !says().is_empty()
            })
        })
    }
}

/// Everything that the resources of a claim say otherwise than the live object, and what it has and no resource
/// says. What a state does not hold is no difference, and neither is another way of saying the same.
pub fn differences(inventory: &Inventory, claim: &Claim, live: &Value) -> Vec<Difference> {
    let resources = Resources::of(inventory, claim);
    let mut found = additions(&resources, claim, live);
    for (resource, pair) in resources.pairs() {
        let Some(sides) = pair.sides(resource.attributes(), &resources.siblings, live) else {
            continue;
        };
        let (said, plain_live) = sides.plain();
        if said != plain_live && !mean_the_same(claim.kind, &sides, live) {
            let changes = diff::changes(&said, &plain_live);
            let changes = changes.into_iter().filter(|change| is_told(pair, change));
            found.extend(changes.map(|change| Difference {
                instance: resource.id,
                attribute: attribute(pair, &change.path),
                field: whole_path(&sides.field, &change.path),
                weight: weight(pair, &sides, &change),
                values: values(claim.kind, resource.instance, pair, &sides.field, change),
            }));
        }
    }
    found.sort_by_key(|difference| difference.weight);
    found
}

fn whole_path(field: &Path, inner: &Path) -> Path {
    let segments = field.segments().iter().chain(inner.segments());
    segments.cloned().collect()
}

/// What a change of a field means. That Terraform's own grant is gone grants nobody anything.
fn weight(pair: &Pair, sides: &Sides, change: &Change) -> Weight {
    let is_gone = pair.is_one_of_several();
    if is_about_access(&sides.field) && !is_gone {
        return Weight::Access;
    }
    let is_entry = !change.path.is_root() && change.after.is_none();
    match is_entry || has_new_elements(change) {
        true => Weight::Addition,
        false => Weight::Change,
    }
}

/// Whether a list has elements that the state's does not have.
fn has_new_elements(change: &Change) -> bool {
    let live = change.before.as_ref().and_then(Value::as_array);
    let said = change.after.as_ref().and_then(Value::as_array);
    let is_new = |element| said.is_none_or(|said| !said.contains(element));
    live.is_some_and(|live| live.iter().any(is_new))
}

/// Names of fields that say who may do what.
const ACCESS: &[&str] = &[
    "acl_grants",
    "allow_unauthenticated",
    "authorizers",
    "document",
    "function_url",
    "inline_policies",
    "managed_policies",
    "permissions",
    "permissions_boundary",
    "policy",
    "principal_tags",
    "public_access_block",
    "resource_policy",
    "role",
    "role_mappings",
    "roles",
    "routes",
    "trust_policy",
];

/// Whether a field says who may do what.
pub(super) fn is_about_access(field: &Path) -> bool {
    field
        .segments()
        .iter()
        .any(|segment| matches!(segment, Segment::Key(key) if ACCESS.contains(&key.as_str())))
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
    fn what_no_resource_says_is_an_addition() {
        let instances = [
            ("aws_iam_role.api", json!({ "name": "api" })),
            (
                "aws_iam_role_policy_attachment.read",
                json!({ "role": "api", "policy_arn": "arn:aws:iam::aws:policy/Read" }),
            ),
        ];
        let policy =
            json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] });
        let live = json!({
            "name": "api",
            "trust_policy": policy,
            "managed_policies": ["arn:aws:iam::aws:policy/Admin", "arn:aws:iam::aws:policy/Read"],
            "inline_policies": { "by-hand": policy },
        });
        let found = found(&instances, &[], live);
        let attributes: Vec<&str> = found
            .iter()
            .map(|(attribute, _)| attribute.as_str())
            .collect();
        assert_eq!(attributes, ["managed_policies", "inline_policies.by-hand"]);
        let admin = json!("arn:aws:iam::aws:policy/Admin");
        assert_eq!(found[0].1, Some((json!(null), admin)));
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
