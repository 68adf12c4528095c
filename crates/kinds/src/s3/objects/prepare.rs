//! Files and texts as objects: what each of them is, and where its bytes are.

use std::io::Read;
use std::path::{Path as FilePath, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::spec::{Object, Objects, Source, StorageClass};
use super::{content_types, pattern};
use crate::file_problem::Problem;
use crate::folder;
use crate::ignored::Ignored;
use crate::prelude::*;
use language::schema::Finding;
use workspace::Workspace;
use workspace::files::open_regular;

const FOR_OBJECTS: &str = "objects of the bucket are made of it";

/// Reports files that are not there, without reading any.
pub(super) fn check_files(objects: &Objects, root: &FilePath, findings: &mut Findings) {
    let mut report = |at: Path, problem: Option<Problem>| {
        if let Some(problem) = problem {
            findings.add(&at.to_string(), &problem.message, &problem.why, &problem.help);
        }
    };
    if let Some(source) = &objects.source {
        let problem = Problem::missing_folder(&root.join(source), FOR_OBJECTS);
        report(Path::field("source"), problem);
    }
    for (path, object) in &objects.objects {
        if let Some(file) = &object.file {
            let problem = Problem::missing_file(&root.join(file), FOR_OBJECTS);
            report(Path::field("objects").key(path).key("file"), problem);
        }
    }
}

/// Makes every object of the spec one that compares, with its bytes at hand.
pub(super) async fn prepare(spec: &mut Objects, workspace: &Workspace) -> Result<(), Finding> {
    let mut objects = std::mem::take(&mut spec.objects);
    if let Some(source) = &spec.source {
        let chosen = Chosen {
            folder: workspace.root().join(source),
            include: spec.include.clone(),
            exclude: spec.exclude.clone(),
        };
        let found = chosen.files(workspace).await;
        for file in found.map_err(|problem| problem.at(Path::field("source")))?.iter() {
            let object = objects.entry(file.name.clone()).or_default();
            if object.is_empty() {
                object.sha256 = Some(file.sha256.clone());
                object.source = Some(Source::File(file.path.clone()));
            }
        }
    }
    for (path, object) in &mut objects {
        let at = Path::field("objects").key(path);
        object.take_content(workspace).await.map_err(|problem| problem.at(at))?;
        object.take_settings(path, spec);
    }
    let others = Auto(spec.delete_removed.0.then(BTreeSet::new));
    let ready = Objects::of(&spec.identity(), objects, others);
    *spec = Objects { delete_removed: spec.delete_removed, ..ready };
    Ok(())
}

impl Object {
    /// Whether nobody says what is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.content.is_none() && self.file.is_none() && self.sha256.is_none()
    }

    /// Puts the hash of the content in its place. A text that is not known yet stays as it is.
    async fn take_content(&mut self, workspace: &Workspace) -> Result<(), Problem> {
        if let Some(content) = self.content.take_if(|content| !unknown::in_text(content)) {
            self.sha256 = Some(STANDARD.encode(Sha256::digest(&content)));
            self.source = Some(Source::Text(content.into()));
        }
        if let Some(file) = self.file.take() {
            let path = workspace.root().join(file);
            if let Some(problem) = Problem::missing_file(&path, FOR_OBJECTS) {
                return Err(problem);
            }
            let read = path.clone();
            self.sha256 = Some(in_background(move || sha256_of(&read)).await?);
            self.source = Some(Source::File(path));
        }
        Ok(())
    }

    /// What the set says of all of its objects, where this one says nothing.
    fn take_settings(&mut self, path: &str, spec: &Objects) {
        macro_rules! first {
            ($($header:ident),+) => {$(
                if self.$header.is_none() {
                    let mut rules = spec.headers.iter().filter(|rule| rule.$header.is_some());
                    let rule = rules.find(|rule| pattern::any_fits(&rule.files, path));
                    self.$header = rule.and_then(|rule| rule.$header.clone());
                }
            )+};
        }
        first!(
            content_type, cache_control, content_encoding, content_disposition, content_language
        );
        self.content_type.get_or_insert_with(|| content_types::of(path, &spec.content_types));
        for (name, value) in &spec.metadata {
            self.metadata.entry(name.clone()).or_insert_with(|| value.clone());
        }
        let class = self.storage_class.unwrap_or(spec.storage_class);
        self.storage_class = (class != StorageClass::default()).then_some(class);
        if self.encryption.as_ref().is_none() {
            self.encryption = Auto(spec.encryption.clone());
        }
    }
}

/// Files of a folder.
struct Chosen {
    folder: PathBuf,
    include: BTreeSet<String>,
    exclude: BTreeSet<String>,
}

/// A file, and what is in it.
struct Hashed {
    name: String,
    path: PathBuf,
    sha256: String,
}

impl Chosen {
    /// The files with their hashes, which are made once a run.
    async fn files(self, workspace: &Workspace) -> Result<std::sync::Arc<Vec<Hashed>>, Problem> {
        let Self { folder, include, exclude } = &self;
        let name = format!("objects of {} {include:?} {exclude:?}", folder.display());
        workspace.built().get_or_try_init(&name, || in_background(move || self.read())).await
    }

    fn read(self) -> Result<Vec<Hashed>, Problem> {
        if let Some(problem) = Problem::missing_folder(&self.folder, FOR_OBJECTS) {
            return Err(problem);
        }
        let files = folder::files(&self.folder, &Ignored::nothing())?.into_iter().filter(|file| {
            (self.include.is_empty() || pattern::any_fits(&self.include, &file.name))
                && !pattern::any_fits(&self.exclude, &file.name)
        });
        let hashed = files.map(|file| {
            let sha256 = sha256_of(&file.path)?;
            Ok(Hashed { sha256, name: file.name, path: file.path })
        });
        hashed.collect()
    }
}

/// What PutObject takes in one call (PutObject, "up to 5 GB"). S3 keeps the hash of the whole only of such an object.
const MOST: u64 = 5 * 1024 * 1024 * 1024;

/// Base64 of the SHA-256 of a file: S3's `x-amz-checksum-sha256`.
fn sha256_of(path: &FilePath) -> Result<String, Problem> {
    let problem = |error: std::io::Error| Problem::reading(path, &error);
    let mut file = open_regular(path).map_err(problem)?;
    if file.metadata().map_err(problem)?.len() > MOST {
        return Err(Problem::new(
            format!("`{}` is too big", path.display()),
            "S3 takes 5 GB in one call",
            "leave it out by `exclude`, and upload it by other means",
        ));
    }
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer).map_err(problem)? {
            0 => return Ok(STANDARD.encode(hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

/// Runs what reads files where it holds up no other task.
async fn in_background<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(read).await.unwrap_or_else(|error| {
        Err(Problem::new("the files cannot be read", error.to_string(), ""))
    })
}
