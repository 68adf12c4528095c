//! AWS Budgets.

use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};

use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

const WHY: &str = "moto has no receivers, tags and updates of budgets";

fn budget() -> &'static dyn AnyKind {
    registry::find("budgets.budget").unwrap()
}

round_trips! {
    kind: "budgets.budget", base: json!({
        "limit": { "amount": 50 },
        "notifications": [{ "threshold": 80, "emails": ["ops@example.com"] }],
    }), prepare: &[];
    limit: json!({ "limit": { "amount": 200.5, "unit": "EUR" } }) =>
        "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['BudgetLimit']", json!({ "Amount": "200.5", "Unit": "EUR" }), On::Ministack(WHY);
    usage: json!({ "type": "USAGE", "limit": { "unit": "GB" } }) =>
        "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['BudgetType']", json!("USAGE"), On::Ministack(WHY);
    planned_limits: json!({ "limit": null, "planned_limits": {
        "2027-01-01": { "amount": 10 }, "2027-02-01": { "amount": 20 } } }) =>
        "sorted(client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['PlannedBudgetLimits'])", json!(["1798761600", "1801440000"]), On::Ministack(WHY);
    auto_adjust: json!({ "limit": null, "auto_adjust": { "type": "HISTORICAL", "historical_periods": 6 } }) =>
        "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['AutoAdjustData']['HistoricalOptions']['BudgetAdjustmentPeriod']", json!(6), On::Ministack(WHY);
    time_unit: json!({ "time_unit": "QUARTERLY" }) => "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['TimeUnit']", json!("QUARTERLY"), On::Ministack(WHY);
    end: json!({ "end": "2030-01-01" }) =>
        "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['TimePeriod']['End'].year", json!(2030), On::Ministack(WHY);
    cost_types: json!({ "cost_types": { "include_credit": false, "use_amortized": true } }) =>
        "[client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['CostTypes'][k] for k in ['IncludeCredit', 'IncludeTax', 'UseAmortized']]", json!([false, true, true]),
        On::Ministack(WHY);
    filters: json!({ "filters": { "Service": ["Amazon DynamoDB"], "TagKeyValue": ["user:Project$shop"] } }) =>
        "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['CostFilters']", json!({ "Service": ["Amazon DynamoDB"], "TagKeyValue": ["user:Project$shop"] }),
        On::Ministack(WHY);
    filter: json!({ "filter": { "and": [
        { "dimension": { "key": "SERVICE", "values": ["Amazon DynamoDB"] } },
        { "not": { "tag": { "key": "Project", "values": ["shop"], "match_options": ["EQUALS"] } } } ] } }) =>
        "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['FilterExpression']['And'][1]['Not']['Tags']['Values']", json!(["shop"]), On::Ministack(WHY);
    billing_view: json!({ "billing_view": "arn:aws:billing::123456789012:billingview/custom-1" }) =>
        "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['BillingViewArn']", json!("arn:aws:billing::123456789012:billingview/custom-1"), On::Ministack(WHY);
    receivers: json!({ "notifications": [{ "threshold": 80, "emails": ["a@example.com", "b@example.com"],
        "topic": "arn:aws:sns:us-east-1:123456789012:alerts" }] }) =>
        "len(client('budgets').describe_subscribers_for_notification(AccountId='123456789012', BudgetName=name, Notification=client('budgets').describe_notifications_for_budget(AccountId='123456789012', BudgetName=name)['Notifications'][0])['Subscribers'])",
        json!(3), On::Ministack(WHY);
    notifications: json!({ "notifications": [
        { "threshold": 100, "emails": ["ops@example.com"] },
        { "type": "FORECASTED", "threshold": 60.5, "threshold_type": "ABSOLUTE_VALUE", "emails": ["ops@example.com"] },
    ] }) =>
        "sorted(n['Threshold'] for n in client('budgets').describe_notifications_for_budget(AccountId='123456789012', BudgetName=name)['Notifications'])", json!([60.5, 100.0]), On::Ministack(WHY);
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['Value'] for t in client('budgets').list_tags_for_resource(ResourceARN='arn:aws:budgets::' + client('sts').get_caller_identity()['Account'] + ':budget/' + name)['ResourceTags'] if t['Key'] == 'Team']",
        json!(["ai"]), On::Ministack(WHY);
}

mod of_a_span {
    use super::*;

    round_trips! {
        kind: "budgets.budget", base: json!({
            "limit": { "amount": 50 }, "time_unit": "CUSTOM", "start": "2026-12-01", "end": "2026-12-31",
            "notifications": [{ "threshold": 80, "emails": ["ops@example.com"] }],
        }), prepare: &[];
        start: json!({ "start": "2026-12-02" }) =>
            "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['TimePeriod']['Start'].day", json!(2), On::Ministack(WHY);
    }
}

mod counted_otherwise {
    use super::*;

    round_trips! {
        kind: "budgets.budget", base: json!({
            "limit": { "amount": 50 }, "metric": "UnblendedCost",
            "filter": { "cost_category": { "key": "Team", "values": ["orders"] } },
            "notifications": [{ "threshold": 80, "emails": ["ops@example.com"] }],
        }), prepare: &[];
        metric: json!({ "metric": "AmortizedCost" }) =>
            "client('budgets').describe_budget(AccountId='123456789012', BudgetName=name, ShowFilterExpression=True)['Budget']['Metrics']",
            json!(["AmortizedCost"]), On::Ministack(WHY);
    }
}

