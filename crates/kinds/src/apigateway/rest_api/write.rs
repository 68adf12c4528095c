//! Creates, changes and deletes an API.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_apigateway::types as sdk;

use super::canonical::Concrete;
use super::models;
use super::ownership_record::OwnershipRecord;
use super::path_parameters;
use super::snapshot::Snapshot;
use super::spec::{EndpointType, RestApi, RoutesOfOthers};
use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use crate::apigateway::support::update_tags;
use crate::prelude::*;
use kind::Place;

/// The name of the list of all APIs in the memo. A write makes it stale.
pub(super) const ALL: &str = "REST APIs";

/// A new security policy takes about a quarter of an hour.
const AVAILABLE_LIMIT: Duration = Duration::from_secs(45 * 60);

/// An API on its way from what it is to what it is to be.
pub(super) struct Writer<'a> {
    pub aws: &'a Aws,
    pub id: &'a str,
    pub place: Place,
    pub wanted: &'a RestApi,
    pub live: RestApi,
    /// Where the ids are.
    pub snapshot: Arc<Snapshot>,
    /// The live models that must be re-created.
    pub replaced_models: BTreeSet<String>,
    /// Whether others have something of their own in the API, or may put something there at any time.
    pub is_shared: bool,
    /// Paths of others, which stay.
    pub kept_paths: BTreeSet<String>,
}

/// A request about the API at hand: `about!(self.delete_stage())`.
macro_rules! about {
    ($writer:ident.$operation:ident()) => {
        $writer.aws.api_gateway().$operation().rest_api_id($writer.id)
    };
}
pub(super) use about;

/// Waits while API Gateway brings a change to its endpoints, and refuses others.
pub(super) async fn until_available(
    aws: &Aws,
    id: &str,
    status: Option<&sdk::ApiStatus>,
) -> Result<()> {
    let is_settled = |status: Option<&sdk::ApiStatus>| {
        use sdk::ApiStatus::{Pending, Updating};
        !matches!(status, Some(Pending | Updating))
    };
    if is_settled(status) {
        return Ok(());
    }
    wait_until("the API to be available", AVAILABLE_LIMIT, || async {
        let api = aws.api_gateway().get_rest_api().rest_api_id(id).send().await?;
        Ok(is_settled(api.api_status()).then_some(()))
    })
    .await
}

/// Writes what differs from the API as it was read, if it was.
pub(super) async fn update(
    api: &RestApi,
    aws: &Aws,
    id: &str,
    read: Option<&Arc<Snapshot>>,
) -> Result<()> {
    let gone = || AwsError::new("the API was deleted meanwhile; run again");
    let keeps = api.routes_of_others == RoutesOfOthers::Keep;
    let snapshot = match read {
        Some(snapshot) if !keeps => snapshot.clone(),
        // What others have added since the plan stays as well.
        _ => Snapshot::read(aws, id).await?.ok_or_else(gone)?,
    };
    let writer = match keeps {
        true => {
            let ownership_records = snapshot.ownership_records()?;
            let kept_paths =
                ownership_records.iter().flat_map(OwnershipRecord::needed_paths).collect();
            let own = Arc::new(snapshot.without(&ownership_records));
            let writer = Writer::of(api, aws, id, own, RestApi::canonical)?;
            Writer { is_shared: true, kept_paths, ..writer }
        }
        false => Writer::of(api, aws, id, snapshot, RestApi::canonical)?,
    };
    match writer.import_routes().await? {
        Some(imported) => Writer::of(api, aws, id, imported, RestApi::canonical)?.write().await,
        None => writer.write().await,
    }
}

impl<'a> Writer<'a> {
    /// What brings the API of a snapshot to what is wanted, where nobody else has anything in it. `spelling` is the one
    /// in which `wanted` is written.
    pub(super) fn of(
        wanted: &'a RestApi,
        aws: &'a Aws,
        id: &'a str,
        snapshot: Arc<Snapshot>,
        spelling: fn(RestApi) -> RestApi,
    ) -> Result<Self> {
        let place = aws.place();
        let mut live = spelling(snapshot.spec(&place)?);
        path_parameters::settle(&mut live.routes, &wanted.routes);
        Ok(Self {
            aws,
            id,
            wanted,
            replaced_models: models::replaced(&wanted.models, &live.models),
            live,
            place,
            snapshot,
            is_shared: false,
            kept_paths: BTreeSet::new(),
        })
    }

