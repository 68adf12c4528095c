//! The files under `specs/`.

use std::collections::BTreeSet;
use std::path::{Path as FilePath, PathBuf};

use walkdir::WalkDir;

use super::document::Documents;
use language::diagnostic::{Diagnostic, Diagnostics, Sources};
use workspace::files::read_up_to;

/// The largest file that is read as a spec, in bytes. A thousand times as much as a long one has.
pub const LARGEST_SPEC: u64 = 64 << 20;

/// Reads every YAML and JSON file under `specs/`.
pub fn load(root: &FilePath, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Documents {
    let mut documents = Documents::default();
    let folder = root.join("specs");
    if !folder.is_dir() {
        diagnostics.push(
            Diagnostic::new("there is no folder `specs`")
                .help("run in the folder that holds `specs/` and `environments/`, or name it with `-C <folder>`"),
        );
        return documents;
    }
    for path in files(&folder) {
        let shown = path.strip_prefix(root).unwrap_or(&path).to_owned();
        match read_up_to(LARGEST_SPEC, &path) {
            Ok(bytes) => documents.add(shown, bytes, sources, diagnostics),
            Err(error) => {
                documents.incomplete = true;
                diagnostics
                    .push(Diagnostic::new(format!("cannot read {}: {error}", shown.display())));
            }
        }
    }
    documents
}

/// The types of AWS's registry that the files under `specs/` have sections of, as far as they can be read.
pub fn types_in_use(root: &FilePath) -> BTreeSet<String> {
    let documents = load(root, &mut Sources::default(), &mut Diagnostics::default());
    let kinds = documents.blocks.iter().map(|block| block.kind.name());
    kinds.filter(|kind| kind.contains("::")).map(str::to_owned).collect()
}

/// The names of types of AWS's registry that the files under `specs/` have sections of, and that nobody knows.
pub fn unknown_types(root: &FilePath) -> BTreeSet<String> {
    let documents = load(root, &mut Sources::default(), &mut Diagnostics::default());
    documents.unknown_sections.into_iter().filter(|name| name.contains("::")).collect()
}

fn files(folder: &FilePath) -> Vec<PathBuf> {
    let is_spec = |path: &FilePath| {
        path.extension().is_some_and(|extension| {
            ["yaml", "yml", "json"].iter().any(|known| extension == *known)
        })
    };
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.is_file() && is_spec(path))
        .collect()
}
