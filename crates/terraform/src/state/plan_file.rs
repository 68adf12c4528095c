//! The state inside a saved plan: `terraform plan -out` writes a zip file with `tfstate` in it.

use std::io::{Cursor, Read};

use super::StateFileError;

/// How a zip file starts.
const ZIP: &[u8] = b"PK\x03\x04";
/// The state as it was when the plan was made.
const STATE: &str = "tfstate";
/// A state is smaller than this: S3 takes 5 GiB in one piece, and Terraform reads all of it at once.
const LARGEST: u64 = 1 << 30;

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
}

/// The bytes of the state in a saved plan.
pub(super) fn state_in(bytes: &[u8]) -> Result<Vec<u8>, StateFileError> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes));
    let mut archive = archive.map_err(|_| StateFileError::NotAPlan)?;
    let file = archive.by_name(STATE).map_err(|_| StateFileError::NotAPlan)?;
    let mut state = Vec::new();
    file.take(LARGEST).read_to_end(&mut state).map_err(|_| StateFileError::NotAPlan)?;
    Ok(state)
}
