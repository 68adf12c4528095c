//! Finds and reads an API.

use std::sync::Arc;

use aws_sdk_apigateway::types as sdk;

use super::snapshot::Snapshot;
use super::spec::{Outputs, RestApi};
use crate::apigateway::ApiGateway;
use crate::apigateway::support::{arn, is_ours, items, ours_or_all};
use aws::Aws;
use aws::tags::{self, Tags};
use kind::{Live, Place, Result};

/// The name of the list of all APIs in the memo.
const ALL: &str = "REST APIs";

/// The APIs that have this name or our tags, as the name may have changed since; if some have our tags,
/// these alone.
pub(super) async fn find(aws: &Aws, name: &str, ownership: &Tags) -> Result<Vec<String>> {
    let all = aws.memo().once(ALL, || all(aws)).await?;
    let candidates = all.iter().filter_map(|api| {
        let tags = tags::from_aws(api.tags().cloned().unwrap_or_default());
        let is_candidate = api.name() == Some(name) || is_ours(&tags, ownership);
        is_candidate.then_some((api.id.clone()?, api.tags.clone()))
    });
    Ok(ours_or_all(candidates, ownership))
}

async fn all(aws: &Aws) -> Result<Vec<sdk::RestApi>> {
    Ok(items!(aws.api_gateway().get_rest_apis()))
}

/// The list of all APIs is no longer true.
pub(super) fn forget_all(aws: &Aws) {
    aws.memo().forget(ALL);
}

/// Eight calls, however many routes there are (up to 500 paths), and one for each deployment that is shown
/// and not ours.
pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<RestApi>>> {
    let Some(snapshot) = Snapshot::read(aws, id).await? else {
        return Ok(None);
    };
    let place = aws.place();
    let live = Live::new(outputs(&snapshot, &place), snapshot.spec(&place)?.canonical());
    Ok(Some(Live { details: Some(snapshot), ..live }))
}

fn outputs(snapshot: &Arc<Snapshot>, place: &Place) -> Outputs {
    let api = &snapshot.api;
    let id = api.id().unwrap_or_default();
    let Place { partition, region, .. } = place;
    let suffix = match *partition {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    };
    Outputs {
        id: Some(id.to_owned()),
        name: api.name().map(str::to_owned),
        arn: Some(arn(place, &format!("/restapis/{id}"))),
        execution_arn: Some(place.arn("execute-api", id)),
        root_resource_id: snapshot.root().map(str::to_owned),
        url: Some(format!("https://{id}.execute-api.{region}.{suffix}")),
    }
}

impl Snapshot {
    /// Id of the path `/`.
    pub(super) fn root(&self) -> Option<&str> {
        let mut resources = self.resources.iter();
        let root = resources.find(|resource| resource.path() == Some("/"));
        root.and_then(|root| root.id())
    }
}
