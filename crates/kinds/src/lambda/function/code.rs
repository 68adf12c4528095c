//! A function's code: how users name it, and what of it compares.
//!
//! People say where the code is; AWS knows only what it is. So `prepare` turns every form into its
//! SHA-256 (or the URI of an image), which is what a plan shows and what `read` finds.

use std::path::Path as FilePath;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::package::{self, Package, Problem};
use super::{cargo, types::PackageType};
use kind::{Findings, StandIn};
use language::diagnostic::Severity;
use language::schema::Finding;
use language::value::Path;
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    /// The folder, such as `dist/`, from the project's own. It is packed the same way every time. Links in it
    /// are followed, and may not lead out of it.
    #[schemars(length(min = 1))]
    folder: String,
}

/// A package that is there already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zip {
    /// The file, such as `build/api.zip`, from the project's folder. Uploaded as it is.
    #[schemars(length(min = 1))]
    zip: String,
}

/// A Cargo package of the project's workspace, built by `cargo build` as `bootstrap`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cargo {
    /// Name of the package.
    #[schemars(length(min = 1))]
    pub(super) cargo: String,
    /// Cargo's profile: `release` (the default), `dev`, or one of the workspace's own.
    #[serde(default = "release")]
    #[schemars(length(min = 1))]
    pub(super) profile: String,
    /// Which of the package's executables. Absent: the only one, or the one named as the package.
    #[serde(default)]
    pub(super) binary: Option<String>,
    /// The target triple, such as `aarch64-unknown-linux-gnu`. Absent: this machine's own.
    #[serde(default)]
    pub(super) target: Option<String>,
}

fn release() -> String {
    "release".to_owned()
}

/// A package in S3, for those that are too big to be uploaded directly (50 MB).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Name of the bucket, in the function's region.
    pub(super) bucket: String,
    /// Key of the zip.
    #[schemars(length(min = 1, max = 1024))]
    pub(super) key: String,
    /// Version of the object. Absent: the newest at the time of the update.
    #[serde(default)]
    pub(super) version: Option<String>,
    /// SHA-256 of the zip in base64, as `filebase64sha256("…")` gives it. A change of it is what
    /// makes the function take the object anew.
    #[schemars(regex(pattern = r"^[A-Za-z0-9+/]{43}=$"))]
    sha256: String,
}

/// A container image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// URI of the image in ECR, with a tag or, better, a digest: Lambda does not follow a tag that is
    /// moved.
    #[schemars(regex(pattern = r"^[^\s]+$"))]
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

impl Packaged {
    pub(super) fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }
}

impl Code {
    /// The code of a live function that is a zip.
    pub(super) fn live_zip(sha256: &str) -> Self {
        Self::Packaged(Packaged { sha256: sha256.to_owned(), source: None })
    }

    /// The code of a live function that is an image.
    pub(super) fn live_image(uri: &str) -> Self {
        Self::Image(Image { image: uri.to_owned() })
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
