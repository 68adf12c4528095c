//! AWS's rules of a web ACL that concern more than one field (API reference of CreateWebACL, `Rule` and
//! AssociateWebACL), and what it accepts but is probably unintended.

use super::action::{Action, Verb};
use super::arn::Scope;
use super::capacity;
use super::matches::IpSetMatch;
use super::rate::{AggregateBy, Rate, RateKey};
use super::rule::{OverrideAction, Rule};
use super::spec::WebAcl;
use super::statement::Statement;
use crate::prelude::*;
use kind::Place;

/// The units up to which a web ACL costs nothing more, and beyond which there is none.
const FREE_UNITS: i64 = 1500;
const MOST_UNITS: i64 = 5000;

pub(super) fn check(acl: &WebAcl, findings: &mut Findings) {
    let units: i64 = acl.rules.values().map(capacity::of_rule).sum();
    let is_decision = matches!(acl.default_action.verb, Verb::Allow | Verb::Block);
    rules! { findings;
        Error "default_action" if !is_decision =>
            "requests that no rule decides on are allowed or blocked",
            "in the end WAF has to decide",
            "write `allow` or `block`";
        Error "associations" if acl.scope == Scope::Cloudfront && !acl.associations.is_empty() =>
            "a web ACL of scope CLOUDFRONT is named by the distributions",
            "it stands before nothing else",
            "remove `associations`, and name the web ACL in the distribution";
        Error "rules" if units > MOST_UNITS =>
            format!("the rules take {units} units of capacity at least"),
            format!("a web ACL has {MOST_UNITS}"),
            "narrow them down, or part them between two web ACLs";
        Warning "rules" if (FREE_UNITS + 1..=MOST_UNITS).contains(&units) =>
            format!("the rules take {units} units of capacity at least"),
            format!("more than {FREE_UNITS} cost more for every request"),
            "use fewer transformations or groups, or leave it if it is worth the price";
    }
    check_action(acl, &acl.default_action, &Path::field("default_action"), findings);
    let mut priorities = BTreeMap::new();
    for (name, rule) in &acl.rules {
        let at = Path::field("rules").key(name);
        if let Some(other) = priorities.insert(rule.priority, name) {
            rules! { findings, at;
                Error "priority" if true =>
                    format!("`{other}` has the priority {} as well", rule.priority),
                    "AWS asks rules one after the other",
                    "give each a number of its own";
            }
        }
        check_name(name, &at, findings);
        check_rule(acl, rule, &at, findings);
    }
    for name in acl.ip_sets.keys() {
        check_name(name, &Path::field("ip_sets").key(name), findings);
    }
    for (index, resource) in acl.associations.iter().enumerate() {
        check_association(resource, &Path::field("associations").index(index), findings);
    }
    if let Some(logging) = &acl.logging {
        check_destination(&logging.destination, findings);
    }
}

fn check_name(name: &str, at: &Path, findings: &mut Findings) {
    rules! { findings, at;
        Error if !crate::fields::is_made_of(name, 1..=128, "_-") =>
            format!("`{name}` is not a name"),
            "AWS accepts 1–128 letters, digits, `_` and `-`",
            "write it with these";
    }
}

