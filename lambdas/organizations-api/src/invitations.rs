//! Invitations: how somebody comes into an organization. Whoever has the token and signs in with the invited address is let
//! in. The token names the organization and the invitation, and holds a secret of which only the hash is kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::api::{Done, Failure, Once, Page, Paging, Refusal, Tenant};
use shared::data::{Condition, Event, Key, Listing, Write, Written};
use shared::plans::PROFILE;
use shared::{Id, SignedDuration, Timestamp};

use crate::backend::Users;
use crate::belonging::{CHANGED, Of, Place, data_of, event, join, managed, organization};
use crate::me::profile_of_caller;
use crate::model::{
    Acceptance, Invitation, InvitationWithToken, JoinedOrganization, NewInvitation,
    StoredInvitation, StoredOrganization,
};
use crate::organizations::joined;

/// How long an invitation is good.
const LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How many expired invitations are cleared away with a new one: a transaction has 100 items at most.
const CLEARED: usize = 90;

const FULL: Refusal = Refusal::LimitReached("the plan has no room for another member");

pub async fn list<U: Users>(call: Of<U>, paging: Paging) -> Result<Page<Invitation>, Failure> {
    let place = managed(&call).await?;
    let listing = Listing {
        index: None,
        partition: place.id().to_owned(),
        prefix: Some(StoredInvitation::PREFIX.to_owned()),
        is_descending: true,
        limit: paging.limit.items(),
        next: paging.next,
    };
    let now = place.data.now();
    let is_open = |invitation: &StoredInvitation| invitation.expires_at > now;
    let page = place.data.list(&listing, is_open).await?;
    let items = page.items.into_iter().filter_map(StoredInvitation::shown).collect();
    Ok(Page { items, next: page.next })
}

pub async fn create<U: Users>(
    call: Of<U>,
    form: NewInvitation,
) -> Result<Once<InvitationWithToken>, Failure> {
    let place = managed(&call).await?;
    place.reaches(form.role)?;
    let prefix = Some(StoredInvitation::PREFIX.to_owned());
    let all = place.data.all::<StoredInvitation>(place.id().to_owned(), prefix, None).await?;
    let now = place.data.now();
    let (open, expired): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.expires_at > now);
    let email = form.email.0.as_str();
    if open.iter().any(|invitation| invitation.email == email)
        || is_member(&call, &place, email).await?
    {
        return Err(Refusal::Conflict("this address is invited already, or a member's").into());
    }
    let waiting = i64::try_from(open.len()).unwrap_or(i64::MAX);
    let taken = place.organization.member_count.saturating_add(waiting);
    if place.organization.plan.limits().members.is_some_and(|most| taken >= most) {
        return Err(FULL.into());
    }
    let (id, secret) = (call.new_id()?, call.new_secret()?);
    let invitation = stored(&place, id, &secret, &form, call.invocation().now);
    let told = json!({ "role": form.role });
    let mut writes = vec![
        place.data.create(&invitation)?,
        place.still(),
        place.data.event(Event {
            kind: "invitation.created",
            entity: "invitation",
            id,
            data: told,
        })?,
    ];
    let keys = expired.iter().take(CLEARED).map(|it| key(place.id(), &it.data_type));
    writes.extend(keys.map(|key| place.data.clear::<StoredInvitation>(key)));
    if place.data.write(writes).await? != Written::Done {
        return Err(CHANGED.into());
    }
    let token = format!("{}.{secret}.{}", id.bare(), place.id());
    let invitation = invitation.shown().ok_or(Refusal::NotFound)?;
    Ok(Once(InvitationWithToken { invitation, token }))
}

/// Whether an address is that of somebody who belongs to the organization.
async fn is_member<U: Users>(
    call: &Of<U>,
    place: &Place<'_>,
    email: &str,
) -> Result<bool, Failure> {
    let user = call.backend().users.find(email).await?;
    Ok(user.is_some_and(|user| user.organization_id.as_deref() == Some(place.id())))
}

fn stored(
    place: &Place<'_>,
    id: Id,
    secret: &str,
    form: &NewInvitation,
    now: Timestamp,
) -> StoredInvitation {
    let expires = now.checked_add(LIFETIME).unwrap_or(now);
    StoredInvitation {
        organization_id: place.id().to_owned(),
        data_type: format!("{}{}", StoredInvitation::PREFIX, id.bare()),
        email: form.email.0.clone(),
        role: form.role,
        token_hash: hash(secret),
        invited_by_user_id: place.membership.user_id.clone(),
        expires_at: format!("{expires:.3}"),
        created_at: place.data.now(),
        updated_at: place.data.now(),
    }
}

