//! References from what stays in a state to what leaves it: a configuration that still names what it no longer
//! has is refused by Terraform, so each becomes a literal.

use std::collections::{BTreeMap, BTreeSet};

use crate::legacy::address::TerraformAddress;
use crate::legacy::inventory::{InstanceId, Inventory};
use crate::legacy::state::Instance;
use crate::value::{Object, Path, Value};

/// Shorter texts, and plain words, may stand in another by chance.
const SHORTEST_PART: usize = 8;
/// A whole attribute that is as short as this may be equal by chance.
const SHORTEST_WHOLE: usize = 3;

/// Something that stays and needs something that leaves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The state that both are in, counted from 0.
    pub state: usize,
    pub from: Referrer,
    pub to: TerraformAddress,
    /// What of it is needed; nothing where no attribute shows it, as with `depends_on`.
    pub value: Option<Literal>,
}

/// What refers to something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Referrer {
    /// An attribute of a resource, as in `dimensions.FunctionName`; none where it is not known which.
    Resource {
        address: TerraformAddress,
        attribute: Option<String>,
    },
    /// An output of the root module.
    Output(String),
}

/// What a reference comes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// The attribute that is referred to, such as `arn`.
    pub attribute: String,
    /// What it is, to be written in its place.
    pub text: String,
}

/// The references of what stays in the states to these instances, which leave.
pub fn references(inventory: &Inventory, leaving: &BTreeSet<InstanceId>) -> Vec<Reference> {
    let mut found = BTreeSet::new();
    for (state, file) in inventory.files.iter().enumerate() {
        let search = Search::new(state, &file.state.instances, leaving);
        for (instance, stays) in file.state.instances.iter().enumerate() {
            if !leaving.contains(&InstanceId { state, instance }) && stays.deposed.is_none() {
                search.look_in(stays, &mut found);
            }
        }
        for (name, output) in &file.state.outputs {
            if !output.sensitive {
                search.look_in_output(name, &output.value, &mut found);
            }
        }
    }
    found.into_iter().collect()
}

struct Search<'a> {
    state: usize,
    /// What leaves, by its block.
    leaving: BTreeMap<TerraformAddress, Vec<&'a Instance>>,
    /// What each block depends on, as the state says: what that depends on included.
    needs: BTreeMap<TerraformAddress, BTreeSet<TerraformAddress>>,
}

impl<'a> Search<'a> {
    fn new(state: usize, instances: &'a [Instance], leaving: &BTreeSet<InstanceId>) -> Self {
        let mut search = Self {
            state,
            leaving: BTreeMap::new(),
            needs: BTreeMap::new(),
        };
        for (instance, found) in instances.iter().enumerate() {
            let block = found.address.block();
            if leaving.contains(&InstanceId { state, instance }) {
                search.leaving.entry(block.clone()).or_default().push(found);
            }
            let needed = found.dependencies.iter().map(TerraformAddress::block);
            search.needs.entry(block).or_default().extend(needed);
        }
        search
    }

    fn look_in(&self, stays: &Instance, found: &mut BTreeSet<Reference>) {
        let needed: BTreeSet<TerraformAddress> = stays
            .dependencies
            .iter()
            .map(TerraformAddress::block)
            .collect();
        for block in &needed {
            let Some(instances) = self.leaving.get(block) else {
                continue;
            };
            let mut is_shown = false;
            for (path, text) in texts(entries(stays.attributes.shown())) {
                let Some((to, literal)) = longest(instances, &text) else {
                    continue;
                };
                is_shown = true;
                let from = Referrer::Resource {
                    address: stays.address.clone(),
                    attribute: Some(path.to_string()),
                };
                found.insert(self.reference(from, to, Some(literal)));
            }
            // What is needed by something else that is needed may not be named here at all.
            let between = || needed.iter().filter(|other| *other != block);
            let is_indirect = between().any(|other| {
                let needs = self.needs.get(other);
                needs.is_some_and(|needs| needs.contains(block))
            });
            if !is_shown && !is_indirect {
                for instance in instances {
                    let from = Referrer::Resource {
                        address: stays.address.clone(),
                        attribute: None,
                    };
                    found.insert(self.reference(from, &instance.address, None));
                }
            }
        }
    }

    /// A state does not say what an output depends on.
    fn look_in_output(&self, name: &str, value: &Value, found: &mut BTreeSet<Reference>) {
        for (_, text) in texts(vec![(Path::root(), value)]) {
            for instances in self.leaving.values() {
                let literal = longest(instances, &text);
                let literal = literal.filter(|(_, literal)| is_telling(&literal.text));
                if let Some((to, literal)) = literal {
                    let from = Referrer::Output(name.to_owned());
                    found.insert(self.reference(from, to, Some(literal)));
                }
            }
        }
    }

    fn reference(
        &self,
        from: Referrer,
        to: &TerraformAddress,
        value: Option<Literal>,
    ) -> Reference {
        Reference {
            state: self.state,
            from,
            to: to.clone(),
            value,
        }
    }
}

