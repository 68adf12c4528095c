//! `apigateway.account`: what all APIs of an account in one region share.

use super::patch::Patch;
use super::support::send_patch;
use crate::apigateway::ApiGateway;
use crate::calls;
use crate::prelude::*;
use kind::{Access, Calls, Concern, Facts, Kind, Live, Place, RequiredPermission};

/// The settings that all APIs of an account in one region share: the role by which API Gateway writes
/// their logs. There is one of this in every region of every account, it has no name, and it cannot be
/// tagged. So it belongs to what sets up the account and not to one application among several: removing it ends the
/// logs of every other API too. A role that is set already is taken over with `adopt`.
#[spec]
pub struct Account {
    /// ARN of the role by which API Gateway writes to CloudWatch Logs. It trusts
    /// `apigateway.amazonaws.com`, and allows what AWS's policy
    /// `service-role/AmazonAPIGatewayPushToCloudWatchLogs` does. No stage can log without it.
    #[field(required, pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$", grants)]
    pub cloudwatch_role: String,
}

/// What identifies the settings: nothing, as there is one of them.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Singleton {}

outputs! {
    /// Requests a second that all APIs of the account may take together in this region.
    throttle_rate_limit,
    /// Requests that all APIs of the account may take at one moment in this region.
    throttle_burst_limit,
}

const ID: &str = "account";

impl Kind for Account {
    const NAME: &'static str = "apigateway.account";
    const FACTS: Facts = Facts::of(Concern::Api);
    const CONSOLE: Console = Console::Page("apigateway/main/settings?region={region}");
    const CALLS: &'static [Calls] = calls::APIGATEWAY_ACCOUNT;
    const ACCESS: &'static [Access] =
        &[Access::to("API Gateway", &["arn:{partition}:apigateway:{region}::/account"])];
    const DEMANDS: &'static [RequiredPermission] =
        &[RequiredPermission::pass_role("cloudwatch_role", &["apigateway.amazonaws.com"])];
    const KNOWN_BY: &'static str = "the word `account`, as there is one a region";
    const OVERWRITES: bool = true;
    const IMPACT_WHILE_ABSENT: &'static str = "no stage of the region writes logs";
    type Identity = Singleton;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Singleton, _: &Place) -> Option<String> {
        Some(ID.to_owned())
    }

    fn predict(_: &Singleton, _: &Place) -> Outputs {
        Outputs::default()
    }

    /// The settings are always there; without a role they count as absent.
    async fn read(aws: &Aws, _: &str) -> Result<Option<Live<Self>>> {
        let account = aws.api_gateway().get_account().send().await?;
        let limits = account.throttle_settings;
        let outputs = limits.map(|limits| Outputs {
            throttle_rate_limit: Some(limits.rate_limit.to_string()),
            throttle_burst_limit: Some(limits.burst_limit.to_string()),
        });
        let role = non_empty(account.cloudwatch_role_arn);
        Ok(role.map(|cloudwatch_role| {
            Live::new(outputs.unwrap_or_default(), Self { cloudwatch_role })
        }))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write_role(aws, Some(&self.cloudwatch_role)).await?;
        Ok(ID.to_owned())
    }

    async fn update(&self, aws: &Aws, _: &str, live: &Live<Self>) -> Result<()> {
        if self.cloudwatch_role != live.spec.cloudwatch_role {
            write_role(aws, Some(&self.cloudwatch_role)).await?;
        }
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        // UpdateAccount may be called every 20 seconds: what is gone already is not written again.
        if Self::read(aws, id).await?.is_some() {
            write_role(aws, None).await?;
        }
        Ok(())
    }
}

/// An operation without a value removes the role; AWS refuses an empty one as no ARN.
async fn write_role(aws: &Aws, role: Option<&str>) -> Result<()> {
    let mut patch = Patch::default();
    patch.or_unset("/cloudwatchRoleArn", role, None);
    send_patch!(patch, aws.api_gateway().update_account());
    Ok(())
}
