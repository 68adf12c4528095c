//! Plans in files.

use std::path::Path;

use super::Failure;
use crate::report::terminal;
use compiler::Stack;
use engine::plan::{Plan, Request, SavedPlan};
use workspace::files::{read_up_to, replace_private};

/// Keeps a plan, for whoever runs this alone: it says what there is in the account.
pub(super) fn save(
    file: &Path,
    stack: &Stack,
    plan: &Plan,
    request: &Request,
) -> Result<(), Failure> {
    let shown = file.display();
    let Ok(saved) = SavedPlan::new(stack, plan, request) else {
        terminal::eprintln(format_args!("not saved in {shown}, for it is refused"));
        return Ok(());
    };
    let bytes = serde_json::to_vec_pretty(&saved).map_err(std::io::Error::from);
    let written = bytes.and_then(|bytes| replace_private(file, &bytes));
    written
        .map_err(|error| Failure::Usage(format!("cannot write the plan to {shown}: {error}")))?;
    terminal::eprintln(format_args!(
        "saved in {shown}: `diatonic apply {shown}` does exactly this"
    ));
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
