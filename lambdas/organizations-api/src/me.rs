//! The caller: the profile, and the tenant.

use serde_json::{Map, Value, json};
use shared::api::{Caller, Done, Failure, Refusal, Tenant};
use shared::data::{Item, Key, Scoped, Written};
use shared::items::{EventType, LogEntry, Profile};
use shared::plans::{COUNTER, Counter, ORGANIZATION_DATA, Usage};
use shared::profiles::{Changes, ProfileChange};
use shared::user_pool::FULL_NAME;

use crate::backend::Users;
use crate::belonging::{CHANGED, Of, Place, data_of, event, membership, organization};
use crate::members::is_only_member;
use crate::model::{Me, TenantKind, TenantSummary};

pub async fn show<U: Users>(call: Of<U>) -> Result<Me, Failure> {
    let profile = profile_of_caller(&call).await?;
    me(&call, profile).await
}

pub async fn change<U: Users>(call: Of<U>, form: ProfileChange) -> Result<Me, Failure> {
    let profile = profile_of_caller(&call).await?;
    let user_id = profile.user_id.as_str();
    let changes = Changes::from(form);
    let mut set = Map::new();
    set.extend(changes.full_name.clone().map(|name| ("full_name".to_owned(), Value::from(name))));
    set.extend(changes.preferences.clone().map(|it| ("preferences".to_owned(), it.into())));
    let data = call.data()?;
    let mut entry = log(&call, user_id, EventType::ProfileUpdated);
    entry.fields = changes.fields().into_iter().map(str::to_owned).collect();
    let writes = vec![data.change::<Profile>(Key::of(user_id), &set)?, data.put(&entry)?];
    if data.write(writes).await? != Written::Done {
        return Err(Refusal::NotFound.into());
    }
    if let Some(name) = &changes.full_name
        && !call.backend().users.set(user_id, &[(FULL_NAME, name)]).await?
    {
        // The user is being deleted, and the profile has yet to follow.
        return Err(Refusal::NotFound.into());
    }
    show(call.clone()).await
}

/// Deletes the caller. The organization that nobody else belongs to is closed, and one that others belong to keeps an owner.
/// The user goes before the profile: once the user is gone nobody can sign in any more, and the profile still says what is
/// left to do.
pub async fn delete<U: Users>(call: Of<U>) -> Result<Done, Failure> {
    let data = call.data()?;
    let user_id = call.caller()?.user_id.as_str();
    let profile = data.get::<Profile>(Key::of(user_id)).await?;
    if let Some(profile) = profile.filter(|profile| profile.organization_id != Tenant::NONE) {
        leave(&call, &profile.organization_id).await?;
    }
    call.backend().users.delete(user_id).await?;
    let gone = data.delete::<Profile>(Key::of(user_id));
    let entry = data.put(&log(&call, user_id, EventType::UserDeleted))?;
    // Refused where there is no profile: somebody was here before.
    data.write(vec![gone, entry]).await?;
    Ok(Done)
}

async fn leave<U: Users>(call: &Of<U>, id: &str) -> Result<(), Failure> {
    let (data, user_id) = (data_of(call, id)?, call.caller()?.user_id.as_str());
    let found = organization(&data, id).await?.zip(membership(&data, id, user_id).await?);
    let Some((organization, membership)) = found else {
        return Ok(());
    };
    let place = Place { data, organization, membership };
    let mut writes = place.leave(&place.membership).await?;
    writes.push(match is_only_member(&place) {
        true => place.close(),
        false => place.count(-1, -place.owners(place.membership.org_role))?,
    });
    let told = json!({ "user_id": user_id });
    writes.push(place.data.event(event(call, "member.left", id, told)?)?);
    match place.data.write(writes).await? {
        Written::Done => Ok(()),
        Written::Refused(_) => Err(CHANGED.into()),
    }
}

fn log<U: Users>(call: &Of<U>, user_id: &str, event: EventType) -> LogEntry {
    LogEntry::new(call.invocation(), user_id, event, &call.backend().environment)
}

/// The caller's profile. Those who were in the pool before the platform had a trigger get theirs when they first come.
pub async fn profile_of_caller<U: Users>(call: &Of<U>) -> Result<Profile, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let key = Key::of(&caller.user_id);
    if let Some(profile) = data.get::<Profile>(key.clone()).await? {
        return Ok(profile);
    }
    let first = first_profile(call, &data, caller).await?;
    match data.write(vec![data.create(&first)?]).await? {
        Written::Done => Ok(first),
        Written::Refused(_) => data.get(key).await?.ok_or(Refusal::NotFound.into()),
    }
}

async fn first_profile<U: Users>(
    call: &Of<U>,
    data: &Scoped<'_>,
    caller: &Caller,
) -> Result<Profile, Failure> {
    let user_id = caller.user_id.as_str();
    let user = call.backend().users.find(user_id).await?.ok_or(Refusal::NotFound)?;
    let email = user.email.unwrap_or_default().to_ascii_lowercase();
    let name = Profile::first_name(user.full_name.as_deref(), &email);
    let mut profile = Profile::new(call.invocation(), user_id, &email, &name);
    if let Some(id) = caller.tenant.organization()
        && let Some(membership) = membership(data, id, user_id).await?
    {
        profile.organization_id = membership.organization_id;
        profile.role = crate::belonging::role_text(membership.org_role);
    }
    Ok(profile)
}

async fn me<U: Users>(call: &Of<U>, profile: Profile) -> Result<Me, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let tenant = caller.tenant.as_str();
    let found = organization(&data, tenant).await?.unwrap_or_default();
    let mut usage = Usage { members: found.member_count.max(1), ..Usage::default() };
    for counter in Counter::ALL {
        let key = counter.key(tenant, call.invocation());
        *counter.of(&mut usage) = counted(call, &data, key).await?;
    }
    let summary = TenantSummary {
        id: tenant.to_owned(),
        kind: match caller.tenant.organization() {
            Some(_) => TenantKind::Organization,
            None => TenantKind::Personal,
        },
        role: caller.role,
        plan: found.plan,
        limits: found.plan.limits(),
        usage,
    };
    let claimed = caller.tenant.organization().unwrap_or(Tenant::NONE);
    let token_refresh_required = claimed != profile.organization_id;
    Ok(Me { profile, tenant: summary, token_refresh_required })
}

/// A number that other functions count.
async fn counted<U: Users>(call: &Of<U>, data: &Scoped<'_>, key: Key) -> Result<i64, Failure> {
    let tables = AsRef::<shared::data::Data>::as_ref(call.backend()).tables();
    let item: Option<Item> = tables.get(data.scope(), &ORGANIZATION_DATA, key).await?;
    Ok(item.and_then(|item| item.get(COUNTER)?.as_i64()).unwrap_or_default())
}
