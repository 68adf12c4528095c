//! Single objects, by id or by tags instead of by address.

use std::collections::BTreeSet;

use super::model::ObservedObject;
use super::observer::Observer;
use super::owner::Owner;
use aws::{Aws, AwsError};
use compiler::{Resource, Stack};
use state::State;

/// The object of this id, of the kind and in the region of a resource. Whose it is, its tags alone say.
///
/// # Errors
/// AWS does not say whether there is one.
pub async fn read_by_id(
    stack: &Stack,
    aws: &Aws,
    resource: &Resource,
    id: &str,
) -> Result<Option<ObservedObject>, AwsError> {
    let state = State::empty(&stack.environment.identity());
    let observer = Observer::new(stack, &state, aws, &BTreeSet::new());
    let region = &resource.place.region;
    observer.read(&resource.address, resource.kind, id, region, false).await
}

/// The objects that have the tags of a resource, among those that its identity leads to.
///
/// # Errors
/// AWS does not say which there are.
pub async fn find_by_tags(
    stack: &Stack,
    aws: &Aws,
    resource: &Resource,
) -> Result<Vec<ObservedObject>, AwsError> {
    let regional = aws.in_region(&resource.place.region);
    let ownership = stack.ownership(&resource.address);
    let identity = resource.identity.to_value();
    let ids = resource.kind.ids(&regional, identity, &ownership).await?;
    let mut found = Vec::new();
    for id in ids {
        let observed = read_by_id(stack, aws, resource, &id).await?;
        found.extend(observed.filter(|observed| observed.owner == Owner::ThisStack));
    }
    Ok(found)
}
