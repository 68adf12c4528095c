//! All that is printed, for people and for programs, goes through here and nowhere else, so that nothing
//! from outside commands the terminal (see [`escape`](super::escape)).
//!
//! Printing never fails by itself: a run that has begun to change things is not to be broken off because
//! nobody reads any more. What went wrong is kept, and [`finish`] tells it at the end.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

use super::escape::rendered;

/// Why standard output takes nothing any more.
static FAILURE: OnceLock<io::Error> = OnceLock::new();

/// Prints the result of a verb.
pub fn print(text: impl Display) {
    note(anstream::stdout().write_all(rendered(&text.to_string()).as_bytes()));
}

/// The same with the end of a line.
pub fn println(text: impl Display) {
    print(format_args!("{text}\n"));
}

/// Prints what programs take as it is, such as a value or a spec: to a terminal like everything else, to a
/// file or a pipe byte for byte.
#[expect(clippy::disallowed_methods, reason = "it is not to be escaped")]
pub fn print_as_is(text: impl Display) {
    let mut output = io::stdout();
    match output.is_terminal() {
        true => print(text),
        false => note(write!(output, "{text}")),
    }
}

/// Tells the person at the terminal something beside the result: a line on standard error.
pub fn eprintln(text: impl Display) {
    eprint(format_args!("{text}\n"));
}

/// The same without the end of a line.
pub fn eprint(text: impl Display) {
    // Where nobody reads standard error, there is nobody to tell that.
    let _ = anstream::stderr().write_all(rendered(&text.to_string()).as_bytes());
}

/// Asks for an answer. What was asked is on the screen afterwards.
///
/// # Errors
/// Standard output takes nothing, so that nobody has seen the question.
pub fn ask(question: impl Display) -> io::Result<()> {
    print(question);
    flush();
    match FAILURE.get() {
        Some(error) => Err(error.kind().into()),
        None => Ok(()),
    }
}

/// What is left to be said at the end of a process: why standard output has not taken all of the result.
/// A reader that has gone (as `head` does once it has enough) is no error.
pub fn finish() -> Option<String> {
    flush();
    let error = FAILURE.get()?;
    (error.kind() != ErrorKind::BrokenPipe).then(|| format!("cannot write the output: {error}"))
}

/// Whether people see standard error.
#[expect(clippy::disallowed_methods, reason = "nothing is written")]
pub fn is_seen() -> bool {
    io::stderr().is_terminal()
}

fn flush() {
    note(anstream::stdout().flush());
}

fn note(outcome: io::Result<()>) {
    if let Err(error) = outcome {
        // The first one is the cause of the others.
        let _ = FAILURE.set(error);
    }
}

/// Takes the lines of the log.
#[derive(Debug, Default)]
pub struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        eprint(String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
