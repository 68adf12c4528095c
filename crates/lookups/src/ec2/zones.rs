//! `availability_zones`: the zones of a region that can be used.

use compiler::lookups::{Asked, Found, From, Needs, Request, TypedSort, unanswered};
use kind::Operations;
use language::schema::Finding;
use language::value::Value;
use schemars::JsonSchema;
use serde::Deserialize;

use super::described;
use super::thing::describes;
use crate::record::Record;

pub static SORT: TypedSort<Zones> = TypedSort::new("availability_zones", OPERATIONS, ask);

const OPERATIONS: &[Operations] = &[describes(&["DescribeAvailabilityZones"])];

/// The availability zones of a region that the account can use, without local zones. Gives the lists `names` and `ids`, in
/// the order of the names.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zones {
    /// The region, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
}

fn ask(_: From<'_>, zones: Zones) -> Result<Asked, Finding> {
    let request = Request::new(zones.region, Needs::of(OPERATIONS), |aws| async move {
        let zones = described(&aws, "DescribeAvailabilityZones", "availabilityZoneInfo").await;
        let zones = zones.map_err(|error| unanswered("", &error))?;
        Ok(found(&zones))
    });
    Ok(Asked::Request(request))
}

fn found(zones: &[Value]) -> Found {
    let usable = zones.iter().map(Record).filter(|zone| {
        let is_zone = zone.text("zoneType").is_none_or(|sort| sort == "availability-zone");
        is_zone && zone.text("zoneState").is_none_or(|state| state == "available")
    });
    let mut usable: Vec<(Value, Value)> =
        usable.map(|zone| (zone.value("zoneName"), zone.value("zoneId"))).collect();
    usable.sort_by(|(one, _), (other, _)| one.as_str().cmp(&other.as_str()));
    let (names, ids): (Vec<Value>, Vec<Value>) = usable.into_iter().unzip();
    Found::of([("names", names.into()), ("ids", ids.into())])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn local_zones_and_those_that_are_down_do_not_count() {
        let zone = |name: &str, sort: &str, state: &str| json!({ "zoneName": name, "zoneId": format!("id-{name}"), "zoneType": sort, "zoneState": state });
        let found = found(&[
            zone("b", "availability-zone", "available"),
            zone("a", "availability-zone", "available"),
            zone("c", "local-zone", "available"),
            zone("d", "availability-zone", "impaired"),
        ]);
        assert_eq!(
            Value::from(found.outputs),
            json!({ "names": ["a", "b"], "ids": ["id-a", "id-b"] })
        );
    }
}
