//! The three throughputs of a table and of its indexes: provisioned, maximum on demand, and warm.

use aws_sdk_dynamodb::types::{
    BillingMode, GlobalSecondaryIndexDescription, GlobalSecondaryIndexUpdate, OnDemandThroughput,
    ProvisionedThroughput, ProvisionedThroughputDescription, TableDescription,
    UpdateGlobalSecondaryIndexAction, WarmThroughput as SdkWarmThroughput,
};

use super::types::{Capacity, GlobalIndex, MaximumThroughput, WarmThroughput};
use crate::aws::Result;

/// Capacity units that are provisioned now; none for what is on demand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Provisioned {
    pub read: Option<i64>,
    pub write: Option<i64>,
}

impl Provisioned {
    pub fn of_table(table: &TableDescription) -> Self {
        Self::from(table.provisioned_throughput())
    }

    /// Those of an index, if the table has it.
    pub fn of_index(table: &TableDescription, name: &str) -> Self {
        let index = index(table, name);
        Self::from(index.and_then(GlobalSecondaryIndexDescription::provisioned_throughput))
    }
}

/// On demand, DynamoDB reports zero units.
impl From<Option<&ProvisionedThroughputDescription>> for Provisioned {
    fn from(throughput: Option<&ProvisionedThroughputDescription>) -> Self {
        let given = |units: Option<i64>| units.filter(|units| *units > 0);
        Self {
            read: given(throughput.and_then(|throughput| throughput.read_capacity_units())),
            write: given(throughput.and_then(|throughput| throughput.write_capacity_units())),
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
    table
        .billing_mode_summary()
        .and_then(|summary| summary.billing_mode())
        == Some(&BillingMode::PayPerRequest)
}

impl Capacity {
    /// What to send to a table or index that has `current` units now.
    pub fn request(&self, current: Provisioned) -> Result<ProvisionedThroughput> {
        Ok(ProvisionedThroughput::builder()
            .read_capacity_units(self.read.number(current.read))
            .write_capacity_units(self.write.number(current.write))
            .build()?)
    }

    /// What to send, if it is another than what is there: DynamoDB refuses to set what is set.
    pub fn change(&self, current: Provisioned) -> Result<Option<ProvisionedThroughput>> {
        let wanted = self.request(current)?;
        let is_same = current.read == Some(wanted.read_capacity_units())
            && current.write == Some(wanted.write_capacity_units());
        Ok((!is_same).then_some(wanted))
    }
}

/// How DynamoDB writes "no limit".
const UNLIMITED: i64 = -1;

impl MaximumThroughput {
    /// What to send to set these limits, or to take all away.
    pub fn request(limits: Option<&Self>) -> OnDemandThroughput {
        let read = limits.and_then(|limits| limits.read);
        let write = limits.and_then(|limits| limits.write);
        OnDemandThroughput::builder()
            .max_read_request_units(read.unwrap_or(UNLIMITED))
            .max_write_request_units(write.unwrap_or(UNLIMITED))
            .build()
    }

    pub fn read(limits: Option<&OnDemandThroughput>) -> Option<Self> {
        let given = |units: Option<i64>| units.filter(|units| *units != UNLIMITED);
        let read = given(limits?.max_read_request_units());
        let write = given(limits?.max_write_request_units());
        (read.is_some() || write.is_some()).then_some(Self { read, write })
    }
}

impl WarmThroughput {
    pub fn request(&self) -> SdkWarmThroughput {
        SdkWarmThroughput::builder()
            .read_units_per_second(self.read)
            .write_units_per_second(self.write)
            .build()
    }

    pub fn read(read: Option<i64>, write: Option<i64>) -> Option<Self> {
        let (read, write) = (read?, write?);
        (read > 0 && write > 0).then_some(Self { read, write })
    }
}

/// Changes one throughput of an index that stays as it is otherwise.
pub fn index_update(
    name: &str,
    change: impl FnOnce(
        aws_sdk_dynamodb::types::builders::UpdateGlobalSecondaryIndexActionBuilder,
    )
        -> aws_sdk_dynamodb::types::builders::UpdateGlobalSecondaryIndexActionBuilder,
) -> Result<GlobalSecondaryIndexUpdate> {
    let action = change(UpdateGlobalSecondaryIndexAction::builder().index_name(name)).build()?;
    Ok(GlobalSecondaryIndexUpdate::builder().update(action).build())
}

impl GlobalIndex {
    /// The capacity to give the index when it is created; nothing on demand.
    pub fn initial_capacity(&self) -> Result<Option<ProvisionedThroughput>> {
        let capacity = self.capacity.as_ref();
        capacity
            .map(|capacity| capacity.request(Provisioned::default()))
            .transpose()
    }
}
