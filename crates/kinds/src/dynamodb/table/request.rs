//! What CreateTable takes, and the parts that UpdateTable takes alike.

use aws_sdk_dynamodb::types::{
    BillingMode, CreateGlobalSecondaryIndexAction, GlobalSecondaryIndex, LocalSecondaryIndex,
    OnDemandThroughput, ProvisionedThroughput, SseSpecification, SseType, StreamSpecification, Tag,
};

use super::throughput::Provisioned;
use super::types::{Encryption, GlobalIndex, MaximumThroughput, StreamView, WarmThroughput};
use super::{Table, keys, wait};
use crate::dynamodb::DynamoDb;
use aws::tags::Tags;
use aws::{Aws, AwsError, Result};

impl Table {
    pub async fn send_create(&self, aws: &Aws) -> Result<()> {
        let request = aws
            .dynamodb()
            .create_table()
            .table_name(&self.name)
            .set_attribute_definitions(Some(keys::definitions(self.all_keys())?))
            .set_key_schema(Some(self.key_schema()?))
            .set_global_secondary_indexes(unless_empty(self.global_indexes()?))
            .set_local_secondary_indexes(unless_empty(self.local_indexes()?))
            .billing_mode(self.billing_mode())
            .set_provisioned_throughput(self.initial_capacity()?)
            .set_on_demand_throughput(self.maximum())
            .set_warm_throughput(self.warm_throughput.as_ref().map(WarmThroughput::request))
            .set_stream_specification(self.stream.map(|view| stream(Some(view))).transpose()?)
            .set_sse_specification(self.encryption.as_ref().map(|wanted| encryption(Some(wanted))))
            .table_class(self.table_class.into())
            .deletion_protection_enabled(self.deletion_protection)
            .set_resource_policy(self.resource_policy.as_ref().map(ToString::to_string))
            .set_tags(unless_empty(tags(&self.tags)?));
        let outcome = request.clone().send().await.map_err(AwsError::from);
        // A table of this name may still be on its way out, when an earlier run was cut short.
        if outcome.as_ref().is_err_and(|error| error.has_code("ResourceInUseException")) {
            let namesake = wait::describe(aws, &self.name).await?;
            if namesake.as_ref().is_none_or(wait::is_deleting) {
                wait::until_gone(aws, &self.name).await?;
                request.send().await?;
                return Ok(());
            }
        }
        outcome.map(drop)
    }

    pub fn billing_mode(&self) -> BillingMode {
        match self.capacity {
            Some(_) => BillingMode::Provisioned,
            None => BillingMode::PayPerRequest,
        }
    }

    fn maximum(&self) -> Option<OnDemandThroughput> {
        self.maximum_throughput.as_ref().map(MaximumThroughput::request)
    }

    fn initial_capacity(&self) -> Result<Option<ProvisionedThroughput>> {
        let capacity = self.capacity.as_ref();
        capacity.map(|capacity| capacity.request(Provisioned::default())).transpose()
    }

    fn global_indexes(&self) -> Result<Vec<GlobalSecondaryIndex>> {
        let indexes = self.global_secondary_indexes.iter();
        indexes
            .map(|(name, index)| {
                Ok(GlobalSecondaryIndex::builder()
                    .index_name(name)
                    .set_key_schema(Some(index.key_schema()?))
                    .projection((&index.projection).into())
                    .set_provisioned_throughput(index.initial_capacity()?)
                    .set_on_demand_throughput(index.maximum())
                    .set_warm_throughput(
                        index.warm_throughput.as_ref().map(WarmThroughput::request),
                    )
                    .build()?)
            })
            .collect()
    }

    fn local_indexes(&self) -> Result<Vec<LocalSecondaryIndex>> {
        let indexes = self.local_secondary_indexes.iter();
        indexes
            .map(|(name, index)| {
                Ok(LocalSecondaryIndex::builder()
                    .index_name(name)
                    .set_key_schema(Some(index.key_schema(self)?))
                    .projection((&index.projection).into())
                    .build()?)
            })
            .collect()
    }
}

impl GlobalIndex {
    fn maximum(&self) -> Option<OnDemandThroughput> {
        self.maximum_throughput.as_ref().map(MaximumThroughput::request)
    }

    pub fn creation(&self, name: &str) -> Result<CreateGlobalSecondaryIndexAction> {
        Ok(CreateGlobalSecondaryIndexAction::builder()
            .index_name(name)
            .set_key_schema(Some(self.key_schema()?))
            .projection((&self.projection).into())
            .set_provisioned_throughput(self.initial_capacity()?)
            .set_on_demand_throughput(self.maximum())
            .set_warm_throughput(self.warm_throughput.as_ref().map(WarmThroughput::request))
            .build()?)
    }
}

/// DynamoDB refuses empty lists.
fn unless_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

pub fn tags(tags: &Tags) -> Result<Vec<Tag>> {
    tags.iter().map(|(key, value)| Ok(Tag::builder().key(key).value(value).build()?)).collect()
}

pub fn stream(view: Option<StreamView>) -> Result<StreamSpecification> {
    Ok(StreamSpecification::builder()
        .stream_enabled(view.is_some())
        .set_stream_view_type(view.map(Into::into))
        .build()?)
}

pub fn encryption(wanted: Option<&Encryption>) -> SseSpecification {
    let request = SseSpecification::builder().enabled(wanted.is_some());
    match wanted {
        None => request,
        Some(wanted) => {
            request.sse_type(SseType::Kms).set_kms_master_key_id(wanted.kms_key.as_ref().cloned())
        }
    }
    .build()
}
