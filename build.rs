//! Tells the program which commit it is built from. A build for development does not ask: it would be linked anew with
//! every commit.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = is_release.then(commit).flatten();
    let described =
        commit.map_or_else(|| version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo::rustc-env=DIATONIC_VERSION={described}");
}

/// The short hash and the date of the commit, if this is a git work tree: `538f3df01234 2026-11-30`.
fn commit() -> Option<String> {
    // What git writes whenever another commit is checked out.
    println!("cargo::rerun-if-changed={}", git(&["rev-parse", "--git-path", "logs/HEAD"])?);
    git(&["show", "--no-patch", "--abbrev=12", "--format=%h %cs", "HEAD"])
}

/// What git prints, without the end of the line.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}
