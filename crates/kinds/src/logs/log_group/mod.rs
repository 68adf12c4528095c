//! `logs.log_group`: a CloudWatch Logs group, with what is made of its events.

mod check;
mod metric_filter;
mod pattern;
mod policies;
mod spec;
mod subscription_filter;

use std::sync::Arc;

use aws_sdk_cloudwatchlogs::operation::describe_log_groups::DescribeLogGroupsOutput;
use aws_sdk_cloudwatchlogs::types as sdk;

use crate::calls;
use crate::lists::{items, items_within};
use crate::logs::Logs;
use crate::parts::{only_tags, part};
use crate::prelude::*;
use crate::settings::{set_or_unset, write_tags};
use aws::tags;
use kind::{
    Abilities, Access, Calls, Concern, Data, Facts, Kind, Listed, Live, Named, OnlyWith, Parts,
    Place, RequiredPermission, batch_read,
};
use spec::{Class, Outputs};

pub use spec::LogGroup;

impl Kind for LogGroup {
    const NAME: &'static str = "logs.log_group";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "its events, which can be exported to S3, and no group takes in again",
            follows: "subscriptions, metric filters and dashboards that name the group, if it gets another name",
        }),
        ..Facts::of(Concern::Logs)
    };
    const CONSOLE: Console =
        Console::Page("cloudwatch/home?region={region}#logsV2:log-groups/log-group/{dollars}");
    const LOGS: &'static [LogPlace] = &[LogPlace { field: None, otherwise: Some("{id}") }];
    const CALLS: &'static [Calls] = calls::LOGS_LOG_GROUP;
    const ACCESS: &'static [Access] = &[
        // CloudWatch Logs looks at the group with `:*` in most calls, and without it where tags are
        // concerned.
        Access::to(
            "CloudWatch Logs",
            &[
                "arn:{partition}:logs:{region}:{account}:log-group:{name}",
                "arn:{partition}:logs:{region}:{account}:log-group:{name}:*",
            ],
        )
        .except(&[(&["DescribeLogGroups", "DescribeMetricFilters"], &["*"])]),
    ];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("subscription_filters.*.role", &["logs.amazonaws.com"]),
        // What is found may be told elsewhere.
        RequiredPermission::these("data_protection", &["logs:CreateLogDelivery"], &["*"]),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith::of(&["kms_key"], &["AssociateKmsKey"]),
        OnlyWith::of(&["retention_days"], &["PutRetentionPolicy"]),
        OnlyWith::of(&["metric_filters"], &["PutMetricFilter"]),
        OnlyWith::of(&["subscription_filters"], &["PutSubscriptionFilter"]),
        OnlyWith::of(&["data_protection"], &["PutDataProtectionPolicy"]),
        OnlyWith::of(&["index_policy"], &["PutIndexPolicy"]),
    ];
    const CALLS_AS: &'static str = "{streams_arn}";
    const IMPACT_WHILE_ABSENT: &'static str = "whoever writes to it fails";
    /// CloudWatch Logs takes a number of days or refuses it.
    const CONFIRMED_BY_RESPONSE: &'static [&'static str] = &["retention_days"];
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs::of(place, &identity.name)
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let is_shorter = match (self.retention_days, live.retention_days) {
            (Some(wanted), Some(live)) => wanted < live,
            (wanted, live) => wanted.is_some() && live.is_none(),
        };
        if let Some(days) = self.retention_days.filter(|_| is_shorter) {
            consequences.lose(
                Path::field("retention_days"),
                format!("events that are older than {days} days are deleted"),
                "",
            );
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::group(self, findings);
    }

    async fn existing(aws: &Aws, _: usize) -> Result<Option<BTreeSet<String>>> {
        let groups = from_batch(aws).await;
        Ok(groups.map(|groups| groups.keys().cloned().collect()))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        Self::read_parts(aws, id, &Parts::ALL).await
    }

    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        only_tags!(aws, id, parts);
        let Some(group) = describe(aws, id).await? else {
            return Ok(None);
        };
        // A group that is deleted meanwhile is not a group without tags.
        let tags = async {
            let tags = Self::tags(aws, id).await?;
            tags.ok_or_else(|| AwsError::new("the group was deleted while it was read"))
        };
        let (tags, attached) =
            tokio::try_join!(part!(parts, tags => tags), Attached::read(aws, &group, parts))?;
        let group = aws::read::<DescribeLogGroupsOutput, Self>(group)?;
        let outputs = Outputs::of(&aws.place(), id);
        Ok(group.map(|group| Live::new(outputs, attached.of_group(Self { tags, ..group }))))
    }

    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        let arn = arn(&aws.place(), id);
        let request = aws.logs().list_tags_for_resource().resource_arn(arn);
        let answer = optional(request.send().await)?;
        Ok(answer.map(|answer| tags::from_aws(answer.tags.unwrap_or_default())))
    }

    /// A new group has what the create call has carried, and nothing else.
    async fn created(&self, aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let bare = Self { retention_days: None, ..self.clone() };
        let group = Attached::default().of_group(bare);
        Ok(Some(Live::new(Outputs::of(&aws.place(), id), group)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        self.fill(aws.logs().create_log_group())?.send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (logs, live) = (aws.logs(), &live.spec);
        set_or_unset!(
            self, live, retention_days:
            |days| logs.put_retention_policy().log_group_name(id).retention_in_days(*days),
            logs.delete_retention_policy().log_group_name(id)
        );
        set_or_unset!(
            self, live, kms_key:
            |key| logs.associate_kms_key().log_group_name(id).kms_key_id(key),
            logs.disassociate_kms_key().log_group_name(id)
        );
        if self.deletion_protection != live.deletion_protection {
            let request = logs.put_log_group_deletion_protection().log_group_identifier(id);
            request.deletion_protection_enabled(self.deletion_protection).send().await?;
        }
        metric_filter::write(aws, id, &self.metric_filters, &live.metric_filters).await?;
        let (wanted, are) = (&self.subscription_filters, &live.subscription_filters);
        subscription_filter::write(aws, id, wanted, are).await?;
        let (wanted, is) = (self.data_protection.as_ref(), live.data_protection.as_ref());
        policies::write_data_protection(aws, id, wanted, is).await?;
        let (wanted, is) = (self.index_policy.as_ref(), live.index_policy.as_ref());
        policies::write_index_policy(aws, id, wanted, is).await?;
        let arn = arn(&aws.place(), id);
        let (untag, tag) = (logs.untag_resource(), logs.tag_resource());
        write_tags!(self.tags, live.tags, untag.resource_arn(&arn), tag.resource_arn(&arn));
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.logs().delete_log_group().log_group_name(id).send().await)
    }
}

