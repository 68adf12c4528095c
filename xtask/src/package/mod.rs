//! `cargo xtask package`: what users install, made from the commit that is checked out and tried in a bare root.

mod archive;
mod bare_root;
mod bill;
mod binary;
mod commit;
mod contents;
mod debian;
mod run;

use std::fs;
use std::path::PathBuf;

use self::commit::Commit;
use self::run::run_in;
use crate::failure::{Failure, Result};
use crate::terminal::say;

/// Make the archive, the Debian package, the bill of materials and the checksums, and install them in a bare root
#[derive(clap::Args)]
pub struct Arguments {
    /// What to build for. Both are static: `…-musl` needs `rustup target add`, `…-gnu` glibc's own static library
    #[arg(long, value_name = "TRIPLE", default_value = "x86_64-unknown-linux-musl")]
    target: String,
    /// Where to put what is made
    #[arg(long, value_name = "FOLDER", default_value = "target/package")]
    out: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result {
    let commit = Commit::checked_out()?;
    let out = crate::workspace::root().join(&arguments.out);
    if out.exists() {
        fs::remove_dir_all(&out).map_err(Failure::at(&out))?;
    }
    let program = binary::build(&arguments.target, &commit)?;
    let contents = contents::gather(&program, &out.join("contents"))?;
    let names = [
        archive::pack(&contents, &out, &arguments.target, &commit)?,
        debian::pack(&contents, &out, &arguments.target, &commit)?,
        bill::write(&out, &arguments.target, &commit)?,
    ];
    let sums = run_in(&out, "sha256sum", names.iter().map(String::as_str), &commit)?;
    fs::write(out.join("SHA256SUMS"), sums).map_err(Failure::at(&out))?;
    bare_root::try_archive(&out, &names[0], &commit)?;
    bare_root::try_package(&out, &names[1], &commit)?;
    fs::remove_dir_all(&contents.folder).map_err(Failure::at(&contents.folder))?;
    for name in names {
        let size = fs::metadata(out.join(&name)).map_err(Failure::at(&out))?.len();
        say(format!("{:>6.1} MB  {}", size as f64 / 1e6, arguments.out.join(name).display()));
    }
    Ok(())
}
