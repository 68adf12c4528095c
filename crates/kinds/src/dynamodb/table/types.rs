//! A table's spec and its parts.

use aws_sdk_applicationautoscaling::types as scaling;
use aws_sdk_dynamodb::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::prelude::*;
use aws::Place;
use language::value::PolicyDocument;

/// A DynamoDB table.
#[spec]
pub struct Table {
    /// The table's name. 3–255 of letters, digits and `_.-`.
    #[field(required, length = 3..=255, pattern = r"^[a-zA-Z0-9_.-]+$", create_only, value_only)]
    pub name: String,
    /// The attribute by which items are spread and found.
    #[field(required, create_only)]
    pub partition_key: Key,
    /// The attribute by which items of one partition are sorted. Absent: a partition is one item.
    #[field(create_only)]
    pub sort_key: Option<Key>,
    /// Global secondary indexes by name, at most 20 (DynamoDB's default quota). One is created or
    /// deleted at a time, which takes minutes, or hours for a large table.
    pub global_secondary_indexes: BTreeMap<String, GlobalIndex>,
    /// Local secondary indexes by name, at most 5.
    #[field(create_only, entries = ..=5)]
    pub local_secondary_indexes: BTreeMap<String, LocalIndex>,
    /// Provisioned capacity. Absent: on demand, paid by the request.
    pub capacity: Option<Capacity>,
    /// Upper limits of a table on demand. Absent: none but the account's.
    pub maximum_throughput: Option<MaximumThroughput>,
    /// What the table can serve at once. Absent: what AWS gives, which grows with the traffic.
    pub warm_throughput: Auto<WarmThroughput>,
    /// `STANDARD`, or `STANDARD_INFREQUENT_ACCESS` for cheaper storage and dearer requests.
    pub table_class: TableClass,
    /// Name of the attribute that holds the second (Unix time) after which an item is deleted. Absent:
    /// items stay. AWS accepts one change an hour.
    #[field(length = 1..=255)]
    pub ttl: Option<String>,
    /// Whether the table can be restored to any moment of the recovery period.
    pub point_in_time_recovery: bool,
    /// Days that a restore can go back. Absent: as AWS has it, 35 for a start.
    #[field(range = 1..=35)]
    pub recovery_period_days: Auto<i32>,
    /// Encryption with a key in KMS; `{}` takes AWS's managed one. Absent: a key that DynamoDB owns.
    pub encryption: Option<Encryption>,
    /// The stream of changes that functions read, and what its records hold. Absent: no stream.
    pub stream: Option<StreamView>,
    /// A Kinesis data stream that receives the changes. Absent: none.
    #[field(deferrable)]
    pub kinesis_stream: Option<KinesisStream>,
    /// Has CloudWatch Contributor Insights watch which keys are used most. Absent: off.
    pub contributor_insights: Option<ContributorInsights>,
    /// Policy that gives others access to the table and its indexes. At most 20 KB.
    #[field(grants, deferrable, policy = "resource")]
    pub resource_policy: Option<PolicyDocument>,
    /// Whether AWS refuses to delete the table.
    pub deletion_protection: bool,
    /// The same table in other regions, by region (a global table of version 2019.11.21 with eventual
    /// consistency).
    pub replicas: Replicas,
    /// Tags of the table.
    #[field(entries = ..=50)]
    pub tags: Tags,
}

impl Table {
    /// The ARN of the table with a name.
    pub fn arn(place: &Place, name: &str) -> String {
        place.arn("dynamodb", &format!("table/{name}"))
    }
}

outputs! {
    /// ARN of the table. Those of its indexes are `<arn>/index/<name>`.
    arn,
    /// Name of the table.
    name,
    /// ARN of the stream of changes, if the table has one.
    stream_arn,
    /// The time that tells the stream from earlier ones of the table.
    stream_label,
}

/// An attribute of a key. DynamoDB needs no other attribute declared.
#[spec]
pub struct Key {
    /// Name of the attribute.
    #[field(required, length = 1..=255)]
    pub name: String,
    /// `S` for text, `N` for a number, `B` for bytes.
    #[serde(rename = "type")]
    #[field(required)]
    pub kind: KeyType,
}

/// The ARN of a KMS key.
const KMS_KEY: &str = r"^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$";

