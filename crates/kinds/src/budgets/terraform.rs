//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, elements, ended, entries, number, only, own, same, text};
use terraform::state::Attributes;

/// A field of what counts as costs, which both sides call the same.
macro_rules! cost {
    ($name:literal) => {
        same(concat!("cost_types.", $name), concat!("cost_types.", $name)).when(is_of_costs)
    };
}

pub(crate) const LINES: &[Line] = &[(
    &["aws_budgets_budget"],
    own("budgets.budget", |it| text(it, "name")).with(&[
        same("budget_type", "type"),
        same("time_unit", "time_unit"),
        number("limit_amount", "limit.amount").when(has_limit),
        same("limit_unit", "limit.unit").when(has_limit),
        ended("time_period_start", MIDNIGHT, "start").when(|it| is_said(it, "time_period_start")),
        ended("time_period_end", MIDNIGHT, "end").when(has_end),
        same("billing_view_arn", "billing_view").when(|it| is_said(it, "billing_view_arn")),
        only("metrics", "metric"),
        entries("cost_filter", ["name", "values"], "filters"),
        cost!("include_credit"),
        cost!("include_discount"),
        cost!("include_other_subscription"),
        cost!("include_recurring"),
        cost!("include_refund"),
        cost!("include_subscription"),
        cost!("include_support"),
        cost!("include_tax"),
        cost!("include_upfront"),
        cost!("use_amortized"),
        cost!("use_blended"),
        same("auto_adjust_data.auto_adjust_type", "auto_adjust.type"),
        same(
            "auto_adjust_data.historical_options.budget_adjustment_period",
            "auto_adjust.historical_periods",
        ),
        elements(
            "notification",
            "notifications",
            &[
                same("notification_type", "type"),
                same("comparison_operator", "comparison"),
                same("threshold", "threshold"),
                same("threshold_type", "threshold_type"),
                same("subscriber_email_addresses", "emails"),
                only("subscriber_sns_topic_arns", "topic"),
            ],
        ),
    ]),
)];

/// What the provider writes behind a day.
const MIDNIGHT: &str = "_00:00";

fn is_said(attributes: &Attributes, name: &str) -> bool {
    attributes.text(name).is_some()
}

/// Whether a budget has an end, and not the one that AWS writes for none.
fn has_end(attributes: &Attributes) -> bool {
    attributes.text("time_period_end").is_some_and(|end| !end.starts_with("2087-06-15"))
}

/// Whether the limit is one that somebody has chosen, and not the one that AWS adjusts or the only one that there is.
fn has_limit(attributes: &Attributes) -> bool {
    let kind = attributes.text("budget_type").unwrap_or_default();
    matches!(kind, "COST" | "USAGE")
        && attributes.is_empty("auto_adjust_data")
        && attributes.is_empty("planned_limit")
}

fn is_of_costs(attributes: &Attributes) -> bool {
    attributes.text("budget_type") == Some("COST")
}
