//! One lookup of an object of a kind: which are candidates, and which of them are meant.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};

use super::addition::Addition;
use super::finder::Finder;
use crate::lookups::lookup::{Found, FoundObject};
use crate::lookups::selection::{Candidate, Selection, unanswered};
use aws::tags::{self, Tags};
use aws::{Aws, AwsError};
use kind::{AnyKind, LiveObject, Place, Prediction};
use language::schema::Finding;
use language::value::{Object, Path, Value, auto};

/// Reads that are under way at once.
const WIDTH: usize = 16;

/// What a lookup says of the object that it means.
#[derive(Clone)]
pub(super) struct Query {
    kind: &'static dyn AnyKind,
    /// The fields that identify it, as far as they are given.
    identity: Object,
    pub finder: Option<(Finder, Value)>,
    pub additions: Vec<Addition>,
    id: Option<String>,
    tags: Tags,
    pub fields: Object,
    pub region: Option<String>,
    many: bool,
}

impl Query {
    /// A lookup as it is written.
    ///
    /// # Errors
    /// It says nothing of what it means, or the same in two ways.
    pub fn of(
        kind: &'static dyn AnyKind,
        (finders, additions): (&[Finder], &[Addition]),
        written: Value,
    ) -> Result<Self, Finding> {
        let tags = tags::of(&written);
        let Value::Object(mut written) = written else {
            return Err(nothing_said(kind));
        };
        let mut text = |name: &str| written.remove(name)?.as_str().map(str::to_owned);
        let (id, region) = (text("id"), text("region"));
        let many = written.remove("many").is_some_and(|many| many == true);
        let fields = match written.remove("where") {
            Some(Value::Object(fields)) => fields,
            _ => Object::new(),
        };
        written.remove("tags");
        let finder =
            finders.iter().find_map(|finder| Some((finder.clone(), written.remove(finder.field)?)));
        let additions = additions
            .iter()
            .filter(|addition| written.remove(addition.name).is_some_and(|wanted| wanted == true));
        let additions = additions.cloned().collect();
        let identity = written;
        let query = Self { kind, identity, finder, additions, id, tags, fields, region, many };
        let ways = [query.id.is_some(), query.finder.is_some(), query.is_identified()];
        if ways.iter().filter(|is_used| **is_used).count() > 1 {
            return Err(Finding {
                help: Some("keep one of them; `where` and `tags` may stand beside it".to_owned()),
                ..Finding::error(
                    Path::root(),
                    "this names what it means twice",
                    "an id, a name and the like each say by themselves which object it is",
                )
            });
        }
        let says_something =
            ways.contains(&true) || !query.tags.is_empty() || !query.fields.is_empty();
        match says_something || many {
            true => Ok(query),
            false => Err(nothing_said(kind)),
        }
    }

    /// Whether all objects are listed to find it.
    pub fn lists(&self) -> bool {
        self.id.is_none() && self.finder.is_none() && !self.is_identified()
    }

    /// Whether it says what identifies the object. Of some kinds there is one in each region, and nothing to say.
    fn is_identified(&self) -> bool {
        !self.identity.is_empty() || self.kind.identity_fields().is_empty()
    }

    /// What follows from the fields that identify it, where it is known by them.
    ///
    /// # Errors
    /// Some of them are missing.
    pub fn prediction(&self, place: &Place) -> Result<Option<Prediction>, Finding> {
        if !self.is_identified() {
            return Ok(None);
        }
        let identity = Value::Object(self.identity.clone());
        let predicted = self.kind.predict(&identity, place).map_err(|error| {
            Finding::error(Path::root(), "this does not say which object it is", error)
        })?;
        Ok(Some(predicted))
    }

    /// The names that stand in the ARNs of what is called.
    pub fn subject(&self) -> Value {
        Value::Object(self.identity.clone())
    }

