//! What the owner of objects writes, and what each of them comes to.

use std::path::PathBuf;
use std::sync::Arc;

use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::operation::put_object::builders::PutObjectFluentBuilder;
use aws_sdk_s3::types as sdk;

use crate::prelude::*;
use crate::s3::bucket::Algorithm;
use language::value::Instruction;

/// Objects of a bucket, made of files of the project and of texts: a web site, seed data, configuration. Only those
/// that differ are sent. An object with the key `<prefix>.diatonic-manifest` says what was written last.
#[spec]
pub struct Objects {
    /// Name of the bucket.
    #[field(required, create_only, length = 3..=63)]
    pub bucket: String,
    /// What the keys of all of them begin with, such as `site/`. Absent: nothing, so that the whole bucket is meant.
    #[field(omit_default, create_only, value_only, length = ..=900)]
    pub prefix: String,
    /// The folder whose files become objects, such as `web/dist`, from the project's own. The key of each is its path
    /// in the folder. Links in it are followed, and may not lead out of it.
    #[field(length = 1..)]
    pub source: Option<String>,
    /// Which files of the folder: patterns of paths. `*` stands for part of a name, `**` for folders as well, `?` for
    /// one letter; a pattern without `/` is about the name alone. Absent: all of them.
    #[field(omit_default)]
    pub include: BTreeSet<String>,
    /// Which of these not. Absent: what editors and systems leave behind (`.DS_Store`, `Thumbs.db`, `.git/**`).
    #[field(default = usually_excluded(), omit_default)]
    pub exclude: BTreeSet<String>,
    /// Objects by their path behind `prefix`: single files, texts, and what is another for an object of the folder.
    #[field(omit_default, deferrable, from_files)]
    pub objects: BTreeMap<String, Object>,
    /// Content types by the ending of a name, such as `wasm: application/wasm`, beside those that are known. What
    /// nobody knows is `application/octet-stream`.
    #[field(omit_default)]
    pub content_types: BTreeMap<String, String>,
    /// Headers of objects by patterns of their paths. Of several that fit and say something of a header, the first
    /// counts.
    #[field(omit_default)]
    pub headers: Vec<HeaderRule>,
    /// Metadata of each object, which S3 gives back as `x-amz-meta-<name>`. Up to 2 KB together; names in small
    /// letters.
    #[field(omit_default)]
    pub metadata: BTreeMap<String, String>,
    /// Where S3 keeps the objects, and at what price. Moves that lifecycle rules make are no changes.
    #[field(omit_default)]
    pub storage_class: StorageClass,
    /// How the objects are encrypted. Absent: as the bucket says.
    pub encryption: Option<Encryption>,
    /// Whether what is below `prefix` and none of these is deleted: objects of files that are gone, and those of
    /// others. Absent: it stays, as an old page may still need a script that is gone.
    #[field(omit_default)]
    pub delete_removed: Instruction<bool>,
    /// What is below `prefix` and none of these, as it is read; `delete_removed` makes it nothing. Absent in what is
    /// live: no manifest says which objects are these.
    pub others: Auto<BTreeSet<String>>,
}

fn usually_excluded() -> BTreeSet<String> {
    [".DS_Store", "Thumbs.db", ".git/**"].map(str::to_owned).into()
}

/// An object: one of `content`, `file` and `sha256` says what is in it, or the folder does.
#[spec(HeadObjectOutput, request = PutObjectFluentBuilder)]
pub struct Object {
    /// The text itself, with references in it if need be.
    #[field(value_only, not_in_answer, not_in_request)]
    pub content: Option<String>,
    /// The file with the content, from the project's folder.
    #[field(length = 1.., not_in_answer, not_in_request)]
    pub file: Option<String>,
    /// SHA-256 of the content in base64. By itself: the object that is there, which is not to change.
    #[field(pattern = r"^[A-Za-z0-9+/]{43}=$", aws = checksum_sha256)]
    pub sha256: Option<String>,
    /// What the content is, such as `text/html; charset=utf-8`. Absent: it follows from the ending of the path.
    #[field(length = 1..)]
    pub content_type: Option<String>,
    /// How long browsers and caches may keep it, such as `public, max-age=31536000, immutable`.
    #[field(length = 1..)]
    pub cache_control: Option<String>,
    /// How the content is compressed, such as `gzip`. Nothing is compressed here.
    #[field(length = 1..)]
    pub content_encoding: Option<String>,
    /// Whether browsers show it or save it, such as `attachment; filename="report.pdf"`.
    #[field(length = 1..)]
    pub content_disposition: Option<String>,
    /// The language of the content, such as `en`.
    #[field(length = 1..)]
    pub content_language: Option<String>,
    /// Where the bucket's web site sends those who ask for the object: a path or a URL.
    #[field(length = 1.., pattern = r"^(/|https?://)", aws = website_redirect_location)]
    pub website_redirect: Option<String>,
    /// Metadata, beside that of all objects.
    #[field(omit_default)]
    pub metadata: BTreeMap<String, String>,
    /// Where S3 keeps the object. Absent: where the others are.
    pub storage_class: Option<StorageClass>,
    /// How the object is encrypted. Absent: as the others are.
    #[field(not_in_answer, not_in_request)]
    pub encryption: Auto<Encryption>,
    /// Where the bytes are.
    #[serde(skip)]
    #[field(not_in_answer, not_in_request)]
    pub(super) source: Option<Source>,
}

