//! What a layer's spec says, and what others may refer to.

use aws_sdk_lambda::operation::get_layer_version::GetLayerVersionOutput;
use aws_sdk_lambda::operation::publish_layer_version::builders::PublishLayerVersionFluentBuilder;
use aws_sdk_lambda::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conversions::Words;
use crate::lambda::content::{Folder, Object, Packaged, Source, Zip};
use crate::lambda::function::permission::Principal;
use crate::lambda::function::types::Architecture;
use crate::prelude::*;
use kind::files::Files;
use language::schema::Finding;
use language::value::Instruction;
use workspace::Workspace;

/// Files that functions share: libraries, a runtime, an extension. A function names a version of it in `layers`, by
/// `version_arn`, and moves to a new one with the same apply.
#[spec(GetLayerVersionOutput, request = PublishLayerVersionFluentBuilder)]
pub struct Layer {
    /// The layer's name. 1–140 letters, digits, `-` and `_`.
    #[field(required, create_only, value_only, length = 1..=140, pattern = r"^[a-zA-Z0-9\-_]+$")]
    #[field(not_in_answer, aws = layer_name)]
    pub name: String,
    /// What is in it. Lambda unpacks it in `/opt`, where `bin`, `lib`, `python`, `nodejs`, `java/lib` and `ruby` are
    /// looked at by the runtimes.
    #[field(required, from_files, not_in_answer, not_in_request)]
    pub content: Content,
    /// What the layer is for, or what the version has. Up to 256 characters.
    #[field(omit_default, length = ..=256)]
    pub description: String,
    /// Runtimes that it is made for, such as `python3.13`. It is a hint: Lambda looks at it in lists alone. Up to 15.
    #[field(omit_default, length = ..=15, with = Words::<sdk::Runtime>)]
    pub compatible_runtimes: BTreeSet<String>,
    /// Processors that it is made for. A hint as well.
    #[field(omit_default, length = ..=2)]
    pub compatible_architectures: BTreeSet<Architecture>,
    /// The licence: an SPDX identifier such as `MIT`, a URL, or the text itself. Up to 512 characters.
    #[field(length = 1..=512, aws = license_info)]
    pub license: Option<String>,
    /// Whether older versions stay when there is a new one. Absent: those that no function names any more are deleted
    /// with the next update. A delete of the layer deletes all of them.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub keep_versions: Instruction<bool>,
    /// Who else may use the newest version, by statement id. Others are removed. Absent: this account alone.
    #[field(omit_default, grants, not_in_answer, not_in_request)]
    pub permissions: Permissions,
}

/// Permissions by statement id.
pub(super) type Permissions = BTreeMap<String, LayerPermission>;

/// Lets others use a version of the layer.
#[spec]
pub struct LayerPermission {
    /// Whom: the number of an account, or `*` for everybody, or for an `organization`.
    #[field(required, policy = "principal")]
    #[schemars(with = "String", regex(pattern = r"^(\*|\d{12}|arn:aws[a-z-]*:iam::\d{12}:root)$"))]
    pub principal: Principal,
    /// The organization (`o-…`) whose accounts are meant. Only with the principal `*`.
    #[field(pattern = r"^o-[a-z0-9]{10,32}$")]
    pub organization: Option<String>,
}

outputs! {
    /// ARN of the layer, without a version.
    arn,
    /// Name of the layer.
    name,
    /// Number of the newest version.
    version,
    /// ARN of the newest version, as functions name it.
    version_arn,
}

/// Where a layer's content comes from: one of `folder`, `zip` and `bucket`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Content {
    Folder(Folder),
    Zip(Zip),
    Object(Object),
    /// Made ready, or live.
    #[schemars(skip)]
    Packaged(Packaged),
}

impl Default for Content {
    fn default() -> Self {
        Self::live("")
    }
}

impl Content {
    /// The content of a version.
    pub(super) fn live(sha256: &str) -> Self {
        Self::Packaged(Packaged::live(sha256.to_owned()))
    }

    /// The files that it was packed of, once it was made ready.
    pub(super) fn files(&self) -> Files {
        match self {
            Self::Packaged(packaged) => packaged.files(),
            _ => Files::new(),
        }
    }

    /// Where the bytes are, once they were made ready.
    pub(super) fn source(&self) -> Option<&Source> {
        match self {
            Self::Packaged(packaged) => packaged.source(),
            _ => None,
        }
    }

    /// Whether it is an object of which nobody says what is in it.
    pub(super) fn is_untold(&self) -> bool {
        matches!(self, Self::Object(Object { sha256: None, .. }))
    }

    pub(super) fn check_files(&self, root: &std::path::Path, findings: &mut Findings) {
        let (field, problem) = match self {
            Self::Folder(folder) => ("folder", folder.problem(root)),
            Self::Zip(zip) => ("zip", zip.problem(root)),
            Self::Object(_) | Self::Packaged(_) => return,
        };
        if let Some(problem) = problem {
            let at = format!("content.{field}");
            findings.add(&at, &problem.message, &problem.why, &problem.help);
        }
    }

    /// The content in the form that compares, with its bytes at hand.
    pub(super) async fn prepared(&self, workspace: &Workspace) -> Result<Self, Finding> {
        let (field, packaged) = match self {
            Self::Folder(folder) => ("folder", folder.packaged(workspace).await),
            Self::Zip(zip) => ("zip", zip.packaged(workspace).await),
            Self::Object(object) => return Ok(Self::Packaged(object.packaged())),
            Self::Packaged(_) => return Ok(self.clone()),
        };
        let packaged = packaged.map_err(|problem| problem.at(Path::field("content").key(field)))?;
        Ok(Self::Packaged(packaged))
    }
}
