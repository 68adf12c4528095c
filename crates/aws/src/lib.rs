//! AWS as kinds see it: one handle a region, with a client for every service, made when it is first
//! used and shared by all.

mod answer;
mod call;
mod clients;
mod clock;
mod doubt;
mod download;
mod error;
mod field;
pub mod function_uri;
mod journal;
mod limits;
mod pacing;
mod passing;
mod place;
mod reach;
mod refusal;
pub mod regions;
pub mod services;
pub mod tags;
mod transport;
mod wait;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

pub use call::Call;
#[doc(hidden)]
pub use clients::parts;
pub use download::download;
pub use error::{AwsError, ErrorKind, Result, member, optional, whole};
pub use field::{Built, Field, read};
pub use journal::Journal;
pub use limits::RateLimits;
pub use place::Place;
pub use services::{S3, Sts};
pub use transport::{CallCount, Statistics};
pub use wait::{Waiting, in_step, wait_until};

use clients::Clients;
use memo::Memo;
use pacing::InTurn;

/// How to reach AWS.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// Another endpoint than AWS's own, for every service.
    pub endpoint_url: Option<String>,
    pub rate_limits: RateLimits,
    /// The longest that one attempt of a call may take; a minute where nothing is said.
    pub attempt_timeout: Option<Duration>,
    /// Who calls, in place of the SDK's usual chain of credentials.
    pub credentials: Option<SharedCredentialsProvider>,
    /// What sends the requests, in place of the network.
    pub http_client: Option<SharedHttpClient>,
}

/// The AWS APIs of one account in one region. Cheap to clone.
#[derive(Clone)]
pub struct Aws {
    session: Arc<Session>,
    regional: Arc<Regional>,
}

/// What all regions share.
struct Session {
    config: SdkConfig,
    statistics: Statistics,
    /// What the run has changed.
    journal: Journal,
    regions: Mutex<HashMap<String, Arc<Regional>>>,
    account: String,
}

struct Regional {
    region: String,
    clients: Clients,
    memo: Memo,
}

impl Aws {
    /// Loads the SDK's usual credential chain and points it at a region of an account.
    pub async fn connect(connection: Connection, account: &str, region: &str) -> Self {
        let statistics = Statistics::default();
        let attempt_timeout = connection.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT);
        let http_client = transport::client(connection.http_client, attempt_timeout);
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::latest())
            .region(aws_config::Region::new(region.to_owned()))
            .http_client(http_client)
            .identity_cache(InTurn::new(connection.rate_limits))
            // Throttles are the usual failure of a wide plan: the SDK slows down as they come.
            .retry_config(RetryConfig::adaptive().with_max_attempts(MAX_ATTEMPTS));
        if let Some(credentials) = connection.credentials {
            loader = loader.credentials_provider(credentials);
        }
        if let Some(url) = connection.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        let session = Arc::new(Session {
            config: loader.load().await,
            statistics,
            journal: Journal::default(),
            regions: Mutex::default(),
            account: account.to_owned(),
        });
        let regional = session.regional(region);
        Self { session, regional }
    }

    /// The same account in another region.
    pub fn in_region(&self, region: &str) -> Self {
        Self { session: self.session.clone(), regional: self.session.regional(region) }
    }

    pub fn region(&self) -> &str {
        &self.regional.region
    }

    pub fn account(&self) -> &str {
        &self.session.account
    }

    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition(&self) -> &'static str {
        Place::new(self.account(), self.region()).partition
    }

    /// The calls made so far, in all regions.
    pub fn statistics(&self) -> &Statistics {
        &self.session.statistics
    }

    /// Results of calls that serve several objects, made once a run.
    pub fn memo(&self) -> &Memo {
        &self.regional.memo
    }

    fn clients(&self) -> &Clients {
        &self.regional.clients
    }
}

/// The longest that one attempt may take. AWS control planes answer within seconds; uploads of a
/// function's code take longer.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);

/// Attempts of one call, the first included. With adaptive back-off of up to 20 s each this outlasts
/// the throttling of a busy account without hiding a broken one.
const MAX_ATTEMPTS: u32 = 8;

impl Session {
    fn regional(&self, region: &str) -> Arc<Regional> {
        let mut regions = self.regions.lock().unwrap_or_else(PoisonError::into_inner);
        let known = regions.entry(region.to_owned()).or_insert_with(|| {
            let config =
                self.config.to_builder().region(aws_config::Region::new(region.to_owned())).build();
            Arc::new(Regional {
                region: region.to_owned(),
                clients: Clients::new(config, self.statistics.clone(), self.journal.clone()),
                memo: Memo::default(),
            })
        });
        known.clone()
    }
}
