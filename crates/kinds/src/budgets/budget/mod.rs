//! `budgets.budget`: how much an account means to spend, and who is told when it comes near.

mod check;
mod expression;
mod notification;
#[expect(deprecated, reason = "what is deprecated is what most budgets have")]
mod spec;

use aws_sdk_budgets::operation::describe_budget::DescribeBudgetOutput;
use aws_sdk_budgets::types as sdk;

use super::{Budgets, NAME};
use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use aws::tags;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, OnlyWith, Place};

use spec::CostTypes;
pub use spec::{Budget, Outputs};

impl Kind for Budget {
    const NAME: &'static str = "budgets.budget";
    const FACTS: Facts = Facts::of(Concern::Logs);
    const CONSOLE: Console = Console::Page("billing/home#/budgets/details?name={id}");
    const CALLS: &'static [Calls] = calls::BUDGETS_BUDGET;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"])];
    const ONLY_WITH: &'static [OnlyWith] =
        &[OnlyWith::of(&["notifications"], &["CreateNotification", "CreateSubscriber"])];
    const IMPACT_WHILE_ABSENT: &'static str = "nobody is told what is spent";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        let arn = place.global_arn("budgets", &format!("budget/{}", identity.name));
        Outputs { arn: Some(arn), name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let request = aws.budgets().describe_budget().account_id(aws.account()).budget_name(id);
        let Some(answer) = optional(request.show_filter_expression(true).send().await)? else {
            return Ok(None);
        };
        let outputs = Self::predict(&Named { name: id.to_owned() }, &aws.place());
        let arn = outputs.arn.clone().unwrap_or_default();
        let (notifications, tags) =
            tokio::try_join!(notification::read(aws, id), read_tags(aws, &arn))?;
        let budget = member(answer, "Budget", |answer| answer.budget)?;
        let budget = Self::demanded(Some(as_written(budget)), "Budget")
            .map_err(AwsError::in_answer::<DescribeBudgetOutput>)?;
        Ok(Some(Live::new(outputs, Self { notifications, tags, ..budget.normal() })))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = aws.budgets().create_budget().account_id(aws.account()).budget(self.input()?);
        let mut told = Vec::new();
        for one in &self.notifications {
            told.push(one.with_subscribers()?);
        }
        let told = (!told.is_empty()).then_some(told);
        let request = request.set_notifications_with_subscribers(told);
        request.set_resource_tags(Some(sdk_tags(&self.tags)?)).send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (budgets, outputs, live) = (aws.budgets(), &live.outputs, &live.spec);
        // What is left to AWS stays as it is: an update without a first day would start over.
        let start = Auto(self.start.0.clone().or_else(|| live.start.0.clone()));
        let counts_otherwise = !self.filters.is_empty() || !is_default(&self.cost_types);
        let metric = Auto(self.metric.0.or(live.metric.0.filter(|_| !counts_otherwise)));
        let wanted = Self { start, metric, ..self.clone() };
        let same = Self {
            notifications: self.notifications.clone(),
            tags: self.tags.clone(),
            ..live.clone()
        };
        if wanted != same {
            let request = budgets.update_budget().account_id(aws.account());
            request.new_budget(wanted.input()?).send().await?;
        }
        notification::update(aws, id, &self.notifications, &live.notifications).await?;
        let Some(changes) = tags::changes(&self.tags, &live.tags) else {
            return Ok(());
        };
        let arn = outputs.arn.as_deref().unwrap_or_default();
        if !changes.remove.is_empty() {
            let request = budgets.untag_resource().resource_arn(arn);
            request.set_resource_tag_keys(Some(changes.remove)).send().await?;
        }
        if !changes.set.is_empty() {
            let tags = sdk_tags(&changes.set)?;
            budgets.tag_resource().resource_arn(arn).set_resource_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let request = aws.budgets().delete_budget().account_id(aws.account()).budget_name(id);
        deleted(request.send().await)
    }
}

impl Listed for Budget {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let budgets = items!(aws.budgets().describe_budgets().account_id(aws.account()));
        Ok(budgets.into_iter().map(|budget| budget.budget_name).collect())
    }
}

impl Budget {
    fn input(&self) -> Result<sdk::Budget> {
        Ok(self.fill(sdk::Budget::builder())?.build()?)
    }

    /// Without what AWS sets itself: the limit that it adjusts, or the only one that there is, and what counts as costs
    /// where nothing does.
    fn normal(self) -> Self {
        let has_limit = self.r#type.has_limit() && self.auto_adjust.is_none();
        let limit = self.limit.filter(|_| has_limit && self.planned_limits.is_empty());
        let cost_types = match self.r#type {
            spec::Type::Cost => self.cost_types,
            _ => CostTypes::default(),
        };
        Self { limit, cost_types, ..self }
    }
}

/// The budget as it was written: AWS also gives `filters` as an expression, and names the account's own billing view.
#[expect(deprecated, reason = "what is deprecated is what most budgets have")]
fn as_written(mut budget: sdk::Budget) -> sdk::Budget {
    let has_filters = budget.cost_filters.as_ref().is_some_and(|filters| !filters.is_empty());
    if has_filters || budget.cost_types.is_some() {
        budget.filter_expression = None;
        budget.metrics = None;
    }
    budget.billing_view_arn.take_if(|arn| arn.ends_with(":billingview/primary"));
    budget
}

async fn read_tags(aws: &Aws, arn: &str) -> Result<Tags> {
    let answer = aws.budgets().list_tags_for_resource().resource_arn(arn).send().await?;
    let tags = answer.resource_tags.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.map(|tag| (tag.key, tag.value))))
}

fn sdk_tags(tags: &Tags) -> Result<Vec<sdk::ResourceTag>> {
    let tags = tags.iter();
    tags.map(|(key, value)| Ok(sdk::ResourceTag::builder().key(key).value(value).build()?))
        .collect()
}
