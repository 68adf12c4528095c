//! How an alias moves to a new version, so that one that does not work is not live at once: it is called once, then takes
//! a share of the calls while alarms and its errors are watched, and then takes all of them.
//!
//! The step that changes the function does so itself. An alias that is between two versions differs from its spec, so
//! where a run dies meanwhile, the next one starts the rollout over.

mod alias_move;
mod guards;
mod run;
mod spec;

pub(super) use alias_move::Move;
pub(super) use spec::{Rollout, percent};
