//! AWS's rules of a budget that concern more than one field
//! (<https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html>).

use super::spec::{AutoAdjustType, Budget, TimeUnit};
use crate::fields::is_default;
use crate::prelude::*;

pub(super) fn check(budget: &Budget, findings: &mut Findings) {
    let has_limit = budget.limit.is_some();
    let is_planned = !budget.planned_limits.is_empty();
    let is_adjusted = budget.auto_adjust.is_some();
    let count = [has_limit, is_planned, is_adjusted].into_iter().filter(|said| *said).count();
    let needs_limit = budget.r#type.has_limit();
    let has_costs = !is_default(&budget.cost_types) || !budget.filters.is_empty();
    let is_custom = budget.time_unit == TimeUnit::Custom;
    let may_plan =
        matches!(budget.time_unit, TimeUnit::Monthly | TimeUnit::Quarterly | TimeUnit::Other(_));
    let is_backwards =
        budget.start.as_ref().zip(budget.end.as_ref()).is_some_and(|(from, to)| from >= to);
    rules! { findings;
        Error if needs_limit && count != 1 =>
            "a budget has one of `limit`, `planned_limits` and `auto_adjust`",
            "each says how much it may be",
            "write one, and remove the others";
        Error "limit" if has_limit && !needs_limit =>
            "this budget has no limit of its own",
            "budgets of reservations and savings plans know 100 % alone",
            "say in `notifications` which percentage is too little";
        Error "planned_limits" if is_planned && !may_plan =>
            "limits cannot be planned for such periods",
            "AWS plans months and quarters",
            "write `time_unit: MONTHLY` or `QUARTERLY`";
        Error "end" if is_custom && (budget.end.is_none() || budget.start.0.is_none()) =>
            "a custom period has a first and a last day",
            "nothing else says how long it is",
            "write `start` and `end`";
        Error "end" if is_backwards =>
            "the budget ends before it has begun",
            "its `end` is not after its `start`",
            "";
        Error if has_costs && (budget.filter.is_some() || budget.metric.0.is_some()) =>
            "there are two ways to count here",
            "`filter` and `metric` stand in the place of `filters` and `cost_types`",
            "write all of it in one of them";
        Error "filter" if budget.filter.as_ref().is_some_and(|filter| !filter.is_well_formed()) =>
            "the expression is not one thing",
            "it is one of `and`, `or`, `not`, `dimension`, `tag` and `cost_category`, and so is each inside",
            "put several of them into `and`";
        Warning "notifications" if budget.notifications.is_empty() =>
            "nobody is told",
            "without notifications a budget is a number that somebody may look at",
            "add a notification with an address or a topic";
    }
    if let Some(adjust) = &budget.auto_adjust {
        let is_historical = adjust.r#type == AutoAdjustType::Historical;
        rules! { findings, Path::field("auto_adjust");
            Error "historical_periods" if is_historical != adjust.historical_periods.is_some() =>
                "the periods and the type do not go together",
                "`HISTORICAL` takes the average of some periods, and `FORECAST` looks ahead",
                "write `historical_periods` with `HISTORICAL` alone";
        }
    }
    for (name, values) in &budget.filters {
        let of_tags = name == "TagKeyValue";
        let is_wrong = |value: &String| !value.contains('$') && !unknown::in_text(value);
        rules! { findings, Path::field("filters").key(name);
            Error if values.is_empty() =>
                "nothing is looked for",
                "a filter has one value or more",
                "";
            Warning if of_tags && values.iter().any(is_wrong) =>
                "no tag is like this",
                "tags of one's own are written as `user:Project$shop`: `user:`, the name, `$` and the value",
                "write it so";
        }
    }
    let told: Vec<_> = budget.notifications.iter().collect();
    for (index, one) in told.iter().enumerate() {
        let is_again = told[..index].iter().any(|before| before.is_same_as(one));
        rules! { findings, Path::field("notifications").index(index);
            Error if is_again =>
                "two notifications are alike",
                "a budget has one for each type, comparison and threshold",
                "write all receivers in one";
            Error if one.emails.is_empty() && one.topic.is_none() =>
                "nobody is told",
                "a notification has an address or a topic",
                "add `emails` or a `topic`";
        }
    }
}
