//! Every kind as a sort: its objects are looked up by what identifies them, by their ids, by their tags, or by what
//! AWS says of them.

mod addition;
mod finder;
mod query;
mod schema;

use language::diagnostic::suggestion;
use language::schema::{Finding, Schema};
use language::value::{Path, Value};

pub use addition::Addition;
pub use finder::Finder;

use super::lookup::{Asked, From, Needs, Request, Sort};
use kind::{AnyKind, Operations};
use query::Query;

/// The sort of a kind, whose objects are looked up and not managed.
pub struct KindSort {
    kind: &'static dyn AnyKind,
    finders: Vec<Finder>,
    additions: Vec<Addition>,
    published: Value,
    schema: Schema,
}

impl KindSort {
    /// The sort of a kind.
    pub fn new(kind: &'static dyn AnyKind) -> Self {
        Self::with(kind, Vec::new(), Vec::new())
    }

    /// The same with further fields that objects are found by, and further outputs.
    pub fn with(
        kind: &'static dyn AnyKind,
        finders: Vec<Finder>,
        additions: Vec<Addition>,
    ) -> Self {
        let published = schema::published(kind, &finders, &additions);
        let schema = serde_json::from_value(published.clone()).unwrap_or_default();
        Self { kind, finders, additions, published, schema }
    }

    /// What it calls to look something up in these ways.
    fn operations(&self, lists: bool, finder: Option<&Finder>) -> Vec<Operations> {
        let reading = |operations: &Operations| Operations { write: &[], ..*operations };
        let own = self.kind.operations().iter().map(reading);
        let listing = self.kind.list_operations().iter().filter(|_| lists).copied();
        let finding = finder.map_or(&[][..], |finder| finder.operations).iter().copied();
        own.chain(listing).chain(finding).collect()
    }

    fn needs_to(&self, lists: bool, finder: Option<&Finder>) -> Needs {
        let demands = self.kind.demands().iter().filter(|demand| demand.reading);
        Needs { demands: demands.copied().collect(), ..Needs::of(&self.operations(lists, finder)) }
    }

    /// A field of `where` that no object of the kind has.
    fn unknown_field(&self, query: &Query) -> Option<Finding> {
        let fields = self.kind.schema().properties.keys().map(String::as_str);
        let outputs = self.kind.outputs().iter().map(|output| first_name(&output.name));
        let known: Vec<&str> = fields.chain(outputs).collect();
        let unknown = query.fields.keys().find(|field| !known.contains(&field.as_str()))?;
        Some(Finding {
            help: suggestion(unknown, known),
            ..Finding::error(
                Path::field("where").key(unknown),
                format!("`{}` has no `{unknown}`", self.kind.name()),
                "neither a field nor an output is called this",
            )
        })
    }
}

/// The first name of an output that AWS tells inside another, as `Endpoint.Address`.
fn first_name(output: &str) -> &str {
    output.split('.').next().unwrap_or(output)
}

impl Sort for KindSort {
    fn name(&self) -> &str {
        self.kind.name()
    }

    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn published_schema(&self) -> Value {
        self.published.clone()
    }

    fn needs(&self) -> Needs {
        let mut needs = self.needs_to(true, None);
        let finders = self.finders.iter();
        needs.operations.extend(finders.flat_map(|finder| finder.operations).copied());
        let additions = self.additions.iter();
        needs.operations.extend(additions.flat_map(|addition| addition.operations).copied());
        needs
    }

    fn ask(&self, from: From<'_>, written: Value) -> Result<Asked, Finding> {
        let query = Query::of(self.kind, (&self.finders, &self.additions), written)?;
        if let Some(finding) = self.unknown_field(&query) {
            return Err(finding);
        }
        let region = query.region.clone();
        let place = kind::Place::new(
            &from.environment.account,
            region.as_deref().unwrap_or(&from.environment.region),
        );
        let predicted = query.prediction(&place)?;
        let mut needs = Needs {
            subject: query.subject(),
            outputs: predicted.map(|predicted| predicted.outputs).unwrap_or_default(),
            ..self.needs_to(query.lists(), query.finder.as_ref().map(|(finder, _)| finder))
        };
        let additions = query.additions.iter();
        needs.operations.extend(additions.flat_map(|addition| addition.operations).copied());
        Ok(Asked::Request(Request::new(region, needs, move |aws| query.clone().answer(aws))))
    }
}