    /// Finds what is meant.
    pub async fn answer(self, aws: Aws) -> Result<Found, Finding> {
        let selection = Selection {
            sort: self.kind.name(),
            field: self.field(),
            region: aws.region(),
            many: self.many,
        };
        let failed = |error: AwsError| unanswered(self.field(), &error);
        let ids = match self.ids(&aws).await {
            Some(ids) => ids.map_err(failed)?,
            None => return Err(self.cannot_be_listed()),
        };
        let read = self.read(&aws, ids).await.map_err(failed)?;
        let (mut fitting, others): (Vec<_>, Vec<_>) =
            read.into_iter().partition(|candidate| self.fits(candidate));
        for candidate in &mut fitting {
            self.add(&aws, candidate).await.map_err(failed)?;
        }
        if !fitting.is_empty() || !others.is_empty() || self.many || self.lists() {
            return selection.choose(fitting, &others);
        }
        // Whoever mistyped a name is told those that there are. Where that cannot be told, nothing is worse for it.
        let fields = Value::Object(self.fields.clone());
        let listed = match self.kind.list(&aws, &fields) {
            Some(listed) => listed.await.unwrap_or_default(),
            None => Vec::new(),
        };
        let others: Vec<Candidate> = listed.into_iter().map(Candidate::named).collect();
        selection.choose(Vec::new(), &others)
    }

    /// The ids of the candidates; nothing where AWS cannot list them.
    async fn ids(&self, aws: &Aws) -> Option<Result<Vec<String>, AwsError>> {
        if let Some(id) = &self.id {
            return Some(Ok(vec![id.clone()]));
        }
        if let Some((finder, value)) = &self.finder {
            return Some(finder.find(aws, value.clone()).await);
        }
        if !self.is_identified() {
            let fields = Value::Object(self.fields.clone());
            return Some(self.kind.list(aws, &fields)?.await);
        }
        Some(self.kind.ids(aws, self.identity.clone().into(), &Tags::new()).await)
    }

    /// The objects of some ids, each read once a run. One that is gone is left out.
    async fn read(&self, aws: &Aws, ids: Vec<String>) -> Result<Vec<Candidate>, AwsError> {
        let reads = stream::iter(ids).map(|id| async move {
            let name = format!("{} {id} as it is looked up", self.kind.name());
            let live = aws.memo().get_or_try_init(&name, || self.kind.read(aws, &id)).await?;
            Ok::<_, AwsError>(live.as_ref().as_ref().map(|live| self.candidate(aws, id, live)))
        });
        let read: Vec<Option<Candidate>> = reads.buffered(WIDTH).try_collect().await?;
        Ok(read.into_iter().flatten().collect())
    }

    fn candidate(&self, aws: &Aws, id: String, live: &LiveObject) -> Candidate {
        let (outputs, sensitive) = given(self.kind, live);
        let name = outputs.get(self.kind.name_field()).and_then(Value::as_str);
        let object = FoundObject {
            kind: self.kind.name().to_owned(),
            region: aws.region().to_owned(),
            id: id.clone(),
        };
        Candidate { name: name.map(str::to_owned), id, outputs, sensitive, object: Some(object) }
    }

    /// Adds what is asked for besides.
    async fn add(&self, aws: &Aws, candidate: &mut Candidate) -> Result<(), AwsError> {
        for addition in &self.additions {
            let value = addition.tell(aws, &candidate.id).await?;
            candidate.outputs.insert(addition.name.to_owned(), value);
            candidate.sensitive.insert(addition.name.to_owned());
        }
        Ok(())
    }

    fn fits(&self, candidate: &Candidate) -> bool {
        let has = tags::of(&Value::Object(candidate.outputs.clone()));
        let fields = self.fields.iter();
        let mut fields = fields.map(|(name, wanted)| is_like(candidate.outputs.get(name), wanted));
        tags::include(&has, &self.tags) && fields.all(|is_like| is_like)
    }

    /// The field to which errors point.
    fn field(&self) -> &str {
        if self.id.is_some() {
            return "id";
        }
        if let Some((finder, _)) = &self.finder {
            return finder.field;
        }
        let identity = self.identity.keys().next().map(String::as_str);
        identity.unwrap_or(match (self.tags.is_empty(), self.fields.is_empty()) {
            (false, _) => "tags",
            (true, false) => "where",
            (true, true) => "",
        })
    }

    fn cannot_be_listed(&self) -> Finding {
        let fields: Vec<String> =
            self.kind.identity_fields().iter().map(|field| format!("`{field}`")).collect();
        Finding {
            help: Some(format!("look it up by {} or by `id`", fields.join(" and "))),
            ..Finding::error(
                self.field_path(),
                format!("objects of `{}` cannot be listed", self.kind.name()),
                "AWS lists none of them, or only inside something else",
            )
        }
    }

