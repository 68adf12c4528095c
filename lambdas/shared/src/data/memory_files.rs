//! The files in memory, for tests of functions.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_smithy_types::byte_stream::ByteStream;
use jiff::Timestamp;

use super::{Expected, Files, Open, Scope, Transfer, Work};
use crate::Error;

/// Files that are gone with it. A scope reaches what begins with its tenant, and what is everybody's.
#[derive(Default)]
pub struct MemoryFiles {
    files: Mutex<BTreeMap<String, Held>>,
}

/// A file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its type.
    pub content_type: String,
}

impl Held {
    /// Tells bytes from others: no two tests' files of one length begin alike and differ.
    fn etag(&self) -> String {
        let sum = self
            .bytes
            .iter()
            .fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
        format!("\"{sum:016x}-{}\"", self.bytes.len())
    }
}

impl MemoryFiles {
    /// Puts a file, as a browser does.
    pub fn put(&self, key: &str, content_type: &str, bytes: impl Into<Vec<u8>>) {
        let held = Held { bytes: bytes.into(), content_type: content_type.to_owned() };
        self.files().insert(key.to_owned(), held);
    }

    /// A file.
    pub fn get(&self, key: &str) -> Option<Held> {
        self.files().get(key).cloned()
    }

    /// The keys of all files.
    pub fn keys(&self) -> Vec<String> {
        self.files().keys().cloned().collect()
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Held>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Refuses a key that is not the tenant's, as the policy does.
fn check(scope: &Scope, operation: &'static str, key: &str) -> Result<(), Error> {
    let tenant = &scope.tenant;
    let is_own = ["incoming", "organizations"]
        .iter()
        .any(|folder| key.starts_with(&format!("{folder}/{tenant}/")));
    let is_public = key.starts_with("public/") && (scope.is_staff || operation == "GetObject");
    if is_own || is_public {
        return Ok(());
    }
    Err(Error::Files {
        operation,
        code: "AccessDenied".to_owned(),
        reason: "the files in memory refuse it".to_owned(),
    })
}

impl Files for MemoryFiles {
    fn upload_url<'a>(
        &'a self,
        scope: &'a Scope,
        file: Expected<'a>,
        _now: Timestamp,
    ) -> Work<'a, String> {
        Box::pin(async move {
            check(scope, "PutObject", file.key)?;
            Ok(format!("memory:{}?type={}&size={}", file.key, file.content_type, file.size))
        })
    }

    fn download_url<'a>(
        &'a self,
        scope: &'a Scope,
        key: &'a str,
        disposition: String,
        _now: Timestamp,
    ) -> Work<'a, String> {
        Box::pin(async move {
            check(scope, "GetObject", key)?;
            Ok(format!("memory:{key}?{disposition}"))
        })
    }

    fn open<'a>(&'a self, scope: &'a Scope, key: &'a str) -> Work<'a, Option<Open>> {
        Box::pin(async move {
            check(scope, "GetObject", key)?;
            Ok(self.get(key).map(|held| Open {
                size: held.bytes.len() as u64,
                etag: held.etag(),
                content_type: held.content_type,
                bytes: ByteStream::from(held.bytes),
            }))
        })
    }

    fn copy<'a>(&'a self, scope: &'a Scope, transfer: Transfer<'a>) -> Work<'a, bool> {
        Box::pin(async move {
            check(scope, "GetObject", transfer.from)?;
            check(scope, "PutObject", transfer.to)?;
            let Some(held) = self.get(transfer.from) else {
                return Ok(false);
            };
            if transfer.etag.is_some_and(|etag| etag != held.etag()) {
                return Ok(false);
            }
            self.put(transfer.to, transfer.content_type, held.bytes);
            Ok(true)
        })
    }

    fn delete<'a>(&'a self, scope: &'a Scope, key: &'a str) -> Work<'a, ()> {
        Box::pin(async move {
            check(scope, "DeleteObject", key)?;
            self.files().remove(key);
            Ok(())
        })
    }
}
