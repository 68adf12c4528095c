//! Out of Terraform: what its state holds is looked at, written as specs, taken over, and let go.

mod adopt;
mod release;
mod survey;
mod undo;
mod write;

use std::path::PathBuf;

use clap::Args;

use super::locking::Locking;
use super::run::Confirmation;
use super::session::{Session, compiled};
use super::{Exit, Failure, Global};
use crate::report;
use crate::report::terminal;
use engine::runs::RunId;
use migration::assignment::Assignment;
use survey::Survey;
use terraform::selection::Pattern;
use terraform::selection::Tag;
use terraform::selection::TypePattern;

/// Steps that run at once.
const PARALLELISM: usize = 32;

/// Take over what Terraform or OpenTofu owns, as it is.
///
/// Reads, and changes nothing, unless it is told to. Prints a report in Markdown: every address of the
/// state, which object of ours it is or is a part of, and what AWS says of that object. Nothing of
/// Terraform's is ever changed.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Terraform's state: a file, `-`, `s3://<bucket>/<key>`, or a saved plan. Repeatable. Our own state
    /// is where the environment says.
    #[arg(id = "state", long = "state", value_name = "STATE", required_unless_present = "undo")]
    states: Vec<String>,
    /// Take only what has this in its address, with `*` for any text and `?` for a character, or
    /// `/a regular expression/`. Repeatable: one of them is enough.
    #[arg(long = "match", value_name = "PATTERN")]
    matches: Vec<Pattern>,
    /// Take only this type of Terraform's, as `aws_dynamodb_table` or `aws_cognito_*`. Repeatable.
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<TypePattern>,
    /// Take only what has this tag. Repeatable: all of them must be there.
    #[arg(long = "tag", value_name = "KEY=VALUE")]
    tags: Vec<Tag>,
    /// Leave what has this in its address; written like `--match`. Repeatable.
    #[arg(long = "exclude", value_name = "PATTERN")]
    excluded: Vec<Pattern>,
    /// Write specs of what can be taken over and is in none yet, into this folder inside `specs/`. No file
    /// that exists is changed.
    #[arg(long, value_name = "FOLDER")]
    write: Option<PathBuf>,
    /// Take over what the specs define and is as they say: our tags and our state, and nothing else.
    #[arg(long)]
    adopt: bool,
    /// Take over also what the next plan would change.
    #[arg(long, requires = "adopt")]
    accept_changes: bool,
    /// Let one of Terraform's addresses be a resource of the specs that has another name. Repeatable.
    #[arg(long = "into", value_name = "TERRAFORM=ADDRESS")]
    assignments: Vec<Assignment>,
    /// Write what Terraform needs to let go of what is ours into this folder. A relative one starts where
    /// `specs/` is, as a relative `--state` does.
    #[arg(long, value_name = "FOLDER")]
    release: Option<PathBuf>,
    /// Give up again what a run has taken over: our tags and our state, and nothing else.
    #[arg(
        long,
        value_name = "RUN",
        conflicts_with_all = ["state", "matches", "types", "tags", "excluded", "write", "adopt", "assignments", "release", "json"]
    )]
    undo: Option<RunId>,
    /// Print the report as JSON.
    #[arg(long, conflicts_with = "adopt")]
    json: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    locking: Locking,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let global = &global.without_state();
    if let Some(run) = &arguments.undo {
        return undo::run(global, arguments, run).await;
    }
    if arguments.adopt {
        arguments.confirmation.check_terminal("adopt")?;
    }
    if let Some(folder) = &arguments.release {
        release::check(folder)?;
    }
    let session = Session::open(compiled(global).await?).await?;
    let mut survey = Survey::make(&session, arguments).await?;
    if let Some(folder) = &arguments.release {
        release::check_files(&session.stack.root, &survey.inventory, folder)?;
    }
    // What takes over looks for itself, once nobody else can write.
    if arguments.write.is_some() || !arguments.adopt {
        survey.look(&session).await;
    }
    if let Some(folder) = &arguments.write {
        write::run(&session, &mut survey, folder).await?;
    }
    session.report_statistics(global);
    let mut exit = Exit::Success;
    if arguments.adopt {
        exit = adopt::run(global, arguments, &mut survey).await?;
    } else if !arguments.assignments.is_empty() {
        adopt::preview(&session, arguments, &mut survey).await?;
    }
    let account = survey.account();
    if let Some(folder) = &arguments.release {
        let released = release::run(&session.stack.root, &account, folder)?;
        if exit == Exit::Success {
            exit = released;
        }
    }
    let scope =
        report::legacy::Scope { is_look: !arguments.adopt, releases: arguments.release.is_some() };
    match arguments.json {
        true => {
            let document = report::legacy::render_json(&account, scope);
            terminal::print_as_is(format_args!("{document:#}\n"));
        }
        false => terminal::print(report::legacy::render(&account, scope)),
    }
    Ok(exit)
}
