//! Takes what somebody changed by hand over into the specs.

use clap::Args;

use crate::commands::session::Session;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal;
use crate::report::write_back;
use ::write_back::{Proposal, propose, unexpected_changes, write};
use compiler::{Address, Options};
use engine::drift::Drift;
use engine::plan::{Plan, Request};

/// Whether the specs take it over, and what of it.
#[derive(Debug, Args)]
pub(super) struct Writing {
    /// Take what was changed over into the files under `specs/`: in place, with all comments. What serves other resources
    /// as well, such as a variable, is reported and not edited.
    #[arg(long, conflicts_with_all = ["format", "json", "detailed_exitcode"])]
    pub(super) write: bool,
    /// Only this resource. Repeatable.
    #[arg(long, value_name = "ADDRESS", requires = "write")]
    only: Vec<Address>,
    /// Show the edits as a diff, and write nothing.
    #[arg(long, requires = "write")]
    dry_run: bool,
}

/// Edits the specs, sees to it that they validate and that the next plan changes nothing back, and writes them.
pub(super) async fn run(
    global: &Global,
    session: &Session,
    writing: &Writing,
) -> Result<Exit, Failure> {
    let request = Request::default();
    let plan = session.plan(&request).await?;
    let drifts = selected(&plan, &writing.only)?;
    let proposal = propose(&session.stack, &plan, drifts.iter().copied());
    if !proposal.files.is_empty() {
        check(global, session, &plan, &proposal).await?;
        if !writing.dry_run {
            write(&session.stack.root, &proposal.files)
                .map_err(|error| Failure::Usage(format!("{error}\nno file was changed")))?;
        }
    }
    let sources = &session.stack.sources;
    let text = match (drifts.is_empty(), writing.dry_run) {
        (true, _) => "Nothing was changed outside diatonic\n".to_owned(),
        (false, true) => write_back::diff(&proposal, sources),
        (false, false) => write_back::done(&proposal, sources),
    };
    terminal::print(text);
    session.report_statistics(global);
    Ok(Exit::Success)
}

/// What was changed at the addresses that are named; everything where none is.
fn selected<'p>(plan: &'p Plan, only: &[Address]) -> Result<Vec<&'p Drift>, Failure> {
    let is_there =
        |address: &&Address| plan.drift.iter().any(|drift| drift.address.is_selected_by(address));
    if let Some(address) = only.iter().find(|address| !is_there(address)) {
        return Err(Failure::Usage(format!(
            "`--only {address}`: nothing was changed there; `diatonic drift` shows what was"
        )));
    }
    let drifts = plan.drift.iter();
    let is_selected = |drift: &&Drift| {
        only.is_empty() || only.iter().any(|address| drift.address.is_selected_by(address))
    };
    Ok(drifts.filter(is_selected).collect())
}

/// Sees to it that the specs still compile with the edits, and that the next plan does what it should.
async fn check(
    global: &Global,
    session: &Session,
    plan: &Plan,
    proposal: &Proposal,
) -> Result<(), Failure> {
    let files = proposal.files.iter();
    let drafts = files.map(|(path, file)| (path.clone(), file.after.clone()));
    let options = Options { drafts: drafts.collect(), ..global.options()? };
    let edited = session.with_specs(options).await;
    let edited = edited.inspect_err(|_| terminal::eprint(write_back::refused(proposal)))?;
    let next = edited.plan(&Request::default()).await?;
    let unexpected_changes = unexpected_changes(proposal, plan, &next);
    match unexpected_changes.is_empty() {
        true => Ok(()),
        false => Err(Failure::Usage(write_back::unexpected(&unexpected_changes))),
    }
}
