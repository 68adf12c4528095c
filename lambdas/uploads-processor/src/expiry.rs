//! Uploads whose file never came.

use serde_json::json;
use shared::api::{Failure, IDEMPOTENCY_KEYS, Tenant};
use shared::data::{Action, Condition, Data, Key, Scope, Write, Written};
use shared::{Invocation, SignedDuration, Sources};
use tracing::{info, warn};

use crate::event::Expired;
use crate::name::NAME;

/// How long it is kept in mind that room was given back. DynamoDB tells of a change for 24 hours.
const KNOWN: SignedDuration = SignedDuration::from_hours(48);

/// Gives back the room that an upload had reserved, once: the stream may tell of it several times.
pub async fn expired(
    data: &Data,
    invocation: &Invocation,
    sources: &Sources,
    upload: &Expired,
) -> Result<(), Failure> {
    let request_id = invocation.request_id.as_str();
    let tenant = upload.key.rsplit_once(':').and_then(|(tenant, _)| Tenant::of_key(tenant));
    let (Some(tenant), "pending") = (tenant, upload.status.as_str()) else {
        warn!(request_id, "what has expired had no room reserved");
        return Ok(());
    };
    let key = format!("{}#{}#expired", upload.key, NAME);
    let known = json!({
        "key": key,
        "organization_id": tenant.as_str(),
        "expires_at": invocation.expires_after(KNOWN),
    });
    let data = data.of(Scope::of_function(tenant, NAME), invocation, sources);
    let once = Write {
        table: &IDEMPOTENCY_KEYS,
        key: Key::of(key),
        action: Action::Put(known.as_object().cloned().unwrap_or_default()),
        conditions: vec![Condition::Absent],
    };
    let event = match data.write(vec![once, data.count_storage(-upload.size)]).await? {
        Written::Done => "upload_expired",
        Written::Refused(_) => "upload_repeated",
    };
    info!(request_id, event, "the room of an upload that never came was given back");
    Ok(())
}
