//! What to compile, and what comes of it where it does not compile.

use std::collections::BTreeMap;
use std::path::PathBuf;

use language::diagnostic::{Diagnostics, Sources};
use language::expression::PlanTime;

/// What to compile.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder that holds `specs/` and `environments/`.
    pub root: PathBuf,
    pub environment: String,
    /// `--var name=value`, in order.
    pub variables: Vec<(String, String)>,
    /// The values of `DIATONIC_VAR_<name>`, by name.
    pub process_variables: BTreeMap<String, String>,
    /// Stands in for the environment's `endpoint_url`.
    pub endpoint_url: Option<String>,
    /// Stands in for the environment's `state`.
    pub state: Option<String>,
    /// When the run plans, which is now unless a saved plan is carried out.
    pub plan_time: PlanTime,
    /// Whether files that kinds need may be missing, as long as nothing is made of them.
    pub may_lack_files: bool,
    /// Texts that stand in for files of specs and components that there are, by their paths from the project's folder on:
    /// what the specs would be if they were written so.
    pub drafts: BTreeMap<PathBuf, String>,
}

/// Errors and warnings with the texts that they point into.
#[derive(Debug, Clone)]
pub struct Failure {
    pub sources: Sources,
    pub diagnostics: Diagnostics,
}
