//! Where a Terraform state is: a file, standard input, or an object in S3.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use thiserror::Error;

use super::state::{StateFileError, TerraformState};
use aws::S3;
use aws::{Aws, AwsError, ErrorKind};
use workspace::files::read_to_end;

/// A place that a state is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    StandardInput,
    File(PathBuf),
    Bucket { bucket: String, key: String },
}

/// A state as it was read, with the bytes that it was read from.
#[derive(Debug)]
pub struct StateFile {
    pub source: Source,
    pub bytes: Vec<u8>,
    pub state: TerraformState,
}

/// Why a place gives no state.
#[derive(Debug, Error)]
pub enum SourceError {
    #[error(
        "`{0}` is not a place of a Terraform state: write a path, `-`, or `s3://<bucket>/<key>`"
    )]
    Unknown(String),
    #[error(
        "{} is the copy that Terraform made before its last change, so what it changed then is not in \
         it: give `{}`, or this copy under another name",
        .path.display(),
        without_backup(.path).display()
    )]
    Backup { path: PathBuf },
    #[error("there is no {0}")]
    Missing(String),
    #[error("the bucket `{bucket}` is not in {region}")]
    OtherRegion { bucket: String, region: String },
    #[error("{location} is a folder: give the state in it, `{location}/terraform.tfstate`")]
    Folder { location: String },
    #[error("cannot read {location}: {error}")]
    Io { location: String, error: std::io::Error },
    #[error("cannot read {location}: {error}")]
    Aws { location: String, error: AwsError },
    #[error("{first} and {second} are two versions of one state: give the later one alone")]
    SameState { first: String, second: String },
    #[error("{location} is not a Terraform state: {error}")]
    State { location: String, error: StateFileError },
}

const BACKUP: &str = ".backup";

/// The most bytes that are read as a state. One of ten thousand instances has some dozen megabytes.
const LARGEST: u64 = 1 << 30;

/// `terraform.tfstate` for `terraform.tfstate.backup` and `terraform.tfstate.1700000000.backup`.
fn without_backup(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    let text = text.strip_suffix(BACKUP).unwrap_or(&text);
    let (start, end) = text.rsplit_once('.').unwrap_or((text, ""));
    let is_time = !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit());
    PathBuf::from(if is_time { start } else { text })
}

impl StateFile {
    /// Reads a file. A relative path starts at `root`.
    ///
    /// # Errors
    /// Why it gives no state.
    pub fn read(path: PathBuf, root: &Path) -> Result<Self, SourceError> {
        let full_path = root.join(&path);
        let source = Source::File(path);
        if full_path.is_dir() {
            return Err(SourceError::Folder { location: source.to_string() });
        }
        match File::open(full_path).and_then(|file| read_to_end(LARGEST, file)) {
            Ok(bytes) => Self::parse(source, bytes),
            Err(error) => Err(source.unreadable(error)),
        }
    }

    /// Reads an object in S3, in the region of `aws`.
    ///
    /// # Errors
    /// Why it gives no state.
    pub async fn fetch(bucket: &str, key: &str, aws: &Aws) -> Result<Self, SourceError> {
        let source = Source::Bucket { bucket: bucket.to_owned(), key: key.to_owned() };
        let location = || source.to_string();
        let failed = |error: AwsError| match error.code.as_deref() {
            Some("NoSuchKey") => SourceError::Missing(location()),
            Some("NoSuchBucket") => SourceError::Missing(format!("bucket `{bucket}`")),
            Some("PermanentRedirect" | "AuthorizationHeaderMalformed") => {
                SourceError::OtherRegion {
                    bucket: bucket.to_owned(),
                    region: aws.region().to_owned(),
                }
            }
            _ => SourceError::Aws { location: location(), error },
        };
        let answer = aws.s3().get_object().bucket(bucket).key(key).send().await;
        let object = answer.map_err(|error| failed(error.into()))?;
        let body = object.body.collect().await.map_err(|error| {
            failed(AwsError { kind: ErrorKind::Unavailable, ..AwsError::new(error.to_string()) })
        })?;
        Self::parse(source, body.to_vec())
    }

    fn parse(source: Source, bytes: Vec<u8>) -> Result<Self, SourceError> {
        match TerraformState::parse(&bytes) {
            Ok(state) => Ok(Self { source, bytes, state }),
            Err(error) => Err(SourceError::State { location: source.to_string(), error }),
        }
    }
}

