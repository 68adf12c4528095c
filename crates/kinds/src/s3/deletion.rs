//! Deleting objects, up to a thousand in a call.

use aws_sdk_s3::types::{Delete, ObjectIdentifier};

use crate::prelude::*;

/// What DeleteObjects takes.
const MOST: usize = 1000;

/// Deletes objects by their keys. In a bucket with versions the older ones stay.
pub(super) async fn delete_keys(aws: &Aws, bucket: &str, keys: Vec<String>) -> Result<()> {
    for batch in keys.chunks(MOST) {
        let batch = batch.iter().map(|key| ObjectIdentifier::builder().key(key).build());
        let batch = batch.collect::<Result<_, _>>()?;
        delete_batch(aws, bucket, batch, false).await?;
    }
    Ok(())
}

/// Deletes a batch of objects or versions. Locks that can be bypassed are, if `bypass_locks` says so.
pub(super) async fn delete_batch(
    aws: &Aws,
    bucket: &str,
    batch: Vec<ObjectIdentifier>,
    bypass_locks: bool,
) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let delete = Delete::builder().set_objects(Some(batch)).quiet(true).build()?;
    let request = aws.s3().delete_objects().bucket(bucket).delete(delete);
    let request = request.set_bypass_governance_retention(bypass_locks.then_some(true));
    let errors = request.send().await?.errors.unwrap_or_default();
    let Some(first) = errors.first() else {
        return Ok(());
    };
    Err(AwsError {
        code: first.code.clone(),
        ..AwsError::new(format!(
            "{} of the bucket's objects cannot be deleted, among them `{}`: {}",
            errors.len(),
            first.key.as_deref().unwrap_or_default(),
            first.message.as_deref().unwrap_or("AWS does not say why"),
        ))
    })
}
