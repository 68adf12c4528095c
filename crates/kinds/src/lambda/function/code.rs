//! A function's code: how users name it, and what of it compares.
//!
//! People say where the code is; AWS knows only what it is. So `prepare` turns every form into its
//! SHA-256 (or the URI of an image), which is what a plan shows and what `read` finds.

use std::path::Path as FilePath;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cargo::{self, Cargo};
use super::types::PackageType;
use crate::lambda::content::{Folder, Object, Packaged, Source, Zip};
use crate::lambda::executable::Executable;
use crate::lambda::package;
use crate::prelude::*;
use kind::StandIn;
use kind::files::Files;
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

/// A container image.
#[spec]
pub struct Image {
    /// URI of the image in ECR, with a tag or, better, a digest: Lambda does not follow a tag that is
    /// moved.
    #[field(required, pattern = r"^[^\s]+$")]
    pub(super) image: String,
}

impl Code {
    /// The code of a live function that is a zip.
    pub(super) fn live_zip(sha256: String) -> Self {
        Self::Packaged(Packaged::live(sha256))
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

    /// The files that it was packed of, once it was made ready.
    pub(super) fn files(&self) -> Files {
        match self {
            Self::Packaged(packaged) => packaged.files(),
            _ => Files::new(),
        }
    }

    /// What it holds as `bootstrap`, if that is an executable, once it was made ready.
    pub(super) fn bootstrap(&self) -> Option<&Executable> {
        match self {
            Self::Packaged(packaged) => packaged.bootstrap(),
            _ => None,
        }
    }

    /// Where the bytes of a zip that was made ready are.
    pub(super) fn source(&self) -> Option<&Source> {
        match self {
            Self::Packaged(packaged) => packaged.source(),
            _ => None,
        }
    }

    pub(super) fn is_built_by_cargo(&self) -> bool {
        matches!(self, Self::Cargo(_))
    }

    /// Reports files that are not there, without building or reading any.
    pub(super) fn check_files(&self, root: &FilePath, findings: &mut Findings) {
        let (field, problem) = match self {
            Self::Folder(folder) => ("folder", folder.problem(root)),
            Self::Zip(zip) => ("zip", zip.problem(root)),
            Self::Cargo(_) => ("cargo", package::missing_file(&root.join("Cargo.toml"))),
            _ => return,
        };
        if let Some(problem) = problem {
            let at = format!("code.{field}");
            findings.add(&at, &problem.message, &problem.why, &problem.help);
        }
    }

    /// Says what will be built for it.
    pub(super) fn announce(&self, workspace: &Workspace) {
        if let Self::Cargo(code) = self {
            cargo::announce(workspace, code);
        }
    }

    /// The code in the form that compares, with its bytes at hand. Functions that share code share
    /// one package.
    pub(super) async fn prepared(&self, workspace: &Workspace) -> Result<Self, Finding> {
        let (field, packaged) = match self {
            Self::Folder(folder) => ("folder", folder.packaged(workspace).await),
            Self::Zip(zip) => ("zip", zip.packaged(workspace).await),
            Self::Cargo(code) => {
                ("cargo", cargo::package(workspace, code).await.map(Packaged::here))
            }
            Self::Object(object) => return Ok(Self::Packaged(object.packaged())),
            Self::Image(_) | Self::Packaged(_) => return Ok(self.clone()),
        };
        let packaged = packaged.map_err(|problem| problem.at(Path::field("code").key(field)))?;
        Ok(Self::Packaged(packaged))
    }

    /// Where the zip is of which nobody tells the hash, in a form that fits into a tag.
    pub(super) fn untold_place(&self) -> Option<String> {
        let Self::Object(Object { bucket, key, version, sha256: None }) = self else {
            return None;
        };
        let place = format!("{bucket}/{key}?{}", version.as_deref().unwrap_or_default());
        Some(STANDARD.encode(Sha256::digest(place)))
    }
}
