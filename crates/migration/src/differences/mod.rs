//! What a state says otherwise than AWS: somebody has changed an object without Terraform, or Terraform
//! has not looked for a while.

#[cfg(test)]
mod api_tests;
#[cfg(test)]
mod tests;

use super::additions::additions;
use super::inventory::{Claim, InstanceId, Inventory};
use aws::tags;
use generate::KnownSecrets;
use kind::AnyKind;
use language::diff::{self, Change};
use language::value::{Object, Path, Segment, Value};
use terraform::mapping::{Meaning, Pair, Siblings, Sides, TAGS, mapping};
use terraform::state::{Attributes, Instance};

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
                Some(Resource { id, instance, pairs: tags.chain(mapping.pairs).collect() })
            })
            .collect();
        let attributes = all.iter().map(|resource| &resource.instance.attributes);
        Self { siblings: Siblings::of(attributes), all }
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
    let spelled_out = claim.kind.fill(live).map(|live| live.spelled_out());
    let live = spelled_out.unwrap_or_else(|_| live.clone());
    let teller = Teller { kind: claim.kind, secrets: &inventory.secrets };
    let (mut found, rest) = additions(&resources, claim, &live, &teller);
    for (resource, pair) in resources.pairs() {
        // What an addition has told is not told again by what the provider has read of the object as a whole.
        let live = if pair.is_fallback { &rest } else { &live };
        let Some(sides) = pair.sides(resource.attributes(), &resources.siblings, live) else {
            continue;
        };
        let (said, plain_live) = sides.plain();
        if said != plain_live && !mean_the_same(claim.kind, &sides, live) {
            let changes = diff::changes(&said, &plain_live).into_iter();
            let changes = changes.flat_map(each_element);
            let changes = changes.filter(|change| is_told(pair, change));
            found.extend(changes.map(|change| Difference {
                instance: resource.id,
                attribute: attribute(pair, &change.path),
                field: whole_path(&sides.field, &change.path),
                weight: teller.weight(pair, &sides, &change),
                values: teller.values(resource.instance, pair, &sides.field, change),
            }));
        }
    }
    found.sort_by_key(|difference| difference.weight);
    found
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

fn whole_path(field: &Path, inner: &Path) -> Path {
    let segments = field.segments().iter().chain(inner.segments());
    segments.cloned().collect()
}

/// Says what a difference means, and what may be shown of it.
pub(super) struct Teller<'a> {
    pub kind: &'static dyn AnyKind,
    pub secrets: &'a KnownSecrets,
}

impl Teller<'_> {
    /// What a change of a field means. That Terraform's own grant is gone grants nobody anything.
    fn weight(&self, pair: &Pair, sides: &Sides, change: &Change) -> Weight {
        let live = change.before.as_ref().unwrap_or(&Value::Null);
        let said = change.after.as_ref().unwrap_or(&Value::Null);
        let is_gone = pair.has_entries() && live.is_null();
        let field = whole_path(&sides.field, &change.path);
        if !is_gone && self.kind.schema().grants_access(&field, live) {
            return Weight::Access;
        }
        let is_new = said.is_null() && !live.is_null();
        match is_new || has_new_elements(said, live) {
            true => Weight::Addition,
            false => Weight::Change,
        }
    }

    /// What something means that no resource says.
    pub fn weight_of_addition(&self, field: &Path, live: &Value) -> Weight {
        match self.kind.schema().grants_access(field, live) {
            true => Weight::Access,
            false => Weight::Addition,
        }
    }

    /// Both values, unless one may be secret.
    fn values(&self, instance: &Instance, pair: &Pair, field: &Path, change: Change) -> Values {
        let names = pair.attribute.split('.').chain(change.path.first_key());
        let names: Vec<&str> = names.collect();
        if pair.is_hidden || instance.is_sensitive(&names) {
            return Values::Hidden;
        }
        let said = change.after.unwrap_or_default();
        let live = change.before.unwrap_or_default();
        self.shown(&whole_path(field, &change.path), &said, &live)
    }

    /// Both values of a field without what may be secret in them.
    pub fn shown(&self, field: &Path, said: &Value, live: &Value) -> Values {
        let schema = self.kind.schema();
        if schema.may_hold_sensitive(field) {
            return Values::Hidden;
        }
        let redacted = |value: &Value| {
            let redacted = self.secrets.redacted(schema, field, value);
            // A text that is hidden as a whole says nothing.
            let is_whole = value.is_string() && redacted != *value;
            (!is_whole).then_some(redacted)
        };
        match (redacted(said), redacted(live)) {
            (Some(said), Some(live)) => Values::Shown { said, live },
            _ => Values::Hidden,
        }
    }
}

/// Whether a list has elements that the state's does not have.
fn has_new_elements(said: &Value, live: &Value) -> bool {
    let said = said.as_array();
    let is_new = |element| said.is_none_or(|said| !said.contains(element));
    let live = live.as_array();
    live.is_some_and(|live| live.iter().any(is_new))
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
    let inner = path.to_string();
    let dot = if inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{}{dot}{inner}", pair.attribute)
}
