//! `route53.zone`: a hosted zone, which answers for a domain.

mod spec;
mod vpcs;

use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_route53::operation::get_hosted_zone::GetHostedZoneOutput;
use aws_sdk_route53::types as sdk;
use schemars::JsonSchema;
use serde::Deserialize;

use super::names::{DnsName, plain_id};
use super::{HOSTED_ZONES, NAME, Route53, records};
use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use aws::{tags, whole};
use kind::{
    Abilities, Access, BeforeDelete, Calls, Concern, Data, Facts, Kind, Listed, Live, OnlyWith,
    Place, RequiredPermission,
};

pub use spec::{Outputs, Zone};

/// What identifies a zone: its name, of which AWS accepts several.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub name: DnsName,
}

impl Kind for Zone {
    const NAME: &'static str = "route53.zone";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "records that others have put there, and each record has to be written again",
            follows: "the delegation at the registrar or in the zone above, as a new zone has other name servers",
        }),
        ..Facts::of(Concern::Api)
    };
    const CONSOLE: Console = Console::Page("route53/v2/hostedzones#ListRecordSets/{id}");
    const CALLS: &'static [Calls] = calls::ROUTE53_ZONE;
    const ACCESS: &'static [Access] = &[Access::to(NAME, HOSTED_ZONES).except(&[
        (&["CreateHostedZone", "ListHostedZones"], &["*"]),
        (&["DeleteQueryLoggingConfig"], &["arn:{partition}:route53:::queryloggingconfig/*"]),
    ])];
    const DEMANDS: &'static [RequiredPermission] =
        &[RequiredPermission::these("vpcs", &["ec2:DescribeVpcs"], &["*"])];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith::of(&["force_destroy"], &["ChangeResourceRecordSets", "ListResourceRecordSets"]),
        OnlyWith::of(&["query_log_group"], &["CreateQueryLoggingConfig"]),
        OnlyWith::of(&["vpcs"], &["AssociateVPCWithHostedZone", "DisassociateVPCFromHostedZone"]),
    ];
    const KNOWN_BY: &'static str = "its id, such as `Z0123456789ABCDEFGHIJ`";
    const IMPACT_WHILE_ABSENT: &'static str = "names in it are not found";
    const ABILITIES: Abilities<Self> = Abilities::NONE.runs_before_delete().listed();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = Details;

    fn predict(identity: &Identity, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.as_str().to_owned()), ..Outputs::default() }
    }

    fn created_outputs(identity: &Identity, id: &str, place: &Place) -> Outputs {
        let (id, arn) = (Some(id.to_owned()), Some(arn(place, id)));
        Outputs { id, arn, ..Self::predict(identity, place) }
    }

    fn check(&self, findings: &mut Findings) {
        spec::check(self, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let is_moved = self.vpcs.is_empty() != live.vpcs.is_empty();
        consequences! { consequences;
            refuse "vpcs" if is_moved =>
                "AWS makes no private zone of a public one, and none the other way round",
                "write another resource for the other zone";
            interrupt "vpcs" if !is_moved && live.vpcs.difference(&self.vpcs).next().is_some() =>
                "machines in the VPCs that leave do not find its names any more";
        }
    }

    async fn find(aws: &Aws, identity: &Identity, _: &Tags) -> Result<Vec<String>> {
        let zones = aws.memo().get_or_try_init(ZONES, || zones(aws)).await?;
        let named = zones.iter().filter(|zone| DnsName::new(zone.name()) == identity.name);
        Ok(named.map(|zone| plain_id(zone.id()).to_owned()).collect())
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let zone = async { Ok(aws.route53().get_hosted_zone().id(id).send().await?) };
        let parts = async { tokio::try_join!(read_tags(aws, id), logging(aws, id)) };
        let Some((zone, (tags, logging))) = whole(zone, parts).await? else {
            return Ok(None);
        };
        let servers = zone.delegation_set().map(|set| set.name_servers().to_vec());
        let servers = servers.unwrap_or_default();
        let vpcs = vpcs::of(zone.vpcs(), aws.region());
        let delegation_set = zone.delegation_set().and_then(|set| set.id());
        let delegation_set = delegation_set.map(|id| plain_id(id).to_owned());
        let live = aws::read::<GetHostedZoneOutput, Self>(zone.hosted_zone)?;
        Ok(live.map(|spec| {
            let outputs = Outputs {
                id: Some(id.to_owned()),
                arn: Some(arn(&aws.place(), id)),
                name: Some(spec.name.as_str().to_owned()),
                name_servers: non_empty(Some(servers.join(","))),
                name_server_1: servers.first().cloned(),
                name_server_2: servers.get(1).cloned(),
                name_server_3: servers.get(2).cloned(),
                name_server_4: servers.get(3).cloned(),
            };
            let (logging, group) = logging.unzip();
            let spec = Self { vpcs, delegation_set, query_log_group: group, tags, ..spec };
            Live { spec, outputs, details: Details { logging } }
        }))
    }

    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        optional(read_tags(aws, id).await)
    }

    /// AWS accepts no tags with the creation, so they follow at once. Further VPCs are left to the update.
    async fn create(&self, aws: &Aws) -> Result<String> {
        let first = self.vpcs.first().map(|vpc| vpc.to_sdk(aws.region()));
        let config = sdk::HostedZoneConfig::builder().set_comment(self.comment.clone());
        let request = aws.route53().create_hosted_zone().name(self.name.as_str());
        let request = request
            .caller_reference(reference())
            .hosted_zone_config(config.private_zone(first.is_some()).build())
            .set_vpc(first)
            .set_delegation_set_id(self.delegation_set.clone());
        let created = request.send().await?;
        aws.memo().remove(ZONES);
        let id = member(created, "HostedZone", |created| created.hosted_zone)?.id;
        let id = plain_id(&id).to_owned();
        write_tags(aws, &id, &self.tags, &Tags::new()).await?;
        Ok(id)
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let Live { spec: live, details, .. } = live;
        let route53 = aws.route53();
        if self.comment != live.comment {
            let comment = self.comment.clone().unwrap_or_default();
            route53.update_hosted_zone_comment().id(id).comment(comment).send().await?;
        }
        vpcs::update(aws, id, &self.vpcs, &live.vpcs).await?;
        if self.query_log_group != live.query_log_group {
            // A zone has one, and AWS changes none.
            stop_logging(aws, details.logging.as_deref()).await?;
            if let Some(group) = &self.query_log_group {
                let request = route53.create_query_logging_config().hosted_zone_id(id);
                request.cloud_watch_logs_log_group_arn(format!("{group}:*")).send().await?;
            }
        }
        if self.accelerated_recovery != live.accelerated_recovery {
            let request = route53.update_hosted_zone_features().hosted_zone_id(id);
            request.enable_accelerated_recovery(self.accelerated_recovery).send().await?;
        }
        write_tags(aws, id, &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let Some(logging) = optional(logging(aws, id).await)? else {
            return Ok(());
        };
        stop_logging(aws, logging.as_ref().map(|(config, _)| config.as_str())).await?;
        let outcome = aws.route53().delete_hosted_zone().id(id).send().await;
        optional(outcome).map_err(explain_not_empty)?;
        aws.memo().remove(ZONES);
        Ok(())
    }
}

