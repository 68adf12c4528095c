//! The archive for whoever installs by hand or by `cargo binstall`, whose metadata is in the program's `Cargo.toml`.

use std::path::Path;

use super::commit::Commit;
use super::contents::Contents;
use super::run::run_in;
use crate::failure::Result;

/// Packs all into one folder in an archive, which is named like it. The same commit makes the same bytes.
pub fn pack(contents: &Contents, out: &Path, target: &str, commit: &Commit) -> Result<String> {
    let name = commit.name(target);
    let file = format!("{name}.tar.xz");
    let renamed = format!("s,^\\.,{name},");
    let time = format!("@{}", commit.time);
    let folder = contents.folder.to_string_lossy();
    let same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"];
    let what = [
        "--mtime", &time, "--transform", &renamed, "--directory", &folder, "--xz", "--create",
        "--file", &file, ".",
    ];
    run_in(out, "tar", [&same[..], &what[..]].concat(), commit)?;
    Ok(file)
}
