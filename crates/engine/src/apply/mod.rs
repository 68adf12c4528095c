//! Carries out a plan: as wide as its order allows, telling events and formatting nothing.

mod error;
mod event;
mod executor;
mod outputs;
mod owner_check;
mod proof;
mod recent;
mod runner;
mod step;
mod summary;
mod unknown_outcome;

pub use error::StepError;
pub use event::{Event, Outcome};
pub use executor::{Executor, Interrupt};
pub use outputs::{CurrentOutputs, Outputs};
pub use summary::Summary;
