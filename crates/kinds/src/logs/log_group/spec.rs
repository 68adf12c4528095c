//! The spec of a log group.

use aws_sdk_cloudwatchlogs::operation::create_log_group::builders::CreateLogGroupFluentBuilder;
use aws_sdk_cloudwatchlogs::types as sdk;

use super::metric_filter::MetricFilter;
use super::policies::IndexPolicy;
use super::subscription_filter::SubscriptionFilter;
use crate::json::Json;
use crate::prelude::*;

/// A CloudWatch Logs group.
#[spec(sdk::LogGroup, request = CreateLogGroupFluentBuilder)]
pub struct LogGroup {
    /// The group's name, such as `/aws/lambda/<function>`. 1–512 of letters, digits and `_-/.#`.
    #[field(required, create_only, value_only, length = 1..=512, pattern = r"^[.\-_/#A-Za-z0-9]+$", aws = log_group_name)]
    pub name: String,
    /// Days after which events are deleted. Absent: they never expire.
    #[field(one_of = RETENTION_DAYS, aws = retention_in_days, not_in_request)]
    pub retention_days: Option<i32>,
    /// ARN of the KMS key that encrypts the events. Absent: encrypted with a key of CloudWatch's own.
    #[field(aws = kms_key_id)]
    pub kms_key: Option<String>,
    /// `STANDARD`, or `INFREQUENT_ACCESS` or `DELIVERY` for cheaper storage with fewer features.
    #[field(create_only, aws = log_group_class)]
    pub class: Class,
    /// Whether AWS refuses to delete the group.
    #[field(aws = deletion_protection_enabled)]
    pub deletion_protection: bool,
    /// Metrics that are made of events, by the names of the filters. At most 100.
    #[field(omit_default, value_only, entries = ..=100, not_in_answer, not_in_request)]
    pub metric_filters: BTreeMap<String, MetricFilter>,
    /// Where events are sent as they come in, by the names of the filters. At most 2.
    #[field(omit_default, deferrable, entries = ..=2, not_in_answer, not_in_request)]
    pub subscription_filters: BTreeMap<String, SubscriptionFilter>,
    /// What in the events is masked: AWS's data protection policy, with a statement whose `Operation` is `Audit` and one whose
    /// `Operation` is `Deidentify`. At most 30,720 characters. What only `logs:Unmask` may see.
    #[field(not_in_answer, not_in_request)]
    pub data_protection: Option<Json>,
    /// The fields of the events by which queries find them faster. Absent: those that the account's policy says, if any.
    #[field(value_only, not_in_answer, not_in_request)]
    pub index_policy: Option<IndexPolicy>,
    /// Tags of the group.
    #[field(not_in_answer)]
    pub tags: Tags,
}

/// The days that CloudWatch Logs takes as a retention (PutRetentionPolicy).
const RETENTION_DAYS: &[i32] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

aws_enum! {
    /// What a group's storage is made for.
    #[derive(Default)]
    Class = sdk::LogGroupClass {
        #[default]
        Standard = "STANDARD",
        InfrequentAccess = "INFREQUENT_ACCESS",
        Delivery = "DELIVERY",
    }
}

outputs! {
    /// ARN of the group, without the `:*` that stands for its streams.
    arn,
    /// ARN of the group's streams, which ends in `:*`: what policies of roles and permissions of functions name.
    streams_arn,
    /// Name of the group.
    name,
}
