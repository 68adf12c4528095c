//! Who belongs to an organization: how that is found out, how it begins and how it ends.

use serde_json::{Value, json};
use shared::api::{Call, Failure, Refusal, Role, Tenant};
use shared::data::{Action, Condition, Event, Key, Scope, Scoped, Write};
use shared::items::Profile;
use shared::plans::PROFILE;
use shared::user_pool::{ORGANIZATION_ID, ROLE, USER_ID};

use crate::Organizations;
use crate::backend::Users;
use crate::model::{Membership, StoredOrganization};

pub type Of<U> = Call<Organizations<U>>;

/// What is told to whoever comes second.
pub const CHANGED: Refusal =
    Refusal::Conflict("the organization has changed meanwhile: look, and try again");

const LAST_OWNER: Refusal =
    Refusal::Conflict("an organization keeps one owner: name another first");

/// The caller's place in the organization of the token.
pub struct Place<'a> {
    pub data: Scoped<'a>,
    pub organization: StoredOrganization,
    pub membership: Membership,
}

/// The caller's place. Somebody alone has none, and a token may say what is no longer true.
pub async fn place<U: Users>(call: &Of<U>) -> Result<Place<'_>, Failure> {
    let caller = call.caller()?;
    let id = caller.tenant.organization().ok_or(Refusal::NotFound)?;
    let data = call.data()?;
    let membership = membership(&data, id, &caller.user_id).await?.ok_or(Refusal::Forbidden)?;
    let organization = organization(&data, id).await?.ok_or(Refusal::NotFound)?;
    Ok(Place { data, organization, membership })
}

/// The caller's place, if the caller manages the organization.
pub async fn managed<U: Users>(call: &Of<U>) -> Result<Place<'_>, Failure> {
    let place = place(call).await?;
    match place.membership.org_role >= Role::Admin {
        true => Ok(place),
        false => Err(Refusal::Forbidden.into()),
    }
}

impl Place<'_> {
    /// The organization's id.
    pub fn id(&self) -> &str {
        &self.organization.organization_id
    }

    /// Whether the caller may do something to whoever is or will be this.
    pub fn reaches(&self, role: Role) -> Result<(), Refusal> {
        if role <= self.membership.org_role { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// The check that the caller still is what the caller was a moment ago. A transaction has one write for each item, so
    /// it has no place where the caller's own membership changes.
    pub fn still(&self) -> Write {
        Write {
            action: Action::Check,
            ..self.data.delete::<Membership>(key(self.id(), &self.membership.user_id))
        }
        .only_if(has(self.membership.org_role))
    }

    /// The write that counts members and owners in or out. Whoever takes an owner away must be the only one who does.
    pub fn count(&self, members: i64, owners: i64) -> Result<Write, Refusal> {
        let key = Key::with_sort(self.id(), PROFILE);
        let write = self.data.count::<StoredOrganization>(key, Vec::new());
        let write = write.setting("updated_at", self.data.now());
        let write = if members == 0 { write } else { write.adding("member_count", members) };
        match owners {
            0 => Ok(write),
            1.. => Ok(write.adding("owner_count", owners)),
            _ if self.organization.owner_count <= 1 => Err(LAST_OWNER),
            _ => {
                let same = Condition::Is("owner_count", json!(self.organization.owner_count));
                Ok(write.adding("owner_count", owners).only_if(same))
            }
        }
    }

    /// The write that closes an organization whose only member goes.
    pub fn close(&self) -> Write {
        let key = Key::with_sort(self.id(), PROFILE);
        let write = self.data.count::<StoredOrganization>(key, vec![("member_count", -1)]);
        write
            .adding("owner_count", -self.owners(self.membership.org_role))
            .setting("status", "closed")
            .setting("updated_at", self.data.now())
            .only_if(Condition::Is("member_count", json!(1)))
    }

    /// How many owners somebody of this role counts for.
    pub fn owners(&self, role: Role) -> i64 {
        i64::from(role == Role::Owner)
    }

    /// The writes by which somebody belongs to the organization no more, but for the counters.
    pub async fn leave(&self, membership: &Membership) -> Result<Vec<Write>, Failure> {
        let user_id = &membership.user_id;
        let alone = json!({ "organization_id": Tenant::NONE, "role": Profile::FIRST_ROLE });
        let key = key(self.id(), user_id);
        let delete = self.data.delete::<Membership>(key).only_if(has(membership.org_role));
        Ok([delete].into_iter().chain(self.profile(user_id, &alone).await?).collect())
    }

    /// The write that changes the profile of a member. A member may have lost it.
    pub async fn profile(&self, user_id: &str, change: &Value) -> Result<Option<Write>, Failure> {
        let profile = self.data.get::<Profile>(Key::of(user_id)).await?;
        if profile.is_none_or(|profile| profile.organization_id != self.id()) {
            return Ok(None);
        }
        let here = Condition::Is("organization_id", json!(self.id()));
        Ok(Some(self.data.change::<Profile>(Key::of(user_id), change)?.only_if(here)))
    }
}

/// The key of a membership.
pub fn key(organization: &str, user_id: &str) -> Key {
    Key::with_sort(organization, user_id)
}

/// That a membership has a role.
pub fn has(role: Role) -> Condition {
    Condition::Is("org_role", json!(role))
}

pub async fn membership(
    data: &Scoped<'_>,
    organization: &str,
    user_id: &str,
) -> Result<Option<Membership>, Failure> {
    data.get::<Membership>(key(organization, user_id)).await
}

pub async fn organization(
    data: &Scoped<'_>,
    id: &str,
) -> Result<Option<StoredOrganization>, Failure> {
    data.get::<StoredOrganization>(Key::with_sort(id, PROFILE)).await
}

/// The data of an organization that the caller does not belong to yet. What is no name of an organization has none.
pub fn data_of<'a, U: Users>(call: &'a Of<U>, organization: &str) -> Result<Scoped<'a>, Failure> {
    let caller = call.caller()?;
    let tenant = Tenant::of(&caller.user_id, Some(organization)).map_err(|_| Refusal::NotFound)?;
    if tenant.organization().is_none() {
        return Err(Refusal::NotFound.into());
    }
    Ok(call.data_of(Scope { tenant, ..Scope::from(caller) }))
}

