//! What the tests of every backend function need: callers and calls, the log lines that it writes, and a Lambda that runs
//! its executable.

mod api;
mod executable;
mod logs;
mod people;
pub mod school;
mod tables;

pub use api::{Answer, Deployed, Request, settings};
pub use executable::Executable;
pub use logs::{assert_silent_about, logged};
pub use people::Person;
pub use tables::Account;
