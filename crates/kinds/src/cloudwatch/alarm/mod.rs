//! `cloudwatch.alarm`: an alarm on metrics.

mod check;
mod expression;
mod metric;
mod spec;

use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsOutput;
use aws_sdk_cloudwatch::operation::put_metric_alarm::builders::PutMetricAlarmFluentBuilder;
use aws_sdk_cloudwatch::types as sdk;

use super::read::{self, Described};
use super::{CloudWatch, NAME, tags};
use crate::calls;
use crate::prelude::*;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place};
use metric::{Metric, SIMPLE};
use spec::Outputs;

pub use spec::Alarm;

impl Kind for Alarm {
    const NAME: &'static str = "cloudwatch.alarm";
    const FACTS: Facts = Facts::of(Concern::Logs);
    const CONSOLE: Console = Console::Page("cloudwatch/home?region={region}#alarmsV2:alarm/{id}");
    const CALLS: &'static [Calls] = calls::CLOUDWATCH_ALARM;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"])
        // Composite alarms are told to those alone who may see all alarms.
        .except(&[(&["DescribeAlarms"], &["*"])])];
    const IMPACT_WHILE_ABSENT: &'static str = "nobody is told of what it watches";
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs { arn: Some(arn(place, &identity.name)), name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::alarm(self, findings);
    }

    fn check_place(&self, place: &Place, findings: &mut Findings) {
        check::place(self, place, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(Described::Metric(mut alarm)) = read::alarm(aws, id).await? else {
            return Ok(None);
        };
        let arn = arn(&aws.place(), id);
        // It may be gone since.
        let Some(tags) = optional(tags::read(aws, &arn).await)? else {
            return Ok(None);
        };
        let metric = aws::read::<DescribeAlarmsOutput, Metric>(metric_of(&mut alarm))?;
        let spec = aws::read::<DescribeAlarmsOutput, Self>(*alarm)?;
        let outputs = Outputs { arn: Some(arn), name: Some(id.to_owned()) };
        Ok(spec.map(|spec| Live::new(outputs, Self { metric, tags, ..spec })))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let tags = tags::to_sdk(&self.tags)?;
        self.request(aws)?.set_tags(Some(tags)).send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        if *self != (Self { tags: self.tags.clone(), ..live.clone() }) {
            // The whole alarm, as AWS forgets what a call leaves out. It takes tags of a new alarm alone.
            self.request(aws)?.send().await?;
        }
        tags::write(aws, &arn(&aws.place(), id), &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.cloudwatch().delete_alarms().alarm_names(id).send().await)
    }
}

impl Listed for Alarm {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let request = aws.cloudwatch().describe_alarms().alarm_types(sdk::AlarmType::MetricAlarm);
        let pages = request.into_paginator().send().collect::<std::result::Result<Vec<_>, _>>();
        let alarms =
            pages.await?.into_iter().flat_map(|page| page.metric_alarms.unwrap_or_default());
        Ok(alarms.filter_map(|alarm| alarm.alarm_name).collect())
    }
}

impl Alarm {
    fn request(&self, aws: &Aws) -> Result<PutMetricAlarmFluentBuilder> {
        let request = self.fill(aws.cloudwatch().put_metric_alarm())?;
        let Some(metric) = &self.metric else {
            return Ok(request);
        };
        let sdk::MetricStat { metric: named, period, stat, unit, .. } =
            metric.to_aws()?.unwrap_or_else(|| sdk::MetricStat::builder().build());
        let named = named.unwrap_or_else(|| sdk::Metric::builder().build());
        let request = request.set_namespace(named.namespace).set_metric_name(named.metric_name);
        let request = request.set_dimensions(named.dimensions).set_period(period).set_unit(unit);
        Ok(match stat.as_deref().filter(|stat| SIMPLE.contains(stat)) {
            Some(simple) => request.statistic(simple.into()),
            None => request.set_extended_statistic(stat),
        })
    }
}

pub(super) fn arn(place: &Place, name: &str) -> String {
    place.arn("cloudwatch", &format!("alarm:{name}"))
}

/// The one metric of an alarm, which AWS has in members of the alarm itself.
fn metric_of(alarm: &mut sdk::MetricAlarm) -> Option<sdk::MetricStat> {
    let name = alarm.metric_name.take()?;
    let simple = alarm.statistic.take().map(|statistic| statistic.as_str().to_owned());
    let metric = sdk::Metric::builder()
        .metric_name(name)
        .set_namespace(alarm.namespace.take())
        .set_dimensions(alarm.dimensions.take());
    let statistic = non_empty(alarm.extended_statistic.take()).or(simple);
    let found = sdk::MetricStat::builder().metric(metric.build()).set_stat(statistic);
    Some(found.set_period(alarm.period).set_unit(alarm.unit.take()).build())
}
