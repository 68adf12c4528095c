//! Alarms, which AWS describes a hundred in a call.

use std::collections::HashMap;

use aws_sdk_cloudwatch::types as sdk;

use super::CloudWatch;
use crate::prelude::*;

/// An alarm of either sort: both have their names from one set.
#[derive(Clone)]
pub(super) enum Described {
    Metric(Box<sdk::MetricAlarm>),
    Composite(Box<sdk::CompositeAlarm>),
}

/// The names that one call takes (DescribeAlarms).
const MOST: usize = 100;

/// The alarm with this name, which is asked for in one call with others.
pub(super) async fn alarm(aws: &Aws, name: &str) -> Result<Option<Described>> {
    let memo = aws.memo();
    let found = memo.batched("cloudwatch alarms", name, MOST, |names| describe(aws, names)).await?;
    Ok(found.get(name).cloned())
}

async fn describe(aws: &Aws, names: Vec<String>) -> Result<HashMap<String, Described>> {
    let request = aws.cloudwatch().describe_alarms().set_alarm_names(Some(names));
    // Without types it is about alarms of metrics alone.
    let types = [sdk::AlarmType::MetricAlarm, sdk::AlarmType::CompositeAlarm];
    let request = request.set_alarm_types(Some(types.into())).max_records(100);
    let mut pages = request.into_paginator().send();
    let mut found = HashMap::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        for alarm in page.metric_alarms.unwrap_or_default() {
            let name = alarm.alarm_name.clone().unwrap_or_default();
            found.insert(name, Described::Metric(Box::new(alarm)));
        }
        for alarm in page.composite_alarms.unwrap_or_default() {
            let name = alarm.alarm_name.clone().unwrap_or_default();
            found.insert(name, Described::Composite(Box::new(alarm)));
        }
    }
    Ok(found)
}
