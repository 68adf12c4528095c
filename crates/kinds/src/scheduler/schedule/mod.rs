//! `scheduler.schedule`: a schedule of EventBridge Scheduler.
//!
//! Schedules have no tags: those of a group do. A group may serve several stacks, so it does not say whose a schedule
//! is: the state does.

mod check;
mod moment;
mod settings;
mod spec;
mod target;

use aws_sdk_scheduler::operation::get_schedule::GetScheduleOutput;

use super::{NAME, Scheduler};
use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Place, RequiredPermission,
};
use spec::Identity;

pub use spec::{Outputs, Schedule};

impl Kind for Schedule {
    const NAME: &'static str = "scheduler.schedule";
    const FACTS: Facts = Facts::of(Concern::Functions);
    const CONSOLE: Console = Console::Page("scheduler/home?region={region}#schedules/{0}/{1}");
    const CALLS: &'static [Calls] = calls::SCHEDULER_SCHEDULE;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("target.role", &["scheduler.amazonaws.com"]),
        RequiredPermission::key(
            "kms_key",
            &["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
        ),
    ];
    const KNOWN_BY: &'static str = "its group and its name, such as `default/nightly`";
    const IMPACT_WHILE_ABSENT: &'static str =
        "it does not run, and what falls due is not made up for";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Identity, _: &Place) -> Option<String> {
        Some(format!("{}/{}", identity.group, identity.name))
    }

    fn predict(identity: &Identity, place: &Place) -> Outputs {
        let Identity { name, group } = identity;
        let arn = place.arn("scheduler", &format!("schedule/{group}/{name}"));
        Outputs { arn: Some(arn), name: Some(name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let (group, name) = parts(id)?;
        let request = aws.scheduler().get_schedule().group_name(group).name(name);
        let Some(answer) = optional(request.send().await)? else {
            return Ok(None);
        };
        let outputs = Outputs { arn: answer.arn.clone(), name: Some(name.to_owned()) };
        let schedule = aws::read::<GetScheduleOutput, Self>(answer)?;
        Ok(schedule.map(|schedule| Live::new(outputs, schedule)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        self.fill(aws.scheduler().create_schedule())?.send().await?;
        Ok(format!("{}/{}", self.group, self.name))
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        if *self != live.spec {
            let (group, name) = parts(id)?;
            // AWS forgets what it is not told of.
            let request = self.fill_update(aws.scheduler().update_schedule())?;
            request.group_name(group).name(name).send().await?;
        }
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let (group, name) = parts(id)?;
        let request = aws.scheduler().delete_schedule().group_name(group).name(name);
        deleted(request.send().await)
    }
}

impl Listed for Schedule {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let schedules = items!(aws.scheduler().list_schedules());
        let parts = schedules.into_iter().filter_map(|it| Some((it.group_name?, it.name?)));
        Ok(parts.map(|(group, name)| format!("{group}/{name}")).collect())
    }
}

/// The group and the name in an id.
fn parts(id: &str) -> Result<(&str, &str)> {
    id.split_once('/').ok_or_else(|| AwsError::new(format!("`{id}` is not `<group>/<schedule>`")))
}
