//! A plan is data: ordered steps, each an action with a reason and the changes it makes. Making one
//! never writes.

mod action;
mod assemble;
mod build;
mod consequences;
mod context;
mod decide;
mod detach;
mod early;
mod error;
mod late;
mod model;
mod moved;
mod order;
mod outputs;
mod planner;
mod protect;
mod refuse;
mod release;
mod request;
mod resolve;
mod saved;
mod secrets;
mod select;
mod step;
mod steps;
mod takeover;

pub use action::Action;
pub use build::plan;
pub use context::Context;
pub use error::PlanError;
pub use model::{Blocked, Forgotten, Plan, ReadTimes, UnrecordedObject, Waiting};
pub use release::{release, without_ownership_tags};
pub use request::Request;
pub use saved::{PlannedFor, SavedPlan, Stale};
pub use step::{Phase, Reason, Step};
pub use takeover::{
    AdoptRequest, Adoption, AdoptionTarget, Import, ImportError, Rebuilt, Refusal, adopt, import,
    rebuild_state,
};
