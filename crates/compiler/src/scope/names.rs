//! What there is to refer to.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluated::Constants;
use super::existing::Existing;
use crate::lookups::{self, Key};
use crate::model::Modules;
use language::diagnostic::{Diagnostic, Suggestions, suggestion_in};
use language::expression::{EXISTING, PlanTime, Problem};
use language::value::Object;

/// What expressions refer to, besides the outputs of resources.
#[derive(Default)]
pub struct Names {
    pub variables: Object,
    pub sensitive_variables: BTreeSet<String>,
    /// Why a variable that is declared has no value.
    pub variable_faults: BTreeMap<String, Diagnostic>,
    /// The same of secrets, without which nobody can do but who is offline.
    pub absent_secrets: BTreeMap<String, Diagnostic>,
    pub environment: Object,
    /// What was looked up, or waits to be.
    pub existing: BTreeMap<Key, Existing>,
    /// The specs of the project, and every instance of a component.
    pub modules: Modules,
    /// How many blocks of a kind, uses of a component, and components that may hold some, are not expanded yet.
    pub unexpanded: BTreeMap<String, usize>,
    /// Whether what is not known by now will not be.
    pub is_forced: bool,
    /// The locals that were evaluated and stay as they are.
    pub constants: Constants,
    pub suggestions: Suggestions,
    /// When the run plans.
    pub plan_time: PlanTime,
}

impl Names {
    /// What was looked up.
    ///
    /// # Errors
    /// No spec looks it up, or nothing was found.
    pub fn existing(&self, sort: &str, name: &str) -> Result<&Existing, Problem> {
        lookups::sort(sort).map_err(|help| {
            Problem::new(format!("`{sort}` cannot be looked up")).help(Some(help))
        })?;
        let key = (sort.to_owned(), name.to_owned());
        self.existing.get(&key).ok_or_else(|| {
            let known = self.existing.keys();
            let of_sort = known.filter(|(known, _)| known == sort);
            let names: Vec<&str> = of_sort.map(|(_, name)| name.as_str()).collect();
            let before = format!("{EXISTING}.{sort}.");
            let declare = format!("declare it: `{EXISTING}: {{ {sort}: {{ {name}: {{ … }} }} }}`");
            Problem::missing(format!("there is no `{before}{name}`"))
                .why("no spec looks it up")
                .help(suggestion_in(&before, name, names).or(Some(declare)))
        })
    }
}
