//! `events.rule`: a rule of EventBridge with its targets.

mod check;
mod settings;
mod target;
mod targets;

use aws_sdk_eventbridge::operation::describe_rule::DescribeRuleOutput;
use aws_sdk_eventbridge::operation::put_rule::builders::PutRuleFluentBuilder;
use aws_sdk_eventbridge::types as sdk;

use super::pattern::Pattern;
use super::{DEFAULT_BUS, Events, NAME, read_tags, sdk_tags};
use crate::calls;
use crate::event_targets::settings::ROLE;
use crate::prelude::*;
use crate::settings::write_tags;
use aws::whole;
use kind::{Access, Calls, Concern, Facts, Kind, Live, OnlyWith, Place, RequiredPermission};
use target::Target;
use targets::RuleName;

/// Hands events that come by on a bus to targets, or runs targets on a schedule.
#[spec(DescribeRuleOutput, request = PutRuleFluentBuilder)]
pub struct Rule {
    /// The name of the rule, unique on its bus. 1–64 of letters, digits and `._-`.
    #[field(required, create_only, value_only, length = 1..=64, pattern = r"^[.\-_A-Za-z0-9]+$")]
    pub name: String,
    /// Name of the bus. Absent: `default`, on which AWS's own events come by.
    #[field(default = default_bus(), create_only, length = 1..=256)]
    #[field(pattern = r"^[/.\-_A-Za-z0-9]+$", aws = event_bus_name)]
    pub bus: String,
    /// When the targets are run, in UTC: `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`. On the bus `default` alone. A
    /// `scheduler.schedule` knows time zones and runs once, too.
    #[field(length = 1..=256, aws = schedule_expression)]
    pub schedule: Option<String>,
    /// Which events are handed on. At most 2,048 characters of JSON, unless AWS has raised the account's quota, and never
    /// more than 4,096. With a `schedule` beside it, both run the targets.
    #[field(aws = event_pattern)]
    pub pattern: Option<Pattern>,
    /// `ENABLED`, `DISABLED`, or `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` to match calls that only read, too.
    pub state: State,
    /// What the rule is for. Up to 512 characters.
    #[field(length = 1..=512)]
    pub description: Option<String>,
    /// ARN of the role by which EventBridge reaches targets that name none. It trusts `events.amazonaws.com`.
    #[field(pattern = ROLE, aws = role_arn)]
    pub role: Option<String>,
    /// The targets by their ids: at most 5. Those that are not written here are removed.
    #[field(entries = ..=5, not_in_answer, not_in_request)]
    pub targets: BTreeMap<String, Target>,
    /// Tags of the rule.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

fn default_bus() -> String {
    DEFAULT_BUS.to_owned()
}

aws_enum! {
    /// Whether the rule works.
    #[derive(Default)]
    State = sdk::RuleState {
        #[default]
        Enabled = "ENABLED",
        Disabled = "DISABLED",
        EnabledWithAllCloudTrailManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    }
}

/// What identifies a rule.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Identity {
    name: String,
    #[serde(default = "default_bus")]
    bus: String,
}

outputs! {
    /// ARN of the rule, by which the policies of its targets know it.
    arn,
    /// Name of the rule.
    name,
}

impl Kind for Rule {
    const NAME: &'static str = "events.rule";
    const FACTS: Facts = Facts::of(Concern::Functions);
    const CALLS: &'static [Calls] = calls::EVENTS_RULE;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("role", &["events.amazonaws.com"]),
        RequiredPermission::pass_role("targets.*.role", &["events.amazonaws.com"]),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[OnlyWith::of(&["targets"], &["PutTargets"])];
    const KNOWN_BY: &'static str =
        "its name, with its bus before it where that is not `default`, such as `orders/shipped`";
    const MISSED: &'static str = "its targets are not run, and what it would match is gone";
    /// PutRule changes a rule that is there.
    const OVERWRITES: bool = true;
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Identity, _: &Place) -> Option<String> {
        Some(match identity.bus.as_str() {
            DEFAULT_BUS => identity.name.clone(),
            bus => format!("{bus}/{}", identity.name),
        })
    }

    fn predict(identity: &Identity, place: &Place) -> Outputs {
        let id = Self::id(identity, place).unwrap_or_default();
        Outputs { arn: Some(arn(place, &id)), name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let (name, arn) = (RuleName::of(id), arn(&aws.place(), id));
        let request = aws.events().describe_rule().event_bus_name(name.bus).name(name.rule);
        let described = async { Ok(request.send().await?) };
        let parts = async { tokio::try_join!(targets::read(aws, name), read_tags(aws, &arn)) };
        let Some((mut described, (targets, tags))) = whole(described, parts).await? else {
            return Ok(None);
        };
        described.event_bus_name = Some(name.bus.to_owned());
        let rule = aws::read::<DescribeRuleOutput, Self>(described)?;
        let outputs = Outputs { arn: Some(arn), name: Some(name.rule.to_owned()) };
        Ok(rule.map(|rule| Live::new(outputs, Self { targets, tags, ..rule })))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.events().put_rule())?;
        request.set_tags(Some(sdk_tags(&self.tags)?)).send().await?;
        let identity = Identity { name: self.name.clone(), bus: self.bus.clone() };
        Ok(Self::id(&identity, &aws.place()).unwrap_or_default())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (events, live, name) = (aws.events(), &live.spec, RuleName::of(id));
        let with_parts_of_live =
            Self { targets: live.targets.clone(), tags: live.tags.clone(), ..self.clone() };
        if with_parts_of_live != *live {
            // PutRule takes back what it is not told of, and leaves tags as they are.
            self.fill(events.put_rule())?.send().await?;
        }
        targets::write(aws, name, &self.targets, &live.targets).await?;
        let arn = arn(&aws.place(), id);
        let (untag, tag) = (events.untag_resource(), events.tag_resource());
        write_tags!(
            self.tags,
            live.tags,
            untag.resource_arn(&arn),
            tag.resource_arn(&arn),
            sdk_tags
        );
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let name = RuleName::of(id);
        targets::remove_all(aws, name).await?;
        let request = aws.events().delete_rule().event_bus_name(name.bus).name(name.rule);
        deleted(request.send().await)
    }
}

fn arn(place: &Place, id: &str) -> String {
    place.arn("events", &format!("rule/{id}"))
}
