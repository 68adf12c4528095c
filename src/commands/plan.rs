use std::path::{Path, PathBuf};

use clap::Args;

use super::session::{Session, compiled};
use super::{Exit, Failure, Global};
use crate::report;
use crate::report::terminal;
use compiler::{Address, Stack};
use engine::plan::{Plan, Request, SavedPlan};
use workspace::files::{read_up_to, replace_private};

/// Show what an apply would change. Reads AWS and writes nothing.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Show what `destroy` would delete.
    #[arg(long)]
    destroy: bool,
    /// Print the plan as JSON (its shape is described in docs/plan-json.md).
    #[arg(long)]
    json: bool,
    /// Keep the plan in a file, for `apply <FILE>` to do exactly that.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with 0 if nothing is to change, 2 if something is, 1 on an error.
    #[arg(long)]
    detailed_exitcode: bool,
}

/// Which resources a plan is about, and what it may destroy.
#[derive(Debug, Args)]
pub(super) struct Selection {
    /// Only this resource and what it needs. Repeatable.
    #[arg(long = "target", value_name = "ADDRESS")]
    targets: Vec<Address>,
    /// Everything but this resource and what waits for it. Repeatable.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "targets")]
    exclude: Vec<Address>,
    /// Make this resource anew, though nothing about it asks for that. Repeatable.
    #[arg(long, value_name = "ADDRESS")]
    replace: Vec<Address>,
    /// Allow this resource, which holds data, to be deleted or replaced. Repeatable.
    #[arg(long = "allow-destroy", value_name = "ADDRESS")]
    allow_destroy: Vec<Address>,
}

impl Selection {
    pub(super) fn request(&self, destroy: bool) -> Request {
        Request {
            targets: self.targets.clone(),
            exclude: self.exclude.clone(),
            replace: self.replace.clone(),
            allow_destroy: self.allow_destroy.clone(),
            destroy,
        }
    }
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let session = Session::open(compiled(global).await?).await?;
    let request = arguments.selection.request(arguments.destroy);
    let plan = session.plan(&request).await?;
    if arguments.json {
        terminal::println(format_args!("{:#}", report::plan_json::render(&session.stack, &plan)));
    } else {
        terminal::print(report::plan::render(&session.stack, &plan));
    }
    if let Some(file) = &arguments.out {
        save(file, &session.stack, &plan, &request)?;
    }
    session.report_statistics(global);
    Ok(if !plan.blocked.is_empty() {
        Exit::Failure
    } else if arguments.detailed_exitcode && !plan.is_empty() {
        Exit::Changes
    } else {
        Exit::Success
    })
}

/// Keeps a plan, for whoever runs this alone: it says what there is in the account.
fn save(file: &Path, stack: &Stack, plan: &Plan, request: &Request) -> Result<(), Failure> {
    let shown = file.display();
    let Ok(saved) = SavedPlan::new(stack, plan, request) else {
        terminal::tell(format_args!("not saved in {shown}, for it is refused"));
        return Ok(());
    };
    let bytes = serde_json::to_vec_pretty(&saved).map_err(std::io::Error::from);
    let written = bytes.and_then(|bytes| replace_private(file, &bytes));
    written
        .map_err(|error| Failure::Usage(format!("cannot write the plan to {shown}: {error}")))?;
    terminal::tell(format_args!("saved in {shown}: `diatonic apply {shown}` does exactly this"));
    Ok(())
}

/// The largest file that is read as a plan, in bytes. One step in a hundred thousand has a kilobyte.
const LARGEST: u64 = 256 << 20;

/// Reads a plan that was saved.
///
/// # Errors
/// The file cannot be read, or holds no plan of this version.
pub(super) fn load(file: &Path) -> Result<SavedPlan, Failure> {
    let shown = file.display();
    let bytes = read_up_to(LARGEST, file)
        .map_err(|error| Failure::Usage(format!("cannot read the plan {shown}: {error}")))?;
    SavedPlan::parse(&bytes).map_err(|why| Failure::Usage(format!("cannot use {shown}: {why}")))
}
