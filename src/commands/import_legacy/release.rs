//! Writes the files that remove resources from Terraform.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::{Exit, Failure};
use crate::report;
use crate::report::terminal;
use migration::Inventory;
use migration::release::Release;
use migration::release::release;
use migration::status::Assessment;
use migration::status::Status;
use terraform::Source;
use terraform::SourceError;
use workspace::files::{replace, replace_private};

/// The copy of a state. It holds secrets, as Terraform's states do.
const STATE: &str = "terraform.tfstate";
const REPORT: &str = "report.md";
const REMOVED: &str = "removed.tf";
const SCRIPT: &str = "state-rm.sh";

/// A place that `--state` would take and that no folder is, is refused.
pub(super) fn check(folder: &Path) -> Result<(), Failure> {
    let text = folder.to_string_lossy();
    match Source::parse(&text) {
        Ok(Source::StandardInput | Source::Bucket { .. }) | Err(SourceError::Unknown(_)) => {
            Err(Failure::Usage(format!(
                "`--release {text}` is not a folder: it writes files, which you look through and hand over"
            )))
        }
        Ok(Source::File(_)) | Err(_) => Ok(()),
    }
}

/// Refuses a folder in which files stand that are not ours to replace: a state that is read, wherever links
/// lead, and whatever no earlier release has written.
pub(super) fn check_files(
    root: &Path,
    inventory: &Inventory,
    folder: &Path,
) -> Result<(), Failure> {
    let folder = root.join(folder);
    let states: Vec<PathBuf> = inventory
        .files
        .iter()
        .filter_map(|file| match &file.source {
            Source::File(path) => root.join(path).canonicalize().ok(),
            Source::StandardInput | Source::Bucket { .. } => None,
        })
        .collect();
    let is_ours = is_of_a_release(&folder);
    let of_states = folders(inventory, &folder).into_iter();
    let targets = of_states.flat_map(|folder| [STATE, REMOVED, SCRIPT].map(|it| folder.join(it)));
    for target in std::iter::once(folder.join(REPORT)).chain(targets) {
        // What leads nowhere is replaced by nobody's loss, and what does not exist as well.
        let Ok(existing) = target.canonicalize() else {
            continue;
        };
        let why = match states.contains(&existing) {
            true => "is a state of Terraform's that is read here",
            false if !is_ours => "exists, and no `--release` has written it",
            false => continue,
        };
        return Err(Failure::Usage(format!(
            "`{}` {why}: name another folder, such as `--release terraform-release`",
            target.display()
        )));
    }
    Ok(())
}

/// Whether an earlier release was written to a folder. Its report is written first.
fn is_of_a_release(folder: &Path) -> bool {
    let report = fs::read_to_string(folder.join(REPORT));
    report.is_ok_and(|text| text.starts_with(report::legacy::RELEASE_TITLE))
}

/// The folder of each state.
fn folders(inventory: &Inventory, folder: &Path) -> Vec<PathBuf> {
    match inventory.files.as_slice() {
        [_] => vec![folder.to_owned()],
        files => files
            .iter()
            .enumerate()
            .map(|(position, file)| folder.join(format!("{}-{}", position + 1, stem(&file.source))))
            .collect(),
    }
}

/// Writes the files that remove from Terraform what is ours and defined. A relative folder starts at `root`, as
/// a relative `--state` does.
pub(super) fn run(root: &Path, assessment: &Assessment, folder: &Path) -> Result<Exit, Failure> {
    let folder = &root.join(folder);
    let inventory = assessment.inventory;
    let releases = release(inventory, assessment.released());
    let report = report::legacy::render_release(assessment);
    write(folder, &[(REPORT, report.as_bytes())])?;
    for (folder, release) in folders(inventory, folder).iter().zip(&releases) {
        write(folder, &files(release))?;
        tell(folder, release);
    }
    terminal::eprint(report::legacy::references_in_short(assessment));
    Ok(refuse_undefined(assessment))
}

/// What no spec defines would be deleted by the next apply, and then nobody would have it: it stays with
/// Terraform.
fn refuse_undefined(assessment: &Assessment) -> Exit {
    let candidates = assessment.inventory.candidates.iter().zip(&assessment.statuses);
    let mut exit = Exit::Success;
    for (candidate, status) in candidates {
        if let Status::Ours { address, is_defined: false } = status {
            terminal::eprintln(format_args!(
                "error: {} stays in Terraform's state: it is {address}, which the specs do not define, so \
                 the next apply would delete it. Define it, or give it up with `diatonic state forget`",
                assessment.inventory.instance(candidate.owner).address
            ));
            exit = Exit::Failure;
        }
    }
    exit
}

/// The files of a release, by name.
fn files(release: &Release) -> Vec<(&'static str, &[u8])> {
    let copy = release.copy.iter();
    let copy = copy.map(|copy| (STATE, copy.as_slice()));
    let texts = [(REMOVED, release.removed.as_bytes()), (SCRIPT, release.script.as_bytes())];
    copy.chain(texts).collect()
}

fn stem(source: &Source) -> String {
    let path = source.to_string();
    let stem = Path::new(&path).file_stem();
    let stem = stem.map(|stem| stem.to_string_lossy().replace(' ', "-"));
    stem.unwrap_or_default()
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
    terminal::eprintln(format_args!(
        "wrote the files that remove these resources from Terraform to {}",
        folder.display()
    ));
    match &release.copy {
        Ok(_) => terminal::eprintln(format_args!(
            "warning: {} holds every secret that Terraform's state holds: commit it nowhere, and delete it \
             when it is not needed any more",
            folder.join(STATE).display()
        )),
        Err(error) => terminal::eprintln(format_args!("without a copy of the state: {error}")),
    }
    for address in &release.held {
        terminal::eprintln(format_args!(
            "{address} stays in Terraform's state: a replacement of it is not finished, and Terraform \
             would forget what it has still to delete"
        ));
    }
}
