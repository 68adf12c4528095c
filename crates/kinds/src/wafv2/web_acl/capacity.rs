//! How much of WAF's capacity rules take, in its units (WCU), as far as that is known without AWS.
//!
//! <https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html> and the pages of the single
//! statements; <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html>.

use super::matches::{ForwardedPosition, Position, Sensitivity};
use super::rate::{AggregateBy, Rate};
use super::request_part::RequestPart;
use super::rule::Rule;
use super::statement::Statement;
use super::transformations::{PreParse, Transformations};

/// What AWS's own groups take.
const GROUPS: &[(&str, i64)] = &[
    ("AWSManagedRulesACFPRuleSet", 50),
    ("AWSManagedRulesATPRuleSet", 50),
    ("AWSManagedRulesAdminProtectionRuleSet", 100),
    ("AWSManagedRulesAmazonIpReputationList", 25),
    ("AWSManagedRulesAnonymousIpList", 50),
    ("AWSManagedRulesAntiDDoSRuleSet", 50),
    ("AWSManagedRulesBotControlRuleSet", 50),
    ("AWSManagedRulesCommonRuleSet", 700),
    ("AWSManagedRulesKnownBadInputsRuleSet", 200),
    ("AWSManagedRulesLinuxRuleSet", 200),
    ("AWSManagedRulesPHPRuleSet", 100),
    ("AWSManagedRulesSQLiRuleSet", 200),
    ("AWSManagedRulesUnixRuleSet", 100),
    ("AWSManagedRulesWindowsRuleSet", 200),
    ("AWSManagedRulesWordPressRuleSet", 100),
];

/// What a rule takes at least: nothing is known of groups of one's own, and of those of others.
pub(super) fn of_rule(rule: &Rule) -> i64 {
    let scope = |statement: &Option<Statement>| statement.as_ref().map_or(0, of);
    let group = rule.managed_group.as_ref().map_or(0, |group| {
        let known = GROUPS.iter().find(|(name, _)| group.vendor == "AWS" && *name == group.name);
        known.map_or(0, |(_, units)| *units) + scope(&group.scope_down)
    });
    let rate = rule.rate.as_ref().map_or(0, |rate| of_rate(rate) + scope(&rate.scope_down));
    scope(&rule.r#match) + rate + group
}

/// 2, and 30 for each of the keys by which requests are told apart.
fn of_rate(rate: &Rate) -> i64 {
    let keys = i64::try_from(rate.keys.len()).unwrap_or(i64::MAX);
    match rate.aggregate_by {
        AggregateBy::CustomKeys => 2 + 30 * keys,
        _ => 2,
    }
}

fn of(statement: &Statement) -> i64 {
    match statement {
        Statement::ByteMatch(it) => {
            let base = match it.position {
                Position::Contains | Position::ContainsWord => 10,
                _ => 2,
            };
            with_part(base, &it.field, &it.transformations, &it.pre_parse)
        }
        Statement::Regex(it) => with_part(3, &it.field, &it.transformations, &it.pre_parse),
        Statement::RegexSet(it) => with_part(25, &it.field, &it.transformations, &it.pre_parse),
        Statement::Size(it) => with_part(1, &it.field, &it.transformations, &it.pre_parse),
        Statement::Sqli(it) => {
            let base = if it.sensitivity == Sensitivity::High { 30 } else { 20 };
            with_part(base, &it.field, &it.transformations, &it.pre_parse)
        }
        Statement::Xss(it) => with_part(40, &it.field, &it.transformations, &it.pre_parse),
        Statement::IpSet(it) => {
            let is_any =
                it.forwarded_ip.as_ref().is_some_and(|it| it.position == ForwardedPosition::Any);
            if is_any { 5 } else { 1 }
        }
        Statement::Geo(_) | Statement::Asn(_) | Statement::Label(_) => 1,
        Statement::And(all) | Statement::Or(all) => all.iter().map(of).sum(),
        Statement::Not(inner) => of(inner),
    }
}

/// A part of the request that costs more, and 10 for each transformation.
fn with_part(base: i64, part: &RequestPart, steps: &Transformations, before: &[PreParse]) -> i64 {
    let base = match part {
        RequestPart::AllQueryArguments => base + 10,
        RequestPart::JsonBody(_) => base * 2,
        _ => base,
    };
    let before = before.iter().filter(|step| **step != PreParse::None).count();
    base + 10 * i64::try_from(steps.0.len() + before).unwrap_or(i64::MAX)
}
