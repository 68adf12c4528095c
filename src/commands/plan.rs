use clap::Args;

use super::session::Session;
use super::{Exit, Failure, Global};
use crate::plan::Request;
use crate::report;
use crate::spec::Address;

/// Show what an apply would change. Reads AWS and writes nothing.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Print the plan as JSON (its shape is described in docs/plan-json.md).
    #[arg(long)]
    json: bool,
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
    /// Allow this resource, which holds data, to be deleted or replaced. Repeatable.
    #[arg(long = "allow-destroy", value_name = "ADDRESS")]
    allow_destroy: Vec<Address>,
}

impl Selection {
    pub(super) fn request(&self, destroy: bool) -> Request {
        Request {
            targets: self.targets.clone(),
            allow_destroy: self.allow_destroy.clone(),
            destroy,
        }
    }
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let session = Session::open(global).await?;
    let plan = session.plan(&arguments.selection.request(false)).await?;
    if arguments.json {
        anstream::println!("{:#}", report::plan_json::render(&session.stack, &plan));
    } else {
        anstream::print!("{}", report::plan::render(&session.stack, &plan));
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
