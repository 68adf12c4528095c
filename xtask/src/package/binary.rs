//! The program itself: static, and with no path of the machine that built it.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use super::commit::Commit;
use crate::failure::{Failure, Result};
use crate::workspace::{cargo_with, root, target_folder};

/// Builds the program for a target, and says where it is.
///
/// # Errors
/// The target's standard library is not installed, or the build fails.
pub fn build(target: &str, commit: &Commit) -> Result<PathBuf> {
    if !has_standard_library(target)? {
        let gnu = target.replace("-musl", "-gnu");
        return Err(Failure::from(format!(
            "there is no standard library for {target}: run `rustup target add {target}`, or name another by `--target`, \
             such as {gnu}"
        )));
    }
    let [(name, time)] = commit.variables();
    let environment = [(name, time.to_owned()), ("RUSTFLAGS", flags())];
    let arguments =
        ["build", "--workspace", "--bin", "diatonic", "--release", "--locked", "--target", target];
    cargo_with(arguments, &environment)?;
    Ok(target_folder().join(target).join("release/diatonic"))
}

/// Static also where the C library is glibc. The places that a program fills in when it starts are listed as a bitmap
/// (`RELR`), which both libraries read and is a hundredth of the usual list. Panics name source files, which say nothing of
/// where they were.
fn flags() -> String {
    let cargo_home =
        env::var("CARGO_HOME").or_else(|_| env::var("HOME").map(|home| format!("{home}/.cargo")));
    let cargo_home = cargo_home.unwrap_or_default();
    let root = root();
    format!(
        "-C target-feature=+crt-static -C link-arg=-Wl,-z,pack-relative-relocs --remap-path-prefix={}=. \
         --remap-path-prefix={cargo_home}=cargo",
        root.display()
    )
}

fn has_standard_library(target: &str) -> Result<bool> {
    let mut command = Command::new("rustc");
    let output = command.args(["--print", "target-libdir", "--target", target]).output();
    let output = output.map_err(|cause| format!("cannot run rustc: {cause}"))?;
    let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end());
    Ok(output.status.success() && folder.is_dir())
}
