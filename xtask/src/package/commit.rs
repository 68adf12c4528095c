//! The commit that a package is made from.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::workspace::{printed, root};

pub struct Commit {
    /// Of the workspace: `0.1.0`.
    pub version: &'static str,
    /// Of the commit, in seconds since 1970: the time of every file in a package, so that the same commit makes the same
    /// bytes.
    pub time: String,
}

impl Commit {
    /// # Errors
    /// Something is changed that the commit does not hold: nobody could tell later what the package was made from.
    pub fn checked_out() -> Result<Self> {
        let changed = git(&["status", "--porcelain"])?;
        if !changed.is_empty() {
            let why = "the tree differs from the commit that is checked out: commit or discard this first";
            return Err(Failure::from(format!("{why}\n{changed}")));
        }
        let time = git(&["show", "--no-patch", "--format=%ct", "HEAD"])?;
        Ok(Self { version: env!("CARGO_PKG_VERSION"), time })
    }

    /// Tools that follow <https://reproducible-builds.org/specs/source-date-epoch/> take the time from here.
    pub fn variables(&self) -> [(&'static str, &str); 1] {
        [("SOURCE_DATE_EPOCH", &self.time)]
    }

    /// The stem of what is made for a target: `diatonic-0.1.0-x86_64-unknown-linux-musl`.
    pub fn name(&self, target: &str) -> String {
        format!("diatonic-{}-{target}", self.version)
    }
}

/// What git prints in the workspace, without the end of the line.
fn git(arguments: &[&str]) -> Result<String> {
    let text = printed(Command::new("git").current_dir(root()).args(arguments))?;
    Ok(text.trim_end().to_owned())
}
