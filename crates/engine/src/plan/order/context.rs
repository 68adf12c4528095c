//! What the order of the steps is derived from.

use crate::graph::Graph;
use crate::observe::Observation;
use crate::plan::outputs::Recreated;
use state::State;

/// What the order of the steps is derived from.
#[derive(Clone, Copy)]
pub(in crate::plan) struct OrderContext<'a> {
    pub graph: &'a Graph,
    pub state: &'a State,
    pub observation: &'a Observation,
    /// Outputs that get new values from AWS.
    pub recreated: &'a Recreated,
}
