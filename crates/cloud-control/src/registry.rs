//! AWS's resource registry itself, for types that are newer than the schemas in the program.

use aws::{Aws, AwsError, Result, optional};
use aws_sdk_cloudformation::operation::describe_type::DescribeTypeOutput;
use aws_sdk_cloudformation::types::RegistryType;
use futures_util::future::try_join_all;
use kind::Operations;
use language::value::Value;
use resource_types::ResourceType;

use crate::service::{REGISTRY, Registry};
use crate::source;

/// What [`learn`] calls.
pub const OPERATIONS: &[Operations] =
    &[Operations { service: REGISTRY, on: &["*"], read: &["DescribeType"], write: &[] }];

/// Asks the registry for types that the program does not know, side by side, and takes in those that there are. Says
/// whether there was any.
///
/// # Errors
/// A call that fails, and a schema that cannot be read.
pub async fn learn(aws: &Aws, names: impl IntoIterator<Item = String>) -> Result<bool> {
    let asked = names.into_iter().map(|name| async move { describe(aws, &name).await });
    let known: Vec<ResourceType> = try_join_all(asked).await?.into_iter().flatten().collect();
    known.iter().for_each(source::add);
    Ok(!known.is_empty())
}

async fn describe(aws: &Aws, name: &str) -> Result<Option<ResourceType>> {
    let request = aws.registry().describe_type().r#type(RegistryType::Resource).type_name(name);
    let Some(schema) = optional(request.send().await)?.and_then(|answer| answer.schema) else {
        return Ok(None);
    };
    let unreadable = |error: String| {
        AwsError::unreadable::<DescribeTypeOutput>(format!("the schema of {name}: {error}"))
    };
    let schema: Value =
        serde_json::from_str(&schema).map_err(|error| unreadable(error.to_string()))?;
    resource_types::parse(name, &schema).map(Some).map_err(|error| unreadable(error.to_string()))
}
