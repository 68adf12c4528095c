//! Writes what Terraform needs to let go.

use std::fs;
use std::path::Path;

use crate::commands::Failure;
use crate::files::replace;
use crate::legacy::Source;
use crate::legacy::release::{Release, release};
use crate::legacy::standing::{Account, Standing};
use crate::report;

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
    let copy = copy.map(|copy| ("terraform.tfstate", copy.as_slice()));
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
    let written =
        made.and_then(|()| files.try_for_each(|(name, bytes)| replace(&folder.join(name), bytes)));
    written
        .map_err(|error| Failure::Usage(format!("cannot write to {}: {error}", folder.display())))
}

fn tell(folder: &Path, release: &Release) {
    anstream::eprintln!(
        "wrote what Terraform needs to let go to {}",
        folder.display()
    );
    if let Err(error) = &release.copy {
        anstream::eprintln!("without a copy of the state: {error}");
    }
    for address in &release.held {
        anstream::eprintln!(
            "{address} stays in Terraform's state: a replacement of it is not finished, and Terraform \
             would forget what it has still to delete"
        );
    }
}
