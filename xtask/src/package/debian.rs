//! The Debian package, by Debian's own `dpkg-deb`.

use std::fs;
use std::path::Path;

use super::commit::Commit;
use super::contents::{COMPLETIONS, Contents};
use super::run::run_in;
use crate::failure::{Failure, Result};

/// Lays the files out as Debian's policy wants them, and packs them. The same commit makes the same bytes.
pub fn pack(contents: &Contents, out: &Path, target: &str, commit: &Commit) -> Result<String> {
    let tree = out.join("debian");
    let share = tree.join("usr/share");
    copy(&contents.program, &tree.join("usr/bin/diatonic"))?;
    copy(&contents.folder.join("LICENSE"), &share.join("doc/diatonic/copyright"))?;
    for (shell, place) in COMPLETIONS {
        copy(&contents.completions(shell), &share.join(place))?;
    }
    let manual = contents.manual();
    for page in fs::read_dir(&manual).map_err(Failure::at(&manual))? {
        let page = page.map_err(Failure::at(&manual))?;
        copy(&page.path(), &share.join("man/man1").join(page.file_name()))?;
    }
    run_in(&share.join("man/man1"), "sh", ["-c", "gzip --best --no-name *"], commit)?;
    let architecture = architecture(target)?;
    let size =
        fs::metadata(&contents.program).map_err(Failure::at(&contents.program))?.len() / 1024;
    let control = tree.join("DEBIAN/control");
    write(&control, &control_file(commit, architecture, size))?;
    let file = format!("diatonic_{}_{architecture}.deb", commit.version);
    run_in(out, "dpkg-deb", ["--root-owner-group", "-Zxz", "--build", "debian", &file], commit)?;
    fs::remove_dir_all(&tree).map_err(Failure::at(&tree))?;
    Ok(file)
}

/// What dpkg knows of the package. The program is static; all that it wants of a system are the certificates of
/// authorities, and it runs without them against an endpoint that has no TLS.
fn control_file(commit: &Commit, architecture: &str, size: u64) -> String {
    format!(
        "Package: diatonic\n\
         Version: {}\n\
         Architecture: {architecture}\n\
         Maintainer: The diatonic developers\n\
         Installed-Size: {size}\n\
         Recommends: ca-certificates, git\n\
         Section: admin\n\
         Priority: optional\n\
         Description: infrastructure compiler for AWS\n \
          Compiles declarative specs, compares them with live AWS, and applies what\n \
          differs in order.\n",
        commit.version
    )
}

/// Debian's name for the machine of a target.
fn architecture(target: &str) -> Result<&'static str> {
    match target.split('-').next() {
        Some("x86_64") => Ok("amd64"),
        Some("aarch64") => Ok("arm64"),
        _ => Err(Failure::from(format!(
            "Debian's name for the machine of {target} is not known here"
        ))),
    }
}

fn copy(from: &Path, to: &Path) -> Result {
    create_parent(to)?;
    fs::copy(from, to).map(|_| ()).map_err(Failure::at(from))
}

fn write(file: &Path, text: &str) -> Result {
    create_parent(file)?;
    fs::write(file, text).map_err(Failure::at(file))
}

fn create_parent(file: &Path) -> Result {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(Failure::at(folder))
}
