//! Finds and reads an API.

use std::sync::Arc;

use aws_sdk_apigateway::types as sdk;

use super::snapshot::Snapshot;
use super::{Outputs, RestApi};
use crate::aws::Aws;
use crate::aws::tags::Tags;
use crate::kind::{Live, Place, Result};

/// The name of the list of all APIs in the memo.
const ALL: &str = "REST APIs";

/// The APIs with this name, and those with our tags: the name may have changed. If some have our tags,
/// only these.
pub(super) async fn find(aws: &Aws, name: &str, ownership: &Tags) -> Result<Vec<String>> {
    let all = aws.memo().once(ALL, || all(aws)).await?;
    let ids = |matches: &dyn Fn(&sdk::RestApi) -> bool| -> Vec<String> {
        let matching = all.iter().filter(|api| matches(api));
        matching.filter_map(|api| api.id.clone()).collect()
    };
    let ours = ids(&|api| {
        let tags = api.tags();
        let has = |key, value| tags.and_then(|tags| tags.get(key)) == Some(value);
        !ownership.is_empty() && ownership.iter().all(|(key, value)| has(key, value))
    });
    match ours.is_empty() {
        true => Ok(ids(&|api| api.name() == Some(name))),
        false => Ok(ours),
    }
}

async fn all(aws: &Aws) -> Result<Vec<sdk::RestApi>> {
    let pages = aws
        .api_gateway()
        .get_rest_apis()
        .limit(500)
        .into_paginator();
    Ok(pages.items().send().collect::<Result<_, _>>().await?)
}

/// The list of all APIs is no longer true.
pub(super) fn forget_all(aws: &Aws) {
    aws.memo().forget(ALL);
}

/// Eight calls, however many routes there are (up to 500 paths).
pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<RestApi>>> {
    let Some(snapshot) = Snapshot::read(aws, id).await? else {
        return Ok(None);
    };
    let place = Place::new(aws.account(), aws.region());
    Ok(Some(Live {
        outputs: outputs(&snapshot, &place),
        spec: snapshot.spec(&place)?.canonical(),
    }))
}

fn outputs(snapshot: &Arc<Snapshot>, place: &Place) -> Outputs {
    let api = &snapshot.api;
    let id = api.id().unwrap_or_default();
    let Place {
        partition, region, ..
    } = place;
    let suffix = match *partition {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    };
    Outputs {
        id: Some(id.to_owned()),
        name: api.name().map(str::to_owned),
        arn: Some(arn(place, id)),
        execution_arn: Some(place.arn("execute-api", id)),
        root_resource_id: snapshot.root().map(str::to_owned),
        url: Some(format!("https://{id}.execute-api.{region}.{suffix}")),
    }
}

/// The ARN by which an API is managed. It has no account in it.
pub(super) fn arn(place: &Place, id: &str) -> String {
    let Place {
        partition, region, ..
    } = place;
    format!("arn:{partition}:apigateway:{region}::/restapis/{id}")
}

impl Snapshot {
    /// Id of the path `/`.
    pub(super) fn root(&self) -> Option<&str> {
        let mut resources = self.resources.iter();
        let root = resources.find(|resource| resource.path() == Some("/"));
        root.and_then(|root| root.id())
    }
}
