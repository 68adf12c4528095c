//! The way of an alias from one version to another.

use std::time::{Duration, SystemTime};

use aws::watch;

use super::alias_move::Move;
use super::spec::{Rollout, minutes, percent};
use crate::prelude::*;

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
