//! The rules between the throughputs of a table and of its indexes.

use super::super::types::{Capacity, GlobalIndex, MaximumThroughput, Table, Units, WarmThroughput};
use kind::Findings;

/// What everything on demand can serve from the start.
const WARM_FROM_THE_START: WarmThroughput = WarmThroughput { read: 12_000, write: 4_000 };

pub fn check(table: &Table, findings: &mut Findings) {
    let throughput = Throughput {
        path: String::new(),
        capacity: table.capacity.as_ref(),
        maximum: table.maximum_throughput.as_ref(),
        warm: table.warm_throughput.as_ref(),
    };
    throughput.check(table.capacity.is_none(), findings);
    for (name, index) in &table.global_secondary_indexes {
        check_index_throughput(table, name, index, findings);
    }
}

fn check_index_throughput(table: &Table, name: &str, index: &GlobalIndex, findings: &mut Findings) {
    let path = format!("global_secondary_indexes[\"{name}\"].");
    match (&table.capacity, &index.capacity) {
        (Some(_), None) => findings.add(
            path.trim_end_matches('.'),
            &format!("the index `{name}` has no capacity"),
            "the indexes of a table with provisioned capacity have one of their own",
            "add `capacity: { read: …, write: … }` to the index",
        ),
        (None, Some(_)) => findings.add(
            &format!("{path}capacity"),
            &format!("the index `{name}` has capacity, and the table is on demand"),
            "a table and its indexes are provisioned together, or on demand together",
            "leave `capacity` away, or give the table one too",
        ),
        _ => {}
    }
    let throughput = Throughput {
        path,
        capacity: index.capacity.as_ref(),
        maximum: index.maximum_throughput.as_ref(),
        warm: index.warm_throughput.as_ref(),
    };
    throughput.check(table.capacity.is_none(), findings);
}

/// The throughputs of the table or of an index.
struct Throughput<'a> {
    /// What the paths of the fields start with.
    path: String,
    capacity: Option<&'a Capacity>,
    maximum: Option<&'a MaximumThroughput>,
    warm: Option<&'a WarmThroughput>,
}

impl Throughput<'_> {
    fn check(&self, on_demand: bool, findings: &mut Findings) {
        if let Some(capacity) = self.capacity {
            self.check_scaling("read", &capacity.read, findings);
            self.check_scaling("write", &capacity.write, findings);
        }
        if let Some(maximum) = self.maximum {
            self.check_maximum(maximum, on_demand, findings);
        }
        if let Some(warm) = self.warm {
            let least = self.least_warm();
            self.check_warm("read", warm.read, least.read, findings);
            self.check_warm("write", warm.write, least.write, findings);
        }
    }

    fn check_scaling(&self, field: &str, units: &Units, findings: &mut Findings) {
        if let Units::Scaled(scaling) = units
            && scaling.minimum > scaling.maximum
        {
            findings.add(
                &format!("{}capacity.{field}.maximum", self.path),
                "the maximum is less than the minimum",
                &format!("{} to {} leaves nothing to scale", scaling.minimum, scaling.maximum),
                "exchange them",
            );
        }
    }

    fn check_maximum(&self, maximum: &MaximumThroughput, on_demand: bool, findings: &mut Findings) {
        let path = format!("{}maximum_throughput", self.path);
        if !on_demand {
            findings.warn(
                &path,
                "provisioned capacity takes no maximum",
                "a maximum limits what is on demand; provisioned capacity is its own limit",
                "leave `maximum_throughput` away, or take `capacity` away",
            );
        }
        if maximum.read.is_none() && maximum.write.is_none() {
            findings.warn(
                &path,
                "this limits nothing",
                "neither `read` nor `write` is given",
                "give one, or leave `maximum_throughput` away",
            );
        }
    }

    /// What is warm by itself.
    fn least_warm(&self) -> WarmThroughput {
        match self.capacity {
            None => WARM_FROM_THE_START,
            Some(capacity) => WarmThroughput {
                read: capacity.read.number(None),
                write: capacity.write.number(None),
            },
        }
    }

    fn check_warm(&self, field: &str, units: i64, least: i64, findings: &mut Findings) {
        if units < least {
            findings.warn(
                &format!("{}warm_throughput.{field}", self.path),
                &format!("{units} is less than what is warm by itself"),
                &format!("AWS takes {least} or more here"),
                "raise it, or leave `warm_throughput` away",
            );
        }
    }
}