/// The longest attribute of one of these instances that a text has in it, and whose it is.
fn longest<'a>(instances: &[&'a Instance], text: &str) -> Option<(&'a TerraformAddress, Literal)> {
    let attributes = instances.iter().copied().flat_map(|instance| {
        let attributes = instance.attributes.shown().iter();
        attributes.filter_map(move |(name, value)| Some((&instance.address, name, value.as_str()?)))
    });
    let named = attributes.filter(|(_, _, known)| {
        *known == text && known.len() >= SHORTEST_WHOLE || is_telling(known) && text.contains(known)
    });
    let (address, attribute, known) =
        named.min_by_key(|&(_, name, known)| (usize::MAX - known.len(), rank(name)))?;
    let literal = Literal {
        attribute: attribute.clone(),
        text: known.to_owned(),
    };
    Some((address, literal))
}

/// Of several attributes of one text, the one that people refer to comes first.
fn rank(name: &str) -> (usize, &str) {
    const PLAIN: [&str; 3] = ["arn", "name", "id"];
    let rank = PLAIN.iter().position(|plain| *plain == name);
    (rank.unwrap_or(PLAIN.len()), name)
}

fn is_telling(text: &str) -> bool {
    text.len() >= SHORTEST_PART && text.contains(|c: char| !c.is_alphabetic())
}

fn entries(object: &Object) -> Vec<(Path, &Value)> {
    let entries = object.iter();
    entries
        .map(|(key, value)| (Path::field(key), value))
        .collect()
}

/// Every text in some values with where it stands.
fn texts(mut pending: Vec<(Path, &Value)>) -> Vec<(Path, String)> {
    let mut found = Vec::new();
    while let Some((path, value)) = pending.pop() {
        match value {
            Value::String(text) => found.push((path, text.clone())),
            Value::Object(object) => {
                pending.extend(object.iter().map(|(key, value)| (path.key(key), value)))
            }
            // A block of which there is one needs no index.
            Value::Array(list) if list.len() == 1 => {
                pending.extend(list.iter().map(|value| (path.clone(), value)));
            }
            Value::Array(list) => {
                let elements = list.iter().enumerate();
                pending.extend(elements.map(|(index, value)| (path.index(index), value)));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::legacy::selection::Selection;
    use crate::legacy::source::{Source, StateFile};
    use crate::legacy::take_inventory;
    use crate::legacy::testing::state;

    const ROLE: &str = "arn:aws:iam::123456789012:role/api";

    fn told(instances: &[(&str, Value)], dependencies: &[(usize, &[&str])]) -> Vec<String> {
        let mut state = state(instances.iter().cloned());
        for (instance, needed) in dependencies {
            let needed = needed
                .iter()
                .filter_map(|text| TerraformAddress::parse(text));
            state.instances[*instance].dependencies = needed.collect();
        }
        let file = StateFile {
            source: Source::StandardInput,
            bytes: Vec::new(),
            state,
        };
        let inventory = take_inventory(vec![file], &Selection::default());
        let leaving = inventory.claims.iter().flat_map(|claim| claim.instances());
        let leaving: BTreeSet<InstanceId> = leaving.collect();
        let references = references(&inventory, &leaving).into_iter();
        let told = references.map(|reference| {
            let from = match reference.from {
                Referrer::Resource { address, attribute } => {
                    format!("{address} {}", attribute.unwrap_or_default())
                }
                Referrer::Output(name) => format!("output {name}"),
            };
            let value = reference.value;
            let value = value.map(|literal| format!("{} {}", literal.attribute, literal.text));
            format!("{from}: {} {}", reference.to, value.unwrap_or_default())
        });
        told.collect()
    }

    #[test]
    fn each_attribute_is_told_with_what_to_write() {
        let role = json!({ "id": "api", "name": "api", "arn": ROLE });
        let policy = json!({ "Principal": { "AWS": ROLE } }).to_string();
        let queue =
            json!({ "id": "https://sqs/jobs", "policy": policy, "tags": { "Role": "api" } });
        let alarm = json!({ "id": "a", "dimensions": [{ "role": "api" }], "name": "apis" });
        let found = told(
            &[
                ("aws_iam_role.api", role),
                ("aws_sqs_queue.jobs", queue),
                ("aws_cloudwatch_metric_alarm.errors", alarm),
                ("aws_sns_topic.other", json!({ "policy": ROLE })),
            ],
            &[(1, &["aws_iam_role.api"]), (2, &["aws_iam_role.api"])],
        );
        assert_eq!(
            found,
            [
                "aws_cloudwatch_metric_alarm.errors dimensions.role: aws_iam_role.api name api"
                    .to_owned(),
                format!("aws_sqs_queue.jobs policy: aws_iam_role.api arn {ROLE}"),
                "aws_sqs_queue.jobs tags.Role: aws_iam_role.api name api".to_owned(),
            ]
        );
    }

    #[test]
    fn what_no_attribute_shows_is_told_once() {
        let role = || json!({ "id": "api", "name": "api", "arn": ROLE });
        let found = told(
            &[
                ("aws_iam_role.api", role()),
                ("aws_sqs_queue.near", json!({ "role": ROLE })),
                ("aws_sqs_queue.far", json!({})),
                ("aws_sqs_queue.ordered", json!({})),
            ],
            &[
                (1, &["aws_iam_role.api"]),
                (2, &["aws_iam_role.api", "aws_sqs_queue.near"]),
                (3, &["aws_iam_role.api"]),
            ],
        );
        assert_eq!(
            found,
            [
                format!("aws_sqs_queue.near role: aws_iam_role.api arn {ROLE}"),
                "aws_sqs_queue.ordered : aws_iam_role.api ".to_owned(),
            ]
        );
    }
}
