//! The three things that can be done with a profile, after it is clear who may.

use std::collections::BTreeSet;

use shared::api::{Call, Caller, Done, Failure, Refusal};
use shared::items::{EventType, LogEntry, Profile};
use shared::profiles::{Changes, ProfileChange};
use tracing::{error, info};

use crate::Settings;
use crate::access::{is_administrator, is_of_own_organization, is_own};
use crate::backend::Backend;

/// The longest name that a user of a pool can have.
const LONGEST_USER_ID: usize = 128;

/// What the function works on.
pub struct UserProfile<B> {
    backend: B,
    environment: String,
    administrator_groups: BTreeSet<String>,
}

impl<B> UserProfile<B> {
    /// Over this backend.
    pub fn new(settings: &Settings, backend: B) -> Self {
        Self {
            backend,
            environment: settings.environment.clone(),
            administrator_groups: settings.administrator_groups.clone(),
        }
    }
}

type OfProfile<B> = Call<UserProfile<B>>;

pub async fn show<B: Backend>(call: OfProfile<B>) -> Result<Profile, Failure> {
    reach(&call).await?.ok_or(Refusal::NotFound.into())
}

pub async fn change<B: Backend>(
    call: OfProfile<B>,
    form: ProfileChange,
) -> Result<Profile, Failure> {
    reach(&call).await?;
    let user_id = call.parameter("user_id")?;
    let backend = &call.backend().backend;
    let changes = Changes::from(form);
    let changed = backend
        .change_profile(user_id, &changes, call.invocation())
        .await?
        .ok_or(Refusal::NotFound)?;
    if let Some(full_name) = &changes.full_name
        && !backend.rename_user(user_id, full_name).await?
    {
        // The user is being deleted, and the profile has yet to follow.
        return Err(Refusal::NotFound.into());
    }
    log(&call, EventType::ProfileUpdated, &changes.fields()).await?;
    Ok(changed)
}

pub async fn delete<B: Backend>(call: OfProfile<B>) -> Result<Done, Failure> {
    let profile = reach(&call).await?;
    let user_id = call.parameter("user_id")?;
    let belongs = profile.is_some_and(|it| it.organization_id != Profile::NO_ORGANIZATION);
    if belongs && is_own(call.caller()?, user_id) {
        // This function knows nothing of who remains there.
        return Err(Refusal::Conflict("you belong to an organization: delete /users/me").into());
    }
    let backend = &call.backend().backend;
    let user = backend.delete_user(user_id).await?;
    let profile = backend.delete_profile(user_id).await?;
    if user || profile {
        log(&call, EventType::UserDeleted, &[]).await?;
    }
    Ok(Done)
}

/// The profile, if the caller has a right to it. For everybody else the answer is the same
/// whether or not there is one.
async fn reach<B: Backend>(call: &OfProfile<B>) -> Result<Option<Profile>, Failure> {
    let (caller, user_id): (&Caller, _) = (call.caller()?, call.parameter("user_id")?);
    let UserProfile { backend, administrator_groups, .. } = call.backend();
    if is_own(caller, user_id) {
        return Ok(backend.profile(user_id).await?);
    }
    let is_possible = (1..=LONGEST_USER_ID).contains(&user_id.len());
    if !is_possible || !is_administrator(caller, administrator_groups) {
        return Err(Refusal::Forbidden.into());
    }
    match backend.profile(user_id).await? {
        Some(profile) if is_of_own_organization(caller, &profile) => Ok(Some(profile)),
        _ => Err(Refusal::Forbidden.into()),
    }
}

/// Records what was done. It is done, so nothing that goes wrong here matters to the caller.
async fn log<B: Backend>(
    call: &OfProfile<B>,
    event: EventType,
    fields: &[&str],
) -> Result<(), Failure> {
    let request_id = call.invocation().request_id.as_str();
    let (caller, user_id) = (call.caller()?, call.parameter("user_id")?);
    let environment = &call.backend().environment;
    let mut entry = LogEntry::new(call.invocation(), user_id, event, environment);
    entry.fields = fields.iter().map(|&field| field.to_owned()).collect();
    if !is_own(caller, user_id) {
        entry.actor_id = Some(caller.user_id.clone());
    }
    match call.backend().backend.write_log(&entry).await {
        Ok(()) => info!(request_id, user_id, ?event, "recorded"),
        Err(error) => {
            error!(request_id, user_id, %error, "the log entry was not recorded");
        }
    }
    Ok(())
}
