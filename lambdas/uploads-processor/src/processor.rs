//! The function as a whole: each thing that an event tells, in its turn.

use shared::api::Failure;
use shared::data::Data;
use shared::{Invocation, Sources};
use tracing::error;

use crate::event::{Event, Happening};
use crate::{arrival, expiry};

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
