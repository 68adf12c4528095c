//! The files in S3.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::MetadataDirective;
use aws_smithy_types::timeout::TimeoutConfig;
use jiff::Timestamp;

use super::{Expected, Files, Open, Scope, Sessions, Transfer, Work};
use crate::Error;

/// The bucket of an environment.
pub struct Bucket {
    sessions: Arc<Sessions>,
    name: String,
}

impl Bucket {
    /// Seconds for which a file can be read at an address.
    const READABLE: u64 = 15 * 60;

    /// S3 copies within a region at some 100 MB a second, and answers at the end.
    const COPY_LIMIT: Duration = Duration::from_secs(120);

    /// The bucket with this name.
    pub fn new(sessions: impl Into<Arc<Sessions>>, name: impl Into<String>) -> Self {
        Self { sessions: sessions.into(), name: name.into() }
    }

    async fn client(&self, scope: &Scope) -> aws_sdk_s3::Client {
        self.sessions.clients(scope).await.files
    }

    async fn sign_upload(
        &self,
        scope: &Scope,
        file: Expected<'_>,
        now: Timestamp,
    ) -> Result<String, Error> {
        let size = i64::try_from(file.size).map_err(|error| unsigned(&error))?;
        let signed = self
            .client(scope)
            .await
            .put_object()
            .bucket(&self.name)
            .key(file.key)
            .content_type(file.content_type)
            .content_length(size)
            .presigned(valid(now, Expected::SECONDS.into())?)
            .await
            .map_err(|failure| Error::files("PutObject", &failure))?;
        Ok(signed.uri().to_owned())
    }

    async fn sign_download(
        &self,
        scope: &Scope,
        key: &str,
        disposition: String,
        now: Timestamp,
    ) -> Result<String, Error> {
        let signed = self
            .client(scope)
            .await
            .get_object()
            .bucket(&self.name)
            .key(key)
            .response_content_disposition(disposition)
            .presigned(valid(now, Self::READABLE)?)
            .await
            .map_err(|failure| Error::files("GetObject", &failure))?;
        Ok(signed.uri().to_owned())
    }

    async fn read(&self, scope: &Scope, key: &str) -> Result<Option<Open>, Error> {
        let answer = self.client(scope).await.get_object().bucket(&self.name).key(key).send().await;
        let object = match answer {
            Ok(object) => object,
            Err(failure) if failure.code() == Some("NoSuchKey") => return Ok(None),
            Err(failure) => return Err(Error::files("GetObject", &failure)),
        };
        Ok(Some(Open {
            size: object.content_length.and_then(|size| size.try_into().ok()).unwrap_or_default(),
            content_type: object.content_type.unwrap_or_default(),
            etag: object.e_tag.unwrap_or_default(),
            bytes: object.body,
        }))
    }

    async fn transfer(&self, scope: &Scope, transfer: Transfer<'_>) -> Result<bool, Error> {
        let limits = TimeoutConfig::builder()
            .operation_attempt_timeout(Self::COPY_LIMIT)
            .operation_timeout(Self::COPY_LIMIT)
            .build();
        let answer = self
            .client(scope)
            .await
            .copy_object()
            .bucket(&self.name)
            .key(transfer.to)
            // Tenants' names may have `@` and `+`.
            .copy_source(format!("{}/{}", self.name, escaped(transfer.from)))
            .set_copy_source_if_match(transfer.etag.map(str::to_owned))
            .metadata_directive(MetadataDirective::Replace)
            .content_type(transfer.content_type)
            .customize()
            .config_override(aws_sdk_s3::config::Config::builder().timeout_config(limits))
            .send()
            .await;
        match answer {
            Ok(_) => Ok(true),
            Err(failure) => match failure.code() {
                Some("PreconditionFailed" | "NoSuchKey") => Ok(false),
                _ => Err(Error::files("CopyObject", &failure)),
            },
        }
    }

    async fn remove(&self, scope: &Scope, key: &str) -> Result<(), Error> {
        let request = self.client(scope).await.delete_object().bucket(&self.name).key(key);
        request.send().await.map_err(|failure| Error::files("DeleteObject", &failure))?;
        Ok(())
    }
}

impl Files for Bucket {
    fn upload_url<'a>(
        &'a self,
        scope: &'a Scope,
        file: Expected<'a>,
        now: Timestamp,
    ) -> Work<'a, String> {
        Box::pin(self.sign_upload(scope, file, now))
    }

    fn download_url<'a>(
        &'a self,
        scope: &'a Scope,
        key: &'a str,
        disposition: String,
        now: Timestamp,
    ) -> Work<'a, String> {
        Box::pin(self.sign_download(scope, key, disposition, now))
    }

    fn open<'a>(&'a self, scope: &'a Scope, key: &'a str) -> Work<'a, Option<Open>> {
        Box::pin(self.read(scope, key))
    }

    fn copy<'a>(&'a self, scope: &'a Scope, transfer: Transfer<'a>) -> Work<'a, bool> {
        Box::pin(self.transfer(scope, transfer))
    }

    fn delete<'a>(&'a self, scope: &'a Scope, key: &'a str) -> Work<'a, ()> {
        Box::pin(self.remove(scope, key))
    }
}

/// For how long an address is good.
fn valid(now: Timestamp, seconds: u64) -> Result<PresigningConfig, Error> {
    PresigningConfig::builder()
        .start_time(now.into())
        .expires_in(Duration::from_secs(seconds))
        .build()
        .map_err(|error| unsigned(&error))
}

fn unsigned(error: &dyn std::error::Error) -> Error {
    Error::Files { operation: "Presign", code: "NoAnswer".to_owned(), reason: error.to_string() }
}

/// A key as it stands in an address.
fn escaped(key: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    key.bytes()
        .map(|byte| match is_plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_escaped_but_for_its_parts() {
        assert_eq!(escaped("incoming/u_a+b@c/01A-._~"), "incoming/u_a%2Bb%40c/01A-._~");
    }
}
