//! The three writes of a sign-in: a session, a log entry, and a count in the profile.
//!
//! Cognito calls again if it has no answer within five seconds, at most three times, and nothing in
//! the event tells the calls apart. So the writes run side by side under one time limit, and the
//! profile counts once for calls that come close together. A repeated call does leave a session
//! and a log entry of its own; both expire.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use lambda_runtime::{BoxFuture, LambdaEvent, Service, service_fn};
use serde_json::Value;
use shared::deadline::within;
use shared::items::{EventType, LogEntry, Session};
use shared::profiles::{SignInCount, count_sign_in};
use shared::trigger::MalformedEvent;
use shared::{Error, Invocation, Timestamp, database};
use tracing::{error, info, warn};

use crate::Settings;
use crate::event::SignIn;

/// How long a sign-in may wait for its records. With a cold start it is still within Cognito's five
/// seconds.
const TIME_LIMIT: Duration = Duration::from_secs(3);

/// The function.
pub struct PostAuthentication {
    settings: Settings,
    database: Client,
    clock: Clock,
}

type Clock = Box<dyn Fn() -> Timestamp + Send + Sync>;

impl PostAuthentication {
    /// A function that writes with this client, and takes the time from this clock.
    pub fn new(
        settings: Settings,
        database: Client,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self { settings, database, clock: Box::new(clock) }
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
        service_fn(move |event| {
            let function = Arc::clone(&function);
            Box::pin(async move { function.handle(event).await }) as BoxFuture<_>
        })
    }

    async fn handle(&self, event: LambdaEvent<Value>) -> Result<Value, MalformedEvent> {
        let invocation = Invocation { request_id: event.context.request_id, now: (self.clock)() };
        let sign_in = SignIn::from_event(&event.payload).inspect_err(|error| {
            error!(request_id = invocation.request_id, %error, "the event is malformed");
        })?;
        self.record(&sign_in, &invocation).await;
        Ok(event.payload)
    }

    /// Writes all records, and logs what became of them.
    async fn record(&self, sign_in: &SignIn, invocation: &Invocation) {
        let (session, entry, count) = tokio::join!(
            within(TIME_LIMIT, self.put_session(sign_in, invocation)),
            within(TIME_LIMIT, self.put_log_entry(sign_in, invocation)),
            within(TIME_LIMIT, self.count(sign_in, invocation)),
        );
        let request_id = invocation.request_id.as_str();
        let user_id = sign_in.user_id.as_str();
        if let Err(error) = session {
            error!(request_id, user_id, %error, "the session was not recorded");
        }
        if let Err(error) = entry {
            error!(request_id, user_id, %error, "the log entry was not recorded");
        }
        match count {
            Ok(SignInCount::ProfileMissing) => {
                warn!(request_id, user_id, "the user has no profile to count the sign-in in");
            }
            Ok(outcome @ (SignInCount::MetadataMissing | SignInCount::MetadataUnusable)) => {
                warn!(request_id, user_id, ?outcome, "the sign-in was not counted");
            }
            Ok(outcome) => info!(request_id, user_id, ?outcome, "signed in"),
            Err(error) => error!(request_id, user_id, %error, "the sign-in was not counted"),
        }
    }

    async fn put_session(&self, sign_in: &SignIn, invocation: &Invocation) -> Result<(), Error> {
        let SignIn { user_id, client_id, user_pool_id } = sign_in;
        let session = Session::new(invocation, user_id, client_id, user_pool_id);
        database::put(&self.database, &self.settings.user_sessions_table, &session).await
    }

    async fn put_log_entry(&self, sign_in: &SignIn, invocation: &Invocation) -> Result<(), Error> {
        let environment = &self.settings.environment;
        let entry = LogEntry::new(invocation, &sign_in.user_id, EventType::UserSignIn, environment);
        database::put(&self.database, &self.settings.system_logs_table, &entry).await
    }

    async fn count(&self, sign_in: &SignIn, invocation: &Invocation) -> Result<SignInCount, Error> {
        let table = &self.settings.user_profiles_table;
        count_sign_in(&self.database, table, &sign_in.user_id, invocation).await
    }
}
