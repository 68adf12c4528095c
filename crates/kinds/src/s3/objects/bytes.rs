//! The bytes of an object that S3 gives.

use aws::ErrorKind;
use aws_sdk_s3::operation::get_object::GetObjectOutput;

use crate::prelude::*;

/// The bytes of an object.
pub(super) async fn body(found: GetObjectOutput) -> Result<Vec<u8>> {
    let body = found.body.collect().await.map_err(|error| AwsError {
        kind: ErrorKind::Unavailable,
        ..AwsError::new(error.to_string())
    })?;
    Ok(body.to_vec())
}
