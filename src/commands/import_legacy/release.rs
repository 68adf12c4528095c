//! Writes what Terraform needs to let go.

use std::fs;
use std::path::Path;

use super::survey::Survey;
use crate::commands::Failure;
use crate::files::replace;
use crate::legacy::release::{Release, release};
use crate::legacy::verify::Owner;
use crate::legacy::{Source, Verdict};

pub(super) fn run(survey: &Survey, folder: &Path) -> Result<(), Failure> {
    let claims = survey.inventory.claims.iter().zip(&survey.verdicts);
    let ours = claims.filter(|(_, verdict)| {
        matches!(
            verdict,
            Verdict::Found {
                owner: Owner::Us(_),
                ..
            }
        )
    });
    let releases = release(&survey.inventory, ours.map(|(claim, _)| claim));
    let is_alone = releases.len() == 1;
    let states = survey.inventory.files.iter().zip(&releases);
    for (position, (file, release)) in states.enumerate() {
        let folder = match is_alone {
            true => folder.to_owned(),
            false => folder.join(format!("{}-{}", position + 1, stem(&file.source))),
        };
        write(&folder, release).map_err(|error| {
            Failure::Usage(format!("cannot write to {}: {error}", folder.display()))
        })?;
        tell(&folder, release);
    }
    Ok(())
}

fn stem(source: &Source) -> String {
    let path = source.to_string();
    let stem = Path::new(&path).file_stem();
    stem.map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn write(folder: &Path, release: &Release) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    if let Ok(copy) = &release.copy {
        replace(&folder.join("terraform.tfstate"), copy)?;
    }
    replace(&folder.join("removed.tf"), release.removed.as_bytes())?;
    replace(&folder.join("state-rm.sh"), release.script.as_bytes())
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
