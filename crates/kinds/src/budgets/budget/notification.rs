//! Who is told of a budget, and when.

use std::cmp::Ordering;

use aws_sdk_budgets::operation::describe_notifications_for_budget::DescribeNotificationsForBudgetOutput;
use aws_sdk_budgets::types as sdk;
use futures_util::future::try_join_all;

use crate::budgets::Budgets;
use crate::lists::items;
use crate::prelude::*;

/// Who is told, and when. A budget has one for each `type`, `comparison`, `threshold` and `threshold_type`.
#[spec(sdk::Notification)]
pub struct Notification {
    /// What is compared: what is spent (`ACTUAL`), or what AWS expects by the end of the period (`FORECASTED`). Absent:
    /// `ACTUAL`.
    #[field(aws = notification_type)]
    pub r#type: Type,
    /// How it is compared. Absent: `GREATER_THAN`.
    #[field(aws = comparison_operator)]
    pub comparison: Comparison,
    /// What it is compared with.
    #[field(required, range = 0.0..=15_000_000_000_000.0)]
    pub threshold: f64,
    /// Whether that is a `PERCENTAGE` of the limit or an `ABSOLUTE_VALUE`. Absent: `PERCENTAGE`.
    pub threshold_type: ThresholdType,
    /// Addresses that get an e-mail. Up to 10.
    #[field(value_only, length = ..=10, not_in_answer, not_in_request)]
    #[schemars(inner(length(max = 50), regex(pattern = r"^[^@\s]+@[^@\s]+$")))]
    pub emails: BTreeSet<String>,
    /// ARN of the SNS topic that gets a message. It lets `budgets.amazonaws.com` publish.
    #[field(called_by = "budgets.amazonaws.com", length = 1.., not_in_answer, not_in_request)]
    pub topic: Option<String>,
}

aws_enum! {
    /// What is compared.
    #[derive(Default)]
    Type = sdk::NotificationType {
        #[default]
        Actual = "ACTUAL",
        Forecasted = "FORECASTED",
    }

    /// How it is compared.
    #[derive(Default)]
    Comparison = sdk::ComparisonOperator {
        #[default]
        GreaterThan = "GREATER_THAN",
        LessThan = "LESS_THAN",
        EqualTo = "EQUAL_TO",
    }

    /// What a threshold is.
    #[derive(Default)]
    ThresholdType = sdk::ThresholdType {
        #[default]
        Percentage = "PERCENTAGE",
        AbsoluteValue = "ABSOLUTE_VALUE",
    }
}

impl Notification {
    /// What tells one of a budget's notifications from the others.
    fn key(&self) -> (Type, Comparison, ThresholdType) {
        (self.r#type, self.comparison, self.threshold_type)
    }

    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.key() == other.key() && self.threshold.total_cmp(&other.threshold).is_eq()
    }

    fn subscribers(&self) -> Result<Vec<sdk::Subscriber>> {
        let emails = self.emails.iter().map(|email| (sdk::SubscriptionType::Email, email));
        let all = emails.chain(self.topic.iter().map(|topic| (sdk::SubscriptionType::Sns, topic)));
        all.map(|(sort, address)| {
            let subscriber = sdk::Subscriber::builder().subscription_type(sort).address(address);
            Ok(subscriber.build()?)
        })
        .collect()
    }

    pub(super) fn with_subscribers(&self) -> Result<sdk::NotificationWithSubscribers> {
        let made = sdk::NotificationWithSubscribers::builder().set_notification(self.to_aws()?);
        Ok(made.set_subscribers(Some(self.subscribers()?)).build()?)
    }
}

impl Eq for Notification {}

impl Ord for Notification {
    fn cmp(&self, other: &Self) -> Ordering {
        let rest = |it: &Self| (it.emails.clone(), it.topic.clone());
        (self.key().cmp(&other.key()))
            .then(self.threshold.total_cmp(&other.threshold))
            .then_with(|| rest(self).cmp(&rest(other)))
    }
}

impl PartialOrd for Notification {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) async fn read(aws: &Aws, budget: &str) -> Result<BTreeSet<Notification>> {
    let (account, budgets) = (aws.account(), aws.budgets());
    let request = budgets.describe_notifications_for_budget().account_id(account);
    let found = items!(request.budget_name(budget)).into_iter().map(|live| async move {
        let request = aws.budgets().describe_subscribers_for_notification().account_id(account);
        let request = request.budget_name(budget).notification(live.clone());
        let subscribers = items!(request);
        let told = aws::read::<DescribeNotificationsForBudgetOutput, Notification>(live)?;
        Ok::<_, AwsError>(told.map(|told| with(told, subscribers)))
    });
    Ok(try_join_all(found).await?.into_iter().flatten().collect())
}

fn with(mut told: Notification, subscribers: Vec<sdk::Subscriber>) -> Notification {
    for subscriber in subscribers {
        match subscriber.subscription_type {
            sdk::SubscriptionType::Sns => told.topic = Some(subscriber.address),
            _ => drop(told.emails.insert(subscriber.address)),
        }
    }
    told
}

/// One whose receivers alone differ keeps its state: new receivers come before old ones go, as the last one would take
/// the notification along.
pub(super) async fn update(
    aws: &Aws,
    budget: &str,
    wanted: &BTreeSet<Notification>,
    live: &BTreeSet<Notification>,
) -> Result<()> {
    let (account, budgets) = (aws.account(), aws.budgets());
    for gone in live {
        if !wanted.iter().any(|wanted| wanted.is_same_as(gone)) {
            let request = budgets.delete_notification().account_id(account).budget_name(budget);
            deleted(request.set_notification(gone.to_aws()?).send().await)?;
        }
    }
    for told in wanted {
        let subscribers = told.subscribers()?;
        let Some(before) = live.iter().find(|live| live.is_same_as(told)) else {
            let request = budgets.create_notification().account_id(account).budget_name(budget);
            let request = request.set_notification(told.to_aws()?);
            request.set_subscribers(Some(subscribers)).send().await?;
            continue;
        };
        let before = before.subscribers()?;
        for new in subscribers.iter().filter(|new| !before.contains(new)) {
            let request = budgets.create_subscriber().account_id(account).budget_name(budget);
            let request = request.set_notification(told.to_aws()?);
            request.subscriber(new.clone()).send().await?;
        }
        for gone in before.iter().filter(|gone| !subscribers.contains(gone)) {
            let request = budgets.delete_subscriber().account_id(account).budget_name(budget);
            let request = request.set_notification(told.to_aws()?);
            deleted(request.subscriber(gone.clone()).send().await)?;
        }
    }
    Ok(())
}
