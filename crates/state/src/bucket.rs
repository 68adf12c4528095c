//! A prefix of an S3 bucket. S3 itself compares versions (`If-Match`, `If-None-Match`), so that no two
//! writers can both believe to have written.
//!
//! The SDK repeats a call whose answer got lost, and so one that was carried out may be refused when it
//! comes again. What is there then tells whether it was ours.

use aws_sdk_s3::primitives::ByteStream;
use futures_util::future::BoxFuture;

use crate::error::StateError;
use crate::storage::{Storage, Stored};
use aws::S3;
use aws::{Aws, AwsError, ErrorKind, member};
use kind::Operations;

/// What is called here. `{files}` are those under the prefix. To list the bucket is also what lets S3 say
/// that a file is absent, instead of refusing to tell.
pub const OPERATIONS: &[Operations] = &[
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}/{files}"],
        read: &["GetObject"],
        write: &["DeleteObject", "PutObject"],
    },
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}"],
        read: &["ListObjectsV2"],
        write: &[],
    },
];

/// A prefix of a bucket with the files of one stack.
pub struct Bucket {
    aws: Aws,
    bucket: String,
    prefix: String,
}

impl Bucket {
    pub fn new(aws: Aws, bucket: String, prefix: String) -> Self {
        Self { aws, bucket, prefix }
    }

    fn key(&self, file: &str) -> String {
        match self.prefix.as_str() {
            "" => file.to_owned(),
            prefix => format!("{prefix}/{file}"),
        }
    }

    /// Page by page, as S3 gives a thousand names at a time.
    async fn names(&self, folder: &str) -> Result<Vec<String>, StateError> {
        let request = self.aws.s3().list_objects_v2();
        let request = request.bucket(&self.bucket).prefix(format!("{}/", self.key(folder)));
        let mut pages = request.into_paginator().send();
        let root = self.key("").len();
        let mut names = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.failed("list", folder, error.into()))?;
            let keys = page.contents().iter().filter_map(|object| object.key());
            names.extend(keys.filter_map(|key| key.get(root..)).map(str::to_owned));
        }
        names.sort();
        Ok(names)
    }

    async fn get(&self, file: &str) -> Result<Option<Stored>, StateError> {
        let request = self.aws.s3().get_object();
        let answer = request.bucket(&self.bucket).key(self.key(file)).send().await;
        let object = match answer.map_err(AwsError::from) {
            Ok(object) => object,
            Err(error) if error.has_code("NoSuchKey") => return Ok(None),
            Err(error) => return Err(self.failed("read", file, error)),
        };
        let version = member(&object, "ETag", |object| object.e_tag.clone());
        let version = version.map_err(|error| self.failed("read", file, error))?;
        let body = object.body.collect().await;
        let bytes = body.map_err(|error| {
            let error =
                AwsError { kind: ErrorKind::Unavailable, ..AwsError::new(error.to_string()) };
            self.failed("read", file, error)
        })?;
        Ok(Some(Stored { bytes: bytes.to_vec(), version }))
    }

    async fn put(
        &self,
        file: &str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> Result<String, StateError> {
        let request = self.aws.s3().put_object();
        let request = request
            .bucket(&self.bucket)
            .key(self.key(file))
            .content_type("application/json")
            .body(ByteStream::from(bytes.clone()));
        let request = match &replaces {
            Some(version) => request.if_match(version),
            None => request.if_none_match("*"),
        };
        match request.send().await.map_err(AwsError::from) {
            Ok(answer) => member(answer, "ETag", |answer| answer.e_tag)
                .map_err(|error| self.failed("write", file, error)),
            Err(error) if is_another_version(&error) => match self.get(file).await? {
                Some(stored) if stored.bytes == bytes => Ok(stored.version),
                _ => Err(self.conflict(file)),
            },
            Err(error) => Err(self.failed("write", file, error)),
        }
    }

    async fn remove(&self, file: &str, version: &str) -> Result<(), StateError> {
        let request = self
            .aws
            .s3()
            .delete_object()
            .bucket(&self.bucket)
            .key(self.key(file))
            .if_match(version);
        match request.send().await.map_err(AwsError::from) {
            Ok(_) => Ok(()),
            Err(error) if is_another_version(&error) => match self.get(file).await? {
                None => Ok(()),
                Some(_) => Err(self.conflict(file)),
            },
            Err(error) => Err(self.failed("delete", file, error)),
        }
    }

    fn conflict(&self, file: &str) -> StateError {
        StateError::Conflict { location: self.location(file) }
    }

    fn failed(&self, doing: &'static str, file: &str, error: AwsError) -> StateError {
        let bucket = self.bucket.clone();
        let location = self.location(file);
        match error.code.as_deref() {
            Some("NoSuchBucket") => StateError::NoBucket { bucket },
            Some("PermanentRedirect" | "AuthorizationHeaderMalformed") => {
                StateError::OtherRegion { bucket, region: self.aws.region().to_owned() }
            }
            Some("AccessDenied") => StateError::Denied { doing, location, error: Box::new(error) },
            _ => StateError::Aws { doing, location, error: Box::new(error) },
        }
    }
}

/// S3 answers 412 where the version is another, and 404 where there is none any more.
fn is_another_version(error: &AwsError) -> bool {
    let codes = ["PreconditionFailed", "NoSuchKey", "ConditionalRequestConflict"];
    codes.iter().any(|code| error.has_code(code))
}

impl Storage for Bucket {
    fn location(&self, file: &str) -> String {
        format!("s3://{}/{}", self.bucket, self.key(file))
    }

    fn list<'a>(&'a self, folder: &'a str) -> BoxFuture<'a, Result<Vec<String>, StateError>> {
        Box::pin(self.names(folder))
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
