//! The three things that can be done with a profile, after it is clear who may.

use std::collections::BTreeSet;
use std::time::Duration;

use shared::Invocation;
use shared::api::{Answer, Caller, Failure, Function, Origins, Refusal, Request};
use shared::deadline::within;
use shared::items::{EventType, LogEntry, Profile};
use tracing::{error, info};

use crate::access::{is_administrator, is_of_own_organization, is_own};
use crate::backend::Backend;
use crate::{Settings, form};

/// How long a call may take. With a cold start it is within the 29 seconds after which API Gateway
/// gives up.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// The longest name that a user of a pool can have.
const LONGEST_USER_ID: usize = 128;

/// The function.
pub struct UserProfile<B> {
    backend: B,
    environment: String,
    administrator_groups: BTreeSet<String>,
    origins: Origins,
}

/// A call by somebody who may make it.
struct Call<'a> {
    caller: &'a Caller,
    /// Whose profile it is about.
    user_id: &'a str,
    /// The profile, unless there is none.
    profile: Option<Profile>,
    invocation: &'a Invocation,
}

impl<B: Backend> Function for UserProfile<B> {
    fn origins(&self) -> &Origins {
        &self.origins
    }

    async fn answer(&self, request: &Request, invocation: &Invocation) -> Result<Answer, Failure> {
        within(TIME_LIMIT, self.serve(request, invocation)).await
    }
}

impl<B: Backend> UserProfile<B> {
    /// A function over this backend.
    pub fn new(settings: &Settings, backend: B) -> Self {
        Self {
            backend,
            environment: settings.environment.clone(),
            administrator_groups: settings.administrator_groups.clone(),
            origins: settings.origins.clone(),
        }
    }

    async fn serve(&self, request: &Request, invocation: &Invocation) -> Result<Answer, Failure> {
        if request.method() == "OPTIONS" {
            return Ok(Answer::Methods("DELETE,GET,OPTIONS,PUT"));
        }
        let caller = Caller::of(request)?;
        let user_id = request.path_parameter("user_id").ok_or(Refusal::NotFound)?;
        let call = Call {
            caller: &caller,
            user_id,
            profile: self.reach(&caller, user_id).await?,
            invocation,
        };
        match request.method() {
            "GET" => show(call.profile),
            "PUT" => self.change(&call, request).await,
            "DELETE" => self.delete(&call).await,
            _ => Err(Refusal::MethodNotAllowed.into()),
        }
    }

    /// The profile, if the caller has a right to it. For everybody else the answer is the same
    /// whether or not there is one.
    async fn reach(&self, caller: &Caller, user_id: &str) -> Result<Option<Profile>, Failure> {
        if is_own(caller, user_id) {
            return Ok(self.backend.profile(user_id).await?);
        }
        let is_possible = (1..=LONGEST_USER_ID).contains(&user_id.len());
        if !is_possible || !is_administrator(caller, &self.administrator_groups) {
            return Err(Refusal::Forbidden.into());
        }
        match self.backend.profile(user_id).await? {
            Some(profile) if is_of_own_organization(caller, &profile) => Ok(Some(profile)),
            _ => Err(Refusal::Forbidden.into()),
        }
    }

    async fn change(&self, call: &Call<'_>, request: &Request) -> Result<Answer, Failure> {
        let changes = form::changes(request.body()?)?;
        let changed = self
            .backend
            .change_profile(call.user_id, &changes, call.invocation)
            .await?
            .ok_or(Refusal::NotFound)?;
        if let Some(full_name) = &changes.full_name
            && !self.backend.rename_user(call.user_id, full_name).await?
        {
            // The user is being deleted, and the profile has yet to follow.
            return Err(Refusal::NotFound.into());
        }
        self.log(call, EventType::ProfileUpdated, &changes.fields()).await;
        show(Some(changed))
    }

    async fn delete(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        let user = self.backend.delete_user(call.user_id).await?;
        let profile = self.backend.delete_profile(call.user_id).await?;
        if user || profile {
            self.log(call, EventType::UserDeleted, &[]).await;
        }
        Ok(Answer::Done)
    }

    /// Records what was done. It is done, so nothing that goes wrong here matters to the caller.
    async fn log(&self, call: &Call<'_>, event: EventType, fields: &[&str]) {
        let request_id = call.invocation.request_id.as_str();
        let user_id = call.user_id;
        let mut entry = LogEntry::new(call.invocation, user_id, event, &self.environment);
        entry.fields = fields.iter().map(|&field| field.to_owned()).collect();
        if !is_own(call.caller, user_id) {
            entry.actor_id = Some(call.caller.user_id.clone());
        }
        match self.backend.write_log(&entry).await {
            Ok(()) => info!(request_id, user_id, ?event, "recorded"),
            Err(error) => {
                error!(request_id, user_id, %error, "the log entry was not recorded");
            }
        }
    }
}

fn show(profile: Option<Profile>) -> Result<Answer, Failure> {
    let profile = profile.ok_or(Refusal::NotFound)?;
    Ok(Answer::Found((&profile).into()))
}
