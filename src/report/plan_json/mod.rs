//! A plan for programs. The shape is documented in `docs/plan-json.md` and versioned: fields may be
//! added within a version, and are never changed or removed. Every other form of a plan is made from this
//! one, so that none says anything else.

mod defaults;
mod document;
mod of_plan;
mod settled;
mod shown;

pub use document::{
    Document, DriftEntry, FoundObject, ShownChange, ShownConsequence, ShownDrift, ShownStep,
    VERSION,
};
pub use of_plan::step;
pub(super) use shown::shown;

use compiler::Stack;
use engine::plan::{Plan, PlannedFor};
use language::value::Value;

/// The plan as JSON.
pub fn render(stack: &Stack, plan: &Plan) -> Value {
    Document::of(&PlannedFor::of(&stack.environment), plan).to_json()
}
