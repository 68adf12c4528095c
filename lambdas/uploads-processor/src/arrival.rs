//! A file that has arrived.

use serde::Serialize;
use serde_json::json;
use shared::api::{Failure, Refusal, Tenant};
use shared::data::{
    Action, Condition, Data, Event, Item, Key, Scope, Scoped, StoredFile, Transfer, Write, Written,
};
use shared::{Id, Invocation, SignedDuration, Sources};
use tracing::{info, warn};
use uploads_api::model::{Upload, UploadStatus};
use uploads_api::parents::{Parent, Parents};

use crate::content::Wrong;
use crate::inspection::{Findings, inspect};
use crate::name::NAME;

/// How long it can be seen that an upload was rejected, and why.
const REJECTED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Keeps or rejects what is under a key of the quarantine.
pub async fn arrived(
    data: &Data,
    invocation: &Invocation,
    sources: &Sources,
    key: &str,
) -> Result<(), Failure> {
    let request_id = invocation.request_id.as_str();
    let Some((tenant, id)) = place(key) else {
        // No tenant's session reaches it; the bucket drops it in a day.
        warn!(request_id, "a file is in nobody's part of the quarantine");
        return Ok(());
    };
    let scope = Scope::of_function(tenant, NAME);
    let data = data.of(scope, invocation, sources);
    let expires_at = invocation.expires_after(REJECTED);
    let event = decide(&data, id, key, expires_at).await?;
    // Only now: whoever comes later finds what was decided.
    if event != "upload_gone" {
        data.delete_file(key).await?;
    }
    // Metrics count the decisions.
    info!(
        request_id,
        tenant = data.scope().tenant.as_str(),
        upload = id.bare(),
        event,
        "an upload was processed"
    );
    Ok(())
}

/// Whose a key is, and which upload's.
fn place(key: &str) -> Option<(Tenant, Id)> {
    let (tenant, id) = key.strip_prefix("incoming/")?.split_once('/')?;
    let id: Id = id.parse().ok()?;
    (!id.is_public()).then_some((Tenant::of_key(tenant)?, id))
}

async fn decide(
    data: &Scoped<'_>,
    id: Id,
    key: &str,
    expires_at: i64,
) -> Result<&'static str, Failure> {
    let Some(upload) = data.get::<Upload>(Key::of(data.key(id))).await? else {
        return Ok("upload_unknown");
    };
    if upload.status != UploadStatus::Pending {
        return Ok("upload_repeated");
    }
    let Some(file) = data.open_file(key).await? else {
        return Ok("upload_gone");
    };
    let etag = file.etag.clone();
    let findings = match inspect(&upload, file).await? {
        Ok(findings) => findings,
        Err(wrong) => return reject(data, &upload, &wrong, expires_at).await,
    };
    let parent = Parent::find(data, upload.purpose, upload.parent_id).await?;
    if parent.is_none() && Parents::of(upload.purpose).is_some() {
        // An earlier run may have copied the file before it went.
        data.delete_file(&upload.file().key).await?;
        let wrong = Wrong::new("what it belongs to is gone");
        return reject(data, &upload, &wrong, expires_at).await;
    }
    let file = upload.file();
    let transfer = Transfer {
        from: key,
        etag: Some(&etag),
        to: &file.key,
        content_type: &upload.content_type,
    };
    if !data.copy_file(transfer).await? {
        // Another file has come in its place: the next run looks at that one.
        return Err(Refusal::Busy.into());
    }
    keep(data, &upload, &file, &findings, parent).await
}

/// What changes in an upload.
#[derive(Serialize)]
struct Decision<'a> {
    status: UploadStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(flatten)]
    findings: Option<&'a Findings>,
}

/// The write of a decision that nobody has made yet.
fn decision(data: &Scoped<'_>, upload: &Upload, decision: &Decision<'_>) -> Result<Write, Failure> {
    let write = data.change::<Upload>(Key::of(data.key(upload.id)), decision)?;
    Ok(write.only_if(Condition::Is("status", json!(UploadStatus::Pending))))
}

