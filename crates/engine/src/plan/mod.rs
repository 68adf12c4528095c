//! A plan is data: ordered steps, each an action with a reason and the changes it makes. Making one
//! never writes.

mod action;
mod adopt;
mod assemble;
mod build;
mod consequences;
mod decide;
mod detach;
mod error;
mod import;
mod model;
mod moved;
mod order;
mod outputs;
mod planner;
mod protect;
mod rebuild;
mod refuse;
mod release;
mod request;
mod resolve;
mod saved;
mod select;
mod step;
mod steps;
mod untold;

pub use action::Action;
pub use adopt::{Adoptee, Adoption, Refusal, Wanted, adopt};
pub use build::plan;
pub use error::PlanError;
pub use import::{Import, ImportError, import};
pub use model::{Blocked, Forgotten, FoundAgain, Observed, Plan};
pub use rebuild::{Rebuilt, found_again};
pub use release::{disowned, release};
pub use request::Request;
pub use saved::{PlannedFor, SavedPlan, Stale};
pub use step::{Phase, Reason, Step};
