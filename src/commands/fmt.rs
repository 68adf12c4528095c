use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, Failure, Global};
use crate::report::{formatting, terminal};
use ::write_back::{EditedFile, write};

/// The folders of a project whose files are formatted.
const FOLDERS: [&str; 3] = ["specs", "environments", "components"];

/// Format the YAML of specs, environments and components.
///
/// Two spaces a level, double quotes, spaces inside of braces, no more than 160 characters a line where a line can be broken.
/// Comments, anchors, the order of keys, and what stands between braces stay as they are. A file is written only if it means
/// the same afterwards.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files and folders. Without any: `specs`, `environments` and `components`. `-` formats standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that are not formatted, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change.
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.paths.iter().any(|path| path == Path::new("-")) {
        return piped(arguments);
    }
    // What is named is named from where the user is.
    let here = PathBuf::from(".");
    let root = if arguments.paths.is_empty() { &global.directory } else { &here };
    let mut unformatted = Vec::new();
    let mut faults = Vec::new();
    for file in files(root, &arguments.paths)? {
        match formatted(root, &file) {
            Ok(Some(edited)) => unformatted.push((file, edited)),
            Ok(None) => {}
            Err(why) => faults.push(format!("{}: {why}", file.display())),
        }
    }
    for (path, edited) in &unformatted {
        if arguments.diff {
            terminal::print(formatting::diff(path, edited));
            continue;
        }
        if !arguments.check {
            let file = BTreeMap::from([(path.clone(), edited.clone())]);
            write(root, &file).map_err(|error| Failure::Usage(error.to_string()))?;
        }
        terminal::println(path.display());
    }
    if !faults.is_empty() {
        return Err(Failure::Usage(format!("not formatted:\n{}", faults.join("\n"))));
    }
    Ok(match arguments.check && !unformatted.is_empty() {
        true => Exit::Failure,
        false => Exit::Success,
    })
}

/// Formats standard input, and prints it.
fn piped(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.paths.len() > 1 {
        return Err(Failure::Usage(
            "`-` stands alone: name files, or format what comes in".to_owned(),
        ));
    }
    let mut before = String::new();
    std::io::stdin()
        .read_to_string(&mut before)
        .map_err(|error| Failure::Usage(format!("what comes in cannot be read: {error}")))?;
    let after = yaml::format(&before).map_err(|fault| Failure::Usage(fault.to_string()))?;
    let is_formatted = before == after;
    match (arguments.check, arguments.diff) {
        (_, true) if !is_formatted => {
            let edited = EditedFile { before, after };
            terminal::print(formatting::diff(Path::new("-"), &edited));
        }
        (false, false) => terminal::print_as_is(after),
        _ => {}
    }
    Ok(if arguments.check && !is_formatted { Exit::Failure } else { Exit::Success })
}

/// A file before and after; nothing where both are the same.
fn formatted(root: &Path, file: &Path) -> Result<Option<EditedFile>, String> {
    let before = std::fs::read_to_string(root.join(file)).map_err(|error| error.to_string())?;
    let after = yaml::format(&before).map_err(|fault| fault.to_string())?;
    Ok((before != after).then_some(EditedFile { before, after }))
}

/// The files to format, by their paths from the folder of the project on.
fn files(root: &Path, paths: &[PathBuf]) -> Result<BTreeSet<PathBuf>, Failure> {
    let mut found = BTreeSet::new();
    for folder in FOLDERS.iter().filter(|_| paths.is_empty()) {
        collect(root, Path::new(folder), &mut found)?;
    }
    if paths.is_empty() && found.is_empty() {
        return Err(Failure::Usage(format!(
            "there is no YAML to format in `{}`: run in the folder of a project, name it with `-C <folder>`, or name files",
            root.display()
        )));
    }
    for path in paths {
        let place = root.join(path);
        match (place.is_dir(), place.is_file()) {
            (true, _) => collect(root, path, &mut found)?,
            (false, true) if is_yaml(path) => drop(found.insert(path.clone())),
            (false, true) => {
                let shown = path.display();
                return Err(Failure::Usage(format!(
                    "{shown} is not YAML by its name: it ends in `.yaml` or `.yml`"
                )));
            }
            (false, false) => {
                return Err(Failure::Usage(format!("there is no file `{}`", path.display())));
            }
        }
    }
    Ok(found)
}

/// The YAML below a folder, as far as there is one.
fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let place = root.join(folder);
    if !place.is_dir() {
        return Ok(());
    }
    let failed = |error: std::io::Error| {
        Failure::Usage(format!("cannot read {}: {error}", folder.display()))
    };
    for entry in std::fs::read_dir(place).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = folder.join(entry.file_name());
        // A link is not followed, so no file is written twice, and none outside of the folder.
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            collect(root, &path, found)?;
        } else if kind.is_file() && is_yaml(&path) {
            found.insert(path);
        }
    }
    Ok(())
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}
