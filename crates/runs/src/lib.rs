//! What was done to an environment: a record of every run that changed it or could have, with which a
//! later run can plan back.
//!
//! Records lie beside the state, one file each. A record is written before the first step, and once
//! more at the end: a run that is killed leaves one that has no end. None holds a secret.

mod archive;
mod end;
mod error;
mod files;
mod id;
mod loss;
mod moves;
mod planned;
mod record;

pub use archive::{Archive, OpenRun};
pub use end::{End, Ended, StepEnd, StepOutcome};
pub use error::RunError;
pub use files::keep_file_fields;
pub use id::{RunId, utc};
pub use loss::{Loss, losses};
pub use moves::move_back;
pub use planned::{planned, secrets};
pub use record::{FORMAT, Operation, Record, Recorded, ShownPlan, VERSION};
