//! The manifest: what each object is, as it was written last, and what S3 has listed of it since.

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types as sdk;
use serde::{Deserialize, Serialize};

use super::bytes::body;
use super::spec::{Identity, Object};
use crate::prelude::*;

/// Its path behind the prefix.
pub(super) const NAME: &str = ".diatonic-manifest";

/// What S3 lists of an object. Whoever writes the object leaves another time, and mostly another ETag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectVersionInfo {
    etag: String,
    /// Milliseconds since 1970.
    modified: i64,
    size: i64,
}

impl ObjectVersionInfo {
    pub(super) fn of(listed: &sdk::Object) -> Self {
        let modified = listed.last_modified().and_then(|time| time.to_millis().ok());
        Self {
            etag: listed.e_tag().unwrap_or_default().to_owned(),
            modified: modified.unwrap_or_default(),
            size: listed.size().unwrap_or_default(),
        }
    }

    pub(super) fn has_etag(&self, etag: &str) -> bool {
        self.etag == etag
    }
}

/// What is known of one object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Nothing while it is being written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<ObjectVersionInfo>,
    /// Nothing while it is being written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
}

impl Entry {
    /// An object that is ours, of which nothing is known.
    pub(super) const UNKNOWN: Self = Self { stamp: None, object: None };
}

/// What is known of all of them, by their paths.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub(super) objects: BTreeMap<String, Entry>,
}

impl Manifest {
    /// The manifest that was listed. It may be gone since.
    pub(super) async fn read(aws: &Aws, identity: &Identity) -> Result<Option<Self>> {
        let key = identity.key(NAME);
        let request = aws.s3().get_object().bucket(&identity.bucket).key(&key);
        let Some(found) = optional(request.send().await)? else {
            return Ok(None);
        };
        let bytes = body(found).await?;
        let manifest = serde_json::from_slice(&bytes).map_err(|error| {
            AwsError::new(format!(
                "`{key}` in the bucket `{}` is not a manifest of ours ({error}): delete it, and the next plan looks at \
                 every object",
                identity.bucket
            ))
        })?;
        Ok(Some(manifest))
    }

    pub(super) async fn write(&self, aws: &Aws, identity: &Identity) -> Result<()> {
        let text = serde_json::to_vec(self)
            .map_err(|error| AwsError::new(format!("the manifest cannot be written: {error}")))?;
        let request = aws.s3().put_object().bucket(&identity.bucket).key(identity.key(NAME));
        let request = request.content_type("application/json").cache_control("no-store");
        sent(request.body(ByteStream::from(text)).send().await)
    }
}
