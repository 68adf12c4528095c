//! What `import-legacy` takes.

use std::path::PathBuf;

use clap::Args;

use crate::commands::completing;
use crate::commands::confirmation::Confirmation;
use crate::commands::locking::Locking;
use migration::assignment::Assignment;
use runs::RunId;
use terraform::selection::{Pattern, Tag, TypePattern};

/// Take over what Terraform or OpenTofu owns, as it is.
///
/// Read-only unless `--write`, `--adopt`, `--release` or `--undo` is given. Prints a report in Markdown: every address of the
/// state, which object of ours it is or is a part of, and what AWS says of that object. Nothing of
/// Terraform's is ever changed.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Terraform's state: a file, `-`, `s3://<bucket>/<key>`, or a saved plan. Repeatable. Our own state
    /// is where the environment says.
    #[arg(id = "state", long = "state", value_name = "STATE", required_unless_present = "undo")]
    pub(super) states: Vec<String>,
    /// Take only what has this in its address, with `*` for any text and `?` for a character, or
    /// `/a regular expression/`. Repeatable: one of them is enough.
    #[arg(long = "match", value_name = "PATTERN")]
    pub(super) matches: Vec<Pattern>,
    /// Take only this type of Terraform's, as `aws_dynamodb_table` or `aws_cognito_*`. Repeatable.
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) types: Vec<TypePattern>,
    /// Take only what has this tag. Repeatable: all of them must be there.
    #[arg(long = "tag", value_name = "KEY=VALUE")]
    pub(super) tags: Vec<Tag>,
    /// Leave what has this in its address; written like `--match`. Repeatable.
    #[arg(long = "exclude", value_name = "PATTERN")]
    pub(super) excluded: Vec<Pattern>,
    /// Write specs of what can be taken over and is in none yet, into this folder inside `specs/`. No file
    /// that exists is changed.
    #[arg(long, value_name = "FOLDER")]
    pub(super) write: Option<PathBuf>,
    /// Take over what the specs define and is as they say: our tags and our state, and nothing else.
    #[arg(long)]
    pub(super) adopt: bool,
    /// Take over also what the next plan would change.
    #[arg(long, requires = "adopt")]
    pub(super) accept_changes: bool,
    /// Let one of Terraform's addresses be a resource of the specs that has another name. Repeatable.
    #[arg(long = "into", value_name = "TERRAFORM=ADDRESS")]
    pub(super) assignments: Vec<Assignment>,
    /// Write the files that remove our resources from Terraform into this folder. A relative one starts where
    /// `specs/` is, as a relative `--state` does.
    #[arg(long, value_name = "FOLDER")]
    pub(super) release: Option<PathBuf>,
    /// Give up again what a run has taken over: our tags and our state, and nothing else.
    #[arg(
        long,
        value_name = "RUN",
        add = completing::runs(),
        conflicts_with_all = ["state", "matches", "types", "tags", "excluded", "write", "adopt", "assignments", "release", "json"]
    )]
    pub(super) undo: Option<RunId>,
    /// Print the report as JSON.
    #[arg(long, conflicts_with = "adopt")]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) confirmation: Confirmation,
    #[command(flatten)]
    pub(super) locking: Locking,
}