/// Where the bytes of an object are.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    File(PathBuf),
    Text(Arc<str>),
}

/// Headers of the objects that patterns fit.
#[spec]
pub struct HeaderRule {
    /// Patterns of paths, as in `include`; one must fit.
    #[field(required, length = 1..)]
    pub files: BTreeSet<String>,
    /// As in `objects`.
    #[field(length = 1..)]
    pub content_type: Option<String>,
    /// As in `objects`.
    #[field(length = 1..)]
    pub cache_control: Option<String>,
    /// As in `objects`.
    #[field(length = 1..)]
    pub content_encoding: Option<String>,
    /// As in `objects`.
    #[field(length = 1..)]
    pub content_disposition: Option<String>,
    /// As in `objects`.
    #[field(length = 1..)]
    pub content_language: Option<String>,
}

/// How objects are encrypted.
#[spec]
pub struct Encryption {
    /// `AES256` (keys of S3's own), `aws:kms`, or `aws:kms:dsse` for two layers.
    #[field(required)]
    pub algorithm: Algorithm,
    /// ARN of the KMS key, for the two `aws:kms` algorithms. S3 tells a key by its ARN, so it is not an alias. Absent: the
    /// account's key `aws/s3`.
    #[field(pattern = r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$")]
    pub kms_key: Auto<String>,
    /// Whether objects share a key of the bucket's, which saves calls to KMS. Absent: as the bucket says.
    pub bucket_key: Auto<bool>,
}

aws_enum! {
    /// Where S3 keeps objects (PutObject, `x-amz-storage-class`).
    #[derive(Default)]
    StorageClass = sdk::StorageClass {
        #[default]
        Standard = "STANDARD",
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        StandardIa = "STANDARD_IA",
        OnezoneIa = "ONEZONE_IA",
        IntelligentTiering = "INTELLIGENT_TIERING",
        Glacier = "GLACIER",
        GlacierIr = "GLACIER_IR",
        DeepArchive = "DEEP_ARCHIVE",
        ExpressOnezone = "EXPRESS_ONEZONE",
    }
}

/// What decides which objects are meant.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Identity {
    pub bucket: String,
    #[serde(default)]
    pub prefix: String,
}

impl Identity {
    /// The bucket and the prefix in an id.
    pub(super) fn of(id: &str) -> Self {
        let (bucket, prefix) = id.split_once('/').unwrap_or((id, ""));
        Self { bucket: bucket.to_owned(), prefix: prefix.to_owned() }
    }

    pub(super) fn key(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}

outputs! {
    /// ARN of the objects, for policies: `arn:aws:s3:::<bucket>/<prefix>*`.
    arn,
    /// Name of the bucket.
    bucket,
    /// What the keys begin with.
    prefix,
    /// Where they are: `s3://<bucket>/<prefix>`.
    uri,
}

impl Objects {
    /// Objects of which nothing is said but what they are.
    pub(super) fn of(
        identity: &Identity,
        objects: BTreeMap<String, Object>,
        others: Auto<BTreeSet<String>>,
    ) -> Self {
        Self {
            bucket: identity.bucket.clone(),
            prefix: identity.prefix.clone(),
            source: None,
            include: BTreeSet::new(),
            exclude: usually_excluded(),
            objects,
            content_types: BTreeMap::new(),
            headers: Vec::new(),
            metadata: BTreeMap::new(),
            storage_class: StorageClass::default(),
            encryption: None,
            delete_removed: Instruction::default(),
            others,
        }
    }

    pub(super) fn identity(&self) -> Identity {
        Identity { bucket: self.bucket.clone(), prefix: self.prefix.clone() }
    }
}

impl Object {
    /// Whether a live object is what is asked for; what is left to the bucket always is.
    pub(super) fn is_met_by(&self, live: &Self) -> bool {
        let rest = |object: &Self| Self { encryption: Auto(None), source: None, ..object.clone() };
        let wanted = self.encryption.as_ref();
        rest(self) == rest(live)
            && wanted.is_none_or(|wanted| {
                live.encryption.as_ref().is_some_and(|live| wanted.is_met_by(live))
            })
    }
}

impl Encryption {
    fn is_met_by(&self, live: &Self) -> bool {
        fn is_so<T: PartialEq>(wanted: &Auto<T>, live: &Auto<T>) -> bool {
            wanted.as_ref().is_none() || wanted == live
        }
        self.algorithm == live.algorithm
            && is_so(&self.kms_key, &live.kms_key)
            && is_so(&self.bucket_key, &live.bucket_key)
    }
}
