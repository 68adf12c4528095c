//! Calls that are sent twice. A caller that got no answer sends a `POST` again with the same `Idempotency-Key`, and gets the
//! answer of the first one: what it makes is made once.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Caller, Failure, Refusal, Reply, Request};
use crate::data::{Action, Condition, Data, Item, Key, Scope, Table, Write, Written};
use crate::{Error, Invocation};

/// The header that names a call.
pub(super) const HEADER: &str = "Idempotency-Key";

/// The longest name of a call.
const LONGEST: usize = 128;

/// How long an answer is kept.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// After this time nobody works on a call any more: no function runs as long.
const ABANDONED_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// The table of answers.
pub static IDEMPOTENCY_KEYS: Table = Table {
    name: "idempotency-keys",
    partition: "key",
    sort: None,
    indexes: &[],
    id: None,
    keys: &[],
};

/// A call that has a name.
pub(super) struct Named<'a> {
    data: &'a Data,
    scope: Scope,
    key: String,
    digest: String,
    started_at: String,
    expires_at: i64,
}

/// What is known of a call.
pub(super) enum Known {
    /// It is new, and this run answers it.
    New,
    /// It was answered.
    Answered(Reply),
}

impl<'a> Named<'a> {
    /// The call, if it has a name.
    pub fn of(
        data: &'a Data,
        operation: &str,
        request: &Request,
        caller: &Caller,
        invocation: &Invocation,
    ) -> Result<Option<Self>, Refusal> {
        let Some(name) = request.header(HEADER) else {
            return Ok(None);
        };
        let is_sound = |c: char| c.is_ascii_graphic();
        if !(1..=LONGEST).contains(&name.len()) || !name.chars().all(is_sound) {
            return Err(Refusal::invalid(format!(
                "`{HEADER}` has 1 to {LONGEST} letters, digits and signs"
            )));
        }
        let mut digest = Sha256::new();
        // The same name at another path is another call, and so is the same path with another body.
        digest.update(request.path().as_bytes());
        digest.update([0]);
        digest.update(request.body_bytes()?);
        Ok(Some(Self {
            data,
            scope: Scope::from(caller),
            key: format!("{}:{}#{operation}#{name}", caller.tenant, caller.user_id),
            digest: STANDARD_NO_PAD.encode(digest.finalize()),
            started_at: invocation.timestamp(),
            expires_at: invocation.expires_after(LIFETIME),
        }))
    }

    /// Notes that this run answers the call, unless another does or has.
    pub async fn begin(&self, invocation: &Invocation) -> Result<Known, Failure> {
        let write = self.write(self.item("in_progress", None));
        if self.written(write.only_if(Condition::Absent)).await? {
            return Ok(Known::New);
        }
        let item = self
            .data
            .tables()
            .get(&self.scope, &IDEMPOTENCY_KEYS, Key::of(&self.key))
            .await?
            .ok_or(Refusal::Busy)?;
        // DynamoDB takes its time to remove what has expired.
        if item["expires_at"].as_i64().is_some_and(|at| at <= invocation.now.as_second()) {
            return self.take_over(&item).await;
        }
        if item["digest"] != self.digest.as_str() {
            return Err(Refusal::Conflict("this Idempotency-Key was used for another body").into());
        }
        if let Some(status) = item["status"].as_u64().and_then(|status| u16::try_from(status).ok())
        {
            let body = item.get("body").and_then(Value::as_str);
            let body = body.map(serde_json::from_str).transpose();
            let body = body.map_err(|error| Error::Answer(error.to_string()))?;
            return Ok(Known::Answered(Reply { status, body, is_secret: false }));
        }
        let started: Option<jiff::Timestamp> =
            item["started_at"].as_str().and_then(|text| text.parse().ok());
        let age = started.map(|started| invocation.now.duration_since(started));
        if age.is_some_and(|age| age > ABANDONED_AFTER) {
            return self.take_over(&item).await;
        }
        Err(Refusal::Conflict("a call with this Idempotency-Key is still running").into())
    }

    /// Answers a call that another run has left. Of several that want to, one does.
    async fn take_over(&self, item: &Item) -> Result<Known, Failure> {
        let write = self.write(self.item("in_progress", None));
        let same = Condition::Is("started_at", item["started_at"].clone());
        if self.written(write.only_if(same)).await? {
            return Ok(Known::New);
        }
        Err(Refusal::Conflict("a call with this Idempotency-Key is still running").into())
    }

    /// Keeps the answer of a call that did something, and forgets a call that did nothing, or whose answer is a secret.
    pub async fn end(&self, outcome: &Result<Reply, Failure>) -> Result<(), Failure> {
        let own = Condition::Is("started_at", self.started_at.clone().into());
        let write = match outcome {
            Ok(reply) if !reply.is_secret => self.write(self.item("answered", Some(reply))),
            _ => Write { action: Action::Delete, ..self.write(Item::new()) },
        };
        self.written(write.only_if(own)).await?;
        Ok(())
    }

    fn item(&self, state: &str, reply: Option<&Reply>) -> Item {
        let mut item = json!({
            "key": self.key,
            "organization_id": self.scope.tenant.as_str(),
            "digest": self.digest,
            "state": state,
            "started_at": self.started_at,
            "expires_at": self.expires_at,
            "status": reply.map(|reply| reply.status),
        });
        if let Some(body) = reply.and_then(|reply| reply.body.as_ref()) {
            item["body"] = body.to_string().into();
        }
        item.as_object().cloned().unwrap_or_default()
    }

    fn write(&self, item: Item) -> Write {
        Write {
            table: &IDEMPOTENCY_KEYS,
            key: Key::of(&self.key),
            action: Action::Put(item),
            conditions: Vec::new(),
        }
    }

    async fn written(&self, write: Write) -> Result<bool, Failure> {
        Ok(self.data.tables().write(&self.scope, vec![write]).await? == Written::Done)
    }
}
