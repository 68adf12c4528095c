//! `cloudformation.outputs`: what a stack of CloudFormation tells others.

use aws::{Aws, AwsError};
use cloud_control::{REGISTRY, Registry};
use compiler::lookups::{Asked, Found, From, Needs, Request, TypedSort, unanswered};
use kind::Operations;
use language::schema::Finding;
use language::value::{Path, Value};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

pub static OUTPUTS: TypedSort<Outputs> = TypedSort::new("cloudformation.outputs", OPERATIONS, ask);

const OPERATIONS: &[Operations] = &[Operations {
    service: REGISTRY,
    on: &["arn:{partition}:cloudformation:{region}:{account}:stack/{stack}/*"],
    read: &["DescribeStacks"],
    write: &[],
}];

/// The outputs of a stack of CloudFormation, each under its own name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outputs {
    /// The name of the stack.
    stack: String,
    /// The region, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
}

fn ask(_: From<'_>, outputs: Outputs) -> Result<Asked, Finding> {
    let needs = Needs::of(OPERATIONS).on(json!({ "stack": outputs.stack }));
    let request = Request::new(outputs.region, needs, move |aws| {
        let stack = outputs.stack.clone();
        async move { found(&aws, &stack).await }
    });
    Ok(Asked::Request(request))
}

async fn found(aws: &Aws, name: &str) -> Result<Found, Finding> {
    let missing = || {
        let message = format!("there is no stack `{name}` of CloudFormation in {}", aws.region());
        Finding {
            help: Some("check its name, and `region:` where it is elsewhere".to_owned()),
            ..Finding::error(Path::field("stack"), message, "AWS knows none of this name")
        }
    };
    let answer = aws.registry().describe_stacks().stack_name(name).send().await;
    let stacks = match answer.map_err(AwsError::from) {
        Ok(answer) => answer.stacks.unwrap_or_default(),
        // Its code is that of any request that is wrong.
        Err(error) if error.message.contains("does not exist") => return Err(missing()),
        Err(error) => return Err(unanswered("stack", &error)),
    };
    let stack = stacks.into_iter().next().ok_or_else(missing)?;
    let outputs = stack.outputs.unwrap_or_default().into_iter();
    let outputs = outputs.filter_map(|one| Some((one.output_key?, Value::from(one.output_value))));
    Ok(Found { outputs: outputs.collect(), ..Found::default() })
}
