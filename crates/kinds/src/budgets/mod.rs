//! AWS Budgets, which a whole account shares: its endpoint is one for all regions.

pub mod budget;
pub(crate) mod terraform;

use aws::services::{Answer, PROPAGATION, Service, TransientError, When, rate};

aws::client! {
    /// The client of AWS Budgets.
    pub trait Budgets { budgets: aws_sdk_budgets }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Budgets";

/// It publishes no rates.
pub const SERVICE: Service = Service {
    rates: |_| vec![rate("budgets", 5.0, 10.0)],
    not_found: &["NotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("DescribeBudget", "Budget.BudgetName"),
        ("DescribeBudgets", "Budgets"),
        ("DescribeNotificationsForBudget", "Notifications"),
        ("DescribeSubscribersForNotification", "Subscribers"),
        ("ListTagsForResource", "ResourceTags"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[("CreateBudget", &["ModifyBudget", "TagResource"])],
    action: |operation| match operation {
        "ListTagsForResource" | "TagResource" | "UntagResource" => operation,
        other if other.starts_with("Describe") => "ViewBudget",
        _ => "ModifyBudget",
    },
    ..Service::new(NAME, "aws_sdk_budgets", "budgets")
};

const TRANSIENT_ERRORS: &[TransientError] = &[TransientError {
    operations: &[
        "CreateNotification", "DescribeBudget", "DescribeNotificationsForBudget",
        "DescribeSubscribersForNotification", "ListTagsForResource",
    ],
    answer: Answer::Refused(&["NotFoundException"]),
    when: When::InStepsAfter(&["CreateBudget", "CreateNotification"]),
    limit: PROPAGATION,
    what: "the budget to be known",
}];
