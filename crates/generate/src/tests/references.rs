//! Blocks refer to each other.

use insta::assert_snapshot;
use serde_json::json;

use super::FUNCTION;
use crate::testing::{generated, means, subject, trust};
use kind::Place;

const POOL: &str = "us-east-2_AbCdEfGhI";

#[tokio::test]
async fn blocks_refer_to_each_other_and_make_no_cycle_that_cannot_be_broken() {
    let pool_arn = format!("arn:aws:cognito-idp:us-east-2:123456789012:userpool/{POOL}");
    let subjects = [
        subject(
            "cognito.user_pool",
            json!({ "name": "shop-dev-main", "triggers": { "post_authentication": FUNCTION } }),
            json!({ "id": POOL, "arn": pool_arn }),
        )
        .await,
        subject(
            "iam.role",
            json!({
                "name": "shop-dev-sign-in",
                "trust_policy": trust(json!({ "aws:SourceArn": FUNCTION })),
                "tags": { "Project": "shop", "Team": "a", "diatonic:stack": "other" },
            }),
            json!({ "unique_id": "AROAEXAMPLE123" }),
        )
        .await,
        subject(
            "lambda.function",
            json!({
                "name": "shop-dev-sign-in",
                "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/sign-in:1" },
                "role": "arn:aws:iam::123456789012:role/shop-dev-sign-in",
                "environment": { "POOL": POOL, "SELF": FUNCTION, "STAGE": "${x}" },
            }),
            json!({ "version": "$LATEST" }),
        )
        .await,
        subject(
            "logs.log_group",
            json!({ "name": "/aws/lambda/shop-dev-sign-in", "retention_days": 7 }),
            json!({}),
        )
        .await,
    ];
    let blocks = generated(&subjects).await;
    let text = means(&blocks, &subjects).await;
    assert_snapshot!(text, @r#"
    cognito.user_pool:
      main:
        triggers: {post_authentication: "${lambda.function.sign-in.arn}"}

    iam.role:
      sign-in:
        trust_policy:
          Statement:
            - Effect: Allow
              Principal: {Service: lambda.amazonaws.com}
              Action: sts:AssumeRole
              Condition:
                ArnEquals: {"aws:SourceArn": "${lambda.function.sign-in.arn}"}
        tags: {Team: a}

    lambda.function:
      sign-in:
        code: {image: 123456789012.dkr.ecr.us-east-2.amazonaws.com/sign-in:1}
        role: arn:aws:iam::${env.account}:role/${env.name_prefix}-sign-in
        environment:
          POOL: ${cognito.user_pool.main.id}
          SELF: ${lambda.function.sign-in.arn}
          STAGE: $${x}

    logs.log_group:
      sign-in:
        name: /aws/lambda/${lambda.function.sign-in.name}
        retention_days: 7
    "#);
}

#[tokio::test]
async fn two_of_one_name_get_two_addresses() {
    let group = |name: &str| subject("logs.log_group", json!({ "name": name }), json!({}));
    let subjects = [group("shop-dev-api").await, group("/x/shop-dev-api").await];
    let blocks = generated(&subjects).await;
    let names: Vec<&str> = blocks.iter().map(|block| block.address.name.as_str()).collect();
    assert_eq!(names, ["api", "api-2"]);
    means(&blocks, &subjects).await;
}

#[tokio::test]
async fn an_object_in_another_region_stays_there() {
    let spec = json!({ "name": "shop-dev-users", "partition_key": { "name": "id", "type": "S" } });
    let here = subject("dynamodb.table", spec.clone(), json!({})).await;
    let mut there = subject("dynamodb.table", spec, json!({})).await;
    there.place = Place::new("123456789012", "us-west-2");
    there.live.outputs = there.prediction().outputs.into();
    let subjects = [here, there];
    let text = means(&generated(&subjects).await, &subjects).await;
    assert_eq!(text.matches("region: us-west-2").count(), 1, "{text}");
}
