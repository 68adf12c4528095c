//! Whether to ask before writing, and asking.

use std::io::{BufRead, IsTerminal};

use clap::Args;
use tokio::sync::oneshot;

use super::Failure;
use crate::report::terminal;

/// Whether to ask before writing.
#[derive(Debug, Args)]
pub(super) struct Confirmation {
    /// Do not ask for approval. Required without a terminal.
    #[arg(long)]
    auto_approve: bool,
}

impl Confirmation {
    /// Whether it is given already.
    pub(super) fn is_given(&self) -> bool {
        self.auto_approve
    }

    /// Whether the user can be asked, where that is needed: told before anything is read.
    pub(super) fn check_terminal(&self, verb: &str) -> Result<(), Failure> {
        if self.auto_approve || std::io::stdin().is_terminal() {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "approval is required, but there is no terminal to ask on; nothing was read or changed: add `--auto-approve` to \
             {verb} without asking"
        )))
    }

    /// Asks at the terminal, if the user is to be asked.
    pub(super) async fn ask(&self, verb: &str, stack: &str) -> Result<(), Failure> {
        match self.auto_approve {
            true => Ok(()),
            false => confirm(verb, stack).await,
        }
    }
}

/// Asks at the terminal.
async fn confirm(verb: &str, stack: &str) -> Result<(), Failure> {
    terminal::ask(format_args!(
        "\n{verb}: carry out this plan in {stack}? Type `yes` to continue; any other answer cancels: "
    ))
    .map_err(|error| {
        Failure::Usage(format!("the question cannot be shown, so nothing was changed: {error}"))
    })?;
    let line_end = LineEnd { is_due: true };
    let (sender, answer) = oneshot::channel();
    // Nothing can end a read from a terminal, so it has a thread that nobody waits for.
    std::thread::spawn(move || {
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line).is_ok() {
            let _ = sender.send(line);
        }
    });
    let answer = answer.await;
    line_end.typed(answer.as_ref().is_ok_and(|line| line.ends_with('\n')));
    match answer {
        Ok(line) if line.trim() == "yes" => Ok(()),
        _ => Err(Failure::Usage("not confirmed, so nothing was changed".to_owned())),
    }
}

/// Ends the line of a question that nobody has ended by an answer, as at Ctrl-C: what follows stands on its own.
struct LineEnd {
    is_due: bool,
}

impl LineEnd {
    fn typed(mut self, is_typed: bool) {
        self.is_due = !is_typed;
    }
}

impl Drop for LineEnd {
    fn drop(&mut self) {
        if self.is_due {
            terminal::eprintln("");
        }
    }
}
