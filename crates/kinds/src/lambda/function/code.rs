//! A function's code: how users name it, and what of it compares.
//!
//! People say where the code is; AWS knows only what it is. So `prepare` turns every form into its
//! SHA-256 (or the URI of an image), which is what a plan shows and what `read` finds.

use std::path::Path as FilePath;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cargo::{self, Cargo};
use super::package::{self, Package, Problem};
use super::types::PackageType;
use crate::prelude::*;
use kind::StandIn;
use language::diagnostic::Severity;
use language::schema::Finding;
use workspace::Workspace;

/// Where a function's code comes from: one of `folder`, `zip`, `cargo`, `bucket` and `image`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Code {
    Folder(Folder),
    Zip(Zip),
    Cargo(Cargo),
    Object(Object),
    Image(Image),
    /// Made ready, or live.
    #[schemars(skip)]
    Packaged(Packaged),
}

/// Everything in a folder.
#[spec]
pub struct Folder {
    /// The folder, such as `dist/`, from the project's own. It is packed the same way every time. Links in it
    /// are followed, and may not lead out of it.
    #[field(required, length = 1..)]
    folder: String,
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
    pub(super) bucket: String,
    /// Key of the zip.
    #[field(required, length = 1..=1024)]
    pub(super) key: String,
    /// Version of the object. Absent: the newest at the time of the update.
    pub(super) version: Option<String>,
    /// SHA-256 of the zip in base64, as `filebase64sha256("…")` gives it. A change of it is what
    /// makes the function take the object anew.
    #[field(required, pattern = r"^[A-Za-z0-9+/]{43}=$")]
    sha256: String,
}

/// A container image.
#[spec]
pub struct Image {
    /// URI of the image in ECR, with a tag or, better, a digest: Lambda does not follow a tag that is
    /// moved.
    #[field(required, pattern = r"^[^\s]+$")]
    pub(super) image: String,
}

/// What AWS knows of a zip.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packaged {
    sha256: String,
    #[serde(skip)]
    source: Option<Source>,
}

/// Where the bytes of a zip are.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Here(Arc<Package>),
    Object(Object),
}

/// Two packages are the same if their bytes are.
impl PartialEq for Packaged {
    fn eq(&self, other: &Self) -> bool {
        self.sha256 == other.sha256
    }
}

impl Code {
    /// The code of a live function that is a zip.
    pub(super) fn live_zip(sha256: String) -> Self {
        Self::Packaged(Packaged { sha256, source: None })
    }

    /// The code of a live function that is an image.
    pub(super) fn live_image(uri: String) -> Self {
        Self::Image(Image { image: uri })
    }

    /// What a spec says of code that only AWS has: where it is once somebody has fetched it.
    pub(super) fn stand_in(&self, function: &str, name: &str) -> Option<StandIn> {
        let Self::Packaged(_) = self else {
            return None;
        };
        let zip = format!("code/{name}.zip");
        Some(StandIn {
            path: Path::field("code"),
            remark: format!(
                "AWS holds the code; fetch it, or name what it is built from:\n\
                 aws lambda get-function --function-name {function} --query Code.Location \
                 --output text | xargs curl --create-dirs -o {zip}"
            ),
            value: serde_json::json!({ "zip": zip }),
            file: Some(zip),
        })
    }

    pub(super) fn package_type(&self) -> PackageType {
        match self {
            Self::Image(_) => PackageType::Image,
            _ => PackageType::Zip,
        }
    }

    /// Where the bytes of a zip that was made ready are.
    pub(super) fn source(&self) -> Option<&Source> {
        match self {
            Self::Packaged(packaged) => packaged.source.as_ref(),
            _ => None,
        }
    }

    pub(super) fn is_built_by_cargo(&self) -> bool {
        matches!(self, Self::Cargo(_))
    }

    /// Reports files that are not there, without building or reading any.
    pub(super) fn check_files(&self, root: &FilePath, findings: &mut Findings) {
        let (field, problem) = match self {
            Self::Folder(code) => ("folder", package::missing_folder(&root.join(&code.folder))),
            Self::Zip(code) => ("zip", package::missing_file(&root.join(&code.zip))),
            Self::Cargo(_) => ("cargo", package::missing_file(&root.join("Cargo.toml"))),
            _ => return,
        };
        if let Some(problem) = problem {
            let Problem { message, why, help } = problem;
            findings.add(&format!("code.{field}"), &message, &why, &help);
        }
    }

    /// The code in the form that compares, with its bytes at hand. Functions that share code share
    /// one package.
    pub(super) async fn prepared(&self, workspace: &Workspace) -> Result<Self, Finding> {
        let (field, package) = match self {
            Self::Folder(code) => {
                ("folder", packed(workspace, &code.folder, package::of_folder).await)
            }
            Self::Zip(code) => ("zip", packed(workspace, &code.zip, package::of_zip).await),
            Self::Cargo(code) => ("cargo", cargo::package(workspace, code).await),
            Self::Object(object) => {
                return Ok(Self::Packaged(Packaged {
                    sha256: object.sha256.clone(),
                    source: Some(Source::Object(object.clone())),
                }));
            }
            Self::Image(_) | Self::Packaged(_) => return Ok(self.clone()),
        };
        let package = package.map_err(|problem| problem.at(field))?;
        Ok(Self::Packaged(Packaged {
            sha256: package.sha256().to_owned(),
            source: Some(Source::Here(package)),
        }))
    }
}

async fn packed(
    workspace: &Workspace,
    path: &str,
    pack: fn(&FilePath) -> Result<Package, Problem>,
) -> Result<Arc<Package>, Problem> {
    let full = workspace.root().join(path);
    let name = format!("package of {}", full.display());
    let pack = || package::in_background(move || pack(&full));
    workspace.built().once(&name, pack).await
}

impl Problem {
    fn at(self, field: &str) -> Finding {
        Finding {
            severity: Severity::Error,
            path: Path::field("code").key(field),
            about_key: false,
            message: self.message,
            why: self.why,
            help: (!self.help.is_empty()).then_some(self.help),
        }
    }
}
