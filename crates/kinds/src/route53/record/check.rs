//! AWS's rules of a record that concern more than one field (API reference of `ResourceRecordSet`).

use super::spec::{Failover, Geolocation, Geoproximity, Record, RecordType};
use crate::prelude::*;

pub(super) fn check(record: &Record, findings: &mut Findings) {
    let Record { alias, values, ttl, r#type: kind, .. } = record;
    let policies = policies(record);
    let is_only = matches!(kind, RecordType::Cname | RecordType::Soa);
    let is_of_zone = matches!(kind, RecordType::Ns | RecordType::Soa);
    rules! { findings;
        Error if alias.is_some() != values.is_empty() =>
            "a record has `values` or an `alias`",
            "it answers with the one or the other",
            "write one of them";
        Error "ttl" if alias.is_some() && ttl.is_some() =>
            "an alias has no `ttl`",
            "others keep its answer as long as that of its target",
            "remove `ttl`";
        Error "ttl" if alias.is_none() && ttl.is_none() =>
            "the record has no `ttl`",
            "AWS has no value of its own for it",
            "write `ttl: 300`, say, for five minutes";
        Error "alias" if alias.is_some() && is_of_zone =>
            format!("a record of type {kind} is not an alias"),
            "it says of the zone itself where it is",
            "write its `values`";
        Error "values" if is_only && values.len() > 1 =>
            format!("a record of type {kind} has one value"),
            "a name leads to one other",
            "keep one of them";
        Error "set_identifier" if policies.is_empty() && record.set_identifier.is_some() =>
            "there is nothing to choose by",
            "several records of one name and type need a routing policy",
            "write `weight` or another of them, or remove `set_identifier`";
        Error "set_identifier" if !policies.is_empty() && record.set_identifier.is_none() =>
            "the record has no `set_identifier`",
            "by it AWS tells the records apart among which it chooses",
            "write one, such as `blue`";
        Error if policies.len() > 1 =>
            format!("a record has one routing policy, and not {}", policies.join(" and ")),
            "AWS chooses by one of them",
            "keep one; others can stand in a record that an alias leads to";
        Error if is_of_zone && !policies.is_empty() =>
            format!("records of type {kind} have no routing policy"),
            "a zone has one of them",
            "remove the policy";
        Error "multivalue" if record.multivalue && (alias.is_some() || *kind == RecordType::Cname) =>
            "neither an alias nor a CNAME is one of several answers",
            "AWS gives several values together",
            "remove `multivalue`";
        Warning "health_check" if policies.is_empty() && record.health_check.is_some() =>
            "the health check decides nothing",
            "a record by itself is the answer whether it is healthy or not",
            "give it a routing policy, or remove `health_check`";
        Warning "failover" if record.failover == Some(Failover::Primary) && !is_checked(record) =>
            "nothing ever fails over",
            "AWS treats a record without a health check as healthy",
            "write `health_check`, or `evaluate_target_health: true` of an alias";
        Warning "type" if *kind == RecordType::Spf =>
            "nobody asks for records of type SPF any more",
            "RFC 7208 has the text in a record of type TXT",
            "write `type: TXT`";
    }
    if let Some(place) = &record.geolocation {
        check_place(place, findings);
    }
    if let Some(place) = &record.geoproximity {
        check_target(place, findings);
    }
}

/// The routing policies that a record has, by their fields.
fn policies(record: &Record) -> Vec<&'static str> {
    let has = [
        ("`weight`", record.weight.is_some()),
        ("`failover`", record.failover.is_some()),
        ("`geolocation`", record.geolocation.is_some()),
        ("`geoproximity`", record.geoproximity.is_some()),
        ("`latency_region`", record.latency_region.is_some()),
        ("`multivalue`", record.multivalue),
        ("`cidr`", record.cidr.is_some()),
    ];
    has.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect()
}

fn is_checked(record: &Record) -> bool {
    record.health_check.is_some()
        || record.alias.as_ref().is_some_and(|alias| alias.evaluate_target_health)
}

fn check_place(place: &Geolocation, findings: &mut Findings) {
    let Geolocation { continent, country, subdivision } = place;
    rules! { findings, Path::field("geolocation");
        Error if continent.is_some() == country.is_some() =>
            "a place is a continent or a country",
            "a country is in its continent anyway",
            "write one of the two";
        Error "subdivision" if subdivision.is_some() && country.is_none() =>
            "a part of a country needs the country",
            "AWS knows those of the US and of Ukraine",
            "write `country: US`, say";
    }
}

fn check_target(place: &Geoproximity, findings: &mut Findings) {
    let said =
        [place.region.is_some(), place.local_zone_group.is_some(), place.coordinates.is_some()];
    rules! { findings, Path::field("geoproximity");
        Error if said.into_iter().filter(|is_said| *is_said).count() != 1 =>
            "a place is a region, a group of local zones, or a point",
            "AWS measures from one of them",
            "write one";
    }
}
