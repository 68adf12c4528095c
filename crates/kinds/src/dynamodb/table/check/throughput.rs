//! The rules between the throughputs of a table and of its indexes.

use super::super::types::{
    Capacity, GlobalIndex, MaximumThroughput, Scaling, Table, Units, WarmThroughput,
};
use crate::prelude::*;

/// What everything on demand can serve from the start.
const WARM_FROM_THE_START: WarmThroughput = WarmThroughput { read: 12_000, write: 4_000 };

pub fn check(table: &Table, findings: &mut Findings) {
    let throughput = Throughput {
        at: Path::root(),
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
    let at = Path::field("global_secondary_indexes").key(name);
    let on_demand = table.capacity.is_none();
    rules! { findings, at;
        Error if !on_demand && index.capacity.is_none() =>
            format!("the index `{name}` has no capacity"),
            "the indexes of a table with provisioned capacity have one of their own",
            "add `capacity: { read: …, write: … }` to the index";
        Error "capacity" if on_demand && index.capacity.is_some() =>
            format!("the index `{name}` has capacity, and the table is on demand"),
            "a table and its indexes are provisioned together, or on demand together",
            "omit `capacity`, or give the table one too";
    }
    let throughput = Throughput {
        at,
        capacity: index.capacity.as_ref(),
        maximum: index.maximum_throughput.as_ref(),
        warm: index.warm_throughput.as_ref(),
    };
    throughput.check(on_demand, findings);
}

/// The throughputs of the table or of an index.
struct Throughput<'a> {
    /// Where they stand.
    at: Path,
    capacity: Option<&'a Capacity>,
    maximum: Option<&'a MaximumThroughput>,
    warm: Option<&'a WarmThroughput>,
}

impl Throughput<'_> {
    fn check(&self, on_demand: bool, findings: &mut Findings) {
        let units = self.capacity.map(|it| [("read", &it.read), ("write", &it.write)]);
        for (field, units) in units.into_iter().flatten() {
            if let Units::Scaled(Scaling { minimum, maximum, .. }) = units {
                rules! { findings, self.at.key("capacity").key(field);
                    Error "maximum" if minimum > maximum =>
                        "the maximum is less than the minimum",
                        format!("{minimum} to {maximum} leaves nothing to scale"),
                        "exchange them";
                }
            }
        }
        if let Some(maximum) = self.maximum {
            rules! { findings, self.at;
                Warning "maximum_throughput" if !on_demand =>
                    "provisioned capacity takes no maximum",
                    "a maximum limits what is on demand; provisioned capacity is its own limit",
                    "omit `maximum_throughput`, or remove `capacity`";
                Warning "maximum_throughput" if maximum.read.is_none() && maximum.write.is_none() =>
                    "this limits nothing",
                    "neither `read` nor `write` is given",
                    "give one, or omit `maximum_throughput`";
            }
        }
        if let Some(warm) = self.warm {
            let least = self.least_warm();
            for (field, units, least) in
                [("read", warm.read, least.read), ("write", warm.write, least.write)]
            {
                rules! { findings, self.at.key("warm_throughput").key(field);
                    Warning if units < least =>
                        format!("{units} is less than what is warm by itself"),
                        format!("AWS accepts {least} or more here"),
                        "raise it, or omit `warm_throughput`";
                }
            }
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
}
