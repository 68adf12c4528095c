//! Policy documents, and the kinds of IAM.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fields::*;

/// A policy document of one or two statements that allow what `fields` say.
pub(super) fn document(fields: Fields) -> BoxedStrategy<Value> {
    let statement = merged(
        all_of(fields),
        block(
            vec![("Effect", any_of([json!("Allow"), json!("Deny")]))],
            vec![("Condition", condition())],
        ),
    );
    let statements = prop_oneof![statement.clone(), list(statement, 2)].boxed();
    block(vec![("Statement", statements)], vec![("Version", any_of([json!("2012-10-17")]))])
}

fn condition() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(json!({ "StringEquals": { "aws:SourceAccount": "${env.account}" } })),
        Just(json!({ "StringLike": { "aws:PrincipalTag/team": ["$${aws:PrincipalTag/home}/*"] } })),
        Just(json!({ "Bool": { "aws:SecureTransport": false } })),
        all_of(vec![("ArnLike", all_of(vec![("aws:SourceArn", to("lambda.function.arn"))]),)]),
    ]
    .boxed()
}

/// What a role may be allowed.
fn identity_document() -> BoxedStrategy<Value> {
    let resource = prop_oneof![
        Just(json!("*")),
        Just(json!("arn:aws:s3:::elsewhere/$${aws:username}/*")),
        Just(json!("arn:aws:ssm:${env.region}:${env.account}:parameter/${env.name_prefix}/*")),
        to("dynamodb.table.arn"),
        within("{}/index/*", "dynamodb.table.arn"),
        to("lambda.function.arn"),
        within("{}:*", "logs.log_group.arn"),
        within("{}/*", "s3.bucket.arn"),
        within("{}/*/GET/*", "apigateway.rest_api.execution_arn"),
        to("cognito.user_pool.arn"),
    ]
    .boxed();
    let resources = prop_oneof![resource.clone(), list(resource, 3)].boxed();
    document(vec![
        (
            "Action",
            prop_oneof![
                Just(json!("*")),
                some_of([
                    "dynamodb:GetItem", "dynamodb:Query", "logs:PutLogEvents", "s3:GetObject"
                ]),
            ]
            .boxed(),
        ),
        ("Resource", resources),
    ])
}

pub(super) fn policy() -> BoxedStrategy<Value> {
    block(
        vec![("document", identity_document())],
        vec![("path", any_of([json!("/apps/")])), ("description", description()), ("tags", tags())],
    )
}

pub(super) fn role() -> BoxedStrategy<Value> {
    let of_services = any_of(["lambda", "apigateway", "states"].map(|service| {
        json!({ "Statement": {
            "Effect": "Allow",
            "Principal": { "Service": format!("{service}.amazonaws.com") },
            "Action": "sts:AssumeRole",
        } })
    }));
    let of_users = to("cognito.identity_pool.id").prop_map(|pool| {
        json!({ "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": "cognito-identity.amazonaws.com" },
            "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
            "Condition": {
                "StringEquals": { "cognito-identity.amazonaws.com:aud": pool },
                "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
            },
        }] })
    });
    let managed = prop_oneof![
        Just(json!(["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"])),
        list(to("iam.policy.arn"), 1),
    ];
    block(
        vec![("trust_policy", prop_oneof![of_services, of_users].boxed())],
        vec![
            ("path", any_of([json!("/apps/")])),
            ("description", description()),
            ("max_session_duration", any_of([json!(7200)])),
            (
                "inline_policies",
                any_fields(vec![
                    ("tables", identity_document()),
                    ("nexus-dev-logs", identity_document()),
                ]),
            ),
            ("managed_policies", managed.boxed()),
            ("tags", tags()),
        ],
    )
}
