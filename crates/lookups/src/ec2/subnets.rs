//! `ec2.subnets`: subnets, ordered by zone.

use std::collections::BTreeMap;

use aws::Aws;
use compiler::lookups::{Asked, Candidate, Found, From, Needs, Request, TypedSort};
use kind::Operations;
use language::schema::Finding;
use language::value::{Object, Value};
use schemars::JsonSchema;
use serde::Deserialize;

use super::thing::{Thing, Wanted, arn, describes};
use crate::record::{Record, outputs};

pub static SORT: TypedSort<Subnets> = TypedSort::new("ec2.subnets", OPERATIONS, ask);

const OPERATIONS: &[Operations] = &[describes(&["DescribeSubnets"])];

/// All subnets that fit, of which there must be one at least, ordered by zone and id. Gives the lists `ids`, `zones` and
/// `cidr_blocks`, and `all` with `id`, `arn`, `name`, `zone`, `zone_id`, `vpc_id`, `cidr_block`,
/// `assigns_public_ips`, `available_ips`, `owner_id` and `tags` of each.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subnets {
    /// The id of the VPC that they are in.
    #[serde(default)]
    vpc: Option<String>,
    /// Tags that they have, perhaps among others.
    #[serde(default)]
    #[schemars(extend("x-texts" = true))]
    tags: BTreeMap<String, String>,
    /// The zones that they are in, such as `us-east-2a`.
    #[serde(default)]
    zones: Option<Vec<String>>,
    /// Whether they give what starts in them a public address, or not.
    #[serde(default)]
    assigns_public_ips: Option<bool>,
    /// The region, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
}

fn ask(_: From<'_>, subnets: Subnets) -> Result<Asked, Finding> {
    let region = subnets.region.clone();
    let request = Request::new(region, Needs::of(OPERATIONS), move |aws| {
        let subnets = subnets.clone();
        async move { subnets.found(&aws).await }
    });
    Ok(Asked::Request(request))
}

impl Subnets {
    async fn found(self, aws: &Aws) -> Result<Found, Finding> {
        let is_it = |record: Record<'_>| {
            let zone = record.text("availabilityZone").unwrap_or_default();
            let is_public = record.is("mapPublicIpOnLaunch");
            self.vpc.as_deref().is_none_or(|vpc| record.text("vpcId") == Some(vpc))
                && self.zones.as_ref().is_none_or(|zones| zones.iter().any(|one| one == zone))
                && self.assigns_public_ips.is_none_or(|wanted| wanted == is_public)
        };
        let wanted = Wanted { tags: self.tags.clone(), ..Wanted::default() };
        let (fitting, others) = SUBNET.divided(aws, &wanted, is_it).await?;
        match fitting.is_empty() {
            // A function without subnets is in no VPC: an empty list would move it out unseen.
            true => Err(SUBNET.selection(aws, &wanted, true).none(&others)),
            false => Ok(by_zone(fitting)),
        }
    }
}

/// The lists, in the order of zones and ids.
fn by_zone(mut subnets: Vec<Candidate>) -> Found {
    let zone = |subnet: &Candidate| {
        subnet.outputs.get("zone").and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    subnets.sort_by_cached_key(|subnet| (zone(subnet), subnet.id.clone()));
    let each = |name: &str| {
        let values = subnets.iter().map(|subnet| subnet.outputs.get(name).cloned());
        Value::Array(values.map(Option::unwrap_or_default).collect())
    };
    let mut zones: Vec<Value> = subnets.iter().map(|subnet| zone(subnet).into()).collect();
    zones.dedup();
    let found = Found::of([
        ("ids", each("id")),
        ("zones", zones.into()),
        ("cidr_blocks", each("cidr_block")),
        ("all", subnets.iter().map(|one| Value::Object(one.outputs.clone())).collect()),
    ]);
    Found { objects: subnets.into_iter().filter_map(|subnet| subnet.object).collect(), ..found }
}

const SUBNET: Thing = Thing {
    sort: "ec2.subnets",
    operation: "DescribeSubnets",
    set: "subnetSet",
    id: "subnetId",
    name: None,
    kind: "AWS::EC2::Subnet",
    outputs: outputs_of,
};

fn outputs_of(aws: &Aws, subnet: Record<'_>) -> Object {
    let id = subnet.text("subnetId").unwrap_or_default();
    let own_arn = subnet.text("subnetArn").map(str::to_owned);
    let arn = own_arn.unwrap_or_else(|| arn(aws, subnet.text("ownerId"), &format!("subnet/{id}")));
    let available = subnet.text("availableIpAddressCount").and_then(|count| count.parse().ok());
    outputs([
        ("arn", arn.into()),
        ("zone", subnet.value("availabilityZone")),
        ("zone_id", subnet.value("availabilityZoneId")),
        ("vpc_id", subnet.value("vpcId")),
        ("cidr_block", subnet.value("cidrBlock")),
        ("assigns_public_ips", subnet.is("mapPublicIpOnLaunch").into()),
        ("available_ips", available.map_or(Value::Null, |count: u64| count.into())),
        ("owner_id", subnet.value("ownerId")),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn subnets_come_by_zone_and_then_by_id() {
        let subnet = |id: &str, zone: &str| Candidate {
            outputs: outputs([("id", id.into()), ("zone", zone.into()), ("cidr_block", id.into())]),
            ..Candidate::named(id)
        };
        let found = by_zone(vec![
            subnet("subnet-1", "us-east-2b"),
            subnet("subnet-3", "us-east-2a"),
            subnet("subnet-2", "us-east-2a"),
        ]);
        assert_eq!(found.outputs["ids"], json!(["subnet-2", "subnet-3", "subnet-1"]));
        assert_eq!(found.outputs["zones"], json!(["us-east-2a", "us-east-2b"]));
    }
}
