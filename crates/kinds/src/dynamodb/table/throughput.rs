//! The three throughputs of a table and of its indexes: provisioned, maximum on demand, and warm.

use aws_sdk_dynamodb::types::{
    BillingMode, GlobalSecondaryIndexDescription, OnDemandThroughput, ProvisionedThroughput,
    ProvisionedThroughputDescription, TableDescription,
};

use super::types::{Capacity, MaximumThroughput, WarmThroughput};
use crate::prelude::*;

/// Capacity units that are provisioned now; none for what is on demand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Provisioned {
    pub read: Option<i64>,
    pub write: Option<i64>,
}

impl Provisioned {
    pub fn of_table(table: &TableDescription) -> Self {
        Self::of(table.provisioned_throughput())
    }

    /// Those of an index, if the table has it.
    pub fn of_index(table: &TableDescription, name: &str) -> Self {
        Self::of(index(table, name).and_then(|index| index.provisioned_throughput()))
    }

    /// On demand, DynamoDB reports zero units.
    fn of(throughput: Option<&ProvisionedThroughputDescription>) -> Self {
        let given = |units: Option<i64>| units.filter(|units| *units > 0);
        Self {
            read: given(throughput.and_then(|throughput| throughput.read_capacity_units)),
            write: given(throughput.and_then(|throughput| throughput.write_capacity_units)),
        }
    }
}

pub fn index<'a>(
    table: &'a TableDescription,
    name: &str,
) -> Option<&'a GlobalSecondaryIndexDescription> {
    let mut indexes = table.global_secondary_indexes().iter();
    indexes.find(|index| index.index_name() == Some(name))
}

/// A table that was never on demand has no summary.
pub fn is_on_demand(table: &TableDescription) -> bool {
    table.billing_mode_summary().and_then(|summary| summary.billing_mode())
        == Some(&BillingMode::PayPerRequest)
}

impl Capacity {
    /// What to send to a table or index that has `current` units now, if it is another number: DynamoDB refuses to
    /// set what is set. Nothing on demand.
    pub fn change(
        capacity: Option<&Self>,
        current: Provisioned,
    ) -> Result<Option<ProvisionedThroughput>> {
        let Some(Self { read, write }) = capacity else {
            return Ok(None);
        };
        let (read, write) = (read.number(current.read), write.number(current.write));
        if current == (Provisioned { read: Some(read), write: Some(write) }) {
            return Ok(None);
        }
        let request = ProvisionedThroughput::builder().read_capacity_units(read);
        Ok(Some(request.write_capacity_units(write).build()?))
    }

    /// What to send to something new.
    pub fn initial(capacity: Option<&Self>) -> Result<Option<ProvisionedThroughput>> {
        Self::change(capacity, Provisioned::default())
    }
}

/// How DynamoDB writes "no limit".
const UNLIMITED: i64 = -1;

impl MaximumThroughput {
    /// What to send to set these limits, and to remove all others.
    pub fn change(limits: Option<&Self>) -> OnDemandThroughput {
        let limits = limits.cloned().unwrap_or_default();
        OnDemandThroughput::builder()
            .max_read_request_units(limits.read.unwrap_or(UNLIMITED))
            .max_write_request_units(limits.write.unwrap_or(UNLIMITED))
            .build()
    }

    pub fn read(limits: Option<&OnDemandThroughput>) -> Option<Self> {
        let given = |units: Option<i64>| units.filter(|units| *units != UNLIMITED);
        let read = given(limits?.max_read_request_units);
        let write = given(limits?.max_write_request_units);
        (read.is_some() || write.is_some()).then_some(Self { read, write })
    }
}

impl WarmThroughput {
    pub fn read((read, write): (Option<i64>, Option<i64>)) -> Option<Self> {
        let (read, write) = (read?, write?);
        (read > 0 && write > 0).then_some(Self { read, write })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dynamodb::table::types::{Scaling, Units};

    fn scaled(minimum: i32, maximum: i32) -> Units {
        Units::Scaled(Scaling {
            minimum,
            maximum,
            target_utilization: 70.0,
            scale_in_cooldown: 0,
            scale_out_cooldown: 0,
            disable_scale_in: false,
        })
    }

    proptest! {
        #[test]
        fn scaled_units_stay_within_their_bounds(
            minimum in 1..1000i32,
            span in 0..1000i32,
            current in prop::option::of(1..5000i64),
        ) {
            let maximum = minimum + span;
            let number = scaled(minimum, maximum).number(current);
            prop_assert!((i64::from(minimum)..=i64::from(maximum)).contains(&number));
            if let Some(current) = current && (minimum.into()..=maximum.into()).contains(&current) {
                prop_assert_eq!(number, current, "what lies within is left alone");
            }
        }

        #[test]
        fn limits_read_as_they_were_sent(
            read in prop::option::of(1..5000i64),
            write in prop::option::of(1..5000i64),
        ) {
            let limits = MaximumThroughput { read, write };
            let found = MaximumThroughput::read(Some(&MaximumThroughput::change(Some(&limits))));
            let expected = (read.is_some() || write.is_some()).then_some(limits);
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn units_that_are_set_already_are_not_sent() {
        let capacity = Capacity { read: Units::Fixed(5), write: scaled(1, 9) };
        let current = |read, write| Provisioned { read: Some(read), write: Some(write) };
        assert_eq!(Capacity::change(Some(&capacity), current(5, 7)).unwrap(), None);
        let sent = Capacity::change(Some(&capacity), current(4, 20)).unwrap().unwrap();
        assert_eq!((sent.read_capacity_units(), sent.write_capacity_units()), (5, 9));
    }
}
