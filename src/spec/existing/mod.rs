//! `existing:`: objects that are looked up, and never changed. Each sort of lookup is a line of the list
//! below, and fills in outputs that expressions refer to as `existing.<sort>.<name>.<output>`.
//!
//! Lookups are made before anything is expanded, so that they may decide what exists. They may look at
//! variables, locals and the environment, and not at resources.

mod terraform_state;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;

use super::document::{Documents, Lookup};
use super::meta::NoOutputs;
use super::resource_scope::ResourceScope;
use super::stack::Names;
use super::{evaluate_node, findings_to_diagnostics};
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean, suggestion, suggestion_in};
use crate::expression::{EXISTING, Problem};
use crate::schema::{self, Finding, Schema};
use crate::value::{Object, Path, Value, unknown};

/// A sort of lookup.
pub struct Sort {
    /// As in `existing: { <name>: … }`.
    pub name: &'static str,
    /// The schema of what is written for one lookup.
    schema: fn() -> Schema,
    /// The same as editors see it.
    pub published_schema: fn() -> Value,
    find: fn(&FilePath, Value) -> Result<Found, Finding>,
}

/// One line a sort.
pub const SORTS: &[Sort] = &[terraform_state::SORT];

/// What a lookup gives.
#[derive(Debug, Default)]
struct Found {
    outputs: Object,
    sensitive: BTreeSet<String>,
}

/// What was looked up, as references see it.
pub(super) struct Existing {
    /// As expressions name it: `existing.terraform.state.core`.
    reference: String,
    pub outputs: Object,
    /// The outputs that must never be shown.
    sensitive: BTreeSet<String>,
    /// Why nothing was found.
    fault: Option<Diagnostic>,
}

impl Existing {
    /// An output.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn output(&self, name: &str) -> Result<&Value, Problem> {
        self.outputs.get(name).ok_or_else(|| {
            let names = self.outputs.keys().map(String::as_str);
            Problem::new(format!("`{}` has no output `{name}`", self.reference))
                .why("nothing of this name was found there")
                .help(suggestion(name, names))
        })
    }

    /// Whether an output, or any where none is named, must never be shown.
    pub fn is_sensitive(&self, output: Option<&str>) -> bool {
        match output {
            Some(output) => self.sensitive.contains(output),
            None => !self.sensitive.is_empty(),
        }
    }
}

impl Names {
    /// What was looked up.
    ///
    /// # Errors
    /// No spec looks it up, or nothing was found.
    pub fn existing(&self, sort_name: &str, name: &str) -> Result<&Existing, Problem> {
        sort(sort_name).map_err(|help| {
            Problem::new(format!("`{sort_name}` cannot be looked up")).help(Some(help))
        })?;
        let key = (sort_name.to_owned(), name.to_owned());
        let Some(existing) = self.existing.get(&key) else {
            let known = self.existing.keys();
            let of_sort = known.filter(|(known, _)| known == sort_name);
            let names: Vec<&str> = of_sort.map(|(_, name)| name.as_str()).collect();
            let before = format!("{EXISTING}.{sort_name}.");
            let declare =
                format!("declare it: `{EXISTING}: {{ {sort_name}: {{ {name}: {{ … }} }} }}`");
            return Err(Problem::absence(format!("there is no `{before}{name}`"))
                .why("no spec looks it up")
                .help(suggestion_in(&before, name, names).or(Some(declare))));
        };
        match &existing.fault {
            None => Ok(existing),
            Some(fault) => Err(Problem::elsewhere(fault.clone())),
        }
    }
}

/// The sort of a name; in its place, the error about the name.
pub(super) fn sort(name: &str) -> Result<&'static Sort, String> {
    let found = SORTS.iter().find(|sort| sort.name == name);
    found.ok_or_else(|| {
        let names = SORTS.iter().map(|sort| sort.name);
        match did_you_mean(name, names.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                format!("what can be looked up is {}", names.join(", "))
            }
        }
    })
}

/// Looks up everything that the specs name.
pub(super) fn look_up(
    root: &FilePath,
    documents: &Documents,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<(String, String), Existing> {
    let lookups = documents.existing.iter();
    lookups
        .map(|lookup| {
            let mut found = Diagnostics::default();
            let outcome = one(root, lookup, names, &mut found).unwrap_or_default();
            let (sort, name) = (lookup.sort.name, &lookup.entry.key);
            let existing = Existing {
                reference: format!("{EXISTING}.{sort}.{name}"),
                outputs: outcome.outputs,
                sensitive: outcome.sensitive,
                fault: found.first().cloned(),
            };
            diagnostics.extend(found);
            ((sort.to_owned(), name.clone()), existing)
        })
        .collect()
}

fn one(
    root: &FilePath,
    lookup: &Lookup,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Found> {
    let Lookup { sort, entry } = lookup;
    let scope = ResourceScope::new(root, names, None, &NoOutputs);
    let value = evaluate_node(&entry.value, &scope, &mut Path::root(), diagnostics);
    for path in scope.into_findings().1 {
        diagnostics.push(
            Diagnostic::new("where something is looked up cannot be sensitive")
                .at(entry.value.span_of(&path), "errors would show it")
                .help("use a variable that is not `sensitive`"),
        );
    }
    let findings = schema::check(&(sort.schema)(), &value);
    if !findings.is_empty() || !diagnostics.is_empty() {
        findings_to_diagnostics(findings, &entry.value, entry.key_span, diagnostics);
        return None;
    }
    let found = (sort.find)(root, value).and_then(|found| match reserved(&found.outputs) {
        Some(name) => Err(Finding::error(
            Path::root(),
            format!("output `{name}` cannot be used"),
            "it has characters in it that stand for what AWS has yet to invent",
        )),
        None => Ok(found),
    });
    match found {
        Ok(found) => Some(found),
        Err(finding) => {
            findings_to_diagnostics(vec![finding], &entry.value, entry.key_span, diagnostics);
            None
        }
    }
}

/// The output that holds what only the compiler may put into text.
fn reserved(outputs: &Object) -> Option<&str> {
    let is_reserved = |value: &Value| value.to_string().contains(unknown::RESERVED);
    let found = outputs.iter().find(|(_, value)| is_reserved(value));
    found.map(|(name, _)| name.as_str())
}
