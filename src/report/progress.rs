//! Events as they come: spinners with elapsed time on a terminal, plain lines elsewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar};
use tokio::time::Instant;

use super::escape::{glyphs, hanging, rendered_in};
use super::live::{about, spinner};
use super::style::{Mark, bad, bold, dim, good};
use super::terminal;
use compiler::Address;
use engine::apply::{Event, Outcome, Summary};
use engine::plan::{Action, Phase};

/// Shows the events of one run.
pub struct Progress {
    bars: Option<MultiProgress>,
    running: BTreeMap<usize, Line>,
    overall: Overall,
}

struct Line {
    address: Address,
    action: Action,
    phase: Phase,
    bar: Option<ProgressBar>,
    waiting: Option<String>,
}

impl Progress {
    /// For a run of so many steps. `live` says whether there is a terminal to draw on.
    pub fn new(live: bool, steps: usize) -> Self {
        let bars = live.then(MultiProgress::new);
        let overall = Overall::new(bars.as_ref(), steps);
        Self { bars, running: BTreeMap::new(), overall }
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
            let bar = spinner("  {spinner} {msg} {elapsed}");
            let bar = match &self.overall.bar {
                Some(overall) => bars.insert_before(overall, bar),
                None => bars.add(bar),
            };
            bar.set_message(seen(&format!("{address}: {}", glyphs(doing(action, &phase)))));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        if bar.is_none() {
            self.print(&format!("  {address}: {}", glyphs(doing(action, &phase))));
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
            Some(bar) => bar.set_message(seen(&text)),
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
        self.overall.done_one();
    }

    fn print(&self, text: &str) {
        match &self.bars {
            Some(bars) => {
                let _ = bars.println(seen(text));
            }
            None => terminal::eprintln(text),
        }
    }
}

/// How far all of it is, in a line of its own below the steps.
struct Overall {
    bar: Option<ProgressBar>,
    steps: usize,
    done: usize,
    began: Instant,
    told: Instant,
}

/// Runs of fewer steps are over before it helps to know how far they are.
const FEWEST: usize = 10;

/// How often it is told where there is no terminal.
const PAUSE: Duration = Duration::from_secs(30);

impl Overall {
    fn new(bars: Option<&MultiProgress>, steps: usize) -> Self {
        let bars = bars.filter(|_| steps >= FEWEST);
        let bar = bars.map(|bars| bars.add(spinner("{wide_msg}")));
        let now = Instant::now();
        Self { bar, steps, done: 0, began: now, told: now }
    }

    fn done_one(&mut self) {
        self.done += 1;
        let text = how_far(self.done, self.steps, self.began.elapsed());
        if let Some(bar) = &self.bar {
            bar.set_message(seen(&dim(&text)));
        } else if self.steps >= FEWEST && self.told.elapsed() >= PAUSE {
            self.told = Instant::now();
            terminal::eprintln(format_args!("  {text}"));
        }
    }
}

impl Drop for Overall {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// `12 of 40 done · about 2 min left`, the time once there is something to guess it from.
fn how_far(done: usize, steps: usize, elapsed: Duration) -> String {
    const ENOUGH: (usize, Duration) = (3, Duration::from_secs(5));
    let told = format!("{done} of {steps} done");
    let left = steps.saturating_sub(done);
    if left == 0 || done < ENOUGH.0 || elapsed < ENOUGH.1 {
        return told;
    }
    // Counts of steps are small.
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let time = elapsed.saturating_mul(number(left)) / number(done);
    format!("{told} {} about {} left", glyphs("·"), about(time))
}

/// A text as it is seen on standard error.
fn seen(text: &str) -> String {
    rendered_in(text, terminal::error_characters())
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
        true => "the previous step of this resource was not done".to_owned(),
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
            Outcome::NotStarted => text.push_str(&format!(
                "{} {address}: not started: the run was interrupted\n",
                dim("skipped")
            )),
            Outcome::Interrupted => {
                text.push_str(&format!("{} {address}: interrupted while running\n", bad("stopped")))
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
        text.push_str("Completed steps are recorded in the state. Fix the errors and run the same command again to continue.\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::escape::plain;
    use super::*;

    #[test]
    fn what_is_left_is_guessed_from_what_is_done() {
        let told = |done, seconds| plain(&how_far(done, 40, Duration::from_secs(seconds)));
        assert_eq!(told(2, 60), "2 of 40 done");
        assert_eq!(told(10, 40), "10 of 40 done · about 2 min left");
        assert_eq!(told(40, 160), "40 of 40 done");
    }
}
