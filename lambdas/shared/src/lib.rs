//! What every backend function of the platform needs and none should write for itself: settings
//! from the environment, clients whose calls end in time, routes and answers of the REST API, the
//! data of tenants, the items of the core tables, and logs that machines can read.
//!
//! Functions stay small by composing these, and stay testable because nothing here looks at the
//! clock or the environment on its own: both are handed in.

pub mod api;
pub mod data;
pub mod database;
pub mod deadline;
pub mod environment;
pub mod error;
pub mod id;
pub mod invocation;
pub mod items;
pub mod logging;
pub mod plans;
pub mod process;
pub mod profiles;
pub mod trigger;
#[cfg(feature = "user-pool")]
pub mod user_pool;
#[cfg(feature = "files")]
pub mod vertical;

pub use error::Error;
pub use id::{Id, Sources};
pub use invocation::Invocation;
pub use jiff::{SignedDuration, Timestamp};
