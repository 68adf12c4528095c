//! Events as they come: spinners with elapsed time on a terminal, plain lines elsewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::escape::{hanging, rendered};
use super::style::{Mark, bad, bold, dim, good};
use super::terminal;
use compiler::Address;
use engine::apply::{Event, Outcome, Summary};
use engine::plan::{Action, Phase};

/// Shows the events of one run.
pub struct Progress {
    bars: Option<MultiProgress>,
    running: BTreeMap<usize, Line>,
}

struct Line {
    address: Address,
    action: Action,
    phase: Phase,
    bar: Option<ProgressBar>,
    waiting: Option<String>,
}

impl Progress {
    /// `live` says whether there is a terminal to draw on.
    pub fn new(live: bool) -> Self {
        Self { bars: live.then(MultiProgress::new), running: BTreeMap::new() }
    }

    /// Shows one event.
    pub fn show(&mut self, event: Event) {
        match event {
            Event::Started { step, address, action, phase } => {
                self.start(step, address, action, phase)
            }
            Event::Waiting { step, what } => self.wait(step, what),
            Event::Finished { step, outcome, elapsed } => self.finish(step, &outcome, elapsed),
        }
    }

    fn start(&mut self, step: usize, address: Address, action: Action, phase: Phase) {
        let bar = self.bars.as_ref().map(|bars| {
            let bar = bars.add(ProgressBar::new_spinner());
            let style = ProgressStyle::with_template("  {spinner} {msg} {elapsed}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.set_message(rendered(&format!("{address}: {}", doing(action, &phase))));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        if bar.is_none() {
            self.print(&format!("  {address}: {}", doing(action, &phase)));
        }
        let line = Line { address, action, phase, bar, waiting: None };
        self.running.insert(step, line);
    }

    fn wait(&mut self, step: usize, what: String) {
        let Some(line) = self.running.get_mut(&step) else {
            return;
        };
        if line.waiting.as_ref() == Some(&what) {
            return;
        }
        let text = format!("{}: waiting for {what}", line.address);
        match &line.bar {
            Some(bar) => bar.set_message(rendered(&text)),
            None => terminal::eprintln(format_args!("  {text}")),
        }
        line.waiting = Some(what);
    }

    fn finish(&mut self, step: usize, outcome: &Outcome, elapsed: Duration) {
        let Some(line) = self.running.remove(&step) else {
            return;
        };
        if let (Some(bar), Some(bars)) = (&line.bar, &self.bars) {
            bar.finish_and_clear();
            bars.remove(bar);
        }
        let mark = Mark::of(line.action);
        let text = match outcome {
            Outcome::Done => format!(
                "  {} {}: {} {}",
                mark.paint(mark.symbol()),
                line.address,
                done(line.action, &line.phase),
                dim(&format!("({:.1} s)", elapsed.as_secs_f64())),
            ),
            Outcome::Failed(error) => {
                format!("  {} {}: {}", bad("failed"), line.address, hanging(&error.to_string()))
            }
            Outcome::Skipped { .. } | Outcome::NotStarted | Outcome::Interrupted => return,
        };
        self.print(&text);
    }

    fn print(&self, text: &str) {
        match &self.bars {
            Some(bars) => {
                let _ = bars.println(rendered(text));
            }
            None => terminal::eprintln(text),
        }
    }
}

fn doing(action: Action, phase: &Phase) -> &'static str {
    match (action, phase) {
        (_, Phase::Finish(_)) => "finishing…",
        (Action::Create, _) => "creating…",
        (Action::Update, _) => "updating…",
        (Action::Replace | Action::ReplaceCreateFirst, _) => "replacing…",
        (Action::Detach, _) => "detaching…",
        (Action::Delete | Action::DeleteFirst | Action::DeleteReplaced, _) => "deleting…",
        (Action::Adopt | Action::Import, _) => "importing…",
        (Action::Release, _) => "giving up…",
        (Action::Forget, _) => "forgetting…",
    }
}

fn done(action: Action, phase: &Phase) -> &'static str {
    match (action, phase) {
        (_, Phase::Finish(_)) => "finished",
        (Action::Create, _) => "created",
        (Action::Update, _) => "updated",
        (Action::Replace | Action::ReplaceCreateFirst, _) => "replaced",
        (Action::Detach, _) => "detached",
        (Action::Delete | Action::DeleteFirst | Action::DeleteReplaced, _) => "deleted",
        (Action::Adopt | Action::Import, _) => "imported",
        (Action::Release, _) => "given up",
        (Action::Forget, _) => "forgotten",
    }
}

/// Why a step was skipped: the step that failed was of another resource, or an earlier one of its own.
pub(super) fn skipped(address: &Address, because_of: &Address) -> String {
    match address == because_of {
        true => "its step before this one was not done".to_owned(),
        false => format!("it needs {because_of}, which was not done"),
    }
}

/// What was done, what failed and why, and what was omitted because of it.
pub fn render_summary(summary: &Summary) -> String {
    let mut text = String::new();
    for (address, _, outcome) in &summary.outcomes {
        match outcome {
            Outcome::Done => {}
            Outcome::Failed(error) => {
                let error = hanging(&error.to_string());
                text.push_str(&format!("{} {address}: {error}\n", bad("failed ")));
            }
            Outcome::Skipped { because_of } => {
                text.push_str(&format!(
                    "{} {address}: {}\n",
                    dim("skipped"),
                    skipped(address, because_of)
                ));
            }
            Outcome::NotStarted => {
                text.push_str(&format!("{} {address}: interrupted before\n", dim("skipped")))
            }
            Outcome::Interrupted => {
                text.push_str(&format!("{} {address}: stopped on the way\n", bad("stopped")))
            }
        }
    }
    let head = if summary.is_success() { good("Done.") } else { bad("Not done.") };
    text.push_str(&format!(
        "{} {} done, {} failed, {} skipped {}\n",
        bold(&head),
        summary.done(),
        summary.failed(),
        summary.skipped(),
        dim(&format!("({:.1} s)", summary.elapsed.as_secs_f64())),
    ));
    if !summary.is_success() {
        text.push_str("What is done is recorded. Mend the cause and run the same command again: it goes on from here.\n");
    }
    text
}
