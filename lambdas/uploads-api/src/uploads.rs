//! Tickets, and what became of them.

use std::collections::BTreeMap;

use serde_json::json;
use shared::SignedDuration;
use shared::api::{Call, Caller, Created, Done, Failure, Refusal, Role};
use shared::data::{Action, Condition, Data, Expected, Item, Key, Scoped, Write, Written};
use shared::plans::{ORGANIZATION_DATA, PROFILE, Plan};

use crate::model::{NewUpload, Upload, UploadStatus, UploadTicket, UploadUrl};
use crate::parents::Parent;

/// How long an upload is waited for. What has not come by then, the bucket has dropped as well.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Seconds for which an address of a file is good.
const READABLE: u32 = 900;

pub async fn create(call: Call<Data>, form: NewUpload) -> Result<Created<UploadTicket>, Failure> {
    check(&form)?;
    let (data, caller) = (call.data()?, call.caller()?);
    let parent = Parent::find(&data, form.purpose, form.parent_id).await?;
    let parent = parent.filter(|parent| parent.may_see(caller)).ok_or(Refusal::NotFound)?;
    if !parent.may_change(caller) {
        return Err(Refusal::Forbidden.into());
    }
    let now = call.invocation().timestamp();
    let upload = Upload {
        id: call.new_id()?,
        organization_id: caller.tenant.to_string(),
        user_id: caller.user_id.clone(),
        purpose: form.purpose,
        parent_id: form.parent_id,
        file_name: form.file_name,
        content_type: form.content_type,
        size: form.size,
        status: UploadStatus::Pending,
        reason: None,
        checksum: None,
        record_count: None,
        created_at: now.clone(),
        updated_at: now,
    };
    let key = upload.incoming();
    let file = Expected { key: &key, content_type: &upload.content_type, size: upload.size };
    let url = data.upload_url(file).await?;
    let most = plan(&data).await?.limits().storage_bytes;
    let full = Refusal::LimitReached("the plan has no room for this file");
    let reservation = data.reserve_storage(upload.bytes(), most).ok_or_else(|| full.clone())?;
    let mut create = data.create(&upload)?;
    if let Action::Put(item) = &mut create.action {
        item.insert("expires_at".to_owned(), call.invocation().expires_after(LIFETIME).into());
    }
    match data.write(vec![create, reservation]).await? {
        Written::Done => {}
        Written::Refused(_) => return Err(full.into()),
    }
    let headers = BTreeMap::from([("Content-Type".to_owned(), upload.content_type)]);
    Ok(Created(UploadTicket {
        upload_id: upload.id,
        url,
        method: "PUT".to_owned(),
        headers,
        expires_in: Expected::SECONDS,
    }))
}

/// Holds what is said of a file against what its purpose allows.
fn check(form: &NewUpload) -> Result<(), Refusal> {
    if form.file_name.chars().any(|c| c.is_control() || c == '/' || c == '\\') {
        return Err(Refusal::field("file_name", "may not have slashes or control characters"));
    }
    if form.purpose.kind(&form.content_type).is_none() {
        let kinds = form.purpose.kinds().iter();
        let types: Vec<_> = kinds.map(|kind| kind.content_type).collect();
        return Err(Refusal::field("content_type", format!("is one of {}", types.join(", "))));
    }
    let most = form.purpose.most();
    if form.size > most {
        return Err(Refusal::field("size", format!("is at most {most} bytes for this purpose")));
    }
    Ok(())
}

/// The plan of the caller's tenant. Who has none has the least.
async fn plan(data: &Scoped<'_>) -> Result<Plan, Failure> {
    let key = Key::with_sort(data.scope().tenant.as_str(), PROFILE);
    let profile = data.item(&ORGANIZATION_DATA, key).await?;
    let plan = profile.and_then(|profile| profile.get("plan").cloned());
    Ok(plan.and_then(|plan| serde_json::from_value(plan).ok()).unwrap_or_default())
}

pub async fn show(call: Call<Data>) -> Result<Upload, Failure> {
    let data = call.data()?;
    let (upload, _) = seen(&call, &data).await?;
    Ok(upload)
}

pub async fn url(call: Call<Data>) -> Result<UploadUrl, Failure> {
    let data = call.data()?;
    let (upload, _) = seen(&call, &data).await?;
    if upload.status != UploadStatus::Ready {
        return Err(Refusal::Conflict("the file is not ready").into());
    }
    Ok(UploadUrl { url: data.url_of(&upload.file()).await?, expires_in: READABLE })
}

