//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::Pair;
use terraform::mapping::table::{Line, blocks, choice, covers, member, own, part, same, text};

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_wafv2_web_acl"],
        own("wafv2.web_acl", |it| text(it, "arn")).with(&[
            same("name", "name"),
            same("scope", "scope"),
            same("description", "description"),
            same("token_domains", "token_domains"),
            choice("default_action", "default_action"),
            blocks("rule", "name", "rules", RULE),
            blocks("custom_response_body", "key", "custom_response_bodies", BODY),
            same("visibility_config.cloudwatch_metrics_enabled", "metrics"),
            same("visibility_config.sampled_requests_enabled", "sampled_requests"),
            same("captcha_config.immunity_time_property.immunity_time", "captcha_immunity_seconds"),
            same(
                "challenge_config.immunity_time_property.immunity_time",
                "challenge_immunity_seconds",
            ),
        ]),
    ),
    (
        &["aws_wafv2_web_acl_association"],
        part("wafv2.web_acl", |it| text(it, "web_acl_arn"))
            .with(&[member("resource_arn", "associations")]),
    ),
    (
        &["aws_wafv2_web_acl_logging_configuration"],
        part("wafv2.web_acl", |it| text(it, "resource_arn")).with(&[covers("logging")]),
    ),
];

/// What a rule looks for in a request, the state and AWS say in too many ways to be compared.
const RULE: &[Pair] = &[
    same("priority", "priority"),
    choice("action", "action"),
    choice("override_action", "override_action"),
    same("statement.rate_based_statement.limit", "rate.limit"),
    same("statement.rate_based_statement.evaluation_window_sec", "rate.window"),
    same("statement.rate_based_statement.aggregate_key_type", "rate.aggregate_by"),
    same("statement.managed_rule_group_statement.name", "managed_group.name"),
    same("statement.managed_rule_group_statement.vendor_name", "managed_group.vendor"),
    same("statement.managed_rule_group_statement.version", "managed_group.version"),
    same("statement.rule_group_reference_statement.arn", "rule_group.arn"),
    same("visibility_config.cloudwatch_metrics_enabled", "metrics"),
    same("visibility_config.sampled_requests_enabled", "sampled_requests"),
];

const BODY: &[Pair] = &[same("content_type", "content_type"), same("content", "content")];
