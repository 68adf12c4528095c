//! The parts of a table's spec.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;
use aws::tags::Tags;
use language::value::Auto;

/// An attribute of a key. DynamoDB needs no other attribute declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Name of the attribute.
    #[schemars(length(min = 1, max = 255))]
    pub name: String,
    /// `S` for text, `N` for a number, `B` for bytes.
    #[serde(rename = "type")]
    pub kind: KeyType,
}

words! {
    /// What a key attribute holds.
    KeyType = sdk::ScalarAttributeType {
        S = "S",
        N = "N",
        B = "B",
    }
    /// What CloudWatch Contributor Insights watches.
    ContributorInsights = sdk::ContributorInsightsMode {
        AccessedAndThrottledKeys = "ACCESSED_AND_THROTTLED_KEYS",
        ThrottledKeys = "THROTTLED_KEYS",
    }
    /// What a table is made for.
    #[derive(Default)]
    TableClass = sdk::TableClass {
        #[default]
        Standard = "STANDARD",
        StandardInfrequentAccess = "STANDARD_INFREQUENT_ACCESS",
    }
    /// What a record of the stream tells of a changed item.
    StreamView = sdk::StreamViewType {
        KeysOnly = "KEYS_ONLY",
        NewImage = "NEW_IMAGE",
        OldImage = "OLD_IMAGE",
        NewAndOldImages = "NEW_AND_OLD_IMAGES",
    }
    /// How exactly a time is told.
    #[derive(Default)]
    TimestampPrecision = sdk::ApproximateCreationDateTimePrecision {
        #[default]
        Millisecond = "MILLISECOND",
        Microsecond = "MICROSECOND",
    }
}

/// One attribute, or a list of up to four that together make one part of an index's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Keys {
    One(Key),
    Several(#[schemars(length(min = 2, max = 4))] Vec<Key>),
}

impl Keys {
    pub fn as_slice(&self) -> &[Key] {
        match self {
            Self::One(key) => std::slice::from_ref(key),
            Self::Several(keys) => keys,
        }
    }
}

/// An index with keys of its own over the whole table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GlobalIndex {
    /// Partition key of the index. A change of keys or projection deletes the index and creates it
    /// anew.
    pub partition_key: Keys,
    /// Sort key of the index.
    #[serde(default)]
    pub sort_key: Option<Keys>,
    /// The attributes that are copied into the index besides the keys.
    #[serde(default)]
    pub projection: Projection,
    /// Provisioned capacity of the index. Needed if the table has one, and refused if it has none.
    #[serde(default)]
    pub capacity: Option<Capacity>,
    /// Upper limits of an index on demand. Absent: none but the account's.
    #[serde(default)]
    pub maximum_throughput: Option<MaximumThroughput>,
    /// What the index can serve at once. Absent: what AWS gives, which grows with the traffic.
    #[serde(default)]
    pub warm_throughput: Auto<WarmThroughput>,
    /// Has CloudWatch Contributor Insights watch which keys are used most. Absent: off.
    #[serde(default)]
    pub contributor_insights: Option<ContributorInsights>,
}

impl GlobalIndex {
    /// Whether AWS can turn one into the other without building it anew.
    pub fn has_shape_of(&self, other: &Self) -> bool {
        (&self.partition_key, &self.sort_key, &self.projection)
            == (&other.partition_key, &other.sort_key, &other.projection)
    }

    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        let sort_keys = self.sort_key.as_ref().map_or(&[][..], Keys::as_slice);
        self.partition_key.as_slice().iter().chain(sort_keys)
    }
}

/// An index that sorts each partition of the table by another attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalIndex {
    /// Sort key of the index; its partition key is the table's.
    pub sort_key: Key,
    /// The attributes that are copied into the index besides the keys.
    #[serde(default)]
    pub projection: Projection,
}

