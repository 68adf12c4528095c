//! Installs what was made in a root that holds nothing else, and runs it there: whatever a static program still wanted of
//! the system would be missing.

use std::fs;
use std::path::{Path, PathBuf};

use super::commit::Commit;
use super::run::run_in;
use crate::failure::{Failure, Result};
use crate::workspace::root;

/// Unpacks the archive, and runs the program.
pub fn try_archive(out: &Path, archive: &str, commit: &Commit) -> Result {
    let bare = BareRoot::create(out)?;
    run_in(
        out,
        "tar",
        ["--extract", "--strip-components=1", "--file", archive, "--directory", "bare"],
        commit,
    )?;
    bare.expect(&[
        "completions/diatonic", "completions/_diatonic", "completions/diatonic.fish",
        "completions/diatonic.ps1",
    ])?;
    bare.expect(&["man/diatonic.1", "man/diatonic-plan.1", "LICENSE", "README.md"])?;
    bare.use_program("/diatonic", commit)
}

/// Installs the Debian package, runs the program, and removes it again, which leaves nothing.
pub fn try_package(out: &Path, package: &str, commit: &Commit) -> Result {
    let bare = BareRoot::create(out)?;
    let database = bare.folder.join("var/lib/dpkg");
    for folder in ["info", "updates"] {
        create(&database.join(folder))?;
    }
    fs::write(database.join("status"), "").map_err(Failure::at(&database))?;
    run_in(out, "dpkg", ["--root=bare", "--force-not-root", "--install", package], commit)?;
    run_in(out, "dpkg", ["--root=bare", "--verify", "diatonic"], commit)?;
    bare.expect(&["usr/share/man/man1/diatonic-plan.1.gz", "usr/share/doc/diatonic/copyright"])?;
    bare.use_program("/usr/bin/diatonic", commit)?;
    run_in(out, "dpkg", ["--root=bare", "--force-not-root", "--purge", "diatonic"], commit)?;
    match bare.folder.join("usr/bin/diatonic").exists() {
        true => Err(Failure::from(format!("{package} is removed, and its program is still there"))),
        false => Ok(()),
    }
}

/// A folder that is the root of everything for whatever runs in it. It goes when this goes.
struct BareRoot {
    folder: PathBuf,
}

impl BareRoot {
    fn create(out: &Path) -> Result<Self> {
        let folder = out.join("bare");
        create(&folder)?;
        Ok(Self { folder })
    }

    /// Holds the program's version against the commit's, and lets it check the specs of this repository.
    fn use_program(&self, program: &str, commit: &Commit) -> Result {
        let version = self.inside(&[program, "--version"], commit)?;
        let expected = format!("diatonic {} (", commit.version);
        if !version.starts_with(&expected) {
            return Err(Failure::from(format!(
                "`{program} --version` says {version:?}, and not `{expected}<commit> <date>)`"
            )));
        }
        create(&self.folder.join("project"))?;
        for folder in ["specs", "environments", "components", "lambdas", "api"] {
            let from = root().join(folder);
            run_in(
                &self.folder,
                "cp",
                ["--recursive".as_ref(), from.as_os_str(), "project/".as_ref()],
                commit,
            )?;
        }
        self.inside(&[program, "validate", "-C", "/project", "--env", "prod"], commit).map(|_| ())
    }

    /// Runs a program of this root, as its administrator in a user namespace where this process is none.
    fn inside(&self, words: &[&str], commit: &Commit) -> Result<String> {
        let root = ["--user", "--map-root-user", "chroot", "bare"];
        run_in(
            self.folder.parent().unwrap_or(&self.folder),
            "unshare",
            [&root[..], words].concat(),
            commit,
        )
    }

    fn expect(&self, files: &[&str]) -> Result {
        match files.iter().find(|file| !self.folder.join(file).is_file()) {
            Some(file) => Err(Failure::from(format!("what was installed lacks {file}"))),
            None => Ok(()),
        }
    }
}

impl Drop for BareRoot {
    fn drop(&mut self) {
        // What is left behind is in the way of the next run alone, which clears the folder around it first.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn create(folder: &Path) -> Result {
    fs::create_dir_all(folder).map_err(Failure::at(folder))
}
