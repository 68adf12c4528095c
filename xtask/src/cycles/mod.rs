//! `cargo xtask cycles`: no file of a crate uses another that uses it, directly or through more files.
//!
//! Cargo keeps crates from using each other in a cycle; nothing keeps the modules of one crate from it.
//! A module uses another if a path in it leads to an item there. Re-exports are followed to where the item
//! is defined, so a `mod.rs` that only re-exports its files uses them and is not used by them. Tests may use
//! whatever they like.

mod graph;

use crate::failure::{Failure, Result};
use crate::source;
use crate::terminal::say;
use crate::workspace::root;

/// Fail if files of one crate use each other in a cycle
#[derive(clap::Args)]
pub struct Arguments {
    /// Print the items by which the files of a cycle use each other
    #[arg(long)]
    items: bool,
}

pub fn run(arguments: &Arguments) -> Result {
    let mut found = Vec::new();
    let mut files = 0;
    for source in source::crate_roots(&root())? {
        let modules = source::read(&source)?;
        files += modules.len();
        found.extend(
            graph::cycles(&modules).iter().map(|cycle| graph::shown(cycle, arguments.items)),
        );
    }
    if found.is_empty() {
        say(format!("no cycles in {files} files"));
        return Ok(());
    }
    Err(Failure::from(format!(
        "{} of files that use each other; move what they share to a file below them:\n\n{}",
        if found.len() == 1 { "a cycle".to_owned() } else { format!("{} cycles", found.len()) },
        found.join("\n\n")
    )))
}
