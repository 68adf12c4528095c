//! What becomes of files that users upload.
//!
//! S3 tells of each file that arrives in `incoming/<tenant>/<upload>`. Its length, its type and its bytes are held against
//! what the upload said. A sound one is copied to where it is kept, its upload becomes `ready`, and what it belongs to
//! names it; any other is deleted, and its upload is `rejected` with a reason. A file without an upload is deleted.
//!
//! DynamoDB tells of uploads whose file never came, once their time is over: the room that they had reserved is given back.
//!
//! Events come more than once, late and in any order. What has been decided is not decided again, and a run that stops
//! halfway is followed by another that does it all: until the decision is written, nothing points to what was copied. A
//! file is never in memory: it goes by in pieces, and its copy is made by S3, on condition that it still is the file that
//! was looked at.

mod arrival;
pub mod content;
mod event;
mod expiry;
mod inspection;
mod name;
mod processor;

pub use event::{Event, Happening};
pub use processor::Processor;