    fn field_path(&self) -> Path {
        match self.field() {
            "" => Path::root(),
            field => Path::field(field),
        }
    }
}

fn nothing_said(kind: &dyn AnyKind) -> Finding {
    let fields = kind.identity_fields().iter().map(|field| format!("`{field}`"));
    let fields: Vec<String> = fields.chain(["`id`".to_owned(), "`where`".to_owned()]).collect();
    Finding {
        help: Some(format!("say it by {}, or mean all of them: `many: true`", fields.join(", "))),
        ..Finding::error(
            Path::root(),
            format!("this does not say which `{}` it means", kind.name()),
            "nothing in it tells one from another",
        )
    }
}

/// What a lookup gives of an object: what AWS says of it by the fields of its kind, and its outputs, which win where
/// both have one name. With it, which of that must never be shown.
fn given(kind: &dyn AnyKind, live: &LiveObject) -> (Object, BTreeSet<String>) {
    let mut given = live.spec.as_object().cloned().unwrap_or_default();
    retain_known(&mut given);
    let schema = kind.schema();
    let fields = given.keys().filter(|field| schema.may_hold_sensitive(&Path::field(field)));
    let mut sensitive: BTreeSet<String> = fields.cloned().collect();
    for output in kind.outputs() {
        let value = live.outputs.get(&output.name).cloned().flatten();
        let mut names = output.name.split('.');
        let first = names.next().unwrap_or_default();
        if output.is_sensitive {
            sensitive.insert(first.to_owned());
        }
        let inner = names.rev().fold(Value::from(value), |inner, name| {
            Value::Object(Object::from_iter([(name.to_owned(), inner)]))
        });
        merge(given.entry(first).or_insert(Value::Null), inner);
    }
    (given, sensitive)
}

/// Removes what AWS does not say, at any depth.
fn retain_known(object: &mut Object) {
    object.retain(|_, value| !auto::accepts_any(value));
    object.values_mut().for_each(retain_known_in);
}

fn retain_known_in(value: &mut Value) {
    match value {
        Value::Object(object) => retain_known(object),
        Value::Array(list) => list.iter_mut().for_each(retain_known_in),
        _ => {}
    }
}

/// Puts a value in the place of another; of two maps, entry by entry.
fn merge(into: &mut Value, value: Value) {
    match (into, value) {
        (Value::Object(into), Value::Object(entries)) => {
            for (key, value) in entries {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, value) => {
            if !value.is_null() || !into.is_object() {
                *into = value;
            }
        }
    }
}

/// Whether what there is is what is wanted: of a map the entries that are named, of anything else all.
fn is_like(there: Option<&Value>, wanted: &Value) -> bool {
    match (there, wanted) {
        (Some(Value::Object(there)), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| is_like(there.get(key), wanted))
        }
        (there, wanted) => there.unwrap_or(&Value::Null) == wanted,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_map_needs_to_have_what_is_named_and_anything_else_is_equal() {
        let there = json!({ "a": { "b": 1, "c": [1, 2] }, "d": null });
        for (wanted, is) in [
            (json!({ "a": { "b": 1 } }), true),
            (json!({ "a": { "b": "1" } }), false),
            (json!({ "a": { "c": [1, 2] } }), true),
            (json!({ "a": { "c": [1] } }), false),
            (json!({ "d": null, "e": null }), true),
            (json!({ "e": 1 }), false),
        ] {
            assert_eq!(is_like(Some(&there), &wanted), is, "{wanted}");
        }
    }

    #[test]
    fn what_aws_does_not_say_is_not_given_at_any_depth() {
        let mut live = json!({
            "a": auto::anything(), "b": { "c": auto::anything(), "d": 1 }, "e": [{ "f": auto::anything() }],
        });
        retain_known_in(&mut live);
        assert_eq!(live, json!({ "b": { "d": 1 }, "e": [{}] }));
    }

    #[test]
    fn outputs_win_and_those_inside_others_are_put_there() {
        let mut into = json!({ "Port": 1 });
        merge(&mut into, json!({ "Address": "a" }));
        merge(&mut into, json!({ "Port": "2" }));
        merge(&mut into, Value::Null);
        assert_eq!(into, json!({ "Address": "a", "Port": "2" }));
    }
}
