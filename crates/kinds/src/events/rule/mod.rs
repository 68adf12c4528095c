//! `events.rule`: a rule of EventBridge with its targets.

mod check;
mod settings;
mod spec;
mod target;
mod targets;

use aws_sdk_eventbridge::operation::describe_rule::DescribeRuleOutput;

use super::{DEFAULT_BUS, Events, NAME, read_tags, sdk_tags};
use crate::calls;
use crate::lists::items_by_token;
use crate::prelude::*;
use crate::settings::write_tags;
use aws::whole;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, OnlyWith, Place,
    RequiredPermission,
};
use spec::Identity;
use targets::RuleName;

pub use spec::{Outputs, Rule};

impl Kind for Rule {
    const NAME: &'static str = "events.rule";
    const FACTS: Facts = Facts::of(Concern::Functions);
    const CONSOLE: Console =
        Console::Page("events/home?region={region}#/eventbus/{bus}/rules/{rest}");
    const CALLS: &'static [Calls] = calls::EVENTS_RULE;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("role", &["events.amazonaws.com"]),
        RequiredPermission::pass_role("targets.*.role", &["events.amazonaws.com"]),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[OnlyWith::of(&["targets"], &["PutTargets"])];
    const KNOWN_BY: &'static str =
        "its name, with its bus before it where that is not `default`, such as `orders/shipped`";
    const IMPACT_WHILE_ABSENT: &'static str =
        "its targets are not run, and what it would match is gone";
    /// PutRule changes a rule that is there.
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
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

impl Listed for Rule {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let buses = items_by_token!(aws.events().list_event_buses(), event_buses);
        let mut ids = Vec::new();
        for bus in buses.into_iter().filter_map(|bus| bus.name) {
            let rules = items_by_token!(aws.events().list_rules().event_bus_name(&bus), rules);
            let names = rules.into_iter().filter_map(|rule| rule.name);
            ids.extend(names.map(|name| match bus.as_str() {
                DEFAULT_BUS => name,
                bus => format!("{bus}/{name}"),
            }));
        }
        Ok(ids)
    }
}

fn arn(place: &Place, id: &str) -> String {
    place.arn("events", &format!("rule/{id}"))
}