async fn read(described: Value) -> Value {
    let script = ScriptedCloud::default()
        .answer("DescribeBudget", 200, json!({ "Budget": described }).to_string())
        .answer("DescribeNotificationsForBudget", 200, r#"{"Notifications":[]}"#)
        .answer("ListTagsForResource", 200, r#"{"ResourceTags":[]}"#);
    budget().read(&script.aws().await, "n").await.unwrap().unwrap().spec.into()
}

/// A budget as AWS gives it, with all that it adds.
fn described(more: Value) -> Value {
    let mut described = json!({
        "BudgetName": "n", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": { "Amount": "50.0", "Unit": "USD" },
        "TimePeriod": { "Start": 1_790_812_800, "End": 3_706_473_600_u64 }, "CostFilters": {},
        "CostTypes": {
            "IncludeCredit": true, "IncludeDiscount": true, "IncludeOtherSubscription": true, "IncludeRecurring": true,
            "IncludeRefund": true, "IncludeSubscription": true, "IncludeSupport": true, "IncludeTax": true,
            "IncludeUpfront": true, "UseAmortized": false, "UseBlended": false,
        },
        "CalculatedSpend": { "ActualSpend": { "Amount": "0.0", "Unit": "USD" } },
        "BillingViewArn": "arn:aws:billing::123456789012:billingview/primary",
        "HealthStatus": { "Status": "HEALTHY" },
    });
    described.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    described
}

#[tokio::test]
async fn what_aws_adds_is_no_difference() {
    let live = read(described(json!({}))).await;
    assert_eq!(live["limit"], json!({ "amount": 50.0, "unit": "USD" }));
    assert_eq!(live["start"], "2026-10-01");
    for absent in ["billing_view", "end", "filter"] {
        assert_eq!(live.get(absent), None, "{absent}");
    }
    assert_eq!(live["cost_types"]["include_tax"], true);
    // The same filters twice, in both of AWS's forms.
    let filters = json!({
        "CostFilters": { "Service": ["Amazon DynamoDB"] }, "Metrics": ["UnblendedCost"],
        "FilterExpression": { "Dimensions": { "Key": "SERVICE", "Values": ["Amazon DynamoDB"] } },
    });
    let live = read(described(filters)).await;
    assert_eq!(
        (live["filters"].clone(), live.get("filter")),
        (json!({ "Service": ["Amazon DynamoDB"] }), None)
    );
}

/// The limit of such budgets is AWS's own.
#[tokio::test]
async fn a_limit_that_nobody_has_chosen_is_none() {
    let adjusted = json!({ "AutoAdjustData": { "AutoAdjustType": "FORECAST", "LastAutoAdjustTime": 1_790_812_800 } });
    let covered = json!({ "BudgetType": "RI_COVERAGE", "BudgetLimit": { "Amount": "100.0", "Unit": "PERCENTAGE" } });
    for more in [adjusted, covered] {
        assert_eq!(read(described(more.clone())).await.get("limit"), None, "{more}");
    }
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    for (code, is_absent) in [("AccessDeniedException", false), ("NotFoundException", true)] {
        let refusal = json!({ "__type": code, "Message": "no" }).to_string();
        let script = ScriptedCloud::default().answer("DescribeBudget", 400, refusal);
        let read = budget().read(&script.aws().await, "n").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    let told = json!([{ "threshold": 80, "emails": ["a@example.com"] }]);
    let messages = |spec: Value| -> Vec<String> {
        let mut whole = json!({ "name": "n", "notifications": told });
        whole.as_object_mut().unwrap().extend(spec.as_object().unwrap().clone());
        budget().check(&whole).into_iter().map(|it| it.message).collect()
    };
    let limit = json!({ "amount": 5 });
    assert_eq!(messages(json!({ "limit": limit })), [""; 0]);
    assert_eq!(messages(json!({ "type": "RI_COVERAGE" })), [""; 0]);
    for (spec, message) in [
        (json!({}), "a budget has one of `limit`, `planned_limits` and `auto_adjust`"),
        (json!({ "type": "RI_COVERAGE", "limit": limit }), "this budget has no limit of its own"),
        (
            json!({ "time_unit": "DAILY", "planned_limits": { "2027-01-01": limit } }),
            "limits cannot be planned for such periods",
        ),
        (
            json!({ "limit": limit, "time_unit": "CUSTOM" }),
            "a custom period has a first and a last day",
        ),
        (
            json!({ "limit": limit, "start": "2026-12-02", "end": "2026-12-01" }),
            "the budget ends before it has begun",
        ),
        (
            json!({ "limit": limit, "metric": "Hours", "filters": { "Service": ["a"] } }),
            "there are two ways to count here",
        ),
        (
            json!({ "limit": limit, "metric": "Hours", "filter": {} }),
            "the expression is not one thing",
        ),
        (
            json!({ "limit": limit, "filters": { "TagKeyValue": ["Project=shop"] } }),
            "no tag is like this",
        ),
        (
            json!({ "auto_adjust": { "type": "HISTORICAL" } }),
            "the periods and the type do not go together",
        ),
        (json!({ "limit": limit, "notifications": [] }), "nobody is told"),
        (json!({ "limit": limit, "notifications": [{ "threshold": 80 }] }), "nobody is told"),
        (
            json!({ "limit": limit, "notifications": [
                { "threshold": 80, "emails": ["a@example.com"] }, { "threshold": 80, "emails": ["b@example.com"] }] }),
            "two notifications are alike",
        ),
    ] {
        assert_eq!(messages(spec.clone()), [message], "{spec}");
    }
}
