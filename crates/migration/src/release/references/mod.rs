//! References from what stays in a state to what leaves it: a configuration that still names what it no longer
//! has is refused by Terraform, so each becomes a literal.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::identifiers::{Identifier, Identifiers};
use crate::inventory::InstanceId;
use crate::inventory::Inventory;
use language::value::{Object, Path, Value};
use terraform::address::Mode;
use terraform::address::TerraformAddress;
use terraform::state::Instance;
use terraform::state::Output;

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
    Resource { address: TerraformAddress, attribute: Option<String> },
    /// An output of the root module.
    Output(String),
}

/// What a reference comes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// The attribute that is referred to, such as `arn`.
    pub attribute: String,
    /// What it is, to be written in its place; nothing where what refers to it is sensitive.
    pub text: Option<String>,
}

/// The references of what stays in the states to these instances, which leave.
pub fn references(inventory: &Inventory, leaving: &BTreeSet<InstanceId>) -> Vec<Reference> {
    let mut found = BTreeSet::new();
    for (state, file) in inventory.files.iter().enumerate() {
        let search = Search::new(state, &file.state.instances, leaving);
        for (instance, stays) in file.state.instances.iter().enumerate() {
            if leaving.contains(&InstanceId { state, instance }) || stays.deposed.is_some() {
                continue;
            }
            match stays.address.mode {
                Mode::Managed => search.look_in(stays, &mut found),
                Mode::Data => search.look_in_data(stays, &mut found),
            }
        }
        for (name, output) in &file.state.outputs {
            search.look_in_output(name, output, &mut found);
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
    /// What everything that leaves is known by.
    identifiers: Identifiers<'a>,
}

/// A text of something that stays.
struct Place {
    path: Path,
    text: String,
    is_hidden: bool,
}

impl<'a> Search<'a> {
    fn new(state: usize, instances: &'a [Instance], leaving: &BTreeSet<InstanceId>) -> Self {
        let is_leaving = |instance: usize| leaving.contains(&InstanceId { state, instance });
        let mut search = Self {
            state,
            leaving: BTreeMap::new(),
            needs: BTreeMap::new(),
            identifiers: Identifiers::of(instances, &is_leaving),
        };
        for (instance, found) in instances.iter().enumerate() {
            let block = found.address.block();
            if is_leaving(instance) {
                search.leaving.entry(block.clone()).or_default().push(found);
            }
            let needed = found.dependencies.iter().map(TerraformAddress::block);
            search.needs.entry(block).or_default().extend(needed);
        }
        search
    }

    fn look_in(&self, stays: &Instance, found: &mut BTreeSet<Reference>) {
        let needed: BTreeSet<TerraformAddress> =
            stays.dependencies.iter().map(TerraformAddress::block).collect();
        if !needed.iter().any(|block| self.leaving.contains_key(block)) {
            return;
        }
        let mut shown: BTreeSet<TerraformAddress> = BTreeSet::new();
        for place in places(stays) {
            let is_needed = |known: &Identifier| needed.contains(&known.address.block());
            for known in self.identifiers.in_text(&place.text, &is_needed) {
                shown.insert(known.address.block());
                let from = Referrer::Resource {
                    address: stays.address.clone(),
                    attribute: Some(place.path.to_string()),
                };
                found.insert(self.named(from, known, place.is_hidden));
            }
        }
        for block in needed.iter().filter(|block| !shown.contains(*block)) {
            // What is needed by something else that is needed may not be named here at all.
            let mut between = needed.iter().filter(|other| *other != block);
            let is_indirect = between.any(|other| {
                let needs = self.needs.get(other);
                needs.is_some_and(|needs| needs.contains(block))
            });
            let leaving = self.leaving.get(block).filter(|_| !is_indirect);
            for instance in leaving.into_iter().flatten() {
                let from = Referrer::Resource { address: stays.address.clone(), attribute: None };
                found.insert(self.reference(from, &instance.address, None));
            }
        }
    }

    /// A state does not say what a data source depends on. What is only read says the same in several places.
    fn look_in_data(&self, data: &Instance, found: &mut BTreeSet<Reference>) {
        const READ: [&str; 4] = ["arn", "id", "json", "minified_json"];
        let is_asked =
            |place: &Place| !READ.iter().any(|name| place.path.first_key() == Some(name));
        for place in places(data).into_iter().filter(is_asked) {
            for known in self.identifiers.in_text(&place.text, &|it| it.is_telling()) {
                let from = Referrer::Resource {
                    address: data.address.clone(),
                    attribute: Some(place.path.to_string()),
                };
                found.insert(self.named(from, known, place.is_hidden));
            }
        }
    }

    /// A state does not say what an output depends on.
    fn look_in_output(&self, name: &str, output: &Output, found: &mut BTreeSet<Reference>) {
        for (_, text) in texts(vec![(Path::root(), &output.value)]) {
            for known in self.identifiers.in_text(&text, &|it| it.is_telling()) {
                let from = Referrer::Output(name.to_owned());
                found.insert(self.named(from, known, output.sensitive));
            }
        }
    }

    fn named(&self, from: Referrer, known: &Identifier, is_hidden: bool) -> Reference {
        let literal = Literal {
            attribute: known.attribute.to_owned(),
            text: (!is_hidden).then(|| known.text.to_owned()),
        };
        self.reference(from, known.address, Some(literal))
    }

    fn reference(
        &self,
        from: Referrer,
        to: &TerraformAddress,
        value: Option<Literal>,
    ) -> Reference {
        Reference { state: self.state, from, to: to.clone(), value }
    }
}

/// Every text of an instance, those that are sensitive as well.
fn places(instance: &Instance) -> Vec<Place> {
    let shown = texts(entries(instance.attributes.shown())).into_iter();
    let shown = shown.map(|(path, text)| Place { path, text, is_hidden: false });
    let hidden = instance.attributes.hidden().into_iter();
    let hidden = hidden.flat_map(|(name, value)| texts(vec![(Path::field(name), value)]));
    let hidden = hidden.map(|(path, text)| Place { path, text, is_hidden: true });
    shown.chain(hidden).collect()
}

fn entries(object: &Object) -> Vec<(Path, &Value)> {
    let entries = object.iter();
    entries.map(|(key, value)| (Path::field(key), value)).collect()
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
