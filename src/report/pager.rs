//! The program that shows what is longer than the screen.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

/// The variables that name it. The first that is set counts, and names none where it is empty.
const VARIABLES: [&str; 2] = ["DIATONIC_PAGER", "PAGER"];

/// The pager where no variable names one.
const DEFAULT: &str = "less";

/// What `less` does where nobody says otherwise: it leaves at the end of what fits the screen, takes colours, and
/// leaves what it showed on the screen.
const LESS: (&str, &str) = ("LESS", "FRX");

/// The pager that the process environment names; where it names none, `less`, if it is there, and somebody to leave it.
pub(super) fn command() -> Option<String> {
    match VARIABLES.iter().find_map(|name| std::env::var(name).ok()) {
        Some(named) => {
            let named = named.trim();
            (!matches!(named, "" | "cat")).then(|| named.to_owned())
        }
        None => (io::stdin().is_terminal() && !is_dumb() && is_on_path(DEFAULT))
            .then(|| DEFAULT.to_owned()),
    }
}

/// Whether the terminal can do nothing but show one line after the other.
fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|kind| kind == "dumb")
}

fn is_on_path(program: &str) -> bool {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(&file).is_file())
}

/// Shows a text, and waits for its reader. Says whether the pager could be started. A reader that leaves early has
/// seen enough.
pub(super) fn page(pager: &str, text: &str, has_colours: bool) -> bool {
    let mut command = in_shell(pager);
    if std::env::var_os(LESS.0).is_none() {
        command.env(LESS.0, LESS.1);
    }
    leave_interrupts_to_it();
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        let written = match has_colours {
            true => input.write_all(text.as_bytes()),
            false => write!(input, "{}", anstream::adapter::strip_str(text)),
        };
        // Nobody is left to be told.
        let _ = written;
    }
    // A shell that does not find the program says so by 127, as it does where it cannot run it by 126.
    let status = child.wait();
    !status.is_ok_and(|status| matches!(status.code(), Some(126 | 127)))
}

/// Ctrl-C at a pager is the pager's: it gives up a search, and would leave a pager without its parent. From here on it no
/// longer ends this process, which has shown its result and has hardly anything left to do.
fn leave_interrupts_to_it() {
    #[cfg(unix)]
    if tokio::runtime::Handle::try_current().is_ok() {
        // What cannot be listened to ends the process as ever.
        let _ = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    }
}

/// It may have arguments, as in `less -R`.
fn in_shell(pager: &str) -> Command {
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(shell);
    command.args([option, pager]);
    command
}
