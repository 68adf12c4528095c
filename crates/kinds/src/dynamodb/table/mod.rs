//! `dynamodb.table`: a DynamoDB table with its indexes, capacity, backups, streams and replicas.

mod check;
mod consequences;
mod description;
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
mod work;

use crate::calls;
use crate::dynamodb::DynamoDb;
use crate::lists::{items, items_within};
use crate::parts::only_tags;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Data, Facts, Kind, Listed, Live, Named, OnlyWith, Parts,
    Place, RequiredPermission, WaitUntilUsable,
};
pub use types::{Outputs, Table};

impl Kind for Table {
    const NAME: &'static str = "dynamodb.table";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "its items, which move by an export to S3 and an import from there, or by a backup",
            follows: "who reads its stream, which has another ARN, and who names the table, if it gets another name",
        }),
        volatile: &[("stream_arn", &["stream"]), ("stream_label", &["stream"])],
        ..Facts::of(Concern::Tables)
    };
    const CONSOLE: Console = Console::Page("dynamodbv2/home?region={region}#table?name={id}");
    const CALLS: &'static [Calls] = calls::DYNAMODB_TABLE;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [RequiredPermission] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    const IMPACT_WHILE_ABSENT: &'static str = "reads and writes fail";
    /// The calls of the first two answer with what is set. The others wait until they show.
    const CONFIRMED_BY_RESPONSE: &'static [&'static str] =
        &["point_in_time_recovery", "ttl", "resource_policy", "tags"];
    const ABILITIES: Abilities<Self> = Abilities::NONE.waits_until_usable().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs {
            arn: Some(Self::arn(place, &identity.name)),
            name: Some(identity.name.clone()),
            ..Outputs::default()
        }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        consequences::tell(self, live, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn existing(aws: &Aws, objects: usize) -> Result<Option<BTreeSet<String>>> {
        let tables = items_within!(objects, aws.dynamodb().list_tables(), table_names);
        Ok(tables.map(BTreeSet::from_iter))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id, &Parts::ALL).await
    }

    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        only_tags!(aws, id, parts);
        read::read(aws, id, parts).await
    }

    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        read::tags(aws, id).await
    }

    async fn created(&self, aws: &Aws, _: &str) -> Result<Option<Live<Self>>> {
        read::created(aws, self).await.map(Some)
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        request::create(self, aws).await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        update::update(self, aws, id, &live.spec).await
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
        delete_bare(aws, id).await
    }

    async fn delete_known(
        aws: &Aws,
        id: &str,
        Live { spec: known, .. }: &Live<Self>,
    ) -> Result<()> {
        match known.replicas.is_empty() && scaling::wanted(known).is_empty() {
            true => delete_bare(aws, id).await,
            false => Self::delete(aws, id).await,
        }
    }
}

/// Deletes a table without replicas, of whose scaling nothing is left.
async fn delete_bare(aws: &Aws, id: &str) -> Result<()> {
    deleted(aws.dynamodb().delete_table().table_name(id).send().await)?;
    wait::until_gone(aws, id).await
}

impl Listed for Table {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        Ok(items!(aws.dynamodb().list_tables()))
    }
}

impl WaitUntilUsable for Table {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        wait::until_created(aws, id).await.map(drop)
    }
}
