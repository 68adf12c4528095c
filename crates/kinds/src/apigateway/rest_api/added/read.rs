//! What of an API was added under a name.

use aws::Place;

use super::shared_api::SharedApi;
use super::spec::{Outputs, RestApiRoutes, parts};
use crate::apigateway::rest_api::deployment;
use crate::apigateway::rest_api::ownership_record::OwnershipRecord;
use crate::prelude::*;
use kind::Live;

pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<RestApiRoutes>>> {
    let (api, name) = parts(id)?;
    let Some(shared_api) = SharedApi::read(aws, api, name).await? else {
        return Ok(None);
    };
    let Some(ownership_record) = &shared_api.own else {
        return Ok(None);
    };
    let place = aws.place();
    let spec = spec(&shared_api, ownership_record, &place)?;
    let live = Live::new(Outputs::of(api, name, &place), spec);
    Ok(Some(Live { details: Some(shared_api.snapshot.clone()), ..live }))
}

/// What is live of what an ownership record names.
fn spec(
    shared_api: &SharedApi<'_>,
    ownership_record: &OwnershipRecord,
    place: &Place,
) -> Result<RestApiRoutes> {
    let live = shared_api.snapshot.only(ownership_record).spec(place)?;
    let mut spec = RestApiRoutes {
        api: shared_api.api.to_owned(),
        name: ownership_record.name.clone(),
        models: live.models,
        request_validators: live.request_validators,
        authorizers: live.authorizers,
        routes: live.routes,
        stages: BTreeSet::new(),
        take_existing: false,
        tags: ownership_record.tags.clone(),
    }
    .canonical()?;
    spec.authorizers.retain(|name, _| ownership_record.authorizers.contains(name));
    spec.request_validators.retain(|name, _| ownership_record.request_validators.contains(name));
    let content = content(&spec)?;
    let stages = ownership_record.stages.iter().filter(|(stage, deployed)| {
        deployed.content == content && shared_api.snapshot.shows_since(stage, deployed.since)
    });
    let stages = stages.map(|(stage, _)| stage.clone()).collect();
    Ok(RestApiRoutes { stages, ..spec })
}

/// The hash of all that takes effect with a deployment.
pub(super) fn content(routes: &RestApiRoutes) -> Result<String> {
    Ok(deployment::hash(&routes.alone()?))
}