impl Listed for LogGroup {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let groups = items!(aws.logs().describe_log_groups());
        Ok(groups.into_iter().filter_map(|group| group.log_group_name).collect())
    }
}

fn arn(place: &Place, name: &str) -> String {
    place.arn("logs", &format!("log-group:{name}"))
}

impl Outputs {
    fn of(place: &Place, name: &str) -> Self {
        let arn = arn(place, name);
        Self { streams_arn: Some(format!("{arn}:*")), arn: Some(arn), name: Some(name.to_owned()) }
    }
}

/// What is read of a group beside itself.
#[derive(Default)]
struct Attached {
    metric_filters: BTreeMap<String, metric_filter::MetricFilter>,
    subscription_filters: BTreeMap<String, subscription_filter::SubscriptionFilter>,
    data_protection: Option<crate::json::Json>,
    index_policy: Option<policies::IndexPolicy>,
}

impl Attached {
    /// Groups of other classes than STANDARD have none of them.
    async fn read(aws: &Aws, group: &sdk::LogGroup, parts: &Parts<'_, LogGroup>) -> Result<Self> {
        let class = Class::from_aws(group.log_group_class.as_ref()).unwrap_or_default();
        if matches!(class, Class::InfrequentAccess | Class::Delivery) {
            return Ok(Self::default());
        }
        let name = group.log_group_name().unwrap_or_default();
        let (metric_filters, subscription_filters, data_protection, index_policy) = tokio::try_join!(
            part!(parts, metric_filters => metric_filter::read(aws, name)),
            part!(parts, subscription_filters => subscription_filter::read(aws, name)),
            part!(parts, data_protection => policies::read_data_protection(aws, group)),
            part!(parts, index_policy => policies::read_index_policy(aws, name)),
        )?;
        Ok(Self { metric_filters, subscription_filters, data_protection, index_policy })
    }

    fn of_group(self, group: LogGroup) -> LogGroup {
        let Self { metric_filters, subscription_filters, data_protection, index_policy } = self;
        LogGroup { metric_filters, subscription_filters, data_protection, index_policy, ..group }
    }
}

/// The groups whose names begin as those do that are read side by side, if they are not too many more.
async fn from_batch(aws: &Aws) -> Option<Arc<BTreeMap<String, sdk::LogGroup>>> {
    let batch = batch_read::ids(aws, LogGroup::NAME)?;
    let list = || async move {
        let request = aws.logs().describe_log_groups();
        let request = request.set_log_group_name_prefix(non_empty(Some(common_prefix(&batch))));
        let groups = items_within!(batch.len(), request, log_groups);
        let named = |group: sdk::LogGroup| Some((group.log_group_name.clone()?, group));
        Ok(groups.map(|groups| groups.into_iter().filter_map(named).collect()))
    };
    batch_read::list(aws, "log groups", list).await
}

/// What all texts begin with.
fn common_prefix(texts: &[String]) -> String {
    let mut texts = texts.iter();
    let first = texts.next().cloned().unwrap_or_default();
    texts.fold(first, |prefix, text| {
        let alike = prefix.chars().zip(text.chars()).take_while(|(a, b)| a == b);
        alike.map(|(a, _)| a).collect()
    })
}

/// The group with exactly this name, among those that start with it.
async fn describe(aws: &Aws, name: &str) -> Result<Option<sdk::LogGroup>> {
    if let Some(group) = from_batch(aws).await.and_then(|groups| groups.get(name).cloned()) {
        return Ok(Some(group));
    }
    let request = aws.logs().describe_log_groups().log_group_name_prefix(name);
    let mut groups = request.into_paginator().items().send();
    while let Some(group) = groups.next().await {
        let group = group?;
        if group.log_group_name() == Some(name) {
            return Ok(Some(group));
        }
    }
    Ok(None)
}
