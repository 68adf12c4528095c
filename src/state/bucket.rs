//! A prefix of an S3 bucket. S3 itself compares versions (`If-Match`, `If-None-Match`), so that no two
//! writers can both believe to have written.

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use futures_util::future::BoxFuture;

use super::StateError;
use super::storage::{Storage, Stored};
use crate::aws::{Aws, AwsError, ErrorKind};

/// A prefix of a bucket with the files of one stack.
pub struct Bucket {
    aws: Aws,
    bucket: String,
    prefix: String,
}

impl Bucket {
    pub fn new(aws: Aws, bucket: String, prefix: String) -> Self {
        Self {
            aws,
            bucket,
            prefix,
        }
    }

    fn key(&self, file: &str) -> String {
        match self.prefix.as_str() {
            "" => file.to_owned(),
            prefix => format!("{prefix}/{file}"),
        }
    }

    async fn get(&self, file: &str) -> Result<Option<Stored>, StateError> {
        let request = self.aws.s3().get_object();
        let answer = request
            .bucket(&self.bucket)
            .key(self.key(file))
            .send()
            .await;
        let object = match answer.map_err(AwsError::from) {
            Ok(object) => object,
            Err(error) if error.has_code("NoSuchKey") => return Ok(None),
            Err(error) => return Err(self.failed("read", file, error)),
        };
        let version = object.e_tag.unwrap_or_default();
        let body = object.body.collect().await;
        let bytes = body.map_err(|error| {
            let error = AwsError {
                kind: ErrorKind::Unavailable,
                ..AwsError::new(error.to_string())
            };
            self.failed("read", file, error)
        })?;
        Ok(Some(Stored {
            bytes: bytes.to_vec(),
            version,
        }))
    }

    async fn put(
        &self,
        file: &str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> Result<String, StateError> {
        let request = self
            .aws
            .s3()
            .put_object()
            .bucket(&self.bucket)
            .key(self.key(file))
            .content_type("application/json")
            .server_side_encryption(ServerSideEncryption::Aes256)
            .body(ByteStream::from(bytes.clone()));
        let request = match replaces {
            Some(version) => request.if_match(version),
            None => request.if_none_match("*"),
        };
        match request.send().await.map_err(AwsError::from) {
            Ok(answer) => Ok(answer.e_tag.unwrap_or_default()),
            Err(error) if is_conflict(&error) => self.explain_conflict(file, &bytes).await,
            Err(error) => Err(self.failed("write", file, error)),
        }
    }

    /// A write whose answer got lost is repeated, and then finds what it has written itself.
    async fn explain_conflict(&self, file: &str, ours: &[u8]) -> Result<String, StateError> {
        match self.get(file).await? {
            Some(stored) if stored.bytes == ours => Ok(stored.version),
            _ => Err(StateError::Conflict {
                location: self.location(file),
            }),
        }
    }

    async fn remove(&self, file: &str, version: &str) -> Result<(), StateError> {
        match self.get(file).await? {
            None => Ok(()),
            Some(stored) if stored.version == version => {
                let request = self.aws.s3().delete_object();
                let answer = request
                    .bucket(&self.bucket)
                    .key(self.key(file))
                    .send()
                    .await;
                answer
                    .map(drop)
                    .map_err(|error| self.failed("delete", file, error.into()))
            }
            Some(_) => Err(StateError::Conflict {
                location: self.location(file),
            }),
        }
    }

    fn failed(&self, doing: &'static str, file: &str, error: AwsError) -> StateError {
        if error.has_code("NoSuchBucket") {
            return StateError::NoBucket {
                bucket: self.bucket.clone(),
            };
        }
        StateError::Aws {
            doing,
            location: self.location(file),
            error,
        }
    }
}

/// S3 answers 412 where the version is another, and 409 where two writers meet (PutObject).
fn is_conflict(error: &AwsError) -> bool {
    error.has_code("PreconditionFailed") || error.has_code("ConditionalRequestConflict")
}

impl Storage for Bucket {
    fn location(&self, file: &str) -> String {
        format!("s3://{}/{}", self.bucket, self.key(file))
    }

    fn read<'a>(&'a self, file: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StateError>> {
        Box::pin(self.get(file))
    }

    fn write<'a>(
        &'a self,
        file: &'a str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'a, Result<String, StateError>> {
        Box::pin(self.put(file, bytes, replaces))
    }

    fn delete<'a>(
        &'a self,
        file: &'a str,
        version: &'a str,
    ) -> BoxFuture<'a, Result<(), StateError>> {
        Box::pin(self.remove(file, version))
    }
}
