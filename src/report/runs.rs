//! Runs as they were, and what cannot be brought back.

use serde_json::json;

use super::escape::hanging;
use super::progress::skipped;
use super::style::{bad, bold, dim, good};
use engine::plan::Action;
use language::value::Value;
use runs::{End, Ended, Loss, Operation, Record, StepOutcome};
use state::Lock;

/// What has become of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RunStatus {
    Ended(Ended),
    UnderWay,
    /// It was killed.
    DidNotEnd,
}

impl RunStatus {
    /// A run without an end is under way if somebody has had the lock since before it began, and has
    /// not died.
    fn of(record: &Record, lock: Option<&Lock>) -> Self {
        let began = &record.began;
        match &record.end {
            Some(end) => Self::Ended(end.outcome),
            // Both are times in UTC in whole seconds or finer, so that they compare as text up to there.
            None if lock.is_some_and(|lock| {
                lock.operation == record.operation.name()
                    && lock.since.get(..19) <= began.get(..19)
                    && lock.status() != state::ProcessStatus::Ended
            }) =>
            {
                Self::UnderWay
            }
            None => Self::DidNotEnd,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Ended(Ended::Succeeded) => "succeeded",
            Self::Ended(Ended::Failed) => "failed",
            Self::Ended(Ended::Interrupted) => "interrupted",
            Self::UnderWay => "under way",
            Self::DidNotEnd => "did not end",
        }
    }

    fn paint(self, text: &str) -> String {
        match self {
            Self::Ended(Ended::Succeeded) => good(text),
            Self::UnderWay => text.to_owned(),
            _ => bad(text),
        }
    }
}

/// One line for each run.
pub fn list(records: &[Record], older: usize, lock: Option<&Lock>) -> String {
    if records.is_empty() && older == 0 {
        return "No runs yet.\n".to_owned();
    }
    let mut text = String::new();
    for record in records {
        let fate = RunStatus::of(record, lock);
        text.push_str(&format!(
            "{}  {:<8}  {}  {:<17}  {}\n",
            bold(record.id.as_str()),
            record.operation.name(),
            fate.paint(&format!("{:<11}", fate.words())),
            counts(record),
            dim(&record.by),
        ));
    }
    if older > 0 {
        text.push_str(&dim(&format!("{older} older: `--last COUNT` lists more\n")));
    }
    text
}

/// How many steps were done, of how many.
fn counts(record: &Record) -> String {
    let steps = record.plan.json["steps"].as_array().map_or(0, Vec::len);
    match &record.end {
        _ if steps == 0 => "nothing to change".to_owned(),
        Some(end) => format!("{} of {}", done(end), counted(steps)),
        None => format!("? of {}", counted(steps)),
    }
}

fn counted(steps: usize) -> String {
    match steps {
        1 => "1 step".to_owned(),
        _ => format!("{steps} steps"),
    }
}

fn done(end: &End) -> usize {
    let steps = end.steps.iter();
    steps.filter(|step| step.outcome == StepOutcome::Done).count()
}

/// The same as JSON: a list with `id`, `operation`, `by`, `began`, `ended`, `outcome`, `diatonic` and the
/// number of `steps` and of those that were `done`.
pub fn list_json(records: &[Record], lock: Option<&Lock>) -> Value {
    records
        .iter()
        .map(|record| {
            json!({
                "id": record.id,
                "operation": record.operation,
                "back_to": record.back_to,
                "by": record.by,
                "diatonic": record.diatonic,
                "began": record.began,
                "ended": record.end.as_ref().map(|end| &end.at),
                "outcome": RunStatus::of(record, lock).words().replace(' ', "_"),
                "steps": record.plan.json["steps"].as_array().map_or(0, Vec::len),
                "done": record.end.as_ref().map(done),
            })
        })
        .collect()
}