fn event(data: &Scoped<'_>, upload: &Upload, kind: &'static str) -> Result<Write, Failure> {
    data.event(Event {
        kind,
        entity: "upload",
        id: upload.id,
        data: json!({
            "purpose": upload.purpose,
            "parent_id": upload.parent_id,
            "user_id": upload.user_id,
        }),
    })
}

async fn reject(
    data: &Scoped<'_>,
    upload: &Upload,
    wrong: &Wrong,
    expires_at: i64,
) -> Result<&'static str, Failure> {
    let change =
        Decision { status: UploadStatus::Rejected, reason: Some(&wrong.0), findings: None };
    let writes = vec![
        decision(data, upload, &change)?.setting("expires_at", expires_at),
        data.count_storage(-upload.bytes()),
        event(data, upload, "upload.rejected")?,
    ];
    Ok(match data.write(writes).await? {
        Written::Done => "upload_rejected",
        Written::Refused(_) => "upload_repeated",
    })
}

async fn keep(
    data: &Scoped<'_>,
    upload: &Upload,
    file: &StoredFile,
    findings: &Findings,
    parent: Option<Parent>,
) -> Result<&'static str, Failure> {
    let change = Decision { status: UploadStatus::Ready, reason: None, findings: Some(findings) };
    let mut writes = vec![
        decision(data, upload, &change)?.removing("expires_at"),
        event(data, upload, "upload.ready")?,
    ];
    let mut replaced = None;
    if let Some(parent) = parent {
        writes.push(named(data, upload, file, &parent));
        replaced = parent.file();
    }
    writes.extend(data.forget_files(&replaced).await?);
    match data.write(writes).await? {
        Written::Done => {
            if let Some(replaced) = replaced {
                data.delete_file(&replaced.key).await?;
            }
            Ok("upload_ready")
        }
        Written::Refused(0) => {
            let upload = data.get::<Upload>(Key::of(data.key(upload.id))).await?;
            // Another run has kept it, or somebody has deleted it meanwhile.
            if upload.is_none_or(|upload| upload.status != UploadStatus::Ready) {
                data.delete_file(&file.key).await?;
            }
            Ok("upload_repeated")
        }
        // What it belongs to has changed at the same time.
        Written::Refused(_) => Err(Refusal::Busy.into()),
    }
}

/// The write by which a thing names the file, in place of the one that it named until now.
fn named(data: &Scoped<'_>, upload: &Upload, file: &StoredFile, parent: &Parent) -> Write {
    let name = parent.sort.file;
    let mut set = Item::new();
    set.insert(name.to_owned(), json!(file));
    set.insert("updated_at".to_owned(), data.now().into());
    let unchanged = match parent.file() {
        Some(before) => Condition::Is(name, json!(before)),
        None => Condition::Without(name),
    };
    Write {
        table: parent.sort.table,
        key: Key::of(data.key(upload.parent_id)),
        action: Action::Change { set, add: parent.sort.counts.to_vec(), remove: Vec::new() },
        conditions: vec![Condition::Exists, unchanged],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_a_tenant_and_an_upload() {
        const ULID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        for tenant in ["acme", "u_6a+b@c.d"] {
            let (found, id) = place(&format!("incoming/{tenant}/{ULID}")).unwrap();
            assert_eq!((found.as_str(), id.bare()), (tenant, ULID.to_owned()));
        }
        for key in [
            format!("organizations/acme/{ULID}"),
            format!("incoming/public/{ULID}"),
            format!("incoming/acme/public:{ULID}"),
            format!("incoming/acme/x/{ULID}"),
            format!("incoming/*/{ULID}"),
            format!("incoming/{ULID}"),
            "incoming/acme/".to_owned(),
        ] {
            assert_eq!(place(&key), None, "{key}");
        }
    }
}
