//! Whose an object is that has been read: by its own tags, by those of what it lives in, or by the state.

use super::hosts::Host;
use super::model::ObservedObject;
use super::observer::Observer;
use super::owner::Owner;
use aws::AwsError;
use aws::tags::{self, Tags};
use compiler::{Address, Resource};
use kind::{AnyKind, LiveObject};

impl Observer<'_> {
    /// What a resource is to live in, where the specs say its id and another stack has it.
    pub(super) async fn foreign_host(
        &self,
        resource: &Resource,
    ) -> Result<Option<(Host, String)>, AwsError> {
        let region = &resource.place.region;
        let Some(host) = Host::of(resource.kind, region, &resource.identity.to_value()) else {
            return Ok(None);
        };
        let tags = self.host_tags(&host).await?;
        let owner = host.other_stack(self.stack, self.ownership_state, &tags);
        Ok(owner.filter(|_| !host.is_shared).map(|stack| (host, stack)))
    }

    /// The tags of a host, which mostly is read for what it is itself.
    async fn host_tags(&self, host: &Host) -> Result<Tags, AwsError> {
        if let Some(address) = host.entry(self.state)
            && let Some(Err(_)) = self.find_at(address).await
        {
            // That fails the plan by itself.
            return Ok(Tags::new());
        }
        self.hosts.tags(self.aws, host).await
    }

    /// Whose an object is: by its own tags or, where its kind has none, by those of what it lives in. Something
    /// inside an object of ours that the state knows and knows nothing of was made by somebody else, unless it is
    /// what we have begun to make.
    async fn owner(
        &self,
        address: &Address,
        kind: &dyn AnyKind,
        (region, id): (&str, &str),
        live: &LiveObject,
        in_state: bool,
    ) -> Result<Owner, AwsError> {
        let ownership_state = self.ownership_state;
        let has_begun = ownership_state.intents.contains_key(address)
            || ownership_state.doubts.contains_key(address);
        let is_in_ownership_state = || {
            let entry = ownership_state.resources.get(address);
            entry.is_some_and(|entry| entry.is_of(region, id))
        };
        let is_known = in_state || !kind.is_taggable() && (has_begun || is_in_ownership_state());
        let Some(host) = Host::of(kind, region, &live.spec) else {
            return Ok(Owner::of(self.stack, address, live, is_known));
        };
        let tags = self.host_tags(&host).await?;
        let other = host.other_stack(self.stack, self.ownership_state, &tags);
        let is_anothers = other.is_some();
        if let Some(stack) = other.filter(|_| !host.is_shared) {
            return Ok(Owner::OtherStack { stack, address: None, host: Some(host.id) });
        }
        let is_found_with_its_host =
            !is_anothers && tags.contains_key(tags::STACK) && host.entry(ownership_state).is_none();
        Ok(match is_known || is_found_with_its_host {
            true => Owner::ThisStack,
            false => Owner::Unowned,
        })
    }

    pub async fn read(
        &self,
        address: &Address,
        kind: &dyn AnyKind,
        id: &str,
        region: &str,
        in_state: bool,
    ) -> Result<Option<ObservedObject>, AwsError> {
        let key = (kind.name().to_owned(), region.to_owned(), id.to_owned());
        let live = match self.cached.and_then(|cached| cached.get(&key)) {
            Some(live) => Some(live.clone()),
            None => kind.read(&self.aws.in_region(region), id).await?,
        };
        let Some(live) = live else {
            return Ok(None);
        };
        self.hosts.remember(kind, region, id, &live.spec);
        Ok(Some(ObservedObject {
            id: id.to_owned(),
            region: region.to_owned(),
            owner: self.owner(address, kind, (region, id), &live, in_state).await?,
            live,
        }))
    }
}
