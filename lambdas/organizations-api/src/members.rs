//! Who belongs to an organization.

use serde_json::json;
use shared::api::{Done, Failure, Page, Paging, Refusal, Role};
use shared::data::{Key, Listing, Scoped, Write, Written};
use shared::items::Profile;
use shared::user_pool::ROLE;

use crate::backend::Users;
use crate::belonging::{
    CHANGED, Of, Place, event, expel, has, key, managed, membership, place, role_text,
};
use crate::model::{Member, Membership, NewRole};

/// The members of the caller's organization, by their ids.
pub async fn list<U: Users>(call: Of<U>, paging: Paging) -> Result<Page<Member>, Failure> {
    let place = place(&call).await?;
    let listing = Listing {
        index: None,
        partition: place.id().to_owned(),
        prefix: None,
        is_descending: true,
        limit: paging.limit.items(),
        next: paging.next,
    };
    let page = place.data.list::<Membership>(&listing, |_| true).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for membership in page.items {
        items.push(member(&place.data, membership).await?);
    }
    Ok(Page { items, next: page.next })
}

async fn member(data: &Scoped<'_>, membership: Membership) -> Result<Member, Failure> {
    let profile = data.get::<Profile>(Key::of(&membership.user_id)).await?;
    Ok(Member::of(membership, profile))
}

/// Somebody's place in the caller's organization, if the caller may change it.
async fn reached<U: Users>(call: &Of<U>, place: &Place<'_>) -> Result<Option<Membership>, Failure> {
    let user_id = call.parameter("user_id")?;
    let target = membership(&place.data, place.id(), user_id).await?;
    if let Some(target) = &target {
        place.reaches(target.org_role)?;
    }
    Ok(target)
}

/// The check that the caller still manages, unless the caller is the one who changes.
fn authority(place: &Place<'_>, target: &Membership) -> Option<Write> {
    (target.user_id != place.membership.user_id).then(|| place.still())
}

pub async fn change<U: Users>(call: Of<U>, form: NewRole) -> Result<Member, Failure> {
    let place = managed(&call).await?;
    place.reaches(form.role)?;
    let target = reached(&call, &place).await?.ok_or(Refusal::NotFound)?;
    let user_id = target.user_id.as_str();
    if form.role != target.org_role {
        let data = &place.data;
        let membership =
            data.change::<Membership>(key(place.id(), user_id), &json!({ "org_role": form.role }))?;
        let profile = place.profile(user_id, &json!({ "role": form.role })).await?;
        let told = json!({ "user_id": user_id, "role": form.role });
        let mut writes = vec![
            membership.only_if(has(target.org_role)),
            place.count(0, place.owners(form.role) - place.owners(target.org_role))?,
            data.event(event(&call, "member.role_changed", place.id(), told)?)?,
        ];
        writes.extend(profile);
        writes.extend(authority(&place, &target));
        if data.write(writes).await? != Written::Done {
            return Err(CHANGED.into());
        }
    }
    // Also where nothing has changed: an earlier call may have come no further than to the tables.
    call.backend().users.set(user_id, &[(ROLE, &role_text(form.role))]).await?;
    let changed = membership(&place.data, place.id(), user_id).await?.ok_or(Refusal::NotFound)?;
    member(&place.data, changed).await
}

pub async fn remove<U: Users>(call: Of<U>) -> Result<Done, Failure> {
    let place = managed(&call).await?;
    let Some(target) = reached(&call, &place).await? else {
        return finish(&call, &place).await;
    };
    let mut writes = place.leave(&target).await?;
    writes.push(place.count(-1, -place.owners(target.org_role))?);
    let told = json!({ "user_id": target.user_id });
    writes.push(place.data.event(event(&call, "member.removed", place.id(), told)?)?);
    writes.extend(authority(&place, &target));
    if place.data.write(writes).await? != Written::Done {
        return Err(CHANGED.into());
    }
    expel(&call, &target.user_id).await?;
    Ok(Done)
}

/// Tells the pool of a removal that an earlier call has written and not told. The path may name somebody by the address,
/// which the pool understands and no membership does: that is nobody.
async fn finish<U: Users>(call: &Of<U>, place: &Place<'_>) -> Result<Done, Failure> {
    let user_id = call.parameter("user_id")?;
    let user = call.backend().users.find(user_id).await?;
    let is_left = user.is_some_and(|user| {
        user.user_id.as_deref() == Some(user_id)
            && user.organization_id.as_deref() == Some(place.id())
    });
    if !is_left {
        return Err(Refusal::NotFound.into());
    }
    expel(call, user_id).await?;
    Ok(Done)
}

/// Whether nobody else belongs to the organization.
pub fn is_only_member(place: &Place<'_>) -> bool {
    place.organization.member_count <= 1 && place.membership.org_role == Role::Owner
}