fn check_rule(acl: &WebAcl, rule: &Rule, at: &Path, findings: &mut Findings) {
    let is_group = rule.is_group();
    let asks = [rule.r#match.is_some(), rule.rate.is_some()];
    let groups = [rule.managed_group.is_some(), rule.rule_group.is_some()];
    let count = asks.into_iter().chain(groups).filter(|is_there| *is_there).count();
    rules! { findings, at;
        Error if count != 1 =>
            "a rule has one of `match`, `rate`, `managed_group` and `rule_group`",
            "it asks one thing",
            "write one of them; more than one thing can stand in `match` with `and` and `or`";
        Error "action" if is_group && rule.action.is_some() =>
            "a group has no action",
            "each of its rules has its own, and AWS refuses one of the whole",
            "write `override_action: count`, or `rule_actions` of the group; or remove `action`";
        Error "override_action" if !is_group && rule.override_action != OverrideAction::None =>
            "only a group has an override action",
            "AWS refuses it of a rule that has an action of its own",
            "write `action: count`";
        Error "action" if !is_group && count == 1 && rule.action.is_none() =>
            "the rule has no action",
            "AWS requires an action for the requests that it matches",
            "write `action: block`, say";
        Error "labels" if is_group && !rule.labels.is_empty() =>
            "a group puts no labels of yours on requests",
            "each of its rules has labels of its own",
            "remove `labels`";
    }
    if let Some(action) = &rule.action {
        check_action(acl, action, &at.key("action"), findings);
    }
    if let Some(rate) = &rule.rate {
        check_rate(rate, &at.key("rate"), findings);
    }
    let groups = rule.managed_group.iter().map(|group| ("managed_group", &group.rule_actions));
    let own = rule.rule_group.iter().map(|group| ("rule_group", &group.rule_actions));
    for (field, actions) in groups.chain(own) {
        for (name, action) in actions {
            let at = at.key(field).key("rule_actions").key(name);
            check_action(acl, action, &at, findings);
        }
    }
    check_group(rule, at, findings);
    for statement in rule.statements() {
        statement.visit(&mut |inner| {
            if let Statement::IpSet(it) = inner {
                check_set(acl, it, at, findings);
            }
        });
    }
}

fn check_set(acl: &WebAcl, it: &IpSetMatch, at: &Path, findings: &mut Findings) {
    let is_known = it.set.as_ref().is_none_or(|set| acl.ip_sets.contains_key(set));
    let name = it.set.as_deref().unwrap_or_default();
    rules! { findings, at;
        Error if it.set.is_some() == it.arn.is_some() =>
            "an `ip_set` has `set` or `arn`",
            "it is one of the web ACL's `ip_sets`, or one that stands by itself",
            "write one of the two";
        Error if !is_known && !unknown::in_text(name) =>
            format!("there is no set `{name}`"),
            "`ip_sets` of the web ACL does not have it",
            "add it there, or correct the name";
    }
}

fn check_action(acl: &WebAcl, action: &Action, at: &Path, findings: &mut Findings) {
    let body = action.response.as_ref().and_then(|response| response.body.as_ref());
    let is_known = body.is_none_or(|body| acl.custom_response_bodies.contains_key(body));
    let is_block = action.verb == Verb::Block;
    rules! { findings, at;
        Error "response" if action.response.is_some() && !is_block =>
            "only `block` has an answer of one's own",
            "other requests get that of what the web ACL stands before",
            "remove `response`, or write `type: block`";
        Error "insert_headers" if is_block && !action.insert_headers.is_empty() =>
            "a request that is blocked goes nowhere",
            "headers are put into requests that go on",
            "remove `insert_headers`, or write `headers` of a `response`";
        Error "response" if !is_known =>
            format!("there is no body `{}`", body.map_or("", String::as_str)),
            "`custom_response_bodies` of the web ACL does not have it",
            "add it there, or correct the name";
    }
}

fn check_rate(rate: &Rate, at: &Path, findings: &mut Findings) {
    let is_custom = rate.aggregate_by == AggregateBy::CustomKeys;
    let needs_header = rate.aggregate_by == AggregateBy::ForwardedIp
        || is_custom && rate.keys.contains(&RateKey::ForwardedIp);
    let is_address = matches!(rate.keys[..], [RateKey::Ip | RateKey::ForwardedIp]);
    rules! { findings, at;
        Error "keys" if is_custom == rate.keys.is_empty() =>
            "`keys` and `aggregate_by: CUSTOM_KEYS` belong together",
            "the one says that requests are told apart by the other",
            "write both or neither";
        Error "keys" if is_custom && is_address =>
            "an address alone is not a key of one's own",
            "AWS requires it as `aggregate_by`, or beside another key",
            "write `aggregate_by: IP` or `FORWARDED_IP`";
        Error "forwarded_ip" if needs_header && rate.forwarded_ip.is_none() =>
            "nothing says which header has the address",
            "requests are told apart by it",
            "write `forwarded_ip: { header: X-Forwarded-For, fallback: NO_MATCH }`";
        Error "scope_down" if rate.aggregate_by == AggregateBy::Constant && rate.scope_down.is_none() =>
            "all requests would count together",
            "AWS requires `scope_down` where nothing tells them apart",
            "say which requests count, or tell them apart";
    }
}

/// AWS's groups, and what they do that surprises people.
fn check_group(rule: &Rule, at: &Path, findings: &mut Findings) {
    let Some(group) = &rule.managed_group else {
        return;
    };
    let at = at.key("managed_group");
    let is_of = |name: &str| group.vendor == "AWS" && group.name == name;
    let blocks_bodies = is_of("AWSManagedRulesCommonRuleSet")
        && rule.override_action == OverrideAction::None
        && !group.rule_actions.contains_key("SizeRestrictions_BODY");
    let other = group.config.as_ref().map(|config| config.group()).filter(|name| !is_of(name));
    let must_know = ["AWSManagedRulesATPRuleSet", "AWSManagedRulesACFPRuleSet"]
        .into_iter()
        .chain(["AWSManagedRulesBotControlRuleSet", "AWSManagedRulesAntiDDoSRuleSet"]);
    let lacks = must_know.into_iter().any(is_of) && group.config.is_none();
    rules! { findings, at;
        Warning "rule_actions" if blocks_bodies =>
            "bodies of more than 8 KB are blocked",
            "the group's rule SizeRestrictions_BODY takes them for attacks",
            "write `rule_actions: { SizeRestrictions_BODY: count }`, or `block` if that is meant";
        Error "config" if other.is_some() =>
            format!("this is of the group {}", other.unwrap_or_default()),
            "AWS accepts it of no other",
            "write it there, or remove it";
        Error "config" if lacks =>
            format!("{} must know of the application", group.name),
            "AWS refuses the group without",
            "write `config`";
    }
}

fn check_association(resource: &str, at: &Path, findings: &mut Findings) {
    if unknown::in_text(resource) {
        return;
    }
    let parts: Vec<&str> = resource.split(':').collect();
    let is = |service: &str| parts.get(2) == Some(&service);
    let path = parts.get(5).copied().unwrap_or_default();
    let steps: Vec<&str> = path.split('/').collect();
    let is_stage = matches!(steps[..], ["", "restapis", _, "stages", _]);
    rules! { findings, at;
        Error if is("execute-api") =>
            "this ARN is of calls to an API, and not of a stage",
            "AWS knows what a web ACL stands before by the ARN of the stage",
            "write `arn:aws:apigateway:<region>::/restapis/<id>/stages/<name>`";
        Error if is("apigateway") && steps.get(1) == Some(&"apis") =>
            "HTTP and WebSocket APIs cannot have a web ACL",
            "AWS has them for stages of REST APIs",
            "put a distribution of CloudFront before the API, or make it a REST API";
        Error if is("apigateway") && steps.get(1) != Some(&"apis") && !is_stage =>
            "this ARN is not of a stage",
            "of API Gateway, stages of REST APIs have web ACLs",
            "write `arn:aws:apigateway:<region>::/restapis/<id>/stages/<name>`";
        Error if is("cloudfront") =>
            "a distribution names its web ACL itself",
            "AWS associates none with it",
            "name the web ACL in the distribution, with scope CLOUDFRONT";
    }
}

fn check_destination(destination: &str, findings: &mut Findings) {
    if unknown::in_text(destination) {
        return;
    }
    let name = destination.rsplit([':', '/']).next().unwrap_or_default();
    let name = destination.split(":log-group:").nth(1).unwrap_or(name);
    rules! { findings, Path::field("logging");
        Error "destination" if !name.starts_with("aws-waf-logs-") =>
            format!("`{name}` gets no logs of WAF"),
            "AWS writes to what has a name that begins with `aws-waf-logs-`",
            "name the log group, the stream or the bucket so";
        Error "destination" if destination.ends_with(":*") =>
            "this ARN is of the log group's streams",
            "AWS requires that of the group",
            "remove `:*`";
    }
}

/// Web ACLs for CloudFront live in one region.
pub(super) fn check_place(acl: &WebAcl, place: &Place, findings: &mut Findings) {
    rules! { findings;
        Error "scope" if acl.scope == Scope::Cloudfront && place.region != "us-east-1" =>
            format!("a web ACL for CloudFront cannot live in {}", place.region),
            "AWS has them in us-east-1 alone",
            "write `region: us-east-1`";
    }
}
