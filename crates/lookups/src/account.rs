//! `account.limits`: what AWS grants an account in a region.

use aws::{Aws, AwsError};
use compiler::lookups::{Asked, Found, From, Needs, Request, TypedSort, unanswered};
use kind::Operations;
use kinds::lambda::{Lambda, NAME};
use language::schema::Finding;
use schemars::JsonSchema;
use serde::Deserialize;

pub static LIMITS: TypedSort<Limits> = TypedSort::new("account.limits", OPERATIONS, ask);

const OPERATIONS: &[Operations] =
    &[Operations { service: NAME, on: &["*"], read: &["GetAccountSettings"], write: &[] }];

/// What AWS grants the account in a region for functions. Gives the numbers `concurrent_executions`,
/// `unreserved_concurrent_executions`, `total_code_size` (bytes that may be kept), `used_code_size` and `function_count`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The region, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
}

fn ask(_: From<'_>, limits: Limits) -> Result<Asked, Finding> {
    let request = Request::new(limits.region, Needs::of(OPERATIONS), |aws: Aws| async move {
        let settings = aws.lambda().get_account_settings().send().await;
        let settings = settings.map_err(|error| unanswered("", &AwsError::from(error)))?;
        let (limit, usage) = (settings.account_limit(), settings.account_usage());
        let concurrent = limit.map(|limit| limit.concurrent_executions());
        let unreserved = limit.and_then(|limit| limit.unreserved_concurrent_executions());
        Ok(Found::of([
            ("concurrent_executions", concurrent.into()),
            ("unreserved_concurrent_executions", unreserved.into()),
            ("total_code_size", limit.map(|limit| limit.total_code_size()).into()),
            ("used_code_size", usage.map(|usage| usage.total_code_size()).into()),
            ("function_count", usage.map(|usage| usage.function_count()).into()),
        ]))
    });
    Ok(Asked::Request(request))
}
