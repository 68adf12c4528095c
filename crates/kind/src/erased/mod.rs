//! Kinds without their types: specs are values. A value is [filled](AnyKind::fill) into its kind's struct once, and
//! everything that is done with it is done with that.

mod any_kind;
mod any_spec;
mod filled;
mod live_object;
mod places;
mod typed;

pub use any_kind::{AnyKind, Compared, OutputField, Prediction};
pub use any_spec::AnySpec;
pub use live_object::{LiveObject, OutputValues};
pub use typed::Typed;
