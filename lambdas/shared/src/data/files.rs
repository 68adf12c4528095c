//! What functions do with files, in terms that S3 and a fake in memory both have.

use aws_smithy_types::byte_stream::ByteStream;
use jiff::Timestamp;

use super::{Scope, Work};

/// The files of an environment, for whoever a scope says.
pub trait Files: Send + Sync + 'static {
    /// An address at which a browser may put this file, and no other, within [`Expected::SECONDS`] from a moment.
    fn upload_url<'a>(
        &'a self,
        scope: &'a Scope,
        file: Expected<'a>,
        now: Timestamp,
    ) -> Work<'a, String>;

    /// An address at which everybody may read a file within 15 minutes from a moment. `disposition` is the header
    /// `Content-Disposition` of the answer.
    fn download_url<'a>(
        &'a self,
        scope: &'a Scope,
        key: &'a str,
        disposition: String,
        now: Timestamp,
    ) -> Work<'a, String>;

    /// A file to read; none if it is not there.
    fn open<'a>(&'a self, scope: &'a Scope, key: &'a str) -> Work<'a, Option<Open>>;

    /// Copies a file, and tells whether it was there as it was said to be.
    fn copy<'a>(&'a self, scope: &'a Scope, transfer: Transfer<'a>) -> Work<'a, bool>;

    /// Takes a file away, if it is there.
    fn delete<'a>(&'a self, scope: &'a Scope, key: &'a str) -> Work<'a, ()>;
}

/// A file that somebody is about to upload.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Where it goes.
    pub key: &'a str,
    /// Its type, which the upload has to say.
    pub content_type: &'a str,
    /// Its length in bytes, which the upload has to have.
    pub size: u64,
}

impl Expected<'_> {
    /// Seconds for which the address is good. An upload that has begun may take longer.
    pub const SECONDS: u32 = 900;
}

/// A file that is being read.
pub struct Open {
    /// Its length in bytes.
    pub size: u64,
    /// Its type, as it was uploaded.
    pub content_type: String,
    /// What tells these bytes from others under the same key.
    pub etag: String,
    /// Its bytes.
    pub bytes: ByteStream,
}

/// A copy to make.
#[derive(Clone, Copy, Debug)]
pub struct Transfer<'a> {
    /// From where.
    pub from: &'a str,
    /// Only if it still is what had this tag; without one, whatever it is.
    pub etag: Option<&'a str>,
    /// To where.
    pub to: &'a str,
    /// The type of the copy.
    pub content_type: &'a str,
}
