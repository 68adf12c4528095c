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

pub use event::{Event, Happening};

use shared::api::Failure;
use shared::data::Data;
use shared::{Invocation, Sources};
use tracing::error;

/// The name under which the function works for tenants. No user is called so.
const NAME: &str = "uploads-processor";

/// The function.
pub struct Processor {
    data: Data,
    sources: Sources,
}

impl Processor {
    /// A function that works on this data.
    pub fn new(data: Data, sources: Sources) -> Self {
        Self { data, sources }
    }

    /// Does what an event asks for. If some of it fails, the rest is done all the same, and Lambda sends the event again.
    pub async fn handle(&self, event: Event, request_id: String) -> Result<(), Failure> {
        let invocation = Invocation { request_id, now: (self.sources.clock)() };
        let mut outcome = Ok(());
        for happening in event.happenings()? {
            let done = match &happening {
                Happening::Arrived(key) => {
                    arrival::arrived(&self.data, &invocation, &self.sources, key).await
                }
                Happening::Expired(upload) => {
                    expiry::expired(&self.data, &invocation, &self.sources, upload).await
                }
            };
            if let Err(failure) = done {
                let request_id = invocation.request_id.as_str();
                error!(request_id, error = %failure, "an upload could not be processed");
                outcome = Err(failure);
            }
        }
        outcome
    }
}
