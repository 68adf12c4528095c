//! What callers send and get.

use std::collections::BTreeMap;

use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::Id;
use shared::data::{Entity, StoredFile, Table, USER_CONTENT};

pub use crate::purpose::Purpose;

/// How far an upload is: `pending` until the file has come and was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UploadStatus {
    Pending,
    Ready,
    Rejected,
}

/// A file to upload.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewUpload {
    /// What it is for.
    pub purpose: Purpose,
    /// What it belongs to: a module, a dataset, a project, an agent, a post. The caller may change that.
    pub parent_id: Id,
    /// What it is called.
    #[garde(length(chars, min = 1, max = 255))]
    pub file_name: String,
    /// Its type, one of those that the purpose allows.
    #[schemars(extend("enum" = crate::kinds::content_types()))]
    pub content_type: String,
    /// Its length in bytes.
    #[garde(range(min = 1, max = 1_000_000_000))]
    pub size: u64,
}

/// What an upload is, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Upload {
    /// Its id.
    pub id: Id,
    /// The tenant that it belongs to.
    pub organization_id: String,
    /// Who began it.
    pub user_id: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What it belongs to.
    pub parent_id: Id,
    /// What the file is called.
    pub file_name: String,
    /// Its type.
    pub content_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// How far it is.
    pub status: UploadStatus,
    /// Why it was rejected, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The SHA-256 of the file in hexadecimal digits, once it is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
    /// How many records a dataset has, where its format tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_count: Option<u64>,
    /// When it was begun, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

impl Entity for Upload {
    const TABLE: &'static Table = &USER_CONTENT;
}

impl Upload {
    /// Where the file is put, and looked at.
    pub fn incoming(&self) -> String {
        format!("incoming/{}/{}", self.organization_id, self.id.bare())
    }

    /// The file as it is kept.
    pub fn file(&self) -> StoredFile {
        let folder = match self.purpose {
            Purpose::Dataset => "datasets",
            Purpose::ProjectAsset => "projects",
            Purpose::AgentAsset => "agents",
            Purpose::ModuleContent | Purpose::ModuleThumbnail | Purpose::PostAttachment => "assets",
        };
        let (tenant, parent, id) = (&self.organization_id, self.parent_id.bare(), self.id.bare());
        let name = StoredFile::safe_name(&self.file_name);
        StoredFile {
            key: format!("organizations/{tenant}/{folder}/{parent}/{id}/{name}"),
            content_type: self.content_type.clone(),
            size: self.size,
            upload_id: id,
        }
    }

    /// Its length as counters have it.
    pub fn bytes(&self) -> i64 {
        i64::try_from(self.size).unwrap_or(i64::MAX)
    }
}

/// Where to put a file, and how.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UploadTicket {
    /// The id of the upload, by which to ask what became of it.
    pub upload_id: Id,
    /// Where to put the file. It takes one of exactly the length and the type that were said.
    pub url: String,
    /// The HTTP method.
    pub method: String,
    /// The headers to send.
    pub headers: BTreeMap<String, String>,
    /// Seconds within which to begin.
    pub expires_in: u32,
}

/// Where a file can be read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UploadUrl {
    /// Where, for whoever has the address.
    pub url: String,
    /// Seconds for which it is good.
    pub expires_in: u32,
}
