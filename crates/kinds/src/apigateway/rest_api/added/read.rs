//! What of an API was added under a name.

use aws::Place;

use super::guest::Guest;
use super::spec::{Outputs, RestApiRoutes, parts};
use crate::apigateway::rest_api::deployment;
use crate::apigateway::rest_api::ledger::Ledger;
use crate::prelude::*;
use kind::Live;

pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<RestApiRoutes>>> {
    let (api, name) = parts(id)?;
    let Some(guest) = Guest::read(aws, api, name).await? else {
        return Ok(None);
    };
    let Some(ledger) = &guest.own else {
        return Ok(None);
    };
    let place = aws.place();
    let spec = spec(&guest, ledger, &place)?;
    let live = Live::new(Outputs::of(api, name, &place), spec);
    Ok(Some(Live { details: Some(guest.snapshot.clone()), ..live }))
}

/// What is live of what a ledger names.
fn spec(guest: &Guest<'_>, ledger: &Ledger, place: &Place) -> Result<RestApiRoutes> {
    let live = guest.snapshot.only(ledger).spec(place)?;
    let mut spec = RestApiRoutes {
        api: guest.api.to_owned(),
        name: ledger.name.clone(),
        models: live.models,
        request_validators: live.request_validators,
        authorizers: live.authorizers,
        routes: live.routes,
        stages: BTreeSet::new(),
        take_existing: false,
        tags: ledger.tags.clone(),
    }
    .canonical()?;
    spec.authorizers.retain(|name, _| ledger.authorizers.contains(name));
    spec.request_validators.retain(|name, _| ledger.request_validators.contains(name));
    let content = content(&spec)?;
    let stages = ledger.stages.iter().filter(|(stage, deployed)| {
        deployed.content == content && guest.snapshot.shows_since(stage, deployed.since)
    });
    let stages = stages.map(|(stage, _)| stage.clone()).collect();
    Ok(RestApiRoutes { stages, ..spec })
}

/// The hash of all that takes effect with a deployment.
pub(super) fn content(routes: &RestApiRoutes) -> Result<String> {
    Ok(deployment::hash(&routes.alone()?))
}
