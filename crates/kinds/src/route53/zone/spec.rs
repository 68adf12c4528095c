//! A zone, and how AWS spells it.

use aws_sdk_route53::types as sdk;

use super::vpcs::Vpc;
use crate::conversions::conversions;
use crate::prelude::*;
use crate::route53::names::DnsName;
use language::value::Instruction;

/// A hosted zone of Route 53, which answers for a domain and what is below it: to everybody, or inside some VPCs
/// alone. Its records are objects of their own (`route53.record`), which several stacks may put into it.
#[spec(sdk::HostedZone)]
#[inside(config = sdk::HostedZoneConfig)]
pub struct Zone {
    /// The domain, such as `example.com`. Several zones may have the same.
    #[field(required, create_only, value_only, length = 1..=1024)]
    pub name: DnsName,
    /// What the zone is for. Up to 256 characters.
    #[field(value_only, length = 1..=256, aws = config.comment)]
    pub comment: Option<String>,
    /// The VPCs in which the zone answers; then it is private. Absent: it answers everybody.
    #[field(not_in_answer, not_in_request)]
    pub vpcs: BTreeSet<Vpc>,
    /// Id of a reusable delegation set, whose name servers the zone gets. Absent: AWS chooses four for the zone.
    #[field(create_only, not_in_answer, not_in_request)]
    #[schemars(regex(pattern = r"^[A-Z0-9]{1,32}$"))]
    pub delegation_set: Option<String>,
    /// ARN of the log group in us-east-1 that gets a line for each query. CloudWatch Logs has to let
    /// `route53.amazonaws.com` write there. Absent: no queries are logged.
    #[field(not_in_answer, not_in_request)]
    #[schemars(regex(pattern = r"^arn:aws[a-z-]*:logs:us-east-1:[0-9]{12}:log-group:[^:*]+$"))]
    pub query_log_group: Option<String>,
    /// Whether records can be changed within an hour even where us-east-1 is down. Only for public zones. Absent: no.
    #[field(aws = features, with = accelerated)]
    pub accelerated_recovery: bool,
    /// Whether all records are deleted with the zone when it is to be deleted, whoever has made them. Absent: no, and
    /// AWS refuses to delete a zone that has some.
    #[field(not_in_answer, not_in_request)]
    pub force_destroy: Instruction<bool>,
    /// Tags of the zone.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

conversions! {
    accelerated: bool, sdk::HostedZoneFeatures {
        |said| {
            use sdk::AcceleratedRecoveryStatus::{Enabled, Enabling, EnablingHostedZoneLocked};
            let status = said.and_then(|features| features.accelerated_recovery_status);
            status.map(|status| [Enabled, Enabling, EnablingHostedZoneLocked].contains(&status))
        },
        |_value| None,
    }
}

outputs! {
    /// Id of the zone.
    id,
    /// ARN of the zone.
    arn,
    /// The domain, without a dot at the end.
    name,
    /// The four name servers of a public zone, with commas between them, for the delegation at the registrar.
    name_servers,
    /// The first of them, as a value of the record that delegates the domain in the zone above.
    name_server_1,
    /// The second of them.
    name_server_2,
    /// The third of them.
    name_server_3,
    /// The fourth of them.
    name_server_4,
}

/// AWS's rules that concern more than one field (API reference of CreateHostedZone and CreateQueryLoggingConfig).
pub(super) fn check(zone: &Zone, findings: &mut Findings) {
    let is_private = !zone.vpcs.is_empty();
    rules! { findings;
        Error "delegation_set" if is_private && zone.delegation_set.is_some() =>
            "a private zone has no delegation set",
            "nobody outside its VPCs asks its name servers",
            "remove `delegation_set` or `vpcs`";
        Error "query_log_group" if is_private && zone.query_log_group.is_some() =>
            "AWS logs the queries of public zones alone",
            "a private zone is asked by the resolvers of its VPCs, which have logs of their own",
            "remove `query_log_group`, or log the queries of the VPCs";
        Error "accelerated_recovery" if is_private && zone.accelerated_recovery =>
            "a private zone has no accelerated recovery",
            "AWS has it for public zones",
            "remove `accelerated_recovery`";
    }
}
