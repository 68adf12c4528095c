//! What a state says otherwise than AWS: somebody has changed an object without Terraform, or Terraform
//! has not looked for a while.

mod additions;
#[cfg(test)]
mod api_tests;
#[cfg(test)]
mod block_tests;
mod classifier;
mod difference;
mod resources;
#[cfg(test)]
mod tests;

use super::inventory::{ImportCandidate, Inventory};
use aws::tags;
use kind::AnyKind;
use language::diff::{self, Change};
use language::value::{Path, Value};
use terraform::mapping::{Pair, Sides, put};

pub use difference::{Difference, Values, Weight};

use additions::{additions, without_entries_of_others};
use classifier::{Classifier, whole_path};
use resources::Resources;

/// Everything that the resources of a candidate say otherwise than the live object, and what it has and no resource
/// says. What a state does not hold is not a difference, and neither is another way of saying the same.
pub fn differences(
    inventory: &Inventory,
    candidate: &ImportCandidate,
    live: &Value,
) -> Vec<Difference> {
    let resources = Resources::of(inventory, candidate);
    let spelled_out = candidate.kind.fill(live).map(|live| live.spelled_out());
    let live = spelled_out.unwrap_or_else(|_| live.clone());
    let classifier = Classifier { kind: candidate.kind, secrets: &inventory.secrets };
    let (mut found, rest) = additions(&resources, candidate, &live, &classifier);
    for (resource, pair) in resources.pairs() {
        // What an addition has told is not told again by what the provider has read of the object as a whole.
        let live = if pair.is_fallback { &rest } else { &live };
        let Some(sides) = pair.sides(resource.attributes(), &resources.siblings, live) else {
            continue;
        };
        let (said, plain_live) = sides.plain();
        if said != plain_live && !mean_the_same(candidate.kind, &sides, live) {
            let changes = diff::changes(&said, &plain_live).into_iter();
            let changes = changes.flat_map(each_element);
            let changes = changes.filter(|change| is_told(pair, change));
            found.extend(changes.map(|change| Difference {
                instance: resource.id,
                attribute: attribute(pair, &change.path),
                field: whole_path(&sides.field, &change.path),
                weight: classifier.weight(pair, &sides, &change),
                values: classifier.values(resource.instance, pair, &sides.field, change),
            }));
        }
    }
    found.sort_by_key(|difference| difference.weight);
    found
}

/// What of a live object is taken over: all of it or, where Terraform has its entries as resources, these alone.
pub fn taken_over(inventory: &Inventory, candidate: &ImportCandidate, live: Value) -> Value {
    let resources = Resources::of(inventory, candidate);
    without_entries_of_others(&resources, candidate.kind, live)
}

/// The elements of a list of maps that one of both has alone, such as statements; of anything else, the change
/// itself.
fn each_element(change: Change) -> Vec<Change> {
    let maps = |side: &Option<Value>| {
        let list = side.as_ref()?.as_array()?;
        list.iter().all(Value::is_object).then(|| list.clone())
    };
    let (Some(live), Some(said)) = (maps(&change.before), maps(&change.after)) else {
        return vec![change];
    };
    let one = |before: Option<&Value>, after: Option<&Value>| Change {
        path: change.path.clone(),
        before: before.cloned(),
        after: after.cloned(),
    };
    let new = live.iter().filter(|element| !said.contains(element));
    let gone = said.iter().filter(|element| !live.contains(element));
    let new = new.map(|element| one(Some(element), None));
    let both: Vec<Change> = new.chain(gone.map(|it| one(None, Some(it)))).collect();
    match both.is_empty() {
        true => vec![change],
        false => both,
    }
}

/// Whether the object would be the same to its kind if it had what the state says: the kind knows what is
/// a default, and which spellings are one value.
fn mean_the_same(kind: &dyn AnyKind, sides: &Sides, live: &Value) -> bool {
    if !sides.is_whole {
        return false;
    }
    let mut said = live.clone();
    put(&mut said, sides.field.segments(), &sides.said);
    let said = kind.fill(&said).map(|said| said.comparable());
    said.is_ok_and(|said| sides.field.of(&said) == sides.field.of(live))
}

/// Whether a change is anybody's to make: some tags are AWS's or ours.
fn is_told(pair: &Pair, change: &Change) -> bool {
    match change.path.first_key() {
        Some(key) if pair.is_of_tags() => !key.starts_with("aws:") && !tags::is_ownership(key),
        _ => true,
    }
}

fn attribute(pair: &Pair, path: &Path) -> String {
    let inner = path.to_string();
    let dot = if inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{}{dot}{inner}", pair.attribute)
}