impl Listed for Zone {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let zones = aws.memo().get_or_try_init(ZONES, || zones(aws)).await?;
        Ok(zones.iter().map(|zone| plain_id(zone.id()).to_owned()).collect())
    }
}

impl BeforeDelete for Zone {
    async fn before_delete(&self, aws: &Aws, id: &str) -> Result<()> {
        match self.force_destroy.0 {
            true => records::delete_all(aws, id, &self.name).await,
            false => Ok(()),
        }
    }
}

/// What an update needs besides the spec.
#[derive(Clone, Default)]
pub struct Details {
    /// Id of what logs the queries.
    logging: Option<String>,
}

/// The name of the list of all zones of the account, which is read once a run.
const ZONES: &str = "route53 zones";

async fn zones(aws: &Aws) -> Result<Vec<sdk::HostedZone>> {
    Ok(items!(aws.route53().list_hosted_zones()))
}

fn arn(place: &Place, id: &str) -> String {
    format!("arn:{}:route53:::hostedzone/{id}", place.partition)
}

/// The id of what logs the zone's queries, and the log group.
async fn logging(aws: &Aws, id: &str) -> Result<Option<(String, String)>> {
    let request = aws.route53().list_query_logging_configs().hosted_zone_id(id);
    let configs = request.send().await?.query_logging_configs.into_iter();
    // AWS gives the ARN back as it was given, with `:*` for the group's streams or without.
    let mut configs = configs.map(|config| {
        let group = config.cloud_watch_logs_log_group_arn;
        (config.id, group.trim_end_matches(":*").to_owned())
    });
    Ok(configs.next())
}

async fn stop_logging(aws: &Aws, config: Option<&str>) -> Result<()> {
    match config {
        Some(config) => {
            deleted(aws.route53().delete_query_logging_config().id(config).send().await)
        }
        None => Ok(()),
    }
}

async fn read_tags(aws: &Aws, id: &str) -> Result<Tags> {
    let kind = sdk::TagResourceType::Hostedzone;
    let request = aws.route53().list_tags_for_resource().resource_type(kind).resource_id(id);
    let set = member(request.send().await?, "ResourceTagSet", |answer| answer.resource_tag_set)?;
    let tags = set.tags.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default()))))
}

/// A call takes up to ten tags to set and ten to remove.
async fn write_tags(aws: &Aws, id: &str, wanted: &Tags, live: &Tags) -> Result<()> {
    const MOST: usize = 10;
    let Some(changes) = tags::changes(wanted, live) else {
        return Ok(());
    };
    let request = || {
        let kind = sdk::TagResourceType::Hostedzone;
        aws.route53().change_tags_for_resource().resource_type(kind).resource_id(id)
    };
    for keys in changes.remove.chunks(MOST) {
        request().set_remove_tag_keys(Some(keys.to_vec())).send().await?;
    }
    let tag = |(key, value)| sdk::Tag::builder().key(key).value(value).build();
    let set: Vec<sdk::Tag> = changes.set.into_iter().map(tag).collect();
    for tags in set.chunks(MOST) {
        request().set_add_tags(Some(tags.to_vec())).send().await?;
    }
    Ok(())
}

/// A word that no other request of the account has had.
fn reference() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("diatonic-{:x}", since.as_nanos())
}

fn explain_not_empty(error: AwsError) -> AwsError {
    if !error.has_code("HostedZoneNotEmpty") {
        return error;
    }
    let message =
        "the zone has records that are not ours; `force_destroy: true` deletes all that is in it";
    AwsError { message: message.to_owned(), ..error }
}
