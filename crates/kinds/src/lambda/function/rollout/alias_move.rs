//! An alias on its way from one version to another.

use aws_sdk_lambda::types as sdk;

use crate::lambda::Lambda;
use crate::prelude::*;

/// An alias that moves to a new version.
pub(in super::super) struct Move<'a> {
    pub function: &'a str,
    pub alias: &'a str,
    /// The number of the new version.
    pub to: &'a str,
}

impl Move<'_> {
    /// Sends the calls to a version, which stays the one that it is where none is named, and a share of them to the new
    /// one. Gives the revision of the alias from then on.
    pub(super) async fn route(
        &self,
        aws: &Aws,
        version: Option<&str>,
        share: Option<f64>,
        revision: Option<String>,
    ) -> Result<Option<String>> {
        let weights = share.map(|share| (self.to.to_owned(), share)).into_iter().collect();
        let routing = sdk::AliasRoutingConfiguration::builder()
            .set_additional_version_weights(Some(weights))
            .build();
        let request = aws.lambda().update_alias().function_name(self.function).name(self.alias);
        let request = request
            .set_function_version(version.map(str::to_owned))
            .routing_config(routing)
            .set_revision_id(revision);
        Ok(request.send().await?.revision_id)
    }
}
