//! A run to go back to.

use super::session::Session;
use crate::report;
use engine::plan::Plan;
use runs::{Loss, Record, losses};

/// A run to go back to.
pub(super) struct Back {
    pub record: Record,
    /// The runs since.
    pub later: Vec<Record>,
    /// What stays as it is, whatever the plan.
    pub held: Vec<Loss>,
}

impl Back {
    /// What is to be said about a plan back: what it cannot bring back, and what it is not.
    pub(super) fn remarks(&self, session: &Session, plan: &Plan) -> String {
        let losses = report::runs::losses(&self.losses(session, plan));
        losses + &report::runs::undo_note(&self.record)
    }

    /// What a plan cannot bring back.
    fn losses(&self, session: &Session, plan: &Plan) -> Vec<Loss> {
        let mut losses = losses(&self.record, &session.stack, plan, &self.later);
        losses.extend(self.held.iter().cloned());
        losses
    }
}
