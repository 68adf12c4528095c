//! Finds and reads usage plans.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_apigateway::types as sdk;

use super::{Outputs, Quota, ServedStage, Throttle, UsagePlan, path};
use crate::apigateway::ApiGateway;
use crate::apigateway::support::{PAGE, arn_here, ours_or_all};
use crate::fields::present;
use aws::tags::{self, Tags};
use aws::{Aws, AwsError, whole};
use kind::{Live, Result};

const PLANS: &str = "apigateway usage plans";

pub(super) async fn find(aws: &Aws, name: &str, ownership: &Tags) -> Result<Vec<String>> {
    let named = plans(aws)
        .await?
        .iter()
        .filter(|plan| plan.name() == Some(name))
        .filter_map(|plan| {
            let tags = tags::from_aws(plan.tags().cloned().unwrap_or_default());
            Some((plan.id()?.to_owned(), tags))
        })
        .collect();
    Ok(ours_or_all(named, ownership))
}

/// All plans of the region, listed once a run.
async fn plans(aws: &Aws) -> Result<Arc<Vec<sdk::UsagePlan>>> {
    let list = || async {
        let request = aws.api_gateway().get_usage_plans().limit(PAGE);
        let mut pages = request.into_paginator().items().send();
        let mut plans = Vec::new();
        while let Some(plan) = pages.next().await {
            plans.push(plan?);
        }
        Ok::<_, AwsError>(plans)
    };
    aws.memo().once(PLANS, list).await
}

/// The list is another one from now on.
pub(super) fn forget(aws: &Aws) {
    aws.memo().forget(PLANS);
}

pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<UsagePlan>>> {
    let plan = async {
        let request = aws.api_gateway().get_usage_plan().usage_plan_id(id);
        Ok::<_, AwsError>(request.send().await?)
    };
    let Some((plan, keys)) = whole(plan, keys(aws, id)).await? else {
        return Ok(None);
    };
    let name = plan.name.unwrap_or_default();
    Ok(Some(Live::new(
        Outputs {
            id: Some(id.to_owned()),
            arn: Some(arn_here(aws, &path(id))),
            name: Some(name.clone()),
        },
        UsagePlan {
            name,
            description: present(plan.description),
            throttle: plan.throttle.map(Throttle::from).filter(|throttle| !throttle.is_none()),
            quota: plan.quota.as_ref().map(Quota::of).transpose()?.flatten(),
            stages: plan.api_stages.unwrap_or_default().into_iter().map(ServedStage::of).collect(),
            keys,
            product_code: present(plan.product_code),
            tags: tags::from_aws(plan.tags.unwrap_or_default()),
        },
    )))
}

/// The ids of a plan's keys. AWS lists their values beside them, which are dropped here.
async fn keys(aws: &Aws, id: &str) -> Result<BTreeSet<String>> {
    let request = aws.api_gateway().get_usage_plan_keys().usage_plan_id(id);
    let mut pages = request.limit(PAGE).into_paginator().items().send();
    let mut keys = BTreeSet::new();
    while let Some(key) = pages.next().await {
        keys.extend(key?.id);
    }
    Ok(keys)
}
