//! `logs.resource_policy`: lets services of AWS write to log groups of the account.

use aws_sdk_cloudwatchlogs::operation::describe_resource_policies::DescribeResourcePoliciesOutput;
use aws_sdk_cloudwatchlogs::operation::put_resource_policy::builders::PutResourcePolicyFluentBuilder;
use aws_sdk_cloudwatchlogs::types as sdk;

use super::{Logs, NAME};
use crate::calls;
use crate::lists::items_by_token;
use crate::prelude::*;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place};
use language::value::PolicyDocument;

/// Lets services of AWS, such as Route 53 and EventBridge, write to log groups of the account. A region has up to 10.
#[spec(sdk::ResourcePolicy, request = PutResourcePolicyFluentBuilder)]
pub struct ResourcePolicy {
    /// The policy's name, unique in the region. 1–255 characters.
    #[field(required, create_only, value_only, length = 1..=255, aws = policy_name)]
    pub name: String,
    /// Which services may write to which groups. AWS looks at `logs:PutLogEvents` and `logs:CreateLogStream`, and at services
    /// alone. At most 5,120 characters.
    #[field(required, grants, value_only, policy = "resource", aws = policy_document)]
    pub policy: PolicyDocument,
}

outputs! {
    /// Name of the policy.
    name,
}

/// The characters of a policy (CloudWatch Logs quotas).
const LARGEST: usize = 5_120;

impl Kind for ResourcePolicy {
    const NAME: &'static str = "logs.resource_policy";
    const FACTS: Facts = Facts::of(Concern::Logs);
    const CONSOLE: Console =
        Console::Nowhere("the console does not show resource policies of CloudWatch Logs");
    const CALLS: &'static [Calls] = calls::LOGS_RESOURCE_POLICY;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["*"])];
    const IMPACT_WHILE_ABSENT: &'static str = "services cannot write their logs";
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()) }
    }

    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html>
    fn check(&self, findings: &mut Findings) {
        let size = self.policy.size();
        let is_of_a_service = |statement: &serde_json::Value| {
            let principal = statement.get("Principal").and_then(|it| it.as_object());
            principal.is_none_or(|sorts| sorts.keys().all(|sort| sort == "Service"))
        };
        rules! { findings;
            Error "policy" if size > LARGEST =>
                format!("the policy has {size} characters"),
                "AWS accepts 5,120",
                "name groups by a common beginning and `*`, or write two policies";
            Warning "policy" if !self.policy.statements().iter().all(is_of_a_service) =>
                "AWS enforces this for services alone",
                "roles, users and other accounts are told in their own policies what they may do",
                "write `Principal: { Service: … }`";
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let mut token = None;
        loop {
            let request = aws.logs().describe_resource_policies().set_next_token(token);
            let page = request.send().await?;
            let mut policies = page.resource_policies.unwrap_or_default().into_iter();
            if let Some(policy) = policies.find(|policy| policy.policy_name() == Some(id)) {
                let spec = aws::read::<DescribeResourcePoliciesOutput, Self>(policy)?;
                let outputs = Outputs { name: Some(id.to_owned()) };
                return Ok(spec.map(|spec| Live::new(outputs, spec)));
            }
            token = non_empty(page.next_token);
            if token.is_none() {
                return Ok(None);
            }
        }
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        self.fill(aws.logs().put_resource_policy())?.send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, _: &str, live: &Live<Self>) -> Result<()> {
        if *self != live.spec {
            self.fill(aws.logs().put_resource_policy())?.send().await?;
        }
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.logs().delete_resource_policy().policy_name(id).send().await)
    }
}

impl Listed for ResourcePolicy {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let policies = items_by_token!(aws.logs().describe_resource_policies(), resource_policies);
        Ok(policies.into_iter().filter_map(|policy| policy.policy_name).collect())
    }
}
