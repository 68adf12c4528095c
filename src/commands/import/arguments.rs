//! What `import` takes.

use clap::Args;

use crate::commands::completing;
use crate::commands::confirmation::Confirmation;
use crate::commands::locking::Locking;

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
    #[arg(value_name = "ADDRESS|KIND", add = completing::addresses_and_kinds())]
    pub(super) subject: String,
    /// What AWS knows the object by: its name for most kinds (docs/kinds.md says it of each).
    pub(super) id: String,
    /// Print the spec of the object instead of taking it over. Changes nothing.
    #[arg(long)]
    pub(super) generate: bool,
    /// The logical name in that spec, instead of one that is made of the physical name.
    #[arg(long, requires = "generate")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) confirmation: Confirmation,
    #[command(flatten)]
    pub(super) locking: Locking,
}
