//! Carries out a plan: as wide as its order allows, telling events and formatting nothing.

mod doubt;
mod error;
mod event;
mod executor;
mod outputs;
mod owned;
mod runner;
mod step;
mod summary;

pub use error::StepError;
pub use event::{Event, Outcome};
pub use executor::{Executor, Interrupt};
pub use outputs::{CurrentOutputs, Outputs};
pub use summary::Summary;
