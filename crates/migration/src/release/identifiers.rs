//! What objects that leave a state are known by, found again in other texts.

use std::collections::BTreeMap;

use terraform::address::Mode;
use terraform::address::TerraformAddress;
use terraform::state::Instance;

/// Shorter texts, and plain words, may stand in another by chance.
const SHORTEST_PART: usize = 8;
/// A whole attribute that is as short as this may be equal by chance.
const SHORTEST_WHOLE: usize = 3;
/// What stands in the place of what has been found. No attribute holds it.
const FOUND: &str = "\0";

/// An attribute by which an object is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Identifier<'a> {
    pub address: &'a TerraformAddress,
    pub attribute: &'a str,
    pub text: &'a str,
}

impl Identifier<'_> {
    /// Whether it is found elsewhere only where the same thing is meant.
    pub fn is_telling(&self) -> bool {
        is_telling(self.text)
    }
}

/// What everything is known by that leaves, the longest texts first.
pub(super) struct Identifiers<'a>(Vec<Identifier<'a>>);

impl<'a> Identifiers<'a> {
    pub fn of(instances: &'a [Instance], is_leaving: &dyn Fn(usize) -> bool) -> Self {
        // Many name others by attributes such as `function_name`.
        let mut owners: BTreeMap<&str, &TerraformAddress> = BTreeMap::new();
        let managed = instances.iter().filter(|instance| instance.address.mode == Mode::Managed);
        for instance in managed {
            for name in ["id", "arn"] {
                if let Some(text) = instance.attributes.text(name) {
                    owners.entry(text).or_insert(&instance.address);
                }
            }
        }
        let leaving = instances.iter().enumerate();
        let leaving = leaving.filter(|(at, _)| is_leaving(*at));
        let attributes = leaving.flat_map(|(_, instance)| {
            let attributes = instance.attributes.shown().iter();
            attributes.filter_map(|(name, value)| {
                Some(Identifier {
                    address: &instance.address,
                    attribute: name,
                    text: value.as_str()?,
                })
            })
        });
        let mut own: Vec<Identifier> = attributes
            .filter(|it| {
                let is_anothers = owners.get(it.text).is_some_and(|owner| *owner != it.address);
                identifies(it.attribute) && (is_own(it.attribute) || !is_anothers)
            })
            .collect();
        own.sort_by_key(|it| (usize::MAX - it.text.len(), rank(it.attribute)));
        Self(own)
    }

    /// Everything that a text names, of what counts: first what is longest.
    pub fn in_text(
        &self,
        text: &str,
        counts: &dyn Fn(&Identifier) -> bool,
    ) -> Vec<&Identifier<'a>> {
        let whole = self.0.iter().filter(|it| it.text == text);
        let mut whole = whole.filter(|it| it.text.len() >= SHORTEST_WHOLE && counts(it));
        if let Some(found) = whole.next() {
            return vec![found];
        }
        let mut rest = text.to_owned();
        let mut found = Vec::new();
        for it in &self.0 {
            if it.is_telling() && rest.contains(it.text) && counts(it) {
                rest = rest.replace(it.text, FOUND);
                found.push(it);
            }
        }
        found
    }
}

fn is_telling(text: &str) -> bool {
    text.len() >= SHORTEST_PART && text.contains(|c: char| !c.is_alphabetic())
}

/// Whether an attribute is always the object's own.
fn is_own(attribute: &str) -> bool {
    ["arn", "id", "name"].contains(&attribute)
}

/// Whether an object may be known by an attribute: an id, an ARN, a name or an address, and nothing that it
/// shares with others.
fn identifies(attribute: &str) -> bool {
    const WHOLE: [&str; 5] = ["bucket", "domain", "endpoint", "url", "qualified_arn"];
    const ENDS: [&str; 7] = ["_arn", "_domain", "_endpoint", "_id", "_name", "_uri", "_url"];
    const SHARED: [&str; 2] = ["account_id", "owner_id"];
    let is_named_so = is_own(attribute)
        || WHOLE.contains(&attribute)
        || ENDS.iter().any(|end| attribute.ends_with(end));
    is_named_so && !SHARED.contains(&attribute)
}

/// Of several attributes of one text, the one that people refer to comes first.
fn rank(attribute: &str) -> (usize, &str) {
    let rank = match attribute {
        "arn" => 0,
        "name" | "bucket" => 1,
        "id" => 4,
        name if name.ends_with("_name") => 2,
        _ => 3,
    };
    (rank, attribute)
}
