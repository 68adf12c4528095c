//! `dynamodb.table`: a DynamoDB table with its indexes, capacity, backups, streams and replicas.

mod check;
mod consequences;
mod features;
mod keys;
mod operations;
mod read;
mod replicas;
mod request;
mod scaling;
mod throughput;
mod types;
mod update;
mod wait;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calls;
use crate::dynamodb::DynamoDb;
use aws::tags::Tags;
use aws::{Aws, optional};
use kind::{
    Abilities, Access, Calls, Concern, Consequences, Data, Demand, Facts, Findings, Kind, Live,
    Named, OnlyWith, Place, Result, Settling,
};
use language::value::{Auto, PolicyDocument};

use types::{
    Capacity, ContributorInsights, Encryption, GlobalIndex, Key, KinesisStream, LocalIndex,
    MaximumThroughput, Replicas, StreamView, TableClass, WarmThroughput,
};

/// A DynamoDB table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The table's name. 3–255 of letters, digits and `_.-`.
    #[schemars(length(min = 3, max = 255), regex(pattern = r"^[a-zA-Z0-9_.-]+$"))]
    #[schemars(extend("x-create-only" = true, "x-value-only" = true))]
    pub name: String,
    /// The attribute by which items are spread and found.
    #[schemars(extend("x-create-only" = true))]
    pub partition_key: Key,
    /// The attribute by which items of one partition are sorted. Absent: a partition is one item.
    #[serde(default)]
    #[schemars(extend("x-create-only" = true))]
    pub sort_key: Option<Key>,
    /// Global secondary indexes by name, at most 20 (DynamoDB's default quota). One is created or
    /// deleted at a time, which takes minutes, or hours for a large table.
    #[serde(default)]
    pub global_secondary_indexes: BTreeMap<String, GlobalIndex>,
    /// Local secondary indexes by name, at most 5.
    #[serde(default)]
    #[schemars(extend("x-create-only" = true, "maxProperties" = 5))]
    pub local_secondary_indexes: BTreeMap<String, LocalIndex>,
    /// Provisioned capacity. Absent: on demand, paid by the request.
    #[serde(default)]
    pub capacity: Option<Capacity>,
    /// Upper limits of a table on demand. Absent: none but the account's.
    #[serde(default)]
    pub maximum_throughput: Option<MaximumThroughput>,
    /// What the table can serve at once. Absent: what AWS gives, which grows with the traffic.
    #[serde(default)]
    pub warm_throughput: Auto<WarmThroughput>,
    /// `STANDARD`, or `STANDARD_INFREQUENT_ACCESS` for cheaper storage and dearer requests.
    #[serde(default)]
    pub table_class: TableClass,
    /// Name of the attribute that holds the second (Unix time) after which an item is deleted. Absent:
    /// items stay. AWS takes one change an hour.
    #[serde(default)]
    #[schemars(length(min = 1, max = 255))]
    pub ttl: Option<String>,
    /// Whether the table can be restored to any moment of the recovery period.
    #[serde(default)]
    pub point_in_time_recovery: bool,
    /// Days that a restore can go back. Absent: as AWS has it, 35 for a start.
    #[serde(default)]
    #[schemars(range(min = 1, max = 35))]
    pub recovery_period_days: Auto<i32>,
    /// Encryption with a key in KMS; `{}` takes AWS's managed one. Absent: a key that DynamoDB owns.
    #[serde(default)]
    pub encryption: Option<Encryption>,
    /// The stream of changes that functions read, and what its records hold. Absent: no stream.
    #[serde(default)]
    pub stream: Option<StreamView>,
    /// A Kinesis data stream that receives the changes. Absent: none.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub kinesis_stream: Option<KinesisStream>,
    /// Has CloudWatch Contributor Insights watch which keys are used most. Absent: off.
    #[serde(default)]
    pub contributor_insights: Option<ContributorInsights>,
    /// Policy that gives others access to the table and its indexes. At most 20 KB.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    #[schemars(extend("x-deferrable" = true, "x-policy" = "resource"))]
    pub resource_policy: Option<PolicyDocument>,
    /// Whether AWS refuses to delete the table.
    #[serde(default)]
    pub deletion_protection: bool,
    /// The same table in other regions, by region (a global table of version 2019.11.21 with eventual
    /// consistency).
    #[serde(default)]
    pub replicas: Replicas,
    /// Tags of the table.
    #[serde(default)]
    #[schemars(extend("maxProperties" = 50))]
    pub tags: Tags,
}

/// What others may refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outputs {
    /// ARN of the table. Those of its indexes are `<arn>/index/<name>`.
    pub arn: Option<String>,
    /// Name of the table.
    pub name: Option<String>,
    /// ARN of the stream of changes, if the table has one.
    pub stream_arn: Option<String>,
    /// The time that tells the stream from earlier ones of the table.
    pub stream_label: Option<String>,
}

impl Kind for Table {
    const NAME: &'static str = "dynamodb.table";
    const FACTS: Facts = Facts {
        concern: Concern::Tables,
        data: Some(Data {
            moves: "its items, which move by an export to S3 and an import from there, or by a backup",
            follows: "who reads its stream, which has another ARN, and who names the table, if it gets another name",
        }),
        volatile: &[("stream_arn", &["stream"]), ("stream_label", &["stream"])],
        parent: None,
    };
    const CALLS: &'static [Calls] = calls::DYNAMODB_TABLE;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [Demand] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    const MISSED: &'static str = "reads and writes fail";
    const ABILITIES: Abilities<Self> = Abilities::NONE.settling();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs {
            arn: Some(place.arn("dynamodb", &format!("table/{}", identity.name))),
            name: Some(identity.name.clone()),
            stream_arn: None,
            stream_label: None,
        }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        consequences::tell(self, live, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        self.send_create(aws).await?;
        Ok(self.name.clone())
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        update::update(self, aws, id, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let Some(table) = wait::describe(aws, id).await? else {
            return Ok(());
        };
        // Where the deletion is going to be refused, nothing else must go before.
        if table.deletion_protection_enabled() != Some(true) {
            replicas::remove_all(aws, id, &table).await?;
            scaling::remove_all(aws, &table).await?;
        }
        optional(aws.dynamodb().delete_table().table_name(id).send().await)?;
        wait::until_gone(aws, id).await
    }
}

impl Settling for Table {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        wait::until_created(aws, id).await
    }
}
