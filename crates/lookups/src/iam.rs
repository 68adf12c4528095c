//! `iam.managed_policy`: a policy that AWS keeps.

use aws::{Aws, AwsError, Result};
use aws_sdk_iam::types::{Policy, PolicyScopeType};
use compiler::lookups::unanswered;
use compiler::lookups::{Asked, Candidate, Found, From, Needs, Request, Selection, TypedSort};
use kind::Operations;
use kinds::iam::{Iam, NAME};
use language::diagnostic::did_you_mean;
use language::schema::Finding;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::record::outputs;

pub static MANAGED_POLICY: TypedSort<ManagedPolicy> =
    TypedSort::new("iam.managed_policy", OPERATIONS, ask);

const OPERATIONS: &[Operations] =
    &[Operations { service: NAME, on: &["*"], read: &["ListPolicies"], write: &[] }];

/// A policy that AWS keeps for all accounts. Gives `arn`, `name` and `path`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManagedPolicy {
    /// Its name, such as `AWSLambdaBasicExecutionRole`.
    name: String,
}

fn ask(_: From<'_>, policy: ManagedPolicy) -> Result<Asked, Finding> {
    let request = Request::new(None, Needs::of(OPERATIONS), move |aws| {
        let name = policy.name.clone();
        async move {
            let all = aws.memo().get_or_try_init("managed policies", || all(&aws)).await;
            found(&all.map_err(|error| unanswered("name", &error))?, &name, aws.region())
        }
    });
    Ok(Asked::Request(request))
}

async fn all(aws: &Aws) -> Result<Vec<Policy>> {
    const MOST_A_PAGE: i32 = 1000;
    let request = aws.iam().list_policies().scope(PolicyScopeType::Aws).max_items(MOST_A_PAGE);
    let pages = request.into_paginator().items().send();
    pages.collect::<std::result::Result<Vec<_>, _>>().await.map_err(AwsError::from)
}

fn found(all: &[Policy], name: &str, region: &str) -> Result<Found, Finding> {
    let selection = Selection { sort: "iam.managed_policy", field: "name", region, many: false };
    let named = all.iter().filter(|policy| policy.policy_name() == Some(name));
    let candidates = named.map(|policy| Candidate {
        outputs: outputs([
            ("arn", policy.arn().into()),
            ("name", policy.policy_name().into()),
            ("path", policy.path().into()),
        ]),
        ..Candidate::named(policy.arn().unwrap_or_default())
    });
    // There are more than a thousand: one that is meant says more than the first ten.
    selection.choose(candidates.collect(), &[]).map_err(|finding| {
        let meant = did_you_mean(name, all.iter().filter_map(|policy| policy.policy_name()));
        let help = meant.map(|meant| format!("did you mean `{meant}`?")).or(finding.help);
        Finding {
            why: format!("AWS keeps {} policies, and none of this name", all.len()),
            help,
            ..finding
        }
    })
}