/// Reads states from several places. A relative path starts at `root`.
///
/// # Errors
/// Every place that gives none, and two places that give the same.
pub async fn read_all(
    sources: &[Source],
    root: &Path,
    aws: &Aws,
) -> Result<Vec<StateFile>, Vec<SourceError>> {
    let mut files: Vec<StateFile> = Vec::new();
    let mut errors = Vec::new();
    for source in sources {
        match source.clone().read(root, aws).await {
            Ok(file) => {
                let lineage = &file.state.lineage;
                let known = files.iter().find(|known| {
                    known.source == file.source
                        || !lineage.is_empty() && known.state.lineage == *lineage
                });
                errors.extend(known.map(|known| SourceError::SameState {
                    first: known.source.to_string(),
                    second: file.source.to_string(),
                }));
                files.push(file);
            }
            Err(error) => errors.push(error),
        }
    }
    match errors.is_empty() {
        true => Ok(files),
        false => Err(errors),
    }
}

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Source {
    /// Reads a place as people write it.
    ///
    /// # Errors
    /// A place of another sort, and the copies that Terraform keeps of earlier states.
    pub fn parse(text: &str) -> Result<Self, SourceError> {
        let unknown = || SourceError::Unknown(text.to_owned());
        if text.is_empty() {
            return Err(unknown());
        }
        if text == "-" {
            return Ok(Self::StandardInput);
        }
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, key) = rest.split_once('/').ok_or_else(unknown)?;
            if bucket.is_empty() || key.is_empty() {
                return Err(unknown());
            }
            return Ok(Self::Bucket { bucket: bucket.to_owned(), key: key.to_owned() });
        }
        if text.contains("://") {
            return Err(unknown());
        }
        if text.ends_with(BACKUP) {
            return Err(SourceError::Backup { path: text.into() });
        }
        Ok(Self::File(text.into()))
    }

    /// Looks whether a file is there, before anything else is asked. A relative path starts at `root`.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn check(&self, root: &Path) -> Result<(), SourceError> {
        match self {
            Self::File(path) => match std::fs::metadata(root.join(path)) {
                Ok(_) => Ok(()),
                Err(error) => Err(self.unreadable(error)),
            },
            Self::StandardInput | Self::Bucket { .. } => Ok(()),
        }
    }

    /// Reads the state. A relative path starts at `root`.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn read(self, root: &Path, aws: &Aws) -> Result<StateFile, SourceError> {
        let bytes = match &self {
            Self::StandardInput => self.read_standard_input()?,
            Self::File(path) => return StateFile::read(path.clone(), root),
            Self::Bucket { bucket, key } => return StateFile::fetch(bucket, key, aws).await,
        };
        StateFile::parse(self, bytes)
    }

    fn read_standard_input(&self) -> Result<Vec<u8>, SourceError> {
        read_to_end(LARGEST, std::io::stdin().lock()).map_err(|error| self.unreadable(error))
    }

    fn unreadable(&self, error: std::io::Error) -> SourceError {
        match error.kind() {
            std::io::ErrorKind::NotFound => SourceError::Missing(self.to_string()),
            _ => SourceError::Io { location: self.to_string(), error },
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StandardInput => f.write_str("standard input"),
            Self::File(path) => path.display().fmt(f),
            Self::Bucket { bucket, key } => write!(f, "s3://{bucket}/{key}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        assert_eq!(Source::parse("-").unwrap(), Source::StandardInput);
        assert_eq!(
            Source::parse("../core/terraform.tfstate").unwrap(),
            Source::File("../core/terraform.tfstate".into())
        );
        let bucket = Source::parse("s3://states/core/terraform.tfstate").unwrap();
        assert_eq!(bucket.to_string(), "s3://states/core/terraform.tfstate");
        for text in ["", "s3://states", "s3:///key", "https://example.com/state"] {
            assert!(matches!(Source::parse(text), Err(SourceError::Unknown(_))), "{text}");
        }
    }

    #[test]
    fn copies_of_earlier_states_are_refused() {
        for text in ["a/terraform.tfstate.backup", "a/terraform.tfstate.1700000000.backup"] {
            let error = Source::parse(text).unwrap_err().to_string();
            assert!(error.contains("give `a/terraform.tfstate`"), "{error}");
        }
    }
}
