//! Objects that exist: taken over, or written as specs.

mod generate;
mod take_over;

use clap::Args;

use super::locking::Locking;
use super::run::Confirmation;
use super::{Exit, Failure, Global};

/// Take over an object that exists, or write the spec of one.
///
/// The object gets our tags and an entry in the state, and nothing else of it changes; what its spec says
/// otherwise is shown, and is the next apply's to change. `adopt: true` in the spec does both at once.
///
/// With `--generate`, nothing is taken over: the spec of the object is printed, with references to what
/// the specs have already.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The address that the specs have for the object, such as `dynamodb.table.users`; with `--generate`
    /// its kind, such as `dynamodb.table`.
    #[arg(value_name = "ADDRESS|KIND")]
    subject: String,
    /// What AWS knows the object by: its name for most kinds (docs/kinds.md says it of each).
    id: String,
    /// Print the spec of the object instead of taking it over. Changes nothing.
    #[arg(long)]
    generate: bool,
    /// The logical name in that spec, instead of one that is made of the physical name.
    #[arg(long, requires = "generate")]
    name: Option<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    locking: Locking,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    match arguments.generate {
        true => generate::run(global, arguments).await,
        false => take_over::run(global, arguments).await,
    }
}
