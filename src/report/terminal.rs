//! All that is printed, for people and for programs, goes through here and nowhere else, so that nothing
//! from outside commands the terminal (see [`escape`](super::escape)).
//!
//! Printing never fails by itself: a run that has begun to change things is not to be broken off because
//! nobody reads any more. What went wrong is kept, and [`finish`] tells it at the end.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

use super::escape::{Characters, rendered_in};
use super::pager;
use super::wrap::wrapped;

/// Why standard output takes nothing any more.
static FAILURE: OnceLock<io::Error> = OnceLock::new();

/// Prints the result of a command.
pub fn print(text: impl Display) {
    let text = rendered_in(&text.to_string(), characters(Stream::Output));
    note(anstream::stdout().write_all(text.as_bytes()));
}

/// Whether a long report may be shown by a pager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    Allowed,
    Off,
}

/// Prints a report for people: to a terminal no wider than that, and by the pager where it is longer than the
/// screen and there is a pager.
pub fn show(report: impl Display, paging: Paging) {
    let report = report.to_string();
    let Some(size) = size(Stream::Output) else {
        print(report);
        return;
    };
    let report = wrapped(&report, size.columns);
    let is_long = report.lines().count() >= size.rows;
    let pager = pager::command().filter(|_| paging == Paging::Allowed && is_long && !is_ci());
    if let Some(pager) = pager {
        flush();
        let text = rendered_in(&report, characters(Stream::Output));
        if pager::page(&pager, &text, has_colours()) {
            return;
        }
    }
    print(report);
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
    let text = rendered_in(&text.to_string(), characters(Stream::Error));
    let _ = anstream::stderr().write_all(text.as_bytes());
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
/// A reader that has gone (as `head` does once it has enough) is not an error.
pub fn finish() -> Option<String> {
    flush();
    let error = FAILURE.get()?;
    (error.kind() != ErrorKind::BrokenPipe).then(|| format!("cannot write the output: {error}"))
}

/// Whether people see standard error.
pub fn is_seen() -> bool {
    is_terminal(Stream::Error)
}

/// Whether people see standard output.
pub fn is_shown() -> bool {
    is_terminal(Stream::Output)
}

/// Whether a CI system runs this, which keeps what is written and shows it to people later. All of them say so in
/// the variable `CI`.
pub fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// The columns of a line of standard error, as far as people see it.
pub fn columns() -> Option<usize> {
    size(Stream::Error).map(|size| size.columns)
}

/// The columns of a line of standard output, as far as people see it.
pub fn output_columns() -> Option<usize> {
    size(Stream::Output).map(|size| size.columns)
}

/// The characters that are seen on standard error.
pub fn error_characters() -> Characters {
    characters(Stream::Error)
}

#[derive(Debug, Clone, Copy)]
enum Stream {
    Output,
    Error,
}

#[derive(Debug, Clone, Copy)]
struct Size {
    columns: usize,
    rows: usize,
}

#[expect(clippy::disallowed_methods, reason = "nothing is written")]
fn is_terminal(stream: Stream) -> bool {
    match stream {
        Stream::Output => io::stdout().is_terminal(),
        Stream::Error => io::stderr().is_terminal(),
    }
}

/// The size of a terminal; nothing where a stream leads to none, or it does not say.
#[expect(clippy::disallowed_methods, reason = "nothing is written")]
fn size(stream: Stream) -> Option<Size> {
    if !is_terminal(stream) {
        return None;
    }
    let size = match stream {
        Stream::Output => terminal_size::terminal_size_of(io::stdout()),
        Stream::Error => terminal_size::terminal_size_of(io::stderr()),
    };
    let (terminal_size::Width(columns), terminal_size::Height(rows)) = size?;
    // A terminal that nobody has given a size says that it has none.
    (columns > 0 && rows > 0).then(|| Size { columns: columns.into(), rows: rows.into() })
}

/// What a terminal shows by the locale: where that names another encoding than UTF-8, ASCII alone. Files and
/// programs get UTF-8 whatever it says.
fn characters(stream: Stream) -> Characters {
    /// The first that is set counts (POSIX, 8.2 "Internationalization variables").
    const VARIABLES: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];
    static BY_LOCALE: OnceLock<Characters> = OnceLock::new();
    if !is_terminal(stream) || cfg!(windows) {
        return Characters::Unicode;
    }
    *BY_LOCALE.get_or_init(|| {
        let mut values = VARIABLES.iter().filter_map(|name| std::env::var(name).ok());
        let locale = values.find(|value| !value.is_empty()).unwrap_or_default();
        let locale = locale.to_ascii_lowercase().replace('-', "");
        match locale.ends_with("utf8") {
            true => Characters::Unicode,
            false => Characters::Ascii,
        }
    })
}

/// Whether standard output takes colours.
#[expect(clippy::disallowed_methods, reason = "nothing is written")]
fn has_colours() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
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
