//! One handle a region: the account's APIs there, and what the run shares among all regions.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use memo::Memo;

use super::activity::Activity;
use super::clients::Clients;
use super::connection::Connection;
use super::journal::Journal;
use super::pacing::PacedIdentityCache;
use super::place::Place;
use super::transport::{self, Statistics};

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
    activity: Activity,
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
        let activity = Activity::default();
        let attempt_timeout = connection.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT);
        let http_client = transport::client(connection.http_client, attempt_timeout);
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::latest())
            .region(aws_config::Region::new(region.to_owned()))
            .http_client(http_client)
            .identity_cache(PacedIdentityCache::new(connection.rate_limits, activity.clone()))
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
            activity,
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

    /// The account and the region, as ARNs have them.
    pub fn place(&self) -> Place {
        Place::new(self.account(), self.region())
    }

    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition(&self) -> &'static str {
        self.place().partition
    }

    /// The calls made so far, in all regions.
    pub fn statistics(&self) -> &Statistics {
        &self.session.statistics
    }

    /// What the run reads and waits for at the moment.
    pub fn activity(&self) -> &Activity {
        &self.session.activity
    }

    /// Results of calls that serve several objects, made once a run.
    pub fn memo(&self) -> &Memo {
        &self.regional.memo
    }

    /// The client of a type, which is made when it is first asked for. For [`client!`](crate::client).
    #[doc(hidden)]
    pub fn client<C: Clone + Send + 'static>(&self, make: impl FnOnce(&Clients) -> C) -> C {
        self.regional.clients.get(make)
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