    async fn write(&self) -> Result<()> {
        self.write_settings().await?;
        let (wanted, live) = self.concrete();
        // None of these refers to another.
        tokio::try_join!(
            self.write_tags(),
            self.write_content(),
            self.write_gateway_responses(&wanted.gateway_responses, &live.gateway_responses),
        )?;
        self.publish().await
    }

    /// Writes the routes and what they refer to. It takes effect with a deployment.
    pub(super) async fn write_content(&self) -> Result<()> {
        let (wanted, live) = self.concrete();
        let changes = self.route_changes(&wanted.routes, &live.routes);
        // What goes makes room: paths may differ in the name of a parameter alone, and a model that is
        // used can be neither deleted nor re-created.
        self.remove_routes(&changes).await?;
        let ((), validators, authorizers) = tokio::try_join!(
            self.write_models(),
            self.write_validators(),
            self.write_authorizers(),
        )?;
        self.write_routes(&changes, &wanted.routes, &live.routes, &authorizers, &validators)
            .await?;
        self.remove_parts().await
    }

    /// What API Gateway is to hold, and what of it is live.
    pub(super) fn concrete(&self) -> (Concrete, Concrete) {
        let (wanted, mut live) = (Concrete::of(self.wanted), Concrete::of(&self.live));
        path_parameters::settle(&mut live.routes, &wanted.routes);
        (wanted, live)
    }

    async fn write_tags(&self) -> Result<()> {
        let path = format!("/restapis/{}", self.id);
        let (wanted, live) = (&self.wanted.tags, &self.live.tags);
        update_tags(self.aws, &path, wanted, live).await?;
        if wanted != live {
            // What a list shows of tags decides whose an API is.
            self.aws.memo().remove(ALL);
        }
        Ok(())
    }

    async fn write_settings(&self) -> Result<()> {
        // A change that was interrupted may still be under way, and AWS accepts no second one meanwhile.
        let mut status = self.snapshot.api.api_status().cloned();
        for patch in self.wanted.patches(&self.live)? {
            until_available(self.aws, self.id, status.as_ref()).await?;
            let request = about!(self.update_rest_api()).set_patch_operations(patch.operations());
            status = request.send().await?.api_status;
        }
        if self.wanted.name != self.live.name {
            self.aws.memo().remove(ALL);
        }
        until_available(self.aws, self.id, status.as_ref()).await
    }
}

impl RestApi {
    /// The calls that turn the settings of a live API into these. AWS does not turn a private API into one
    /// at edges, but one in a region it does.
    fn patches(&self, live: &Self) -> Result<Vec<Patch>> {
        let mut steps = match (live.endpoint_type, self.endpoint_type) {
            (EndpointType::Private, EndpointType::Edge) => {
                let regional = Self {
                    endpoint_type: EndpointType::Regional,
                    vpc_endpoint_ids: BTreeSet::new(),
                    ip_address_type: None,
                    ..live.clone()
                };
                vec![regional.patch(live)?, self.patch(&regional)?]
            }
            _ => vec![self.patch(live)?],
        };
        steps.retain(|patch| !patch.is_empty());
        Ok(steps)
    }

    /// What turns the settings of a live API into these.
    fn patch(&self, live: &Self) -> Result<Patch> {
        let mut patch = Patch::default();
        patch.change("/name", &self.name, &live.name);
        if self.description != live.description {
            patch.or_remove("/description", self.description.clone(), None);
        }
        if self.endpoint_type != live.endpoint_type {
            // The path names the type that goes.
            let path = format!("/endpointConfiguration/types/{}", live.endpoint_type.as_str());
            patch.replace(&path, self.endpoint_type.as_str());
        }
        let addresses = |api: &Self| {
            let usual = || api.endpoint_type.usual_ip_address_type().to_owned();
            api.ip_address_type.clone().unwrap_or_else(usual)
        };
        let path = "/endpointConfiguration/ipAddressType";
        patch.change(path, &addresses(self), &addresses(live));
        patch.append(self.patch_fields(Some(live), "")?);
        Ok(patch)
    }
}
