//! A rule of a web ACL.

use aws_sdk_wafv2::types as sdk;

use super::action::Action;
use super::groups::{self, ManagedGroup, RuleGroup};
use super::immunity;
use super::rate::Rate;
use super::statement::Statement;
use crate::prelude::*;

/// What requests are asked for, and what is done with those that it fits. A rule has one of `match`, `rate`,
/// `managed_group` and `rule_group`.
#[spec]
pub struct Rule {
    /// When it is asked: rules with small numbers come first, and no two have the same.
    #[field(required, range = 0..)]
    pub priority: i32,
    /// What the request must be.
    pub r#match: Option<Statement>,
    /// How often somebody may ask.
    pub rate: Option<Rate>,
    /// A group of rules that AWS, or somebody in its Marketplace, keeps.
    pub managed_group: Option<ManagedGroup>,
    /// A group of rules of one's own.
    pub rule_group: Option<RuleGroup>,
    /// What is done with a request that it fits. Rules with `match` and `rate` need one, and groups have none: each of
    /// their rules has its own.
    pub action: Option<Action>,
    /// `count` where a group as a whole only counts, whatever its rules would do. Only of groups.
    #[field(omit_default)]
    pub override_action: OverrideAction,
    /// Labels that a request gets which it fits. Not of groups.
    #[field(omit_default, length = ..=100)]
    #[schemars(inner(regex(pattern = r"^[0-9A-Za-z_\-:]{1,1024}$")))]
    pub labels: BTreeSet<String>,
    /// Whether CloudWatch counts requests that it fits. Absent: yes.
    #[field(default = true, omit_default)]
    pub metrics: bool,
    /// Whether AWS keeps samples of such requests, for three hours. Absent: yes.
    #[field(default = true, omit_default)]
    pub sampled_requests: bool,
    /// Name of the metric. Absent: that of the rule.
    #[field(omit_default, length = 1..=255)]
    pub metric_name: Option<String>,
    /// Seconds for which somebody who has solved a captcha is not asked again. Absent: as the web ACL says.
    #[field(omit_default, range = 60..=259200)]
    pub captcha_immunity_seconds: Option<i64>,
    /// Seconds for which a browser that has passed a challenge is not asked again. Absent: as the web ACL says.
    #[field(omit_default, range = 300..=259200)]
    pub challenge_immunity_seconds: Option<i64>,
}

aws_enum! {
    closed
    /// What is done with what the rules of a group have decided.
    #[derive(Default)]
    OverrideAction {
        #[default]
        None = "none",
        Count = "count",
    }
}

impl Rule {
    /// The statements of the rule.
    pub(super) fn statements(&self) -> impl Iterator<Item = &Statement> {
        let rate = self.rate.iter().filter_map(|rate| rate.scope_down.as_ref());
        let group = self.managed_group.iter().filter_map(|group| group.scope_down.as_ref());
        self.r#match.iter().chain(rate).chain(group)
    }

    pub(super) fn statements_mut(&mut self) -> impl Iterator<Item = &mut Statement> {
        let rate = self.rate.iter_mut().filter_map(|rate| rate.scope_down.as_mut());
        let group = self.managed_group.iter_mut().filter_map(|group| group.scope_down.as_mut());
        self.r#match.iter_mut().chain(rate).chain(group)
    }

    pub(super) fn is_group(&self) -> bool {
        self.managed_group.is_some() || self.rule_group.is_some()
    }

