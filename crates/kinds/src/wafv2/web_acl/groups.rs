//! Groups of rules: those that AWS or somebody in its Marketplace keeps, and one's own.

use aws_sdk_wafv2::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::action::{Action, Verb, overrides};
use super::inspection::{AccountCreation, AccountTakeover, AntiDdos, BotControl};
use super::statement::{Statement, scope};
use crate::prelude::*;

/// A group of rules that AWS, or somebody in its Marketplace, keeps.
#[spec(sdk::ManagedRuleGroupStatement)]
pub struct ManagedGroup {
    /// Who keeps it. Absent: `AWS`.
    #[field(default = "AWS".to_owned(), length = 1..=128, aws = vendor_name)]
    pub vendor: String,
    /// Its name, such as `AWSManagedRulesCommonRuleSet`.
    #[field(required, length = 1..=128, pattern = r"^[\w\-]+$")]
    pub name: String,
    /// The version, such as `Version_1.0`, which stays until it expires. Absent: the one that its keeper recommends.
    #[field(length = 1..=64)]
    pub version: Option<String>,
    /// What some of its rules do in place of their own action, by their names. AWS's former `ExcludedRules` are
    /// `count`.
    #[field(entries = ..=100, aws = rule_action_overrides, with = overrides)]
    pub rule_actions: BTreeMap<String, Action>,
    /// The requests that the group looks at. Absent: all.
    #[field(aws = scope_down_statement, with = scope)]
    pub scope_down: Option<Statement>,
    /// What the group must know of the application: for AWS's groups against bots, stolen and forged accounts, and
    /// floods. Absent: what the group does without.
    #[field(aws = managed_rule_group_configs, with = config)]
    pub config: Option<GroupConfig>,
}

/// A group of rules of one's own.
#[spec(sdk::RuleGroupReferenceStatement)]
pub struct RuleGroup {
    /// ARN of the group.
    #[field(required, pattern = r"^arn:aws[a-z-]*:wafv2:[^ ]+/rulegroup/[^ ]+$")]
    pub arn: String,
    /// What some of its rules do in place of their own action, by their names.
    #[field(entries = ..=100, aws = rule_action_overrides, with = overrides)]
    pub rule_actions: BTreeMap<String, Action>,
}

/// What a group must know of the application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupConfig {
    /// Of `AWSManagedRulesBotControlRuleSet`.
    BotControl(BotControl),
    /// Of `AWSManagedRulesATPRuleSet`: sign-ins with stolen passwords.
    AccountTakeover(AccountTakeover),
    /// Of `AWSManagedRulesACFPRuleSet`: forged sign-ups.
    AccountCreation(AccountCreation),
    /// Of `AWSManagedRulesAntiDDoSRuleSet`: floods.
    AntiDdos(AntiDdos),
}

impl GroupConfig {
    /// The name of AWS's group that it is for.
    pub(super) const fn group(&self) -> &'static str {
        match self {
            Self::BotControl(_) => "AWSManagedRulesBotControlRuleSet",
            Self::AccountTakeover(_) => "AWSManagedRulesATPRuleSet",
            Self::AccountCreation(_) => "AWSManagedRulesACFPRuleSet",
            Self::AntiDdos(_) => "AWSManagedRulesAntiDDoSRuleSet",
        }
    }
}

/// AWS has it as a list of which each element says one thing.
mod config {
    use super::{
        AccountCreation, AccountTakeover, AntiDdos, BotControl, Field, GroupConfig, Result, sdk,
    };

    type Configs = Vec<sdk::ManagedRuleGroupConfig>;

    pub(super) fn of(aws: Option<Configs>) -> Result<Option<Option<GroupConfig>>> {
        for config in aws.unwrap_or_default() {
            let said = [
                BotControl::of(config.aws_managed_rules_bot_control_rule_set)?
                    .map(GroupConfig::BotControl),
                AccountTakeover::of(config.aws_managed_rules_atp_rule_set)?
                    .map(GroupConfig::AccountTakeover),
                AccountCreation::of(config.aws_managed_rules_acfp_rule_set)?
                    .map(GroupConfig::AccountCreation),
                AntiDdos::of(config.aws_managed_rules_anti_d_do_s_rule_set)?
                    .map(GroupConfig::AntiDdos),
            ];
            if let Some(config) = said.into_iter().flatten().next() {
                return Ok(Some(Some(config)));
            }
        }
        Ok(None)
    }

    pub(super) fn to_aws(config: &Option<GroupConfig>) -> Result<Option<Configs>> {
        let Some(own) = config else {
            return Ok(None);
        };
        let config = sdk::ManagedRuleGroupConfig::builder();
        let config = match own {
            GroupConfig::BotControl(it) => {
                config.set_aws_managed_rules_bot_control_rule_set(it.to_aws()?)
            }
            GroupConfig::AccountTakeover(it) => {
                config.set_aws_managed_rules_atp_rule_set(it.to_aws()?)
            }
            GroupConfig::AccountCreation(it) => {
                config.set_aws_managed_rules_acfp_rule_set(it.to_aws()?)
            }
            GroupConfig::AntiDdos(it) => {
                config.set_aws_managed_rules_anti_d_do_s_rule_set(it.to_aws()?)
            }
        };
        Ok(Some(vec![config.build()]))
    }
}

/// A group with its excluded rules as what they are: rules that count alone.
pub(super) fn of_managed(mut aws: sdk::ManagedRuleGroupStatement) -> Result<Option<ManagedGroup>> {
    let excluded = aws.excluded_rules.take().unwrap_or_default();
    let group = ManagedGroup::of(Some(aws))?;
    Ok(group.map(|mut group| {
        for rule in excluded {
            group.rule_actions.entry(rule.name).or_insert(Action::plain(Verb::Count));
        }
        group
    }))
}

/// The same, of one's own.
pub(super) fn of_own(mut aws: sdk::RuleGroupReferenceStatement) -> Result<Option<RuleGroup>> {
    let excluded = aws.excluded_rules.take().unwrap_or_default();
    let group = RuleGroup::of(Some(aws))?;
    Ok(group.map(|mut group| {
        for rule in excluded {
            group.rule_actions.entry(rule.name).or_insert(Action::plain(Verb::Count));
        }
        group
    }))
}
