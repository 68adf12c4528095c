//! `logs.log_group`: a CloudWatch Logs group.

use aws_sdk_cloudwatchlogs::operation::create_log_group::builders::CreateLogGroupFluentBuilder;
use aws_sdk_cloudwatchlogs::operation::describe_log_groups::DescribeLogGroupsOutput;
use aws_sdk_cloudwatchlogs::types as sdk;

use crate::calls;
use crate::logs::Logs;
use crate::prelude::*;
use crate::settings::{set_or_unset, write_tags};
use aws::tags::{self};
use kind::{Access, Calls, Concern, Data, Facts, Kind, Live, Named, OnlyWith, Place};

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
    /// Name of the group.
    name,
}

impl Kind for LogGroup {
    const NAME: &'static str = "logs.log_group";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "its events, which can be exported to S3, and no group takes in again",
            follows: "subscriptions, metric filters and dashboards that name the group, if it gets another name",
        }),
        ..Facts::of(Concern::Logs)
    };
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
        .except(&[(&["DescribeLogGroups"], &["*"])]),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith { fields: &["kms_key"], operations: &["AssociateKmsKey"] },
        OnlyWith { fields: &["retention_days"], operations: &["PutRetentionPolicy"] },
    ];
    const CALLS_AS: &'static str = "{arn}:*";
    const MISSED: &'static str = "whoever writes to it fails";
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs { arn: Some(arn(place, &identity.name)), name: Some(identity.name.clone()) }
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
        rules! { findings;
            Warning "retention_days" if self.class == Class::Delivery && self.retention_days.is_some() =>
                "a group of class DELIVERY takes no retention",
                "AWS keeps its events for one day",
                "leave `retention_days` away, or choose another class";
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(group) = describe(aws, id).await? else {
            return Ok(None);
        };
        let arn = arn(&aws.place(), id);
        let tags = aws.logs().list_tags_for_resource().resource_arn(&arn).send().await?.tags;
        let group = aws::read::<DescribeLogGroupsOutput, Self>(group)?;
        Ok(group.map(|group| {
            let tags = tags::from_aws(tags.unwrap_or_default());
            let outputs = Outputs { arn: Some(arn), name: Some(id.to_owned()) };
            Live::new(outputs, Self { tags, ..group })
        }))
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
        let arn = arn(&aws.place(), id);
        let (untag, tag) = (logs.untag_resource(), logs.tag_resource());
        write_tags!(self.tags, live.tags, untag.resource_arn(&arn), tag.resource_arn(&arn));
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.logs().delete_log_group().log_group_name(id).send().await)
    }
}

fn arn(place: &Place, name: &str) -> String {
    place.arn("logs", &format!("log-group:{name}"))
}

/// The group with exactly this name, among those that start with it.
async fn describe(aws: &Aws, name: &str) -> Result<Option<sdk::LogGroup>> {
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
