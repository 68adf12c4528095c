//! A record and its parts, and how AWS spells them.

use std::fmt;

use aws_sdk_route53::types as sdk;

use super::values::RecordValue;
use crate::prelude::*;
use crate::route53::names::DnsName;

/// What Route 53 answers for a name: values, or the addresses of something of AWS's (an alias). Of several records
/// with one name and type, which differ in `set_identifier`, a routing policy chooses: `weight`, `failover`,
/// `geolocation`, `geoproximity`, `latency_region`, `multivalue` or `cidr`.
#[spec(sdk::ResourceRecordSet)]
pub struct Record {
    /// Id of the hosted zone in which the record stands.
    #[field(required, create_only, not_in_answer)]
    #[schemars(regex(pattern = r"^[A-Z0-9]{1,32}$"))]
    pub zone: String,
    /// The whole name, such as `www.example.com` or `*.example.com`, in the zone's domain.
    #[field(required, create_only, value_only, length = 1..=1024)]
    pub name: DnsName,
    /// The type: `A`, `AAAA`, `CNAME`, `MX`, `TXT`, …
    #[field(required, create_only, aws = r#type)]
    pub r#type: RecordType,
    /// What tells the record from others of its name and type, 1–128 characters. Only with a routing policy.
    #[field(create_only, value_only, length = 1..=128)]
    pub set_identifier: Option<String>,
    /// Seconds for which others may keep the answer. An alias has none: what it leads to has one.
    #[field(range = 0..=2147483647)]
    pub ttl: Option<i64>,
    /// The values, up to 400: addresses, names, `10 mail.example.com` of type MX, and text without quotes of type TXT,
    /// where 4,000 characters are the most. Their order does not count. A record has `values` or an `alias`.
    #[field(length = ..=400, not_in_answer)]
    pub values: BTreeSet<RecordValue>,
    /// Something of AWS's, or another record of the zone, whose answer this one gives.
    #[field(aws = alias_target)]
    pub alias: Option<Alias>,
    /// How often this record is the answer, in relation to the weights of the others: 0–255. Of 0: never, unless all
    /// are.
    #[field(range = 0..=255)]
    pub weight: Option<i64>,
    /// Whether this record is the answer as long as it is healthy, or when the other is not.
    pub failover: Option<Failover>,
    /// Where those are whom the record is for.
    #[field(aws = geo_location)]
    pub geolocation: Option<Geolocation>,
    /// Where that is what the record leads to: the nearest one is the answer.
    #[field(aws = geo_proximity_location)]
    pub geoproximity: Option<Geoproximity>,
    /// The region of what the record leads to: the one that answers soonest is the answer.
    #[field(aws = region, length = 1..=64)]
    pub latency_region: Option<LatencyRegion>,
    /// Whether the record is one of up to eight that are given together, as far as they are healthy.
    #[field(aws = multi_value_answer, with = crate::forms::unless_default)]
    pub multivalue: bool,
    /// The addresses of those whom the record is for.
    #[field(aws = cidr_routing_config)]
    pub cidr: Option<Cidr>,
    /// Id of the health check without whose success the record is not an answer.
    #[field(aws = health_check_id, length = 1..=64)]
    pub health_check: Option<String>,
}

aws_enum! {
    /// The type of a record.
    RecordType = sdk::RrType {
        A = "A",
        Aaaa = "AAAA",
        Caa = "CAA",
        Cname = "CNAME",
        Ds = "DS",
        Https = "HTTPS",
        Mx = "MX",
        Naptr = "NAPTR",
        Ns = "NS",
        Ptr = "PTR",
        Soa = "SOA",
        Spf = "SPF",
        Srv = "SRV",
        Sshfp = "SSHFP",
        Svcb = "SVCB",
        Tlsa = "TLSA",
        Txt = "TXT",
    }
    /// When a record is the answer.
    Failover = sdk::ResourceRecordSetFailover {
        /// As long as it is healthy.
        Primary = "PRIMARY",
        /// When the other is not.
        Secondary = "SECONDARY",
    }
}

/// What an alias leads to.
#[spec(sdk::AliasTarget)]
pub struct Alias {
    /// DNS name of the target, such as that of a load balancer, a distribution or a domain of API Gateway.
    #[field(required, length = 1..=1024, aws = dns_name)]
    pub name: DnsName,
    /// Id of the hosted zone in which AWS has that name: an output of the target. Of another record of the same zone,
    /// the zone's own.
    #[field(required, aws = hosted_zone_id)]
    #[schemars(regex(pattern = r"^[A-Z0-9]{1,32}$"))]
    pub zone: String,
    /// Whether the record is not an answer while its target is not healthy. Absent: no.
    pub evaluate_target_health: bool,
}

/// Where those are whom a record is for: a continent, a country, or a part of one.
#[spec(sdk::GeoLocation)]
pub struct Geolocation {
    /// `AF`, `AN`, `AS`, `EU`, `OC`, `NA` or `SA`.
    #[field(one_of = ["AF", "AN", "AS", "EU", "OC", "NA", "SA"], aws = continent_code)]
    pub continent: Option<String>,
    /// Two capitals, such as `DE`; `*` for whoever is in none of the others' places.
    #[field(pattern = r"^([A-Z]{2}|\*)$", aws = country_code)]
    pub country: Option<String>,
    /// A state of the US, or a region of Ukraine.
    #[field(pattern = r"^[A-Z0-9]{1,3}$", aws = subdivision_code)]
    pub subdivision: Option<String>,
}

/// Where that is what a record leads to: a region, a local zone, or a point.
#[spec(sdk::GeoProximityLocation)]
pub struct Geoproximity {
    /// A region of AWS's.
    #[field(length = 1..=64, aws = aws_region)]
    pub region: Option<String>,
    /// A group of local zones, such as `us-east-1-bue-1`.
    #[field(length = 1..=64)]
    pub local_zone_group: Option<String>,
    /// A point on Earth.
    pub coordinates: Option<Coordinates>,
    /// How far its surroundings reach: more of it above 0, less below.
    #[field(range = -99..=99, aws = bias)]
    pub bias: Option<i32>,
}

/// A point on Earth, with two decimal places at most.
#[spec(sdk::Coordinates)]
pub struct Coordinates {
    /// Degrees north of the equator, such as `49.22`; negative ones are south.
    #[field(required, pattern = r"^-?[0-9]{1,2}(\.[0-9]{0,2})?$")]
    pub latitude: String,
    /// Degrees east of Greenwich, such as `-74.01`; negative ones are west.
    #[field(required, pattern = r"^-?[0-9]{1,3}(\.[0-9]{0,2})?$")]
    pub longitude: String,
}

/// Addresses of those whom a record is for.
#[spec(sdk::CidrRoutingConfig)]
pub struct Cidr {
    /// Id of the CIDR collection.
    #[field(required, length = 1..=64, aws = collection_id)]
    pub collection: String,
    /// Name of its location; `*` for whoever is in none.
    #[field(required, pattern = r"^[0-9A-Za-z_\-*]{1,16}$", aws = location_name)]
    pub location: String,
}

/// A region by its name.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(transparent)]
#[schemars(inline)]
pub struct LatencyRegion(pub String);

impl Field for LatencyRegion {
    type Aws = sdk::ResourceRecordSetRegion;

    fn of(aws: Option<Self::Aws>) -> Result<Option<Self>> {
        Ok(aws.map(|region| Self(region.as_str().to_owned())))
    }

    fn to_aws(&self) -> Result<Option<Self::Aws>> {
        Ok(Some(self.0.as_str().into()))
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

outputs! {
    /// The whole name, without a dot at the end.
    name,
}
