//! What is alike is one block, or a local.

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::json;

use super::FUNCTION;
use crate::Subject;
use crate::testing::{folded, subject, text_means, trust};

/// What is alike: for each name a function with its role and its log group, and a table that it uses.
async fn alike(names: &[&str]) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for name in names {
        let table = format!("arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-ai-{name}");
        let reads = json!({ "Statement": [
            { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": table },
        ] });
        let trusted = json!({ "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }] });
        let specs = [
            (
                "dynamodb.table",
                json!({ "name": format!("shop-dev-ai-{name}"), "partition_key": { "name": "id", "type": "S" } }),
            ),
            (
                "iam.role",
                json!({
                    "name": format!("shop-dev-ai-{name}-role"),
                    "trust_policy": trusted,
                    "inline_policies": { "tables": reads },
                }),
            ),
            (
                "lambda.function",
                json!({
                    "name": format!("shop-dev-ai-{name}"),
                    "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
                    "role": format!("arn:aws:iam::123456789012:role/shop-dev-ai-{name}-role"),
                    "environment": { "TABLE": format!("shop-dev-ai-{name}"), "REGION": "us-east-2" },
                }),
            ),
            (
                "logs.log_group",
                json!({ "name": format!("/aws/lambda/shop-dev-ai-{name}"), "retention_days": 7 }),
            ),
        ];
        for (kind, spec) in specs {
            let invented = match kind {
                "lambda.function" => json!({ "version": "$LATEST" }),
                "iam.role" => json!({ "unique_id": format!("AROA-{name}") }),
                _ => json!({}),
            };
            subjects.push(subject(kind, spec, invented).await);
        }
    }
    subjects
}

#[tokio::test]
async fn what_is_alike_becomes_one_block_and_references_follow() {
    let mut subjects = alike(&["files", "sessions", "user-data"]).await;
    let other = json!({
        "name": "shop-dev-reader",
        "trust_policy": trust(json!({ "aws:SourceArn": FUNCTION })),
        "inline_policies": { "read": { "Statement": [{
            "Effect": "Allow",
            "Action": "dynamodb:GetItem",
            "Resource": "arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-ai-files/index/*",
        }] } },
    });
    subjects.push(subject("iam.role", other, json!({})).await);
    let text = folded(&subjects).await;
    text_means(&text, &subjects).await;
    assert_snapshot!(text, @r#"
    dynamodb.table:
      ai:
        for_each: [files, sessions, user-data]
        partition_key: {name: id, type: S}

    lambda.function:
      ai:
        for_each: [files, sessions, user-data]
        code: {image: 123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1}
        role: ${iam.role.ai-role[each.key].arn}
        environment: {REGION: "${env.region}", TABLE: "${dynamodb.table.ai[each.key].name}"}

    iam.role:
      ai-role:
        for_each: [files, sessions, user-data]
        name: ${env.name_prefix}-ai-${each.key}-role
        trust_policy:
          Statement:
            - Effect: Allow
              Principal: {Service: lambda.amazonaws.com}
              Action: sts:AssumeRole
        inline_policies:
          tables:
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: ${dynamodb.table.ai[each.key].arn}

      reader:
        trust_policy:
          Statement:
            - Effect: Allow
              Principal: {Service: lambda.amazonaws.com}
              Action: sts:AssumeRole
              Condition:
                ArnEquals:
                  "aws:SourceArn": arn:aws:lambda:${env.region}:${env.account}:function:${env.name_prefix}-sign-in
        inline_policies:
          read:
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: ${dynamodb.table.ai["files"].arn}/index/*

    logs.log_group:
      ai:
        for_each: [files, sessions, user-data]
        name: /aws/lambda/${lambda.function.ai[each.key].name}
        retention_days: 7
    "#);
}

#[tokio::test]
async fn few_blocks_and_those_that_differ_stay_apart() {
    let subjects = alike(&["files", "sessions"]).await;
    assert!(!folded(&subjects).await.contains("for_each"));
    let mut subjects = alike(&["files", "sessions", "users"]).await;
    let role = subjects.iter_mut().find(|subject| subject.kind.name() == "iam.role");
    role.unwrap().live.spec["description"] = "another".into();
    let text = folded(&subjects).await;
    text_means(&text, &subjects).await;
    assert_snapshot!(text, @r#"
    locals:
      trust_policy:
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole

    dynamodb.table:
      ai:
        for_each: [files, sessions, users]
        partition_key: {name: id, type: S}

    lambda.function:
      ai-files:
        code: {image: 123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1}
        role: ${iam.role.ai-files-role.arn}
        environment: {REGION: "${env.region}", TABLE: "${dynamodb.table.ai[\"files\"].name}"}

      ai-sessions:
        code: {image: 123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1}
        role: ${iam.role.ai-sessions-role.arn}
        environment: {REGION: "${env.region}", TABLE: "${dynamodb.table.ai[\"sessions\"].name}"}

      ai-users:
        code: {image: 123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1}
        role: ${iam.role.ai-users-role.arn}
        environment: {REGION: "${env.region}", TABLE: "${dynamodb.table.ai[\"users\"].name}"}

    iam.role:
      ai-files-role:
        trust_policy: ${local.trust_policy}
        description: another
        inline_policies:
          tables:
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: ${dynamodb.table.ai["files"].arn}

      ai-sessions-role:
        trust_policy: ${local.trust_policy}
        inline_policies:
          tables:
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: ${dynamodb.table.ai["sessions"].arn}

      ai-users-role:
        trust_policy: ${local.trust_policy}
        inline_policies:
          tables:
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: ${dynamodb.table.ai["users"].arn}

    logs.log_group:
      ai:
        for_each: [files, sessions, users]
        name: /aws/lambda/${env.name_prefix}-ai-${each.key}
        retention_days: 7
    "#);
}

#[tokio::test]
async fn what_many_have_alike_is_a_local() {
    let mut subjects = Vec::new();
    for (name, key) in [("files", "file"), ("users", "user"), ("orders", "order")] {
        let spec = json!({
            "name": format!("shop-dev-{name}"),
            "partition_key": { "name": format!("{key}_id"), "type": "S" },
            "tags": { "Environment": "dev", "CostCenter": "4711", "Owner": "platform-team" },
        });
        subjects.push(subject("dynamodb.table", spec, json!({})).await);
    }
    let text = folded(&subjects).await;
    text_means(&text, &subjects).await;
    assert_snapshot!(text, @r#"
    locals:
      tags: {CostCenter: "4711", Environment: "${env.name}", Owner: platform-team}

    dynamodb.table:
      files:
        partition_key: {name: file_id, type: S}
        tags: ${local.tags}

      orders:
        partition_key: {name: order_id, type: S}
        tags: ${local.tags}

      users:
        partition_key: {name: user_id, type: S}
        tags: ${local.tags}
    "#);
}

/// Names that share words with each other and with fields.
const WORDS: &[&str] = &["files", "users", "name", "user-files", "files-users", "role"];

/// One of some kinds by its number, with a reference to the table of another name.
async fn arbitrary(kind: usize, name: &str, other: &str, variant: bool) -> Subject {
    let table = format!("arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-{other}");
    let (kind, spec) = match kind {
        0 => (
            "dynamodb.table",
            json!({
                "name": format!("shop-dev-{name}"),
                "partition_key": { "name": "id", "type": "S" },
                "deletion_protection": variant,
            }),
        ),
        1 => (
            "logs.log_group",
            json!({ "name": format!("/aws/dynamodb/shop-dev-{other}/{name}"), "retention_days": 7 }),
        ),
        2 => (
            "iam.policy",
            json!({
                "name": format!("shop-dev-{name}-policy"),
                "document": { "Statement": [
                    { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": table },
                ] },
                "description": format!("For the {name}"),
            }),
        ),
        _ => (
            "iam.role",
            json!({
                "name": format!("{name}{}", if variant { "-reader" } else { "" }),
                "trust_policy": trust(json!({ "aws:SourceArn": table })),
                "inline_policies": { name: { "Statement": [
                    { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": table },
                ] } },
            }),
        ),
    };
    let invented = match kind {
        "iam.role" => json!({ "unique_id": format!("AROA-{name}-{variant}") }),
        "iam.policy" => json!({ "id": format!("ANPA-{name}") }),
        _ => json!({}),
    };
    subject(kind, spec, invented).await
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_folded_means_what_it_was_made_from(
        drawn in prop::collection::btree_map(
            (0_usize..4, 0..WORDS.len()),
            (0..WORDS.len(), any::<bool>(), any::<bool>()),
            0..20,
        )
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut subjects = Vec::new();
            for ((kind, name), (other, is_own, variant)) in drawn {
                let other = if is_own { name } else { other };
                subjects.push(arbitrary(kind, WORDS[name], WORDS[other], variant).await);
            }
            text_means(&folded(&subjects).await, &subjects).await;
        });
    }
}
