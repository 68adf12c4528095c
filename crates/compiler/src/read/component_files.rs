//! Reads the files of components: those of the project, and those that were fetched from repositories.

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};

use super::component_id::ComponentId;
use super::drafts::Drafts;
use super::lock_file::LockFile;
use super::yaml::LARGEST_FILE;
use language::diagnostic::{Diagnostic, Span, suggestion};
use workspace::files::read_up_to;

/// Where the files of components are.
pub enum ComponentFiles<'a> {
    /// In the folder of a project, with drafts instead of some files.
    Disk { root: &'a FilePath, drafts: &'a Drafts },
    /// In memory, by the place of each as text.
    Memory(&'a BTreeMap<String, Vec<u8>>),
}

/// Why a file could not be read.
pub struct Fault {
    diagnostic: Diagnostic,
    why: String,
}

impl Fault {
    /// The fault at the place that needs the file.
    pub fn at(self, span: Span) -> Diagnostic {
        self.diagnostic.at(span, self.why)
    }
}

impl ComponentFiles<'_> {
    /// The bytes of a file.
    ///
    /// # Errors
    /// It is not there, was not fetched, or cannot be read.
    pub fn read(&self, id: &ComponentId) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Memory(files) => files.get(&id.to_string()).cloned().ok_or_else(|| {
                let there: Vec<String> = files.keys().cloned().collect();
                Fault { diagnostic: absent(id, &there), why: format!("{id} is not there") }
            }),
            Self::Disk { root, drafts } => {
                let draft = drafts.get(FilePath::new(&id.path)).filter(|_| id.is_in_project());
                if let Some(draft) = draft {
                    return Ok(draft.clone().into_bytes());
                }
                let path = path_on_disk(root, id)?;
                read_up_to(LARGEST_FILE, &path).map_err(|error| match error.kind() {
                    std::io::ErrorKind::NotFound => Fault {
                        diagnostic: absent(id, &beside(&path)),
                        why: format!("{id} is not there"),
                    },
                    _ => Fault {
                        diagnostic: Diagnostic::new(format!("cannot read {id}: {error}")),
                        why: "it is used here".to_owned(),
                    },
                })
            }
        }
    }
}

/// Where a file is on disk.
fn path_on_disk(root: &FilePath, id: &ComponentId) -> Result<PathBuf, Fault> {
    let Some(repository) = &id.repository else {
        return Ok(root.join(&id.path));
    };
    let not_fetched = |why: String| Fault {
        diagnostic: Diagnostic::new(format!("the component {id} was not fetched"))
            .help("run `diatonic components`"),
        why,
    };
    let lock = LockFile::read(root).map_err(|error| not_fetched(error.to_string()))?;
    let commit = lock.commit(repository).ok_or_else(|| {
        not_fetched(format!("{} does not say which commit it is", LockFile::NAME))
    })?;
    let folder = LockFile::folder(root, commit);
    match folder.is_dir() {
        true => Ok(folder.join(&id.path)),
        false => Err(not_fetched(format!("commit {commit} is not in {}", LockFile::FOLDER))),
    }
}

/// The files beside one.
fn beside(path: &FilePath) -> Vec<String> {
    let entries = path.parent().and_then(|folder| std::fs::read_dir(folder).ok());
    let names = entries.into_iter().flatten().flatten().map(|entry| entry.file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".yaml")).collect();
    names.sort();
    names
}

/// What to say of a component whose file is not there, among those that are.
fn absent(id: &ComponentId, there: &[String]) -> Diagnostic {
    let name =
        |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".yaml").to_owned();
    let names: Vec<String> = there.iter().map(|path| name(path)).collect();
    let own = name(&id.path);
    let close = suggestion(&own, names.iter().map(String::as_str));
    let make =
        format!("make the file, or say where it is: `components: {{ {own}: {{ path: … }} }}`");
    Diagnostic::new(format!("there is no component `{own}`")).help(make).maybe_help(close)
}