fn hash(secret: &str) -> String {
    STANDARD_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

fn key(organization: &str, data_type: &str) -> Key {
    Key::with_sort(organization, data_type)
}

pub async fn delete<U: Users>(call: Of<U>) -> Result<Done, Failure> {
    let place = managed(&call).await?;
    let id = call.id("invitation_id")?;
    let data_type = format!("{}{}", StoredInvitation::PREFIX, id.bare());
    let delete = place.data.delete::<StoredInvitation>(key(place.id(), &data_type));
    match place.data.write(vec![delete, place.still()]).await? {
        Written::Done => Ok(Done),
        Written::Refused(0) => Err(Refusal::NotFound.into()),
        Written::Refused(_) => Err(CHANGED.into()),
    }
}

/// Lets the caller in. Whatever is wrong with a token is told alike, so that nobody learns what there is.
pub async fn accept<U: Users>(
    call: Of<U>,
    form: Acceptance,
) -> Result<JoinedOrganization, Failure> {
    let mut parts = form.token.splitn(3, '.');
    let (Some(id), Some(secret), Some(organization_id)) =
        (parts.next(), parts.next(), parts.next())
    else {
        return Err(Refusal::NotFound.into());
    };
    let data = data_of(&call, organization_id)?;
    let profile = profile_of_caller(&call).await?;
    let found = organization(&data, organization_id).await?;
    if profile.organization_id == organization_id {
        // An earlier call has let the caller in, and perhaps came no further.
        return joined(&call, found.ok_or(Refusal::NotFound)?).await;
    }
    let id: Id = id.parse().map_err(|_| Refusal::NotFound)?;
    let key = key(organization_id, &format!("{}{}", StoredInvitation::PREFIX, id.bare()));
    let invitation = data.get::<StoredInvitation>(key.clone()).await?;
    let invitation = invitation.filter(|invitation| invitation.token_hash == hash(secret));
    let (invitation, found) = invitation.zip(found).ok_or(Refusal::NotFound)?;
    let user = call.backend().users.find(&profile.user_id).await?.ok_or(Refusal::NotFound)?;
    if user.email.is_none_or(|email| email.to_ascii_lowercase() != invitation.email) {
        return Err(Refusal::NotFound.into());
    }
    if invitation.expires_at <= data.now() {
        return Err(Refusal::Conflict("the invitation has expired: ask for another").into());
    }
    if profile.organization_id != Tenant::NONE {
        return Err(Refusal::Conflict("you belong to another organization: leave it first").into());
    }
    let mut writes = vec![
        data.delete::<StoredInvitation>(key)
            .only_if(Condition::Is("token_hash", json!(invitation.token_hash))),
        counted(&data, &found, i64::from(invitation.role == shared::api::Role::Owner)),
    ];
    writes.extend(join(&data, &profile.user_id, invitation.role)?);
    let told = json!({ "user_id": profile.user_id, "role": invitation.role });
    writes.push(data.event(event(&call, "member.joined", organization_id, told)?)?);
    match data.write(writes).await? {
        Written::Done => {
            let found = organization(&data, organization_id).await?.ok_or(Refusal::NotFound)?;
            joined(&call, found).await
        }
        Written::Refused(0) => Err(Refusal::NotFound.into()),
        Written::Refused(1) => Err(FULL.into()),
        Written::Refused(_) => Err(CHANGED.into()),
    }
}

/// The write that counts a new member in, if the plan has room and the organization is in use.
fn counted(data: &shared::data::Scoped<'_>, found: &StoredOrganization, owners: i64) -> Write {
    let key = Key::with_sort(&found.organization_id, PROFILE);
    let write = data.count::<StoredOrganization>(key, vec![("member_count", 1)]);
    let write = write
        .setting("updated_at", data.now())
        .only_if(Condition::Is("status", json!(found.status)))
        .only_if(Condition::Is("plan", json!(found.plan)));
    let write = if owners == 0 { write } else { write.adding("owner_count", owners) };
    match found.plan.limits().members {
        Some(most) => write.only_if(Condition::Below("member_count", most)),
        None => write,
    }
}
