//! What a new version has to stand: a call, the alarms, and the count of its errors.

use std::time::{Duration, SystemTime};

use aws_sdk_cloudwatch::types as cloudwatch;
use aws_sdk_lambda::primitives::Blob;
use aws_smithy_types::DateTime;
use serde_json::Value;

use super::alias_move::Move;
use super::spec::{Check, Rollout};
use crate::cloudwatch::CloudWatch;
use crate::lambda::Lambda;
use crate::prelude::*;

/// What a value of CloudWatch counts for: Lambda's are of a minute each.
const PERIOD: Duration = Duration::from_secs(60);

impl Check {
    /// Calls the new version. What it answers is not shown, as it may be anything.
    pub(super) async fn call(&self, aws: &Aws, step: &Move<'_>) -> Result<()> {
        let request = aws.lambda().invoke().function_name(step.function).qualifier(step.to);
        let answer = request.payload(Blob::new(self.event.to_string())).send().await?;
        let Some(failure) = answer.function_error() else {
            return Ok(());
        };
        let told =
            answer.payload().and_then(|payload| serde_json::from_slice(payload.as_ref()).ok());
        let kind = told.as_ref().and_then(|told: &Value| told["errorType"].as_str());
        Err(AwsError::new(format!(
            "version {} of {} fails when it is called with the event of `check` ({}); its log says why",
            step.to,
            step.function,
            kind.unwrap_or(failure),
        )))
    }
}

impl Rollout {
    /// Whether all is well so far with a version that has had calls since a moment.
    pub(super) async fn look(&self, aws: &Aws, step: &Move<'_>, since: SystemTime) -> Result<()> {
        tokio::try_join!(self.look_at_alarms(aws), self.look_at_errors(aws, step, since))?;
        Ok(())
    }

    /// Whether every alarm is there, and none goes off.
    pub(super) async fn look_at_alarms(&self, aws: &Aws) -> Result<()> {
        if self.alarms.is_empty() {
            return Ok(());
        }
        let names: BTreeSet<&str> = self.alarms.iter().map(|alarm| name(alarm)).collect();
        let request = aws.cloudwatch().describe_alarms();
        let request = request
            .set_alarm_names(Some(names.iter().map(|name| (*name).to_owned()).collect()))
            .alarm_types(cloudwatch::AlarmType::MetricAlarm)
            .alarm_types(cloudwatch::AlarmType::CompositeAlarm);
        let found = request.send().await?;
        let metrics = found.metric_alarms().iter().map(|it| (it.alarm_name(), it.state_value()));
        let composites =
            found.composite_alarms().iter().map(|it| (it.alarm_name(), it.state_value()));
        let states: BTreeMap<&str, _> =
            metrics.chain(composites).filter_map(|(name, state)| Some((name?, state))).collect();
        let is_off = |name: &&&str| states[**name] == Some(&cloudwatch::StateValue::Alarm);
        if let Some(missing) = names.iter().find(|name| !states.contains_key(**name)) {
            return Err(AwsError::new(format!("there is no alarm `{missing}`")));
        }
        match names.iter().find(is_off) {
            Some(name) => Err(AwsError::new(format!("the alarm `{name}` goes off"))),
            None => Ok(()),
        }
    }

    /// Whether the new version has failed more often than it may, as Lambda counts: by the name of the alias and the
    /// version that it has led to
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>, dimension `ExecutedVersion`).
    async fn look_at_errors(&self, aws: &Aws, step: &Move<'_>, since: SystemTime) -> Result<()> {
        let dimension = |name: &str, value: &str| {
            cloudwatch::Dimension::builder().name(name).value(value).build()
        };
        let request = aws.cloudwatch().get_metric_statistics();
        let request = request
            .namespace("AWS/Lambda")
            .metric_name("Errors")
            .dimensions(dimension("FunctionName", step.function))
            .dimensions(dimension("Resource", &format!("{}:{}", step.function, step.alias)))
            .dimensions(dimension("ExecutedVersion", step.to))
            .start_time(DateTime::from(since))
            // AWS accepts no end that is the beginning.
            .end_time(DateTime::from(SystemTime::now() + PERIOD))
            .period(PERIOD.as_secs() as i32)
            .statistics(cloudwatch::Statistic::Sum);
        let values = request.send().await?.datapoints.unwrap_or_default();
        let errors: f64 = values.iter().filter_map(cloudwatch::Datapoint::sum).sum();
        if errors <= f64::from(self.max_errors) {
            return Ok(());
        }
        Err(AwsError::new(format!(
            "version {} of {} has failed {errors} times, and {} is the most",
            step.to, step.function, self.max_errors
        )))
    }
}

/// The name of an alarm that is named by itself or by its ARN.
fn name(alarm: &str) -> &str {
    match alarm.strip_prefix("arn:").and_then(|arn| arn.split_once(":alarm:")) {
        Some((_, name)) => name,
        None => alarm,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_alarm_is_known_by_its_arn_as_well() {
        let arn = "arn:aws:cloudwatch:us-east-2:123456789012:alarm:shop: 5xx";
        assert_eq!(super::name(arn), "shop: 5xx");
        assert_eq!(super::name("shop:alarm:5xx"), "shop:alarm:5xx");
    }
}
