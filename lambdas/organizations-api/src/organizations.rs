//! Organizations themselves.

use serde_json::{Map, Value, json};
use shared::api::{Created, Failure, Refusal, Role, Tenant};
use shared::data::{Key, Written};
use shared::items::Profile;
use shared::plans::PROFILE;

use crate::backend::Users;
use crate::belonging::{
    CHANGED, Of, admit, data_of, event, join, managed, membership, organization, place,
};
use crate::me::profile_of_caller;
use crate::model::{
    JoinedOrganization, Membership, NewOrganization, Organization, OrganizationChange,
    StoredOrganization,
};

const BELONGS: Refusal =
    Refusal::Conflict("you belong to an organization already: refresh the token");

/// Makes an organization whose owner the caller is.
pub async fn create<U: Users>(
    call: Of<U>,
    form: NewOrganization,
) -> Result<Created<JoinedOrganization>, Failure> {
    let profile = profile_of_caller(&call).await?;
    if profile.organization_id != Tenant::NONE {
        return finish(&call, &profile, &form.name).await;
    }
    let id = call.new_id()?.bare();
    let (data, user_id) = (data_of(&call, &id)?, profile.user_id.as_str());
    let made = StoredOrganization::new(&id, form.name, user_id, &data.now());
    let mut writes = vec![data.create(&made)?];
    writes.extend(join(&data, user_id, Role::Owner)?);
    writes.push(data.event(event(&call, "organization.created", &id, json!({}))?)?);
    if data.write(writes).await? != Written::Done {
        return Err(BELONGS.into());
    }
    joined(&call, made).await.map(Created)
}

/// The organization that an earlier call has made, if this one asks for the same, with what that call has left undone.
async fn finish<U: Users>(
    call: &Of<U>,
    profile: &Profile,
    name: &str,
) -> Result<Created<JoinedOrganization>, Failure> {
    let data = data_of(call, &profile.organization_id)?;
    let made = organization(&data, &profile.organization_id).await?.ok_or(BELONGS)?;
    if made.name != name || made.created_by_user_id != profile.user_id {
        return Err(BELONGS.into());
    }
    joined(call, made).await.map(Created)
}

/// What is told to somebody who belongs to an organization from now on, once the pool knows it.
pub async fn joined<U: Users>(
    call: &Of<U>,
    organization: StoredOrganization,
) -> Result<JoinedOrganization, Failure> {
    let (id, user_id) = (&organization.organization_id, &call.caller()?.user_id);
    let data = data_of(call, id)?;
    let membership: Membership = membership(&data, id, user_id).await?.ok_or(BELONGS)?;
    admit(call, &membership).await?;
    Ok(JoinedOrganization {
        organization: organization.into(),
        role: membership.org_role,
        token_refresh_required: true,
    })
}

pub async fn show<U: Users>(call: Of<U>) -> Result<Organization, Failure> {
    Ok(place(&call).await?.organization.into())
}

pub async fn change<U: Users>(
    call: Of<U>,
    form: OrganizationChange,
) -> Result<Organization, Failure> {
    let place = managed(&call).await?;
    let mut set = Map::new();
    set.extend(form.name.map(|name| ("name".to_owned(), Value::from(name))));
    set.extend(form.settings.map(|settings| ("settings".to_owned(), settings.0.into())));
    let key = Key::with_sort(place.id(), PROFILE);
    let change = place.data.change::<StoredOrganization>(key, &set)?;
    match place.data.write(vec![change, place.still()]).await? {
        Written::Done => show(call.clone()).await,
        Written::Refused(_) => Err(CHANGED.into()),
    }
}
