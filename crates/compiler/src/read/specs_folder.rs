//! The files under `specs/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};

use walkdir::WalkDir;

use super::component_files::ComponentFiles;
use super::component_id::Repository;
use super::components;
use super::document::Documents;
use super::yaml::{self, LARGEST_FILE};
use crate::cores::on_all_cores_by;
use language::diagnostic::{Diagnostic, Diagnostics, FileId, Sources};
use workspace::files::read_up_to;

/// Texts that stand in for files, by their paths from the project's folder on.
pub type Drafts = BTreeMap<PathBuf, String>;

/// The bytes of specs that are worth a thread: they take some milliseconds to parse.
const WORTH_A_THREAD: usize = 64 << 10;

/// Reads every YAML and JSON file under `specs/`, and the components that they use.
pub fn load(root: &FilePath, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Documents {
    load_with(root, &Drafts::new(), sources, diagnostics)
}

/// The same with drafts in the stead of some files.
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
    let mut kept = Vec::new();
    for path in files(&folder) {
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
    components::load(&mut documents, &ComponentFiles::Disk(root), sources, diagnostics);
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
