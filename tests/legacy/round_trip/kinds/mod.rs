//! What the blocks of each kind may say.
//!
//! Left out is what AWS keeps nowhere, and what ministack gets wrong (`docs/emulators.md`). Keys, usage plans and
//! domain names of API Gateway are left out as a whole: in ministack they have the tags that they were created
//! with, whatever becomes of these.

mod apigateway;
mod cognito;
mod dynamodb;
mod fields;
mod lambda;
mod logs;
mod policies;
mod s3;

use proptest::prelude::*;
use serde_json::Value;

use apigateway::rest_api;
use cognito::{identity_pool, user_pool, user_pool_client};
use dynamodb::table;
use lambda::function;
use logs::log_group;
use policies::{policy, role};
use s3::bucket;

/// Every kind with how many blocks of it there are at most, and what they say.
pub fn all() -> Vec<(&'static str, usize, BoxedStrategy<Value>)> {
    vec![
        ("apigateway.rest_api", 1, rest_api()),
        ("cognito.identity_pool", 1, identity_pool()),
        ("cognito.user_pool", 2, user_pool()),
        ("cognito.user_pool_client", 2, user_pool_client()),
        ("dynamodb.table", 2, table()),
        ("iam.policy", 1, policy()),
        ("iam.role", 2, role()),
        ("lambda.function", 2, function()),
        ("logs.log_group", 2, log_group()),
        ("s3.bucket", 1, bucket()),
    ]
}

/// What stands in a body for the name of its block.
pub const OWN: &str = "<own>";

/// Whether a block has an output.
pub fn has(body: &Value, output: &str) -> bool {
    match output {
        // A function reads streams of its own region.
        "stream_arn" => body.get("stream").is_some() && body.get("region").is_none(),
        _ => true,
    }
}

/// What a reference gives where the set has nothing of a kind; nothing where it must be there.
pub fn elsewhere(kind: &str, output: &str) -> Option<&'static str> {
    let text = match (kind, output) {
        ("apigateway.rest_api", "execution_arn") => {
            "arn:aws:execute-api:us-east-2:123456789012:e15ewhere0"
        }
        ("apigateway.rest_api", "id") => "e15ewhere0",
        ("cognito.identity_pool", "id") => "us-east-2:00000000-1111-2222-3333-444444444444",
        ("cognito.user_pool", "arn") => {
            "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_eLsEwHeRe"
        }
        ("cognito.user_pool", "endpoint") => {
            "cognito-idp.us-east-2.amazonaws.com/us-east-2_eLsEwHeRe"
        }
        ("cognito.user_pool", "id") => "us-east-2_eLsEwHeRe",
        ("cognito.user_pool_client", "id") => "1example23456789abcdefghij",
        ("dynamodb.table", "arn") => "arn:aws:dynamodb:us-east-2:123456789012:table/elsewhere",
        ("iam.policy", "arn") => "arn:aws:iam::aws:policy/ReadOnlyAccess",
        ("iam.role", "arn") => "arn:aws:iam::123456789012:role/elsewhere",
        ("lambda.function", "arn") => {
            "arn:aws:lambda:${env.region}:${env.account}:function:elsewhere"
        }
        ("logs.log_group", "arn") => "arn:aws:logs:us-east-2:123456789012:log-group:elsewhere",
        ("s3.bucket", "arn") => "arn:aws:s3:::elsewhere",
        (_, "name") => "elsewhere",
        _ => return None,
    };
    Some(text)
}
