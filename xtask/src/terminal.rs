//! What is said to the person at the terminal. A closed pipe is not a reason to fail, nor to panic as
//! `println!` would.

use std::fmt::Display;
use std::io::{self, Write};

/// Prints a line of the command's own output.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Prints why the command failed.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub fn complain(failure: impl Display) {
    let _ = writeln!(io::stderr(), "error: {failure}");
}
