//! Deployments to a stage that several deploy to.
//!
//! A deployment is a copy of the whole API as it is in that moment. If a stage is pointed at it by a second call, what
//! somebody else has deployed in between is taken back. So the stage is named in the call that makes the copy: API
//! Gateway carries out one change to an API after the other, so whichever comes last holds all that was there before.

use std::time::Duration;

use super::snapshot::Snapshot;
use crate::apigateway::ApiGateway;
use crate::prelude::*;
use aws_smithy_types::DateTime;

/// A deployment, and when AWS made it.
pub(super) struct Made {
    pub id: String,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// A route of another run is complete within seconds; a run that was killed leaves it half made until it runs again.
const COMPLETE_LIMIT: Duration = Duration::from_secs(3 * 60);

/// Where somebody points a stage at an older deployment, it is deployed again this many times.
const ATTEMPTS: usize = 3;

/// Deploys the API as it is to a stage that there is, and sees that the stage shows this deployment or a later one.
pub(super) async fn deploy(aws: &Aws, api: &str, stage: &str, description: &str) -> Result<Made> {
    for _ in 0..ATTEMPTS {
        let made = make(aws, api, stage, description).await?;
        if shows(aws, api, stage, &made).await? {
            return Ok(made);
        }
    }
    Err(AwsError::new(format!(
        "the stage `{stage}` was pointed back at an older deployment {ATTEMPTS} times, right after it was deployed to; \
         run again once whoever does that has finished"
    )))
}

/// API Gateway deploys nothing while a method anywhere in the API has no integration, as those have for a moment that
/// another stack is making.
async fn make(aws: &Aws, api: &str, stage: &str, description: &str) -> Result<Made> {
    wait_until("the routes that others are making", COMPLETE_LIMIT, || async {
        let request = aws.api_gateway().create_deployment().rest_api_id(api);
        let request = request.stage_name(stage).description(description);
        let made = match request.send().await.map_err(AwsError::from) {
            Err(refusal) if refusal.message.contains("No integration defined for method") => {
                return Ok(None);
            }
            made => made?,
        };
        let at = millis(made.created_date());
        Ok(Some(Made { id: member(made, "id", |made| made.id)?, at }))
    })
    .await
}

async fn shows(aws: &Aws, api: &str, stage: &str, made: &Made) -> Result<bool> {
    let shown = aws.api_gateway().get_stage().rest_api_id(api).stage_name(stage).send().await?;
    let shown = member(shown, "deploymentId", |stage| stage.deployment_id)?;
    if shown == made.id {
        return Ok(true);
    }
    let request = aws.api_gateway().get_deployment().rest_api_id(api).deployment_id(shown);
    let shown = optional(request.send().await)?;
    Ok(shown.is_some_and(|shown| millis(shown.created_date()) >= made.at))
}

/// A time of AWS's in milliseconds since 1970.
pub(super) fn millis(time: Option<&DateTime>) -> i64 {
    time.and_then(|time| time.to_millis().ok()).unwrap_or_default()
}

impl Snapshot {
    /// Whether a stage shows a deployment that was made at this time or later.
    pub(super) fn shows_since(&self, stage: &str, since: i64) -> bool {
        let stage = self.stages.iter().find(|it| it.stage_name() == Some(stage));
        let shown = stage.and_then(|stage| stage.deployment_id());
        let deployment = self.deployments.iter().find(|it| it.id() == shown && shown.is_some());
        deployment.is_some_and(|deployment| millis(deployment.created_date()) >= since)
    }
}
