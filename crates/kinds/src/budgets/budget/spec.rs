//! What a budget is made of.

use aws_sdk_budgets::types as sdk;
use aws_sdk_budgets::types::builders::BudgetBuilder;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::expression::Expression;
use super::notification::Notification;
use crate::prelude::*;

/// A budget: how much an account means to spend or use, and who is told when it comes near. It belongs to the account,
/// whatever the region.
#[spec(sdk::Budget, request = BudgetBuilder)]
#[inside(time_period = sdk::TimePeriod)]
pub struct Budget {
    /// The budget's name, unique in the account: 1–100 characters, none of them `:` or `\`.
    #[field(required, create_only, value_only, length = 1..=100, pattern = r"^[^:\\]+$", aws = budget_name)]
    pub name: String,
    /// What is counted: `COST`, `USAGE`, or the use or coverage of reservations (`RI_…`) and savings plans
    /// (`SAVINGS_PLANS_…`). Absent: `COST`.
    #[field(aws = budget_type)]
    pub r#type: Type,
    /// How much it may be in a period. Needed for `COST` and `USAGE`, unless there are `planned_limits` or `auto_adjust`;
    /// the other types know 100 % alone.
    #[field(aws = budget_limit)]
    pub limit: Option<Spend>,
    /// How much it may be from certain days on, such as `2026-01-01`: up to 12 months or 4 quarters ahead.
    #[field(aws = planned_budget_limits, with = planned)]
    pub planned_limits: BTreeMap<String, Spend>,
    /// Has AWS set the limit by what was spent, or by what it expects.
    #[field(aws = auto_adjust_data)]
    pub auto_adjust: Option<AutoAdjust>,
    /// How long a period is: `DAILY`, `MONTHLY`, `QUARTERLY`, `ANNUALLY`, or `CUSTOM` from `start` to `end`. Absent:
    /// `MONTHLY`.
    pub time_unit: TimeUnit,
    /// The first day, such as `2026-01-01`, at midnight UTC. Absent: the beginning of the period in which the budget is
    /// made.
    #[field(pattern = DAY, aws = time_period.start, with = day)]
    pub start: Auto<String>,
    /// The day that ends the budget. Absent: none, which AWS writes as 2087-06-15.
    #[field(pattern = DAY, aws = time_period.end, with = last_day)]
    pub end: Option<String>,
    /// What counts as costs. Only of type `COST`, and not with a `filter`.
    #[field(with = cost_types)]
    pub cost_types: CostTypes,
    /// What is counted, by the names of dimensions: `Service`, `LinkedAccount`, `Region`, `TagKeyValue` with values such
    /// as `user:Project$shop`, and others. AWS counts by a tag only once it is activated as a cost allocation tag in
    /// Billing, which nobody can tell here: until then such a budget counts nothing.
    #[field(aws = cost_filters)]
    pub filters: BTreeMap<String, BTreeSet<String>>,
    /// What is counted, as an expression, in the place of `filters` and `cost_types`.
    #[field(aws = filter_expression)]
    pub filter: Option<Expression>,
    /// How costs are counted, in the place of `cost_types`: `UnblendedCost`, `AmortizedCost`, … Absent: as AWS does.
    #[field(aws = metrics, with = metric)]
    pub metric: Auto<Metric>,
    /// ARN of the billing view that is looked at. Absent: the account's own.
    #[field(aws = billing_view_arn)]
    pub billing_view: Option<String>,
    /// Who is told, and when. Up to 10.
    #[field(value_only, length = ..=10, not_in_answer, not_in_request)]
    pub notifications: BTreeSet<Notification>,
    /// Tags of the budget.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

/// A day, or a moment where it is not midnight.
const DAY: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$";
/// What AWS writes for the end of a budget that has none.
const NO_END: &str = "2087-06-15";

/// An amount of money or of anything else.
#[spec(sdk::Spend)]
pub struct Spend {
    /// How much.
    #[field(required, range = 0.., with = amount)]
    pub amount: f64,
    /// Of what: `USD`, or the unit of what is used, such as `GB` and `Hrs`. Absent: `USD`.
    #[field(default = "USD".to_owned(), length = 1..)]
    pub unit: String,
}

/// How AWS sets the limit.
#[spec(sdk::AutoAdjustData)]
#[inside(historical_options = sdk::HistoricalOptions)]
pub struct AutoAdjust {
    /// `HISTORICAL`, by what was spent, or `FORECAST`, by what AWS expects.
    #[field(required, aws = auto_adjust_type)]
    pub r#type: AutoAdjustType,
    /// The periods before this one whose average is taken, with `HISTORICAL`: up to 60 days, 12 months or 4 quarters.
    #[field(range = 1..=60, aws = historical_options.budget_adjustment_period)]
    pub historical_periods: Option<i32>,
}

/// What counts as costs.
#[spec(sdk::CostTypes)]
pub struct CostTypes {
    /// Credits. Absent: true.
    #[field(default = true)]
    pub include_credit: bool,
    /// Discounts. Absent: true.
    #[field(default = true)]
    pub include_discount: bool,
    /// Subscriptions other than reservations. Absent: true.
    #[field(default = true)]
    pub include_other_subscription: bool,
    /// Recurring fees of reservations. Absent: true.
    #[field(default = true)]
    pub include_recurring: bool,
    /// Refunds. Absent: true.
    #[field(default = true)]
    pub include_refund: bool,
    /// Subscriptions. Absent: true.
    #[field(default = true)]
    pub include_subscription: bool,
    /// AWS Support. Absent: true.
    #[field(default = true)]
    pub include_support: bool,
    /// Taxes. Absent: true.
    #[field(default = true)]
    pub include_tax: bool,
    /// Fees of reservations that are paid in advance. Absent: true.
    #[field(default = true)]
    pub include_upfront: bool,
    /// Whether what is paid in advance counts bit by bit. Absent: false.
    pub use_amortized: bool,
    /// Whether the average price of the organization counts. Absent: false.
    pub use_blended: bool,
}

aws_enum! {
    /// What is counted.
    #[derive(Default)]
    Type = sdk::BudgetType {
        #[default]
        Cost = "COST",
        Usage = "USAGE",
        RiUtilization = "RI_UTILIZATION",
        RiCoverage = "RI_COVERAGE",
        SpUtilization = "SAVINGS_PLANS_UTILIZATION",
        SpCoverage = "SAVINGS_PLANS_COVERAGE",
    }

    /// How long a period is.
    #[derive(Default)]
    TimeUnit = sdk::TimeUnit {
        Daily = "DAILY",
        #[default]
        Monthly = "MONTHLY",
        Quarterly = "QUARTERLY",
        Annually = "ANNUALLY",
        Custom = "CUSTOM",
    }

    /// By what AWS sets a limit.
    AutoAdjustType = sdk::AutoAdjustType {
        Historical = "HISTORICAL",
        Forecast = "FORECAST",
    }

    /// How costs are counted.
    Metric = sdk::Metric {
        AmortizedCost = "AmortizedCost",
        BlendedCost = "BlendedCost",
        NetAmortizedCost = "NetAmortizedCost",
        NetUnblendedCost = "NetUnblendedCost",
        NormalizedUsageAmount = "NormalizedUsageAmount",
        UnblendedCost = "UnblendedCost",
        UsageQuantity = "UsageQuantity",
        Hours = "Hours",
    }
}

outputs! {
    /// ARN of the budget.
    arn,
    /// Name of the budget.
    name,
}

impl Type {
    /// Whether the budget has a limit of one's own.
    pub(super) fn has_limit(self) -> bool {
        matches!(self, Self::Cost | Self::Usage | Self::Other(_))
    }
}

/// A moment as a day, where it is midnight.
fn written(moment: &DateTime) -> Option<String> {
    let text = moment.fmt(Format::DateTime).ok()?;
    Some(text.strip_suffix("T00:00:00Z").map_or_else(|| text.clone(), str::to_owned))
}

fn moment(day: &str) -> Result<DateTime> {
    let text = if day.contains('T') { day.to_owned() } else { format!("{day}T00:00:00Z") };
    let moment = DateTime::from_str(&text, Format::DateTime);
    moment.map_err(|_| AwsError::new(format!("`{day}` is not a day")))
}

conversions! {
    amount: f64, String {
        |said| said.and_then(|text| text.parse().ok()),
        |amount| Some(amount.to_string()),
    }
    day: Auto<String>, DateTime {
        |said| said.map(|moment| Auto(written(&moment))),
        |day| day.as_ref().map(|day| moment(day)).transpose()?,
    }
    last_day: Option<String>, DateTime {
        |said| said.map(|moment| written(&moment).filter(|day| day != NO_END)),
        |day| day.as_deref().map(moment).transpose()?,
    }
    cost_types: CostTypes, sdk::CostTypes {
        |said| CostTypes::of(said)?,
        |costs| if is_default(costs) { None } else { costs.to_aws()? },
    }
    metric: Auto<Metric>, Vec<sdk::Metric> {
        |said| said.map(|metrics| Auto(metrics.into_iter().next().map(Metric::of))),
        |metric| metric.0.map(|metric| vec![metric.into()]),
    }
    planned: BTreeMap<String, Spend>, std::collections::HashMap<String, sdk::Spend> {
        |said| {
            let mut planned = BTreeMap::new();
            for (seconds, spend) in said.unwrap_or_default() {
                let moment = seconds.parse().ok().map(DateTime::from_secs);
                let day = moment.as_ref().and_then(written).unwrap_or(seconds);
                planned.insert(day, Spend::demanded(Some(spend), "PlannedBudgetLimits")?);
            }
            Some(planned)
        },
        |planned| {
            let mut written = std::collections::HashMap::new();
            for (day, spend) in planned {
                let seconds = moment(day)?.secs().to_string();
                written.extend(spend.to_aws()?.map(|spend| (seconds, spend)));
            }
            (!written.is_empty()).then_some(written)
        },
    }
}
