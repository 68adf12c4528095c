//! The values of variables.

use std::collections::{BTreeMap, BTreeSet};

use language::diagnostic::{Diagnostic, Span};
use language::expression::PlanTime;
use language::value::Object;

/// Variables with their values.
#[derive(Debug, Default)]
pub struct Variables {
    pub values: Object,
    pub sensitive: BTreeSet<String>,
    /// When the run plans.
    pub plan_time: PlanTime,
    /// Where sensitive values are written.
    pub secret_places: Vec<Span>,
    /// The texts that the command line and the process environment give.
    pub given: BTreeMap<String, String>,
    /// What is wrong with those that have no value.
    pub faults: BTreeMap<String, Diagnostic>,
    /// Secrets that nobody has given, by their names, and what to say of each. Whoever is offline does without
    /// them.
    pub absent_secrets: BTreeMap<String, Diagnostic>,
}
