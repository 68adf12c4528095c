//! The tables of tenants on an emulator.

use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use serde_json::Value;
use shared::data::Table;

/// An account of its own with tables.
pub struct Account {
    /// The account's number, which is also its access key.
    pub number: String,
    /// What the names of its tables begin with.
    pub prefix: &'static str,
    /// How clients reach it.
    pub configuration: SdkConfig,
}

impl Account {
    /// The region of all accounts.
    pub const REGION: &str = "us-east-2";

    /// An empty account on the shared ministack, with these tables. `numbers` are the attributes that are numbers.
    pub async fn with_tables(tables: &[&'static Table], numbers: &[&str]) -> Self {
        let number = emulators::fresh_account();
        let configuration = shared::database::configuration()
            .endpoint_url(emulators::shared_ministack().endpoint())
            .region(Region::new(Self::REGION))
            .credentials_provider(Credentials::new(&number, "test", None, None, "test"))
            .load()
            .await;
        let account = Self { number, prefix: "aws-devops-test", configuration };
        for table in tables {
            account.create(table, numbers).await;
        }
        account
    }

    /// All items of a table, as JSON.
    pub async fn items(&self, table: &Table) -> Vec<Value> {
        let answer = Client::new(&self.configuration).scan().table_name(self.name(table)).send();
        let items = answer.await.unwrap().items.unwrap_or_default();
        serde_dynamo::from_items(items).unwrap()
    }

    /// Makes a bucket.
    pub async fn create_bucket(&self, name: &str) {
        let place = CreateBucketConfiguration::builder()
            .location_constraint(BucketLocationConstraint::from(Self::REGION))
            .build();
        let files = aws_sdk_s3::Client::new(&self.configuration);
        let request = files.create_bucket().bucket(name).create_bucket_configuration(place);
        request.send().await.unwrap();
    }

    /// The keys of all files in a bucket.
    pub async fn keys(&self, bucket: &str) -> Vec<String> {
        let files = aws_sdk_s3::Client::new(&self.configuration);
        let answer = files.list_objects_v2().bucket(bucket).send().await.unwrap();
        answer.contents().iter().filter_map(|file| file.key().map(str::to_owned)).collect()
    }

    fn name(&self, table: &Table) -> String {
        format!("{}-{}", self.prefix, table.name)
    }

    async fn create(&self, table: &Table, numbers: &[&str]) {
        let mut attributes: Vec<&str> = [table.partition].into_iter().chain(table.sort).collect();
        let mut request = Client::new(&self.configuration)
            .create_table()
            .table_name(self.name(table))
            .billing_mode(BillingMode::PayPerRequest)
            .set_key_schema(Some(keys(table.partition, table.sort)));
        for index in table.indexes {
            attributes.extend([index.partition, index.sort]);
            let all = Projection::builder().projection_type(ProjectionType::All).build();
            let index = GlobalSecondaryIndex::builder()
                .index_name(index.name)
                .set_key_schema(Some(keys(index.partition, Some(index.sort))))
                .projection(all);
            request = request.global_secondary_indexes(index.build().unwrap());
        }
        attributes.sort_unstable();
        attributes.dedup();
        for name in attributes {
            let kind = match numbers.contains(&name) {
                true => ScalarAttributeType::N,
                false => ScalarAttributeType::S,
            };
            let attribute =
                AttributeDefinition::builder().attribute_name(name).attribute_type(kind);
            request = request.attribute_definitions(attribute.build().unwrap());
        }
        request.send().await.unwrap();
    }
}

fn keys(partition: &str, sort: Option<&str>) -> Vec<KeySchemaElement> {
    let key = |name: &str, kind| {
        KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
    };
    let sort = sort.map(|sort| key(sort, KeyType::Range));
    [key(partition, KeyType::Hash)].into_iter().chain(sort).collect()
}
