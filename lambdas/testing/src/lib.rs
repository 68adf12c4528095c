//! What the tests of every backend function need: the log lines that it writes, and a Lambda that runs
//! its executable.

mod executable;
mod logs;

pub use executable::Executable;
pub use logs::{assert_silent_about, logged};
