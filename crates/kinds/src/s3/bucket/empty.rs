//! Deletes all that is in a bucket, since AWS only deletes empty ones.

use aws_sdk_s3::types::{MultipartUpload, ObjectIdentifier};
use aws_smithy_types::error::operation::BuildError;
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::prelude::*;
use crate::s3::deletion::delete_batch;

/// Deletes every version, every delete marker and every unfinished upload. Locks that can be bypassed
/// are, if `bypass_locks` says so, which needs a permission of its own.
pub(super) async fn empty(aws: &Aws, bucket: &str, bypass_locks: bool) -> Result<()> {
    delete_versions(aws, bucket, bypass_locks).await?;
    abort_uploads(aws, bucket).await
}

/// A page of versions is a batch for deletion: S3 lists and deletes up to a thousand at once.
async fn delete_versions(aws: &Aws, bucket: &str, bypass_locks: bool) -> Result<()> {
    let (mut key, mut version) = (None, None);
    loop {
        let request = aws.s3().list_object_versions().bucket(bucket);
        let request = request.set_key_marker(key).set_version_id_marker(version);
        let Some(page) = optional(request.send().await)? else {
            return Ok(());
        };
        let versions = page.versions.unwrap_or_default().into_iter();
        let versions = versions.map(|version| (version.key, version.version_id));
        let markers = page.delete_markers.unwrap_or_default().into_iter();
        let markers = markers.map(|marker| (marker.key, marker.version_id));
        let batch: Result<Vec<_>, BuildError> = versions.chain(markers).map(identifier).collect();
        delete_batch(aws, bucket, batch?, bypass_locks).await?;
        if page.is_truncated != Some(true) {
            return Ok(());
        }
        (key, version) = (page.next_key_marker, page.next_version_id_marker);
    }
}

fn identifier(
    (key, version): (Option<String>, Option<String>),
) -> Result<ObjectIdentifier, BuildError> {
    ObjectIdentifier::builder().set_key(key).set_version_id(version).build()
}

async fn abort_uploads(aws: &Aws, bucket: &str) -> Result<()> {
    /// Uploads can only be given up one by one.
    const AT_ONCE: usize = 16;
    let (mut key, mut id) = (None, None);
    loop {
        let request = aws.s3().list_multipart_uploads().bucket(bucket);
        let request = request.set_key_marker(key).set_upload_id_marker(id);
        let Some(page) = optional(request.send().await)? else {
            return Ok(());
        };
        let uploads = stream::iter(page.uploads.unwrap_or_default());
        uploads
            .map(|upload| abort(aws, bucket, upload))
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        if page.is_truncated != Some(true) {
            return Ok(());
        }
        (key, id) = (page.next_key_marker, page.next_upload_id_marker);
    }
}

async fn abort(aws: &Aws, bucket: &str, upload: MultipartUpload) -> Result<()> {
    let request = aws.s3().abort_multipart_upload().bucket(bucket);
    let request = request.set_key(upload.key).set_upload_id(upload.upload_id);
    deleted(request.send().await)
}
