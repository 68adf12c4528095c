//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, entries, own, same, text};
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
        same("limit_unit", "limit.unit").when(has_limit),
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
    ]),
)];

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
