//! Which resources a plan is about, and what it may destroy.

use clap::Args;

use super::completing;
use compiler::Address;
use engine::plan::Request;

/// Which resources a plan is about, and what it may destroy.
#[derive(Debug, Args)]
#[command(next_help_heading = "Resources")]
pub(super) struct Selection {
    /// Only this resource and what it needs. Repeatable.
    #[arg(long = "target", value_name = "ADDRESS", add = completing::addresses())]
    targets: Vec<Address>,
    /// Everything but this resource and what waits for it. Repeatable.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "targets", add = completing::addresses())]
    exclude: Vec<Address>,
    /// Re-create this resource even if nothing about it has changed. Repeatable.
    #[arg(long, value_name = "ADDRESS", add = completing::addresses())]
    replace: Vec<Address>,
    /// Allow this resource, which holds data, to be deleted or replaced. Repeatable.
    #[arg(long = "allow-destroy", value_name = "ADDRESS", add = completing::addresses())]
    allow_destroy: Vec<Address>,
}

impl Selection {
    /// What is to be planned.
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
