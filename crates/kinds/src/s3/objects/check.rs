//! What S3 would refuse in objects, and what nobody can have meant (PutObject; user guide, "Naming Amazon S3 objects"
//! and "Working with object metadata").

use super::manifest;
use super::spec::{Encryption, Object, Objects};
use crate::prelude::*;
use crate::s3::bucket::Algorithm;

/// Bytes of a key.
const LONGEST_KEY: usize = 1024;
/// Bytes of the names and values of metadata together.
const MOST_METADATA: usize = 2048;

pub(super) fn check(spec: &Objects, findings: &mut Findings) {
    let chooses = !spec.include.is_empty();
    rules! { findings;
        Warning if spec.source.is_none() && spec.objects.is_empty() =>
            "there are no objects",
            "neither `source` nor `objects` names any",
            "add a folder as `source`, or texts as `objects`";
        Warning "include" if chooses && spec.source.is_none() =>
            "there is nothing to choose from",
            "patterns choose among the files of `source`",
            "add `source`, or remove `include`";
        Warning "prefix" if spec.prefix.starts_with('/') =>
            "keys that begin with `/` are rarely meant",
            "S3 takes the `/` for part of the key: `/a` and `a` are two objects",
            "remove the `/`";
    }
    if let Some(encryption) = &spec.encryption {
        encryption.check(&Path::field("encryption"), findings);
    }
    check_metadata(&spec.metadata, &Path::root(), findings);
    for (path, object) in &spec.objects {
        let at = Path::field("objects").key(path);
        object.check(path, spec, &at, findings);
    }
}

impl Object {
    fn check(&self, path: &str, spec: &Objects, at: &Path, findings: &mut Findings) {
        let said = [self.content.is_some(), self.file.is_some(), self.sha256.is_some()];
        let count = said.into_iter().filter(|is_said| *is_said).count();
        let length = spec.prefix.len() + path.len();
        rules! { findings, at;
            Error if count > 1 =>
                "an object has one of `content`, `file` and `sha256`",
                "each of them says what is in it",
                "keep one of them";
            Error if count == 0 && spec.source.is_none() =>
                "nothing says what is in the object",
                "it has no content of its own, and there is no folder that could have it",
                "add `content` or `file`";
            Error if path.is_empty() || length > LONGEST_KEY =>
                "this cannot be a key",
                format!("keys have 1–{LONGEST_KEY} bytes, and this has {length}"),
                "choose another path";
            Error if path == manifest::NAME =>
                "this key is taken",
                "the manifest of the objects stands there",
                "choose another path";
            Warning if path.starts_with('/') || path.contains("//") =>
                "a path with an empty part is rarely meant",
                "S3 takes each `/` for part of the key",
                "remove the `/` that is too much";
        }
        check_metadata(&self.metadata, at, findings);
        if let Some(encryption) = self.encryption.as_ref() {
            encryption.check(&at.key("encryption"), findings);
        }
    }
}

fn check_metadata(metadata: &BTreeMap<String, String>, at: &Path, findings: &mut Findings) {
    let size: usize = metadata.iter().map(|(name, value)| name.len() + value.len()).sum();
    rules! { findings, at;
        Error "metadata" if size > MOST_METADATA =>
            "the metadata is too big",
            format!("it has {size} bytes, and S3 takes {MOST_METADATA}"),
            "put the rest into the object";
    }
    for name in metadata.keys() {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
        rules! { findings, at;
            Error "metadata" / name if name.is_empty() || !name.chars().all(is_name) =>
                format!("`{name}` cannot be the name of metadata"),
                "it is part of an HTTP header, which S3 writes in small letters",
                "use small letters, digits, `-`, `_` and `.`";
        }
    }
}

impl Encryption {
    fn check(&self, at: &Path, findings: &mut Findings) {
        let has_key = self.kms_key.as_ref().is_some();
        let has_bucket_key = self.bucket_key.as_ref().is_some_and(|is_on| *is_on);
        rules! { findings, at;
            Error "kms_key" if has_key && self.algorithm == Algorithm::AES256 =>
                "a KMS key is given, and the algorithm does not use one",
                "`AES256` encrypts with keys of S3's own",
                "write `algorithm: aws:kms`, or omit the key";
            Error "bucket_key" if has_bucket_key && self.algorithm != Algorithm::Kms =>
                "only `aws:kms` takes a bucket key",
                "keys of S3's own need none, and two layers take none",
                "remove `bucket_key`";
        }
    }
}