/// All that people want to know of a run, with its plan.
pub fn show(record: &Record, lock: Option<&Lock>, plan: &str) -> String {
    let Record { id, operation, stack, account, region, by, began, diatonic, .. } = record;
    let fate = RunStatus::of(record, lock);
    let back_to = match &record.back_to {
        Some(run) => format!(" to {run}"),
        None => String::new(),
    };
    let ended = match &record.end {
        Some(end) => format!("{} at {}", fate.paint(fate.words()), end.at),
        None => fate.paint(fate.words()),
    };
    let mut text = format!(
        "{}  {}{back_to} of {stack} in account {account}, {region}\n  by       {by}\n  began    {began}\n  \
         ended    {ended}\n  diatonic {diatonic}\n\n{plan}",
        bold(id.as_str()),
        operation.name(),
    );
    if let Some(end) = &record.end
        && !end.steps.is_empty()
    {
        text.push_str(&format!("\n{}\n", bold("What came of it:")));
        for step in &end.steps {
            let action = words(step.action);
            text.push_str(&match &step.outcome {
                StepOutcome::Done => format!("  {} {}: {action}\n", good("done   "), step.address),
                StepOutcome::Failed { error } => {
                    let error = hanging(error);
                    format!("  {} {}: {action}: {error}\n", bad("failed "), step.address)
                }
                StepOutcome::Skipped { because_of } => format!(
                    "  {} {}: {}\n",
                    dim("skipped"),
                    step.address,
                    skipped(&step.address, because_of)
                ),
                StepOutcome::NotStarted => {
                    format!(
                        "  {} {}: not started: the run was interrupted\n",
                        dim("skipped"),
                        step.address
                    )
                }
                StepOutcome::Interrupted => {
                    format!("  {} {}: interrupted while running\n", bad("stopped"), step.address)
                }
            });
        }
    }
    text
}

fn words(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update",
        Action::Replace | Action::ReplaceCreateFirst => "replace",
        Action::Detach => "detach",
        Action::Delete | Action::DeleteFirst => "delete",
        Action::DeleteReplaced => "delete the old one",
        Action::Adopt | Action::Import => "import",
        Action::Release => "give up",
        Action::Forget => "forget",
    }
}

/// A section on what a rollback does not bring back; nothing where it brings everything back.
pub fn losses(losses: &[Loss]) -> String {
    if losses.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", bold("Cannot be rolled back:"));
    for loss in losses {
        text.push_str(&match loss {
            Loss::Data { address, since } => {
                let since = match since {
                    Some(run) => format!(" since run {run}"),
                    None => String::new(),
                };
                format!("  {address}: the object was re-created, and the data of the original is lost{since}\n")
            }
            Loss::Id { address, then } => {
                format!("  {address}: the object was re-created; its former id {then} no longer exists\n")
            }
            Loss::Secret {
                address,
                field,
                is_given,
            } => {
                let now = match is_given {
                    true => "the value in the current specs is used",
                    false => "the current specs have no value for it",
                };
                format!("  {address}: {field} is a secret, and run records contain no secrets: {now}\n")
            }
            Loss::Files { address, field } => format!(
                "  {address}: {field} is left unchanged in AWS, because the files that it is built from have changed \
                 since that run\n"
            ),
            Loss::Field { address, field } => format!(
                "  {address}: {field} depends on a file or an object that has changed since that run\n"
            ),
        });
    }
    text
}

/// What a rollback to a run that took objects over, or gave some up, does not do; nothing where it is
/// another.
pub fn undo_note(to: &Record) -> String {
    let (done, otherwise) = match to.operation {
        Operation::Import | Operation::ImportLegacy => (
            "took objects over",
            format!("they stay ours: `diatonic import-legacy --undo {}` gives them up", to.id),
        ),
        Operation::Undo => ("gave objects up", "it takes none over, and gives none up".to_owned()),
        Operation::Apply | Operation::Destroy | Operation::Rollback => return String::new(),
    };
    format!(
        "\n{} Run {} {done}. Going back to it makes AWS what the specs said then, and {otherwise}.\n",
        bold("Note:"),
        to.id
    )
}

/// What is still to be done by hand after a rollback.
pub fn specs_differ(to: &Record) -> String {
    format!(
        "{} The specs on disk are unchanged, and the next `diatonic {}` would apply them again. Restore them to their \
         version of {} as well.\n",
        bold("Note:"),
        Operation::Apply.name(),
        to.began
    )
}