aws_enum! {
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[spec]
pub struct GlobalIndex {
    /// Partition key of the index. A change of keys or projection deletes the index and re-creates it.
    #[field(required)]
    pub partition_key: Keys,
    /// Sort key of the index.
    pub sort_key: Option<Keys>,
    /// The attributes that are copied into the index besides the keys.
    pub projection: Projection,
    /// Provisioned capacity of the index. Needed if the table has one, and refused if it has none.
    pub capacity: Option<Capacity>,
    /// Upper limits of an index on demand. Absent: none but the account's.
    pub maximum_throughput: Option<MaximumThroughput>,
    /// What the index can serve at once. Absent: what AWS gives, which grows with the traffic.
    pub warm_throughput: Auto<WarmThroughput>,
    /// Has CloudWatch Contributor Insights watch which keys are used most. Absent: off.
    pub contributor_insights: Option<ContributorInsights>,
}

impl GlobalIndex {
    /// Whether AWS can turn one into the other without rebuilding it.
    pub fn has_shape_of(&self, other: &Self) -> bool {
        (&self.partition_key, &self.sort_key, &self.projection)
            == (&other.partition_key, &other.sort_key, &other.projection)
    }

    pub fn sort_keys(&self) -> &[Key] {
        self.sort_key.as_ref().map_or(&[], Keys::as_slice)
    }

    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.partition_key.as_slice().iter().chain(self.sort_keys())
    }
}

/// An index that sorts each partition of the table by another attribute.
#[spec]
pub struct LocalIndex {
    /// Sort key of the index; its partition key is the table's.
    #[field(required)]
    pub sort_key: Key,
    /// The attributes that are copied into the index besides the keys.
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
#[spec]
pub struct Capacity {
    /// Read capacity units, or how they follow the traffic.
    #[field(required)]
    pub read: Units,
    /// Write capacity units, or how they follow the traffic.
    #[field(required)]
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
#[spec(scaling::TargetTrackingScalingPolicyConfiguration)]
pub struct Scaling {
    /// The fewest capacity units.
    #[field(required, range = 1.., not_in_answer)]
    pub minimum: i32,
    /// The most capacity units.
    #[field(required, range = 1.., not_in_answer)]
    pub maximum: i32,
    /// Percentage of the capacity that should be in use, from 20 to 90.
    #[field(required, range = 20..=90, aws = target_value)]
    pub target_utilization: f64,
    /// Seconds after a reduction before the next one.
    #[field(range = 0..)]
    pub scale_in_cooldown: i32,
    /// Seconds after an increase before the next one.
    #[field(range = 0..)]
    pub scale_out_cooldown: i32,
    /// Whether the capacity is never reduced.
    pub disable_scale_in: bool,
}

/// The most that a table or an index on demand serves; beyond it requests are throttled.
#[spec(sdk::OnDemandThroughput)]
pub struct MaximumThroughput {
    /// Read request units a second. Absent: no limit.
    #[field(range = 1.., aws = max_read_request_units)]
    pub read: Option<i64>,
    /// Write request units a second. Absent: no limit.
    #[field(range = 1.., aws = max_write_request_units)]
    pub write: Option<i64>,
}

/// What a table or an index can serve at once. AWS raises it with the traffic and never lowers it, so
/// a number here has to be raised, or omitted, once AWS has gone beyond it.
#[spec(sdk::WarmThroughput)]
pub struct WarmThroughput {
    /// Read units a second. 12000 is what everything on demand starts with.
    #[field(required, range = 1.., aws = read_units_per_second)]
    pub read: i64,
    /// Write units a second. 4000 is what everything on demand starts with.
    #[field(required, range = 1.., aws = write_units_per_second)]
    pub write: i64,
}

/// Encryption with a key in KMS, instead of one that DynamoDB owns.
#[spec]
pub struct Encryption {
    /// ARN of the KMS key (DynamoDB reports keys by ARN, never by alias). Absent: any, and for a table
    /// that is not encrypted in KMS yet AWS's managed key, `alias/aws/dynamodb`.
    #[field(pattern = KMS_KEY)]
    pub kms_key: Auto<String>,
}

/// A Kinesis data stream that receives every change of an item.
#[spec(sdk::KinesisDataStreamDestination)]
pub struct KinesisStream {
    /// ARN of the Kinesis data stream.
    #[field(required, length = 37..=1024, aws = stream_arn)]
    pub arn: String,
    /// How exactly records tell the time of a change.
    #[field(aws = approximate_creation_date_time_precision)]
    pub timestamp_precision: TimestampPrecision,
}

/// Replicas by region.
pub type Replicas = BTreeMap<String, Replica>;

/// The same table in another region, kept equal by DynamoDB.
#[spec]
pub struct Replica {
    /// ARN of the KMS key of the replica's region. Absent: as AWS derives it from the table's own
    /// encryption.
    #[field(pattern = KMS_KEY)]
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
