//! Begins with what takes a while and does not wait for AWS: packages are built and packed while objects are read, and side by
//! side.

use futures_util::future::join_all;

use super::context::Context;
use super::planner::Planner;
use super::request::Request;
use crate::observe::Observation;
use compiler::{DeferredOutputs, Resource};
use kind::AnySpec;
use state::State;

/// Makes ready what the selected resources name, as far as nothing of it depends on other objects. What fails here is no
/// error: it fails again where it is needed, which tells where.
pub(super) async fn build_early(context: &Context<'_>, state: &State, request: &Request) {
    let nothing = Observation::default();
    let planner = Planner::new(context, state, &nothing, request);
    let all = context.stack.resources.values().filter(|resource| resource.kind.is_built());
    let all: Vec<_> =
        all.filter_map(|resource| Some((resource, filled(context, resource)?))).collect();
    all.iter().for_each(|(_, spec)| spec.announce(context.workspace));
    let selected =
        all.into_iter().filter(|(resource, _)| planner.selected().contains(&resource.address));
    join_all(
        selected.map(|(_, mut spec)| async move { drop(spec.prepare(context.workspace).await) }),
    )
    .await;
}

/// The spec of a resource without the outputs of others.
fn filled(context: &Context<'_>, resource: &Resource) -> Option<Box<dyn AnySpec>> {
    let evaluation = context.stack.evaluate(resource, &DeferredOutputs).ok()?;
    resource.kind.fill(&evaluation.spec).ok()
}
