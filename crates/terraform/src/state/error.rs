//! Why something is not a Terraform state that can be read.

use thiserror::Error;

/// Why bytes are no state that can be read. None of these shows what the bytes hold.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum StateFileError {
    #[error("it is empty: give a state that Terraform has written, or `terraform state pull` it")]
    Empty,
    #[error("it is encrypted by OpenTofu: what `tofu state pull` prints is decrypted")]
    Encrypted,
    #[error("it ends in the middle, at line {line}: it has not been copied or downloaded whole")]
    Truncated { line: usize },
    #[error(
        "it has format {format}, which Terraform wrote before 0.12: let a later Terraform run \
         `terraform apply -refresh-only`, which writes format 4"
    )]
    Older { format: u64 },
    #[error(
        "it has format {format}, written by a newer Terraform ({terraform_version}); this version of \
         diatonic reads format 4"
    )]
    Newer { format: u64, terraform_version: String },
    #[error(
        "it is a page of HTML, and no state: a sign-in page, say, that came instead of the file"
    )]
    Page,
    #[error("it is an answer of S3 ({code}), and no state: the download was refused")]
    S3Answer { code: String },
    #[error(
        "it is what `terraform show -json` prints, and no state: give the state itself, as \
         `terraform state pull` prints it"
    )]
    Shown,
    #[error(
        "it is not JSON, at line {line}: a state that is encrypted or damaged, or another file"
    )]
    NotJson { line: usize },
    #[error("it is JSON, and no state: it has no `version`")]
    NotAState,
    #[error("it is a state with something in it that no Terraform writes: {what}")]
    Malformed { what: String },
    #[error("it is a zip file, and no saved plan with a state in it")]
    NotAPlan,
}
