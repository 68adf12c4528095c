//! Zips that Lambda takes: how users name them, and what of them compares. Functions and layers share them.

use std::path::Path as FilePath;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::executable::Executable;
use super::package::{self, Package};
use crate::file_problem::Problem;
use crate::ignored::Ignored;
use crate::prelude::*;
use kind::files::Files;
use workspace::Workspace;

/// Everything in a folder.
#[spec]
pub struct Folder {
    /// The folder, such as `dist/`, from the project's own. It is packed the same way every time. Links in it
    /// are followed, and may not lead out of it.
    #[field(required, length = 1..)]
    folder: String,
    /// What is not packed, as in a `.gitignore`: `*.md`, `test/`, `/notes.txt`. What nobody means is left out anyway:
    /// `.git`, `__pycache__`, `*.pyc`, `node_modules/.cache`, `.DS_Store`, `*.swp`, `.idea`, `.vscode` and `.terraform`;
    /// `!.vscode` takes it in again. Of several patterns that fit, the last counts.
    #[field(omit_default)]
    ignore: Vec<String>,
}

/// A package that is there already.
#[spec]
pub struct Zip {
    /// The file, such as `build/api.zip`, from the project's folder. Uploaded as it is.
    #[field(required, length = 1..)]
    zip: String,
}

/// A package in S3, for those that are too big to be uploaded directly (50 MB).
#[spec]
pub struct Object {
    /// Name of the bucket, in the function's region.
    #[field(required)]
    pub(in crate::lambda) bucket: String,
    /// Key of the zip.
    #[field(required, length = 1..=1024)]
    pub(in crate::lambda) key: String,
    /// Version of the object. Absent: the newest at the time of the update.
    pub(in crate::lambda) version: Option<String>,
    /// SHA-256 of the zip in base64, as `filebase64sha256("…")` gives it. A change of it is what makes AWS read the
    /// object again. Absent: a function reads it again when bucket, key or version are others, and a change of the bytes
    /// under the same key is not seen. A layer needs it.
    #[field(pattern = r"^[A-Za-z0-9+/]{43}=$")]
    pub(in crate::lambda) sha256: Option<String>,
}

/// What AWS knows of a zip.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packaged {
    sha256: Auto<String>,
    #[serde(skip)]
    source: Option<Source>,
}

/// Where the bytes of a zip are.
#[derive(Debug, Clone)]
pub(in crate::lambda) enum Source {
    Here(Arc<Package>),
    Object(Object),
}

/// Two packages are the same if their bytes are. What nobody has told may be anything.
impl PartialEq for Packaged {
    fn eq(&self, other: &Self) -> bool {
        let is_unknown = |package: &Self| package.sha256.as_ref().is_none();
        is_unknown(self) || is_unknown(other) || self.sha256 == other.sha256
    }
}

impl Packaged {
    /// A zip of which AWS tells the hash.
    pub(super) fn live(sha256: String) -> Self {
        Self { sha256: Auto(Some(sha256)), source: None }
    }

    pub(super) fn here(package: Arc<Package>) -> Self {
        Self {
            sha256: Auto(Some(package.sha256().to_owned())),
            source: Some(Source::Here(package)),
        }
    }

    /// The files that it was packed of, once it was made ready.
    pub(super) fn files(&self) -> Files {
        match &self.source {
            Some(Source::Here(package)) => package.files().clone(),
            _ => Files::new(),
        }
    }

    /// What it holds as `bootstrap`, if that is an executable, once it was made ready.
    pub(super) fn bootstrap(&self) -> Option<&Executable> {
        match &self.source {
            Some(Source::Here(package)) => package.bootstrap(),
            _ => None,
        }
    }

    /// Where the bytes are, once they were made ready.
    pub(super) fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }
}

impl Folder {
    pub(super) fn problem(&self, root: &FilePath) -> Option<Problem> {
        let missing = package::missing_folder(&root.join(&self.folder));
        missing.or_else(|| Ignored::usually_and(&self.ignore).err())
    }

    pub(super) async fn packaged(&self, workspace: &Workspace) -> Result<Packaged, Problem> {
        let ignore = self.ignore.clone();
        let variant = format!("{} without {ignore:?}", self.folder);
        let pack = move |folder: &FilePath| package::of_folder(folder, &ignore);
        packed(workspace, &self.folder, &variant, pack).await
    }
}

impl Zip {
    pub(super) fn problem(&self, root: &FilePath) -> Option<Problem> {
        package::missing_file(&root.join(&self.zip))
    }

    pub(super) async fn packaged(&self, workspace: &Workspace) -> Result<Packaged, Problem> {
        packed(workspace, &self.zip, &self.zip, package::of_zip).await
    }
}

impl Object {
    pub(super) fn packaged(&self) -> Packaged {
        Packaged { sha256: Auto(self.sha256.clone()), source: Some(Source::Object(self.clone())) }
    }
}

/// The package of files, which is made once a run: those that share files share it. `variant` says what is packed.
async fn packed(
    workspace: &Workspace,
    path: &str,
    variant: &str,
    pack: impl FnOnce(&FilePath) -> Result<Package, Problem> + Send + 'static,
) -> Result<Packaged, Problem> {
    let full = workspace.root().join(path);
    let name = format!("package of {variant} in {}", workspace.root().display());
    let pack = || package::in_background(move || pack(&full));
    Ok(Packaged::here(workspace.built().get_or_try_init(&name, pack).await?))
}
