//! The files under `specs/`.

use std::collections::BTreeSet;
use std::path::{Path as FilePath, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::component_files::ComponentFiles;
use super::component_id::Repository;
use super::components;
use super::document::Documents;
use super::drafts::Drafts;
use super::yaml::{self, LARGEST_FILE};
use crate::cores::on_all_cores_by;
use language::diagnostic::{Diagnostic, Diagnostics, FileId, Sources};
use workspace::files::read_up_to;

/// The bytes of specs that are worth a thread: they take some milliseconds to parse.
const WORTH_A_THREAD: usize = 64 << 10;

/// Reads every YAML and JSON file under `specs/`, and the components that they use.
pub fn load(root: &FilePath, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Documents {
    load_with(root, &Drafts::new(), sources, diagnostics)
}

/// The same with drafts instead of some files.
pub fn load_with(
    root: &FilePath,
    drafts: &Drafts,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Documents {
    let mut documents = Documents::default();
    let folder = root.join("specs");
    if !folder.is_dir() {
        diagnostics.push(
            Diagnostic::new("there is no folder `specs`")
                .help("run in the folder that holds `specs/` and `environments/`, or name it with `-C <folder>`"),
        );
        return documents;
    }
    let (paths, unreadable) = files(&folder);
    for error in unreadable {
        documents.incomplete = true;
        diagnostics.push(Diagnostic::new(format!("cannot read `specs`: {error}")));
    }
    let mut kept = Vec::new();
    for path in paths {
        let shown = path.strip_prefix(root).unwrap_or(&path).to_owned();
        let draft = drafts.get(&shown).map(|text| Ok(text.clone().into_bytes()));
        match draft.unwrap_or_else(|| read_up_to(LARGEST_FILE, &path)) {
            Ok(bytes) => match yaml::keep(shown, bytes, sources, diagnostics) {
                Some(file) => kept.push(file),
                None => documents.incomplete = true,
            },
            Err(error) => {
                documents.incomplete = true;
                diagnostics
                    .push(Diagnostic::new(format!("cannot read {}: {error}", shown.display())));
            }
        }
    }
    let length = |file: &FileId| sources.text(*file).len();
    let parsed = on_all_cores_by(&kept, length, WORTH_A_THREAD, |file| {
        let mut found = Diagnostics::default();
        (yaml::parse(sources, *file, &mut found), found)
    });
    for (node, found) in parsed {
        diagnostics.extend(found);
        documents.take(node, diagnostics);
    }
    let components = ComponentFiles::Disk { root, drafts };
    components::load(&mut documents, &components, sources, diagnostics);
    documents
}

/// The types of AWS's registry that the files under `specs/` have sections of, as far as they can be read.
pub fn types_in_use(root: &FilePath) -> BTreeSet<String> {
    let documents = load(root, &mut Sources::default(), &mut Diagnostics::default());
    let blocks = documents.all_declarations().flat_map(|one| &one.blocks);
    let kinds = blocks.map(|block| block.kind.name());
    kinds.filter(|kind| kind.contains("::")).map(str::to_owned).collect()
}

/// The names of types of AWS's registry that the files under `specs/` have sections of, and that nobody knows.
pub fn unknown_types(root: &FilePath) -> BTreeSet<String> {
    let documents = load(root, &mut Sources::default(), &mut Diagnostics::default());
    let sections = documents.all_declarations().flat_map(|one| &one.unknown_sections);
    sections.filter(|name| name.contains("::")).cloned().collect()
}

/// The repositories that the files under `specs/` take components from, and the components that they use, as far as they
/// can be read.
pub fn repositories(root: &FilePath) -> BTreeSet<Repository> {
    let documents = load(root, &mut Sources::default(), &mut Diagnostics::default());
    let components = documents.all_declarations().flat_map(|one| one.components.values());
    components.filter_map(|id| id.repository.clone()).collect()
}

/// The files of specs, sorted, and what of the folder cannot be read: what stands there is not absent. Hidden files are
/// those of editors and systems, such as `._name` of macOS.
fn files(folder: &FilePath) -> (Vec<PathBuf>, Vec<walkdir::Error>) {
    let is_hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    let (mut paths, mut unreadable) = (Vec::new(), Vec::new());
    for entry in walk.into_iter().filter_entry(|entry| !is_hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && yaml::ending(entry.path()).is_some() => {
                paths.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => unreadable.push(error),
        }
    }
    (paths, unreadable)
}
