use clap::Args;

use super::session::{Session, compiled};
use super::{Exit, Failure, Global};
use crate::legacy::selection::{Pattern, Tag, TypePattern};
use crate::legacy::{Selection, Source, SourceError, read_all, take_inventory, verify};
use crate::report;

/// Say what of a Terraform or OpenTofu state could be taken over. Reads, and changes nothing.
///
/// Prints a report in Markdown: every address of the state, which object of ours it is or is a part of,
/// and what AWS says of that object.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Terraform's state: a file, `-`, `s3://<bucket>/<key>`, or a saved plan. Repeatable. Our own state
    /// is where the environment says.
    #[arg(id = "state", long = "state", value_name = "STATE", required = true)]
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
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let sources: Vec<Result<Source, SourceError>> =
        arguments.states.iter().map(|text| text.parse()).collect();
    let (sources, refused): (Vec<_>, Vec<_>) = sources.into_iter().partition(Result::is_ok);
    let refused: Vec<SourceError> = refused.into_iter().filter_map(Result::err).collect();
    if !refused.is_empty() {
        return Err(no_states(&refused));
    }
    let sources: Vec<Source> = sources.into_iter().flatten().collect();
    let global = &global.without_state();
    let session = Session::open(compiled(global)?).await?;
    let files = read_all(&sources, &session.stack.root, &session.aws)
        .await
        .map_err(|errors| no_states(&errors))?;
    let inventory = take_inventory(files, &arguments.selection());
    let state = session.store.snapshot();
    let verdicts = verify(&inventory.claims, &session.aws, &session.stack, &state).await;
    anstream::print!("{}", report::legacy::render(&inventory, &verdicts));
    session.report_statistics(global);
    Ok(Exit::Success)
}

fn no_states(errors: &[SourceError]) -> Failure {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Failure::Usage(lines.join("\n"))
}

impl Arguments {
    fn selection(&self) -> Selection {
        Selection {
            matches: self.matches.clone(),
            types: self.types.clone(),
            tags: self.tags.clone(),
            excluded: self.excluded.clone(),
        }
    }
}
