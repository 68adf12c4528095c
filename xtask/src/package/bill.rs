//! The bill of materials: every crate that is linked in, with its version, licence and digest, in CycloneDX's format.

use std::fs;
use std::path::Path;

use super::commit::Commit;
use super::run::run_in;
use crate::failure::{Failure, Result};
use crate::workspace::target_folder;
use crate::workspace::{cargo, root};

/// CycloneDX's own tool, at the version that was tried.
const TOOL: &str = "cargo-cyclonedx@0.5.9";

/// Writes the bill of the program for a target.
pub fn write(out: &Path, target: &str, commit: &Commit) -> Result<String> {
    let tools = target_folder().join("tools");
    cargo(["install", "--quiet", "--locked", "--root", &tools.to_string_lossy(), TOOL])?;
    // The tool writes a bill beside every `Cargo.toml` of a workspace.
    let source = out.join("source");
    let workspace = root();
    let clone =
        ["clone", "--quiet", "--shared", &workspace.to_string_lossy(), &source.to_string_lossy()];
    run_in(out, "git", clone, commit)?;
    let name = commit.name(target);
    let form = ["cyclonedx", "--format", "json", "--spec-version", "1.5", "--no-build-deps"];
    let what = ["--target", target, "--override-filename", &name];
    let tool = tools.join("bin/cargo-cyclonedx");
    run_in(&source, &tool.to_string_lossy(), [&form[..], &what[..]].concat(), commit)?;
    let written = source.join(format!("{name}.json"));
    let bill = fs::read_to_string(&written).map_err(Failure::at(&written))?;
    let file = format!("{name}.cdx.json");
    // The same wherever it is made.
    let bill = bill.replace(&format!("file://{}", source.display()), "file:///diatonic");
    fs::write(out.join(&file), bill).map_err(Failure::at(out))?;
    fs::remove_dir_all(&source).map_err(Failure::at(&source))?;
    Ok(file)
}
