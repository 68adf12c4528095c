//! What the order is read off.

use crate::graph::Graph;
use crate::observe::Observation;
use crate::plan::outputs::Recreated;
use state::State;

/// What the order is read off.
#[derive(Clone, Copy)]
pub(in crate::plan) struct OrderContext<'a> {
    pub graph: &'a Graph,
    pub state: &'a State,
    pub observation: &'a Observation,
    /// What AWS will invent anew.
    pub recreated: &'a Recreated,
}
