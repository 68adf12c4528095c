//! Writes what Terraform needs to let go.

use std::fs;
use std::path::Path;

use crate::commands::Failure;
use crate::files::{replace, replace_private};
use crate::legacy::Source;
use crate::legacy::release::{Release, release};
use crate::legacy::standing::{Account, Standing};
use crate::report;
use crate::report::terminal;

/// The copy of a state. It holds secrets, as Terraform's states do.
const STATE: &str = "terraform.tfstate";

pub(super) fn run(account: &Account, folder: &Path) -> Result<(), Failure> {
    let inventory = account.inventory;
    let claims = inventory.claims.iter().zip(&account.standings);
    let ours = claims.filter(|(_, standing)| matches!(standing, Standing::Ours { .. }));
    let releases = release(inventory, ours.map(|(claim, _)| claim));
    let is_alone = releases.len() == 1;
    let report = report::legacy::render_release(account);
    write(folder, &[("report.md", report.as_bytes())])?;
    let states = inventory.files.iter().zip(&releases);
    for (position, (file, release)) in states.enumerate() {
        let folder = match is_alone {
            true => folder.to_owned(),
            false => folder.join(format!("{}-{}", position + 1, stem(&file.source))),
        };
        write(&folder, &files(release))?;
        tell(&folder, release);
    }
    Ok(())
}

/// The files of a release, by name.
fn files(release: &Release) -> Vec<(&'static str, &[u8])> {
    let copy = release.copy.iter();
    let copy = copy.map(|copy| (STATE, copy.as_slice()));
    let texts = [
        ("removed.tf", release.removed.as_bytes()),
        ("state-rm.sh", release.script.as_bytes()),
    ];
    copy.chain(texts).collect()
}

fn stem(source: &Source) -> String {
    let path = source.to_string();
    let stem = Path::new(&path).file_stem();
    stem.map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn write(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), Failure> {
    let made = fs::create_dir_all(folder);
    let mut files = files.iter();
    let written = made.and_then(|()| {
        files.try_for_each(|(name, bytes)| match *name {
            STATE => replace_private(&folder.join(name), bytes),
            _ => replace(&folder.join(name), bytes),
        })
    });
    written
        .map_err(|error| Failure::Usage(format!("cannot write to {}: {error}", folder.display())))
}

fn tell(folder: &Path, release: &Release) {
    terminal::tell(format_args!(
        "wrote what Terraform needs to let go to {}",
        folder.display()
    ));
    match &release.copy {
        Ok(_) => terminal::tell(format_args!(
            "warning: {} holds every secret that Terraform's state holds: commit it nowhere, and delete it \
             when it is not needed any more",
            folder.join(STATE).display()
        )),
        Err(error) => terminal::tell(format_args!("without a copy of the state: {error}")),
    }
    for address in &release.held {
        terminal::tell(format_args!(
            "{address} stays in Terraform's state: a replacement of it is not finished, and Terraform \
             would forget what it has still to delete"
        ));
    }
}
