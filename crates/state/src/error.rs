//! Why a state cannot be read, written or locked.

use thiserror::Error;

use crate::lock::Lock;
use aws::AwsError;

/// Why a state cannot be used.
#[derive(Debug, Error)]
pub enum StateError {
    #[error("cannot {doing} {location}: {source}")]
    Io { doing: &'static str, location: String, source: std::io::Error },
    #[error("cannot {doing} {location}: {error}")]
    Aws { doing: &'static str, location: String, error: Box<AwsError> },
    #[error(
        "cannot {doing} {location}: {error}. It takes s3:GetObject, s3:PutObject and s3:DeleteObject \
         there, and s3:ListBucket on the bucket, or AWS does not tell that there is no state yet"
    )]
    Denied { doing: &'static str, location: String, error: Box<AwsError> },
    #[error(
        "there is no bucket `{bucket}` for the state: `diatonic state init` makes it, or write \
         another place as `state:` in the environment's file"
    )]
    NoBucket { bucket: String },
    #[error(
        "the bucket `{bucket}` for the state is not in {region}: keep the state in a bucket of the \
         environment's region"
    )]
    OtherRegion { bucket: String, region: String },
    #[error(
        "the state {location} is not readable: {reason}. Put a good copy back, or delete it: the next \
         plan finds what is ours by names and tags"
    )]
    Corrupt { location: String, reason: String },
    #[error(
        "the journal {location} is not readable: {reason}. What it said is lost: take `\"journal\"` out of state.json, \
         which is then of before it began, and `diatonic state rebuild` finds what has come since"
    )]
    CorruptJournal { location: String, reason: String },
    #[error(
        "the state {location} has format {found}, written by a newer diatonic: use that version"
    )]
    Newer { location: String, found: u32 },
    #[error(
        "the state {location} belongs to stack `{found}`, not to `{wanted}`: check `state:` in the \
         environment's file"
    )]
    OtherStack { location: String, found: String, wanted: String },
    #[error(
        "the state {location} is of an older format, in which its stack is `{found}`. That may be \
         {wanted} or another, and nothing beside it says that it is {wanted}: if it is, write \
         `\"stack\": \"{wanted}\"` into it; if not, check `state:` in the environment's file"
    )]
    Ambiguous { location: String, found: String, wanted: String },
    #[error("{location} was changed by someone else meanwhile: run again")]
    Conflict { location: String },
    #[error(
        "the lock of this run was removed{}. This run has stopped: the next plan looks for objects that it was creating",
        .by.as_ref().map(|lock| format!(", and {lock} has it")).unwrap_or_default()
    )]
    LockLost {
        /// Who has it now, if anybody.
        by: Option<Box<Lock>>,
    },
    #[error("{}", .lock.refusal(.location))]
    Locked { location: String, lock: Box<Lock> },
    #[error(
        "the lock {location} is not readable: {reason}. Make sure that nobody is writing, then delete \
         that file"
    )]
    CorruptLock { location: String, reason: String },
    #[error("the state is not locked: there is no {location}")]
    NotLocked { location: String },
    #[error("`{id}` is not the lock of {location}; it has id {}\n  {lock}", .lock.id)]
    OtherLock { location: String, id: String, lock: Box<Lock> },
    #[error("`{0}` is not a place for a state: write `file:<folder>` or `s3://<bucket>/<prefix>`")]
    UnknownLocation(String),
}
