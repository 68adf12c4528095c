//! The writes of a sign-up: the profile, the attributes and the group, a log entry.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use lambda_runtime::{BoxFuture, LambdaEvent, Service, service_fn};
use serde_json::Value;
use shared::deadline::within;
use shared::items::{EventType, LogEntry, Profile};
use shared::trigger::MalformedEvent;
use shared::user_pool::UserPool;
use shared::{Error, Invocation, Timestamp, database, profiles};
use tracing::{error, info};

use crate::Settings;
use crate::event::SignUp;

/// How long a sign-up may wait for its writes. With a cold start it is still within Cognito's five seconds.
const TIME_LIMIT: Duration = Duration::from_millis(3_500);

/// The function.
pub struct PostConfirmation {
    settings: Settings,
    database: Client,
    users: aws_sdk_cognitoidentityprovider::Client,
    clock: Clock,
}

type Clock = Box<dyn Fn() -> Timestamp + Send + Sync>;

impl PostConfirmation {
    /// A function that writes with these clients, and takes the time from this clock.
    pub fn new(
        settings: Settings,
        database: Client,
        users: aws_sdk_cognitoidentityprovider::Client,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self { settings, database, users, clock: Box::new(clock) }
    }

    /// The function as the service that Lambda's runtime calls.
    pub fn into_service(
        self,
    ) -> impl Service<
        LambdaEvent<Value>,
        Response = Value,
        Error = MalformedEvent,
        Future = BoxFuture<'static, Result<Value, MalformedEvent>>,
    > {
        let function = Arc::new(self);
        service_fn(move |event: LambdaEvent<Value>| {
            let function = Arc::clone(&function);
            Box::pin(async move { function.answer(event).await }) as BoxFuture<_>
        })
    }

    /// Gives the event back as Cognito wants it: unchanged.
    async fn answer(&self, event: LambdaEvent<Value>) -> Result<Value, MalformedEvent> {
        let invocation = Invocation { request_id: event.context.request_id, now: (self.clock)() };
        let sign_up = SignUp::from_event(&event.payload).inspect_err(|error| {
            error!(request_id = invocation.request_id, %error, "the event is malformed");
        })?;
        if let Some(sign_up) = sign_up {
            self.receive(&sign_up, &invocation).await;
        }
        Ok(event.payload)
    }

    /// Writes everything, side by side, and logs what became of it.
    async fn receive(&self, sign_up: &SignUp, invocation: &Invocation) {
        let (profile, attributes, group, entry) = tokio::join!(
            within(TIME_LIMIT, self.create_profile(sign_up, invocation)),
            within(TIME_LIMIT, self.set_attributes(sign_up)),
            within(TIME_LIMIT, self.add_to_group(sign_up)),
            within(TIME_LIMIT, self.put_log_entry(sign_up, invocation)),
        );
        let request_id = invocation.request_id.as_str();
        let user_id = sign_up.user_id.as_str();
        let mut is_complete = true;
        for (what, outcome) in
            [("profile", profile), ("attributes", attributes), ("group", group), ("log", entry)]
        {
            if let Err(error) = outcome {
                error!(request_id, user_id, what, %error, "the sign-up is incomplete");
                is_complete = false;
            }
        }
        if is_complete {
            info!(request_id, user_id, "signed up");
        }
    }

    async fn create_profile(&self, sign_up: &SignUp, invocation: &Invocation) -> Result<(), Error> {
        let SignUp { user_id, email, full_name, .. } = sign_up;
        let profile = Profile::new(invocation, user_id, email, full_name);
        profiles::create(&self.database, &self.settings.user_profiles_table, &profile).await
    }

    async fn set_attributes(&self, sign_up: &SignUp) -> Result<(), Error> {
        let missing = sign_up.missing.iter().map(|(name, value)| (*name, value.as_str()));
        let missing: Vec<(&str, &str)> = missing.collect();
        if !missing.is_empty() {
            self.pool(sign_up).set(&sign_up.name, &missing).await?;
        }
        Ok(())
    }

    async fn add_to_group(&self, sign_up: &SignUp) -> Result<(), Error> {
        let group = &self.settings.default_group;
        self.pool(sign_up).add_to_group(&sign_up.name, group).await
    }

    async fn put_log_entry(&self, sign_up: &SignUp, invocation: &Invocation) -> Result<(), Error> {
        let SignUp { user_id, .. } = sign_up;
        let environment = &self.settings.environment;
        let entry = LogEntry::new(invocation, user_id, EventType::UserRegistered, environment);
        database::put(&self.database, &self.settings.system_logs_table, &entry).await
    }

    fn pool(&self, sign_up: &SignUp) -> UserPool {
        UserPool::new(self.users.clone(), &sign_up.user_pool_id)
    }
}
