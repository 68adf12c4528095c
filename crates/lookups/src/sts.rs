//! `sts.caller`: who runs this.

use aws::{Aws, AwsError, Sts};
use compiler::lookups::{Asked, Found, From, Needs, Request, TypedSort, unanswered};
use kind::Operations;
use language::schema::Finding;
use schemars::JsonSchema;
use serde::Deserialize;

pub static CALLER: TypedSort<Caller> = TypedSort::new("sts.caller", OPERATIONS, ask);

const OPERATIONS: &[Operations] =
    &[Operations { service: "STS", on: &["*"], read: &["GetCallerIdentity"], write: &[] }];

/// Whose credentials this runs with. Gives `account`, `arn` and `user_id`. What is made of them changes with who runs it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Caller {}

fn ask(_: From<'_>, _: Caller) -> Result<Asked, Finding> {
    let request = Request::new(None, Needs::of(OPERATIONS), |aws: Aws| async move {
        let caller = aws.sts().get_caller_identity().send().await;
        let caller = caller.map_err(|error| unanswered("", &AwsError::from(error)))?;
        Ok(Found::of([
            ("account", caller.account.into()),
            ("arn", caller.arn.into()),
            ("user_id", caller.user_id.into()),
        ]))
    });
    Ok(Asked::Request(request))
}
