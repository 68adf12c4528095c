//! A table while it is changed, one call at a time.

use aws_sdk_dynamodb::operation::update_table::builders::UpdateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    GlobalSecondaryIndexUpdate, TableDescription, UpdateGlobalSecondaryIndexAction,
};

use super::wait;
use crate::dynamodb::DynamoDb;
use crate::prelude::*;

/// A table at work: as it was when it last settled.
pub struct Work<'a> {
    pub aws: &'a Aws,
    pub name: &'a str,
    pub table: TableDescription,
}

impl<'a> Work<'a> {
    pub async fn start(aws: &'a Aws, name: &'a str) -> Result<Self> {
        let table = wait::until_settled(aws, name).await?;
        Ok(Self { aws, name, table })
    }

    pub fn request(&self) -> UpdateTableFluentBuilder {
        self.aws.dynamodb().update_table().table_name(self.name)
    }

    /// Sends a change of the table, if there is one, together with changes of indexes that stay.
    pub async fn send_throughput(
        &mut self,
        table: Option<UpdateTableFluentBuilder>,
        indexes: Vec<UpdateGlobalSecondaryIndexAction>,
    ) -> Result<()> {
        if table.is_none() && indexes.is_empty() {
            return Ok(());
        }
        let table = table.unwrap_or_else(|| self.request());
        let request = indexes.into_iter().fold(table, |request, index| {
            let update = GlobalSecondaryIndexUpdate::builder().update(index).build();
            request.global_secondary_index_updates(update)
        });
        self.send(request).await
    }

    /// Sends one change and waits until the next one may come.
    pub async fn send(&mut self, request: UpdateTableFluentBuilder) -> Result<()> {
        request.send().await?;
        self.table = wait::until_settled(self.aws, self.name).await?;
        Ok(())
    }
}
