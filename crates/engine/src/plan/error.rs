//! Why there is no plan.

use crate::observe::ReadError;
use language::diagnostic::Diagnostics;

/// Why there is no plan.
#[derive(Debug)]
pub enum PlanError {
    /// The specs are wrong, or the world is not as they say.
    Diagnostics(Diagnostics),
    /// Something could not be read, so nothing can be concluded.
    Reads(Vec<ReadError>),
}

impl From<Diagnostics> for PlanError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

impl From<Vec<ReadError>> for PlanError {
    fn from(errors: Vec<ReadError>) -> Self {
        Self::Reads(errors)
    }
}
