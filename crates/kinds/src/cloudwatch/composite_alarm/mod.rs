//! `cloudwatch.composite_alarm`: an alarm on the states of others.

mod rule;

use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsOutput;
use aws_sdk_cloudwatch::operation::put_composite_alarm::builders::PutCompositeAlarmFluentBuilder;
use aws_sdk_cloudwatch::types as sdk;

use super::actions::{Actions, TagsInNotifications, callers, tags_in_notifications};
use super::alarm::arn;
use super::read::{self, Described};
use super::{CloudWatch, NAME, tags};
use crate::calls;
use crate::prelude::*;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place};

/// An alarm that goes off by the states of other alarms in the same account and region: one message in the place of many.
#[spec(sdk::CompositeAlarm, request = PutCompositeAlarmFluentBuilder)]
pub struct CompositeAlarm {
    /// The alarm's name, unique in the region among alarms of all sorts. 1–255 characters.
    #[field(required, create_only, value_only, length = 1..=255, aws = alarm_name)]
    pub name: String,
    /// What it means that the alarm goes off, and what is to be done. Notifications carry it. 1–1,024 characters.
    #[field(value_only, length = 1..=1024, aws = alarm_description)]
    pub description: Option<String>,
    /// When it goes off: `ALARM("<name or ARN>")`, `OK(…)` and `INSUFFICIENT_DATA(…)` of other alarms, `AT_LEAST(2, ALARM,
    /// (a, b, c))`, `TRUE` and `FALSE`, put together with `AND`, `OR`, `NOT` and parentheses. The alarms must exist, and AWS deletes
    /// none that a rule names: one that gets another name needs `replacement: create_first`. At most 10,240 characters, 100
    /// alarms, and 500 alarms, constants and parentheses.
    #[field(required, length = 1..=10_240, aws = alarm_rule)]
    pub rule: String,
    /// Another alarm, which keeps this one from acting as long as it is in the state ALARM: one for maintenance, say.
    #[field(not_in_answer, not_in_request)]
    pub suppressor: Option<Suppressor>,
    /// ARNs of what is done when the alarm goes off: topics, functions, actions of Systems Manager. At most 5.
    #[field(value_only, length = ..=5, called_by = callers())]
    pub alarm_actions: BTreeSet<String>,
    /// The same for when all is well again.
    #[field(value_only, length = ..=5, called_by = callers())]
    pub ok_actions: BTreeSet<String>,
    /// The same for when the states of the others are too little to tell.
    #[field(value_only, length = ..=5, called_by = callers())]
    pub insufficient_data_actions: BTreeSet<String>,
    /// Whether any of this is done. Absent: yes.
    #[field(default = true)]
    pub actions_enabled: bool,
    /// The tags that notifications carry. Absent: none.
    #[field(aws = action_configuration, with = tags_in_notifications)]
    pub tags_in_notifications: Option<TagsInNotifications>,
    /// Tags of the alarm.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

/// What keeps an alarm from acting.
#[spec]
pub struct Suppressor {
    /// The name or the ARN of the other alarm.
    #[field(required, length = 1..=1600)]
    pub alarm: String,
    /// The seconds that this alarm waits for the other to go off before it acts.
    #[field(required, range = 0..)]
    pub wait_period: i32,
    /// The seconds that this alarm waits after the other is no longer in ALARM before it acts.
    #[field(required, range = 0..)]
    pub extension_period: i32,
}

outputs! {
    /// ARN of the alarm.
    arn,
    /// Name of the alarm.
    name,
}

impl Kind for CompositeAlarm {
    const NAME: &'static str = "cloudwatch.composite_alarm";
    const FACTS: Facts = Facts::of(Concern::Logs);
    const CONSOLE: Console = Console::Page("cloudwatch/home?region={region}#alarmsV2:alarm/{id}");
    const CALLS: &'static [Calls] = calls::CLOUDWATCH_COMPOSITE_ALARM;
    // It is shown to those alone who may see all alarms.
    const ACCESS: &'static [Access] =
        &[Access::to(NAME, &["{arn}"]).except(&[(&["DescribeAlarms"], &["*"])])];
    const IMPACT_WHILE_ABSENT: &'static str = "nobody is told of what its alarms watch together";
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
        self.check_rule(findings);
        let actions = Actions {
            are_enabled: self.actions_enabled,
            lists: [
                ("alarm_actions", &self.alarm_actions),
                ("ok_actions", &self.ok_actions),
                ("insufficient_data_actions", &self.insufficient_data_actions),
            ],
            tags: self.tags_in_notifications.as_ref(),
        };
        actions.check(findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(Described::Composite(mut alarm)) = read::alarm(aws, id).await? else {
            return Ok(None);
        };
        let arn = arn(&aws.place(), id);
        // It may be gone since.
        let Some(tags) = optional(tags::read(aws, &arn).await)? else {
            return Ok(None);
        };
        let suppressor = non_empty(alarm.actions_suppressor.take()).map(|suppressor| Suppressor {
            alarm: suppressor,
            wait_period: alarm.actions_suppressor_wait_period.unwrap_or_default(),
            extension_period: alarm.actions_suppressor_extension_period.unwrap_or_default(),
        });
        let spec = aws::read::<DescribeAlarmsOutput, Self>(*alarm)?;
        let outputs = Outputs { arn: Some(arn), name: Some(id.to_owned()) };
        Ok(spec.map(|spec| Live::new(outputs, Self { suppressor, tags, ..spec })))
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

impl Listed for CompositeAlarm {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let request =
            aws.cloudwatch().describe_alarms().alarm_types(sdk::AlarmType::CompositeAlarm);
        let pages = request.into_paginator().send().collect::<std::result::Result<Vec<_>, _>>();
        let alarms =
            pages.await?.into_iter().flat_map(|page| page.composite_alarms.unwrap_or_default());
        Ok(alarms.filter_map(|alarm| alarm.alarm_name).collect())
    }
}

impl CompositeAlarm {
    fn request(&self, aws: &Aws) -> Result<PutCompositeAlarmFluentBuilder> {
        let request = self.fill(aws.cloudwatch().put_composite_alarm())?;
        Ok(match &self.suppressor {
            None => request,
            Some(suppressor) => request
                .actions_suppressor(&suppressor.alarm)
                .actions_suppressor_wait_period(suppressor.wait_period)
                .actions_suppressor_extension_period(suppressor.extension_period),
        })
    }

    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>
    fn check_rule(&self, findings: &mut Findings) {
        let rule = match rule::parse(&self.rule) {
            Ok(rule) => rule,
            // What is not known yet may be a part of the rule, and not a name in it.
            Err(_) if unknown::in_text(&self.rule) => return,
            Err(rule::Fault { at, found, wanted }) => {
                findings.add(
                    "rule",
                    &format!("{found} at character {} is not what a rule has there", at + 1),
                    &format!("there should be {wanted}"),
                    "write `ALARM(\"<name>\")` and the like, with `AND`, `OR` and `NOT` in capitals",
                );
                return;
            }
        };
        let different: BTreeSet<&String> = rule.alarms.iter().collect();
        let names_itself = different.iter().any(|alarm| **alarm == self.name);
        rules! { findings;
            Error "rule" if different.len() > 100 =>
                format!("the rule is about {} alarms", different.len()),
                "AWS accepts 100",
                "make composite alarms of parts, and one of these";
            Error "rule" if rule.elements > 500 =>
                format!("the rule has {} elements", rule.elements),
                "AWS accepts 500 alarms, constants and parentheses",
                "";
            Warning "rule" if rule.alarms.is_empty() =>
                "this never changes",
                "the rule is about no alarm",
                "name alarms in it";
            Warning "rule" if names_itself =>
                "the alarm is about itself",
                "AWS does not evaluate alarms that depend on each other in a cycle",
                "name other alarms";
        }
    }
}
