//! Where a pool says what it does.

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cognito::Cognito;
use crate::prelude::*;

/// Where a pool says what it does.
#[spec]
pub struct LogDelivery {
    /// ARN of the log group that hears of messages which could not be delivered. Absent: none.
    #[field(pattern = r"^arn:[a-z-]+:logs:[^*]+$")]
    pub user_notification: Option<String>,
    /// What hears of sign-ins and what threat protection thinks of them. Needs the tier `PLUS`. Absent:
    /// nothing.
    pub user_auth_events: Option<Destination>,
}

/// A log group, a bucket or a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// ARN of a log group.
    LogGroup(#[schemars(regex(pattern = r"^arn:[a-z-]+:logs:[^*]+$"))] String),
    /// ARN of a bucket.
    Bucket(String),
    /// ARN of an Amazon Data Firehose stream.
    Stream(String),
}

pub(super) async fn read(aws: &Aws, pool: &str) -> Result<LogDelivery> {
    let request = aws.cognito().get_log_delivery_configuration().user_pool_id(pool);
    let live = request.send().await?.log_delivery_configuration;
    let of = |source: sdk::EventSourceName| {
        let logs = live.as_ref()?.log_configurations();
        Destination::of(logs.iter().find(|log| *log.event_source() == source)?)
    };
    Ok(LogDelivery {
        user_notification: match of(sdk::EventSourceName::UserNotification) {
            Some(Destination::LogGroup(arn)) => Some(arn),
            _ => None,
        },
        user_auth_events: of(sdk::EventSourceName::UserAuthEvents),
    })
}

/// Writes the whole: what the list lacks is off.
pub(super) async fn write(aws: &Aws, pool: &str, wanted: &LogDelivery) -> Result<()> {
    let request = aws.cognito().set_log_delivery_configuration().user_pool_id(pool);
    sent(request.set_log_configurations(Some(wanted.request()?)).send().await)
}

impl LogDelivery {
    /// AWS has one level for each source.
    fn request(&self) -> Result<Vec<sdk::LogConfigurationType>> {
        let mut logs = Vec::new();
        if let Some(arn) = &self.user_notification {
            let log = sdk::LogConfigurationType::builder()
                .event_source(sdk::EventSourceName::UserNotification)
                .log_level(sdk::LogLevel::Error)
                .cloud_watch_logs_configuration(log_group(arn));
            logs.push(log.build()?);
        }
        if let Some(destination) = &self.user_auth_events {
            let log = sdk::LogConfigurationType::builder()
                .event_source(sdk::EventSourceName::UserAuthEvents)
                .log_level(sdk::LogLevel::Info);
            let log = match destination {
                Destination::LogGroup(arn) => log.cloud_watch_logs_configuration(log_group(arn)),
                Destination::Bucket(arn) => log
                    .s3_configuration(sdk::S3ConfigurationType::builder().bucket_arn(arn).build()),
                Destination::Stream(arn) => log.firehose_configuration(
                    sdk::FirehoseConfigurationType::builder().stream_arn(arn).build(),
                ),
            };
            logs.push(log.build()?);
        }
        Ok(logs)
    }
}

fn log_group(arn: &str) -> sdk::CloudWatchLogsConfigurationType {
    sdk::CloudWatchLogsConfigurationType::builder().log_group_arn(arn).build()
}

impl Destination {
    fn of(live: &sdk::LogConfigurationType) -> Option<Self> {
        let group = live.cloud_watch_logs_configuration();
        let bucket = live.s3_configuration();
        let stream = live.firehose_configuration();
        let group = non_empty(group.and_then(|it| it.log_group_arn())).map(Self::LogGroup);
        let bucket = non_empty(bucket.and_then(|it| it.bucket_arn())).map(Self::Bucket);
        let stream = non_empty(stream.and_then(|it| it.stream_arn())).map(Self::Stream);
        group.or(bucket).or(stream)
    }
}
