//! The log of what a web ACL has decided.

use aws_sdk_wafv2::types as sdk;

use super::request_part::RequestPart;
use crate::conversions::conversions;
use crate::prelude::*;
use crate::wafv2::Wafv2;

/// The log of what a web ACL has decided: a line for each request.
#[spec(sdk::LoggingConfiguration)]
pub struct Logging {
    /// ARN of a log group, a delivery stream of Firehose or a bucket, whose name begins with `aws-waf-logs-`.
    #[field(required, aws = log_destination_configs, with = destination)]
    pub destination: String,
    /// The parts of requests that the log does not show: `method`, `uri_path`, `query_string` and headers.
    #[field(length = ..=100, aws = redacted_fields)]
    pub redacted_fields: Vec<RequestPart>,
    /// Which requests the log has. Absent: all.
    #[field(aws = logging_filter)]
    pub filter: Option<Filter>,
}

/// Which requests a log has: those that the first filter keeps which fits.
#[spec(sdk::LoggingFilter)]
pub struct Filter {
    /// What becomes of requests that no filter fits.
    #[field(required, aws = default_behavior)]
    pub default: Behavior,
    /// The filters.
    #[field(required, length = 1..)]
    pub filters: Vec<FilterRule>,
}

/// What becomes of requests that are so.
#[spec(sdk::Filter)]
pub struct FilterRule {
    /// What becomes of them.
    #[field(required)]
    pub behavior: Behavior,
    /// Whether all of the conditions hold, or one.
    #[field(required)]
    pub requirement: Requirement,
    /// What was done with the request, or which label it has.
    #[field(required, length = 1..)]
    pub conditions: Vec<Condition>,
}

/// What was done with a request, or which label it has: one of the two.
#[spec(sdk::Condition)]
#[inside(action_condition = sdk::ActionCondition)]
#[inside(label_name_condition = sdk::LabelNameCondition)]
pub struct Condition {
    /// What was done with it.
    #[field(omit_default, aws = action_condition.action)]
    pub action: Option<LoggedAction>,
    /// A label in full, such as `awswaf:managed:aws:core-rule-set:NoUserAgent_Header`.
    #[field(omit_default, length = 1..=1024, aws = label_name_condition.label_name)]
    pub label: Option<String>,
}

aws_enum! {
    /// What becomes of a request in the log.
    Behavior = sdk::FilterBehavior {
        Keep = "KEEP",
        Drop = "DROP",
    }
    /// Whether all conditions hold, or one.
    Requirement = sdk::FilterRequirement {
        MeetsAll = "MEETS_ALL",
        MeetsAny = "MEETS_ANY",
    }
    /// What was done with a request.
    LoggedAction = sdk::ActionValue {
        Allow = "ALLOW",
        Block = "BLOCK",
        Captcha = "CAPTCHA",
        Challenge = "CHALLENGE",
        Count = "COUNT",
        ExcludedAsCount = "EXCLUDED_AS_COUNT",
    }
}

conversions! {
    /// AWS has one, in a list.
    destination: String, Vec<String> {
        |said| said.and_then(|all| all.into_iter().next()),
        |arn| Some(vec![arn.clone()]),
    }
}

pub(super) async fn read(aws: &Aws, arn: &str) -> Result<Option<Logging>> {
    let request = aws.wafv2().get_logging_configuration().resource_arn(arn);
    let answer = optional(request.send().await)?;
    Logging::of(answer.and_then(|answer| answer.logging_configuration))
}

pub(super) async fn write(aws: &Aws, arn: &str, wanted: Option<&Logging>) -> Result<()> {
    let Some(logging) = wanted else {
        let request = aws.wafv2().delete_logging_configuration().resource_arn(arn);
        return deleted(request.send().await);
    };
    let parts: Vec<_> = logging.redacted_fields.to_aws()?.unwrap_or_default();
    let configuration = sdk::LoggingConfiguration::builder()
        .resource_arn(arn)
        .log_destination_configs(&logging.destination)
        .set_redacted_fields((!parts.is_empty()).then_some(parts))
        .set_logging_filter(logging.filter.to_aws()?)
        .build()?;
    let request = aws.wafv2().put_logging_configuration().logging_configuration(configuration);
    sent(request.send().await)
}