/// The upload, if the caller may see it, with what it belongs to. Who began it sees it, and whoever sees what it is for.
async fn seen(call: &Call<Data>, data: &Scoped<'_>) -> Result<(Upload, Option<Parent>), Failure> {
    let id = call.id("upload_id")?;
    // No upload belongs to everybody, and the wall lets nobody look.
    if id.is_public() {
        return Err(Refusal::NotFound.into());
    }
    let upload = data.get::<Upload>(Key::of(data.key(id))).await?.ok_or(Refusal::NotFound)?;
    let parent = Parent::find(data, upload.purpose, upload.parent_id).await?;
    let caller = call.caller()?;
    let is_seen =
        began(caller, &upload) || parent.as_ref().is_some_and(|parent| parent.may_see(caller));
    if is_seen { Ok((upload, parent)) } else { Err(Refusal::NotFound.into()) }
}

fn began(caller: &Caller, upload: &Upload) -> bool {
    upload.user_id == caller.user_id || caller.role >= Role::Admin
}

/// Deletes an upload with its file. The file goes first: if anything fails after that, the call can be made again.
pub async fn delete(call: Call<Data>) -> Result<Done, Failure> {
    let data = call.data()?;
    let (upload, parent) = seen(&call, &data).await?;
    let caller = call.caller()?;
    let may_change =
        began(caller, &upload) || parent.as_ref().is_some_and(|parent| parent.may_change(caller));
    if !may_change {
        return Err(Refusal::Forbidden.into());
    }
    let file = upload.file();
    match upload.status {
        UploadStatus::Pending => data.delete_file(&upload.incoming()).await?,
        UploadStatus::Ready => data.delete_file(&file.key).await?,
        UploadStatus::Rejected => {}
    }
    let unchanged = Condition::Is("status", json!(upload.status));
    let [forget, count] = data.forget_file(&file);
    let mut writes = vec![forget.only_if(unchanged)];
    // What was rejected takes no room any more.
    if upload.status != UploadStatus::Rejected {
        writes.push(count);
    }
    writes.extend(parent.and_then(|parent| unnamed(&data, &parent, &upload)));
    match data.write(writes).await? {
        Written::Done => Ok(Done),
        // The file came, or was replaced, at the same time.
        Written::Refused(_) => {
            Err(Refusal::Conflict("the upload has changed meanwhile: try again").into())
        }
    }
}

/// The write by which a thing no longer names the file, if it does.
fn unnamed(data: &Scoped<'_>, parent: &Parent, upload: &Upload) -> Option<Write> {
    let file = parent.file().filter(|file| file.upload_id == upload.id.bare())?;
    let mut set = Item::new();
    set.insert("updated_at".to_owned(), data.now().into());
    Some(Write {
        table: parent.sort.table,
        key: Key::of(data.key(upload.parent_id)),
        action: Action::Change { set, add: Vec::new(), remove: vec![parent.sort.file] },
        conditions: vec![Condition::Is(parent.sort.file, json!(file))],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Purpose;

    fn form(purpose: Purpose, content_type: &str, size: u64) -> NewUpload {
        NewUpload {
            purpose,
            parent_id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap(),
            file_name: "a.b".to_owned(),
            content_type: content_type.to_owned(),
            size,
        }
    }

    #[test]
    fn a_purpose_has_its_types_and_its_length() {
        for (purpose, content_type, most) in [
            (Purpose::Dataset, "text/csv", 1_000_000_000),
            (Purpose::ModuleContent, "video/mp4", 500_000_000),
            (Purpose::ModuleThumbnail, "image/png", 10_000_000),
            (Purpose::ProjectAsset, "application/zip", 100_000_000),
            (Purpose::AgentAsset, "application/json", 100_000_000),
            (Purpose::PostAttachment, "image/webp", 10_000_000),
        ] {
            assert_eq!(check(&form(purpose, content_type, most)), Ok(()));
            assert!(check(&form(purpose, content_type, most + 1)).is_err(), "{purpose:?}");
            for refused in ["video/mov", "image/svg+xml", "text/html", "application/octet-stream"] {
                assert!(check(&form(purpose, refused, 1)).is_err(), "{purpose:?}: {refused}");
            }
        }
        assert!(check(&form(Purpose::ModuleThumbnail, "video/mp4", 1)).is_err());
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        for name in ["a/b", "a\\b", "a\nb", "\u{0}"] {
            let form =
                NewUpload { file_name: name.to_owned(), ..form(Purpose::Dataset, "text/csv", 1) };
            assert!(check(&form).is_err(), "{name:?}");
        }
    }
}