/// What an index holds besides the keys: `ALL`, `KEYS_ONLY`, or `{ include: [attribute, …] }`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Projection {
    /// Every attribute.
    #[default]
    #[serde(rename = "ALL")]
    All,
    /// Nothing but the keys of the index and of the table.
    #[serde(rename = "KEYS_ONLY")]
    KeysOnly,
    /// The attributes named, at most 20.
    #[serde(rename = "include")]
    Include(#[schemars(length(min = 1, max = 20))] BTreeSet<String>),
}

/// Capacity that is paid for by the hour, used or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// Read capacity units, or how they follow the traffic.
    pub read: Units,
    /// Write capacity units, or how they follow the traffic.
    pub write: Units,
}

/// A number of capacity units, or `{ minimum, maximum, target_utilization }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Units {
    Fixed(#[schemars(range(min = 1))] i64),
    Scaled(Scaling),
}

impl Units {
    /// The number to set, where `current` units are provisioned now.
    pub fn number(&self, current: Option<i64>) -> i64 {
        match self {
            Self::Fixed(units) => *units,
            Self::Scaled(scaling) => {
                let (minimum, maximum) = (scaling.minimum.into(), scaling.maximum.into());
                current.map_or(minimum, |units| units.min(maximum).max(minimum))
            }
        }
    }

    pub fn scaling(&self) -> Option<&Scaling> {
        match self {
            Self::Fixed(_) => None,
            Self::Scaled(scaling) => Some(scaling),
        }
    }
}

/// How Application Auto Scaling lets the capacity follow the traffic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// The fewest capacity units.
    #[schemars(range(min = 1))]
    pub minimum: i32,
    /// The most capacity units.
    #[schemars(range(min = 1))]
    pub maximum: i32,
    /// Percentage of the capacity that should be in use, from 20 to 90.
    #[schemars(range(min = 20, max = 90))]
    pub target_utilization: f64,
    /// Seconds after a reduction before the next one.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub scale_in_cooldown: i32,
    /// Seconds after an increase before the next one.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub scale_out_cooldown: i32,
    /// Whether the capacity is never reduced.
    #[serde(default)]
    pub disable_scale_in: bool,
}

/// The most that a table or an index on demand serves; beyond it requests are throttled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaximumThroughput {
    /// Read request units a second. Absent: no limit.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub read: Option<i64>,
    /// Write request units a second. Absent: no limit.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub write: Option<i64>,
}

/// What a table or an index can serve at once. AWS raises it with the traffic and never lowers it, so
/// a number here has to be raised, or left away, once AWS has gone beyond it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WarmThroughput {
    /// Read units a second. 12000 is what everything on demand starts with.
    #[schemars(range(min = 1))]
    pub read: i64,
    /// Write units a second. 4000 is what everything on demand starts with.
    #[schemars(range(min = 1))]
    pub write: i64,
}

/// Encryption with a key in KMS, instead of one that DynamoDB owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
    /// ARN of the KMS key (DynamoDB reports keys by ARN, never by alias). Absent: any, and for a table
    /// that is not encrypted in KMS yet AWS's managed key, `alias/aws/dynamodb`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$"))]
    pub kms_key: Auto<String>,
}

/// A Kinesis data stream that receives every change of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KinesisStream {
    /// ARN of the Kinesis data stream.
    #[schemars(length(min = 37, max = 1024))]
    pub arn: String,
    /// How exactly records tell the time of a change.
    #[serde(default)]
    pub timestamp_precision: TimestampPrecision,
}

/// Replicas by region.
pub type Replicas = BTreeMap<String, Replica>;

/// The same table in another region, kept equal by DynamoDB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Replica {
    /// ARN of the KMS key of the replica's region. Absent: as AWS derives it from the table's own
    /// encryption.
    #[schemars(regex(pattern = r"^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$"))]
    pub kms_key: Auto<String>,
    /// Class of the replica, whatever the table's is.
    pub table_class: TableClass,
    /// Whether the replica can be restored to any moment of its recovery period.
    pub point_in_time_recovery: bool,
    /// Whether AWS refuses to delete the replica.
    pub deletion_protection: bool,
    /// Tags of the replica: those of the table do not reach it.
    pub tags: Tags,
}