    fn of(aws: sdk::Rule) -> Result<(String, Self)> {
        let mut statement =
            aws.statement.ok_or_else(|| AwsError::lacking("WebACL.Rules.Statement"))?;
        let managed = statement.managed_rule_group_statement.take();
        let own = statement.rule_group_reference_statement.take();
        let rate = Rate::of(statement.rate_based_statement.take())?;
        let managed_group = managed.map(groups::of_managed).transpose()?.flatten();
        let rule_group = own.map(groups::of_own).transpose()?.flatten();
        let is_match = rate.is_none() && managed_group.is_none() && rule_group.is_none();
        let is_count = aws.override_action.is_some_and(|action| action.count.is_some());
        let shown = aws.visibility_config;
        let metric = shown.as_ref().map(|shown| shown.metric_name.clone());
        let labels = aws.rule_labels.unwrap_or_default().into_iter().map(|label| label.name);
        let rule = Self {
            priority: aws.priority,
            r#match: Statement::of(is_match.then_some(statement))?,
            rate,
            managed_group,
            rule_group,
            action: Action::of(aws.action)?,
            override_action: if is_count { OverrideAction::Count } else { OverrideAction::None },
            labels: labels.collect(),
            metrics: shown.as_ref().is_none_or(|shown| shown.cloud_watch_metrics_enabled),
            sampled_requests: shown.as_ref().is_none_or(|shown| shown.sampled_requests_enabled),
            metric_name: metric.filter(|metric| *metric != aws.name),
            captcha_immunity_seconds: immunity::captcha::of(aws.captcha_config)?.flatten(),
            challenge_immunity_seconds: immunity::challenge::of(aws.challenge_config)?.flatten(),
        };
        Ok((aws.name, rule))
    }

    fn to_aws(&self, name: &str) -> Result<sdk::Rule> {
        let statement = match &self.r#match {
            Some(statement) => statement.to_aws()?,
            None => Some(
                sdk::Statement::builder()
                    .set_rate_based_statement(self.rate.to_aws()?)
                    .set_managed_rule_group_statement(self.managed_group.to_aws()?)
                    .set_rule_group_reference_statement(self.rule_group.to_aws()?)
                    .build(),
            ),
        };
        let group_action = self.is_group().then(|| {
            let action = sdk::OverrideAction::builder();
            match self.override_action {
                OverrideAction::Count => action.count(sdk::CountAction::builder().build()),
                OverrideAction::None => action.none(sdk::NoneAction::builder().build()),
            }
            .build()
        });
        let labels = self.labels.iter().map(|label| sdk::Label::builder().name(label).build());
        let labels: Vec<sdk::Label> = labels.collect::<Result<_, _>>()?;
        let shown = sdk::VisibilityConfig::builder()
            .cloud_watch_metrics_enabled(self.metrics)
            .sampled_requests_enabled(self.sampled_requests)
            .metric_name(self.metric_name.as_deref().unwrap_or(name));
        let rule = sdk::Rule::builder()
            .name(name)
            .priority(self.priority)
            .set_statement(statement)
            .set_action(self.action.to_aws()?)
            .set_override_action(group_action)
            .set_rule_labels((!labels.is_empty()).then_some(labels))
            .visibility_config(shown.build()?)
            .set_captcha_config(immunity::captcha::to_aws(&self.captcha_immunity_seconds)?)
            .set_challenge_config(immunity::challenge::to_aws(&self.challenge_immunity_seconds)?);
        Ok(rule.build()?)
    }
}

/// Rules by their names.
pub(super) mod by_name {
    use super::{BTreeMap, Result, Rule, sdk};

    pub(in super::super) fn of(
        aws: Option<Vec<sdk::Rule>>,
    ) -> Result<Option<BTreeMap<String, Rule>>> {
        let rules = aws.unwrap_or_default().into_iter().map(Rule::of);
        rules.collect::<Result<_>>().map(Some)
    }

    /// An empty list is sent, too: what an update leaves out is reset anyway.
    pub(in super::super) fn to_aws(
        rules: &BTreeMap<String, Rule>,
    ) -> Result<Option<Vec<sdk::Rule>>> {
        let mut rules: Vec<(&String, &Rule)> = rules.iter().collect();
        rules.sort_by_key(|(_, rule)| rule.priority);
        let rules = rules.into_iter().map(|(name, rule)| rule.to_aws(name));
        rules.collect::<Result<_>>().map(Some)
    }
}
