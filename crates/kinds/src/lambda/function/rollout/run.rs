//! The way of an alias from one version to another.

use std::time::{Duration, SystemTime};

use aws::watch;
use aws_sdk_lambda::types as sdk;

use super::{Rollout, minutes, percent};
use crate::lambda::Lambda;
use crate::prelude::*;

/// An alias that moves to a new version.
pub(in super::super) struct Move<'a> {
    pub function: &'a str,
    pub alias: &'a str,
    /// The number of the new version.
    pub to: &'a str,
}

impl Rollout {
    /// Moves the alias. If anything is wrong with the new version, no call goes to it any more, and the error says what.
    pub(in super::super) async fn carry_out(&self, aws: &Aws, step: &Move<'_>) -> Result<()> {
        let mut revision = None;
        match self.prove(aws, step, &mut revision).await {
            Ok(()) => step.route(aws, Some(step.to), None, revision).await.map(drop),
            Err(error) => Err(match step.route(aws, None, None, revision).await {
                Ok(_) => AwsError {
                    message: format!(
                        "{}; all calls of {}:{} go to the old version. The newest code is that of version {}: the next apply \
                         tries it again",
                        error.message, step.function, step.alias, step.to
                    ),
                    ..error
                },
                Err(stuck) => AwsError {
                    message: format!(
                        "{}; and the calls could not be sent back to the old version: {stuck}",
                        error.message
                    ),
                    ..error
                },
            }),
        }
    }

    /// Tries the new version out. `revision` becomes that of the alias with its share, so that a later change of ours
    /// fails where somebody else has changed the alias meanwhile.
    async fn prove(&self, aws: &Aws, step: &Move<'_>, revision: &mut Option<String>) -> Result<()> {
        if let Some(check) = &self.check {
            check.call(aws, step).await?;
        }
        self.look_at_alarms(aws).await?;
        if self.time().is_zero() {
            return Ok(());
        }
        let since = SystemTime::now();
        *revision = step.route(aws, None, Some(self.share), None).await?;
        let what = |left: Duration| {
            format!(
                "{} of the calls of {}:{} to go well with version {} ({} left)",
                percent(self.share),
                step.function,
                step.alias,
                step.to,
                minutes(left),
            )
        };
        watch(self.time(), what, || self.look(aws, step, since)).await
    }
}

impl Move<'_> {
    /// Sends the calls to a version, which stays the one that it is where none is named, and a share of them to the new
    /// one. Gives the revision of the alias from then on.
    async fn route(
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