/// The writes by which the caller, who is alone, belongs to the organization of this data.
pub fn join(data: &Scoped<'_>, user_id: &str, role: Role) -> Result<Vec<Write>, Failure> {
    let organization_id = data.scope().tenant.to_string();
    let change = json!({ "organization_id": organization_id, "role": role });
    let membership = Membership {
        organization_id,
        user_id: user_id.to_owned(),
        org_role: role,
        joined_at: data.now(),
        updated_at: data.now(),
    };
    let alone = Condition::Is("organization_id", json!(Tenant::NONE));
    Ok(vec![
        data.create(&membership)?,
        data.change::<Profile>(Key::of(user_id), &change)?.only_if(alone),
    ])
}

/// Tells the pool that somebody belongs to an organization.
pub async fn admit<U: Users>(call: &Of<U>, membership: &Membership) -> Result<(), Failure> {
    let backend = call.backend();
    let user_id = membership.user_id.as_str();
    let role = role_text(membership.org_role);
    let attributes =
        [(USER_ID, user_id), (ORGANIZATION_ID, &membership.organization_id), (ROLE, &role)];
    if !backend.users.set(user_id, &attributes).await? {
        return Err(Refusal::NotFound.into());
    }
    Ok(backend.users.add_to_group(user_id, &backend.group).await?)
}

/// Tells the pool that somebody belongs to no organization any more, and ends the sessions that say otherwise.
pub async fn expel<U: Users>(call: &Of<U>, user_id: &str) -> Result<(), Failure> {
    let backend = call.backend();
    let attributes = [(ORGANIZATION_ID, Tenant::NONE), (ROLE, Profile::FIRST_ROLE)];
    if backend.users.set(user_id, &attributes).await? {
        backend.users.remove_from_group(user_id, &backend.group).await?;
        backend.users.sign_out(user_id).await?;
    }
    Ok(())
}

/// The word that tokens and tables have for a role.
pub fn role_text(role: Role) -> String {
    json!(role).as_str().unwrap_or_default().to_owned()
}

/// An event about an organization. Those that are older than the platform's ids have none of theirs.
pub fn event<U: Users>(
    call: &Of<U>,
    kind: &'static str,
    organization: &str,
    data: Value,
) -> Result<Event, Failure> {
    let id = match organization.parse() {
        Ok(id) => id,
        Err(_) => call.new_id()?,
    };
    Ok(Event { kind, entity: "organization", id, data })
}
