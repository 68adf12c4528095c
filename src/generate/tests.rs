//! Many objects at once: their blocks refer to each other, compile together, and mean what was read.

use std::path::PathBuf;

use insta::assert_snapshot;
use serde_json::json;

use super::*;
use crate::diff;
use crate::graph;
use crate::kinds;
use crate::spec::{Options, Stack, compile_in_memory};

const ENVIRONMENT: &str = "{ account: \"123456789012\", region: us-east-2, project: shop, \
                           tags: { Project: shop } }";

fn compiled(specs: &str) -> Stack {
    let options = Options {
        environment: "dev".to_owned(),
        ..Options::default()
    };
    let files: &[(&str, &[u8])] = &[("specs/app.yaml", specs.as_bytes())];
    match compile_in_memory(&options, ENVIRONMENT.as_bytes(), files) {
        Ok(stack) => stack,
        Err(failure) => panic!("{:#?}\n{specs}", failure.diagnostics),
    }
}

async fn subject(kind: &str, spec: Value, outputs: Value) -> Subject {
    let kind = kinds::find(kind).unwrap();
    let spec = kind.prepare(spec, &workspace()).await.unwrap();
    let place = Place::new("123456789012", "us-east-2");
    let mut subject = Subject {
        kind,
        id: "id".to_owned(),
        place,
        live: LiveObject {
            spec,
            outputs: BTreeMap::new(),
        },
        name: None,
        sensitive: BTreeSet::new(),
    };
    let mut known = prediction(&subject).outputs;
    let invented: BTreeMap<String, Option<String>> = serde_json::from_value(outputs).unwrap();
    known.extend(invented);
    subject.live.outputs = known;
    subject
}

fn workspace() -> Workspace {
    Workspace::new(PathBuf::new())
}

async fn generated(subjects: &[Subject]) -> Vec<Block> {
    let environment = compiled("{}").environment;
    let workspace = workspace();
    Generator::new(&environment, &workspace)
        .blocks(subjects)
        .await
}

/// The text compiles, its circles can be broken, and each block means what was read.
async fn means(blocks: &[Block], subjects: &[Subject]) -> String {
    let text = render(blocks).unwrap();
    let stack = compiled(&text);
    graph::build(&stack).unwrap_or_else(|error| panic!("{error:#?}\n{text}"));
    let outputs: BTreeMap<&Address, &Subject> = blocks
        .iter()
        .map(|block| &block.address)
        .zip(subjects)
        .collect();
    for (address, subject) in &outputs {
        let resource = &stack.resources[*address];
        let evaluation = stack.evaluate(resource, &Live(&outputs)).unwrap();
        let desired = resource.kind.prepare(evaluation.spec, &workspace()).await;
        let changes = diff::changes(&desired.unwrap(), &subject.live.spec);
        let given = |change: &&diff::Change| change.path.first_key() != Some("tags");
        let changes: Vec<_> = changes.iter().filter(given).collect();
        assert!(changes.is_empty(), "{address}: {changes:#?}\n{text}");
    }
    text
}

/// The outputs of what was read.
struct Live<'a>(&'a BTreeMap<&'a Address, &'a Subject>);

impl crate::spec::OutputSource for Live<'_> {
    fn output(
        &self,
        address: &Address,
        output: &str,
    ) -> Result<Option<Value>, crate::expression::Problem> {
        let subject = self.0[address];
        let text = subject.live.outputs[output].clone();
        Ok(text.map(Value::String))
    }
}

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:shop-dev-sign-in";
const POOL: &str = "us-east-2_AbCdEfGhI";

fn trust(condition: Value) -> Value {
    json!({ "Statement": [{
        "Effect": "Allow",
        "Principal": { "Service": "lambda.amazonaws.com" },
        "Action": "sts:AssumeRole",
        "Condition": { "ArnEquals": condition },
    }] })
}

#[tokio::test]
async fn blocks_refer_to_each_other_and_make_no_circle_that_cannot_be_broken() {
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
        name: /aws/lambda/${env.name_prefix}-sign-in
        retention_days: 7
    "#);
}

#[tokio::test]
async fn two_of_one_name_get_two_addresses() {
    let group = |name: &str| subject("logs.log_group", json!({ "name": name }), json!({}));
    let subjects = [group("shop-dev-api").await, group("/x/shop-dev-api").await];
    let blocks = generated(&subjects).await;
    let names: Vec<&str> = blocks
        .iter()
        .map(|block| block.address.name.as_str())
        .collect();
    assert_eq!(names, ["api", "api-2"]);
    means(&blocks, &subjects).await;
}

#[tokio::test]
async fn what_others_say_is_secret_becomes_a_variable() {
    let mut one = subject(
        "lambda.function",
        json!({
            "name": "shop-dev-api",
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": { "PASSWORD": "hunter2", "PLAIN": "x" },
        }),
        json!({}),
    )
    .await;
    one.sensitive = [Path::field("environment").key("PASSWORD")].into();
    let text = render(&generated(&[one]).await).unwrap();
    assert!(!text.contains("hunter2"), "{text}");
    assert!(text.contains("${var.api_environment_password}"), "{text}");
}

#[tokio::test]
async fn an_object_elsewhere_says_where_it_is() {
    let spec = json!({ "name": "/shop/audit", "retention_days": 30 });
    let mut audit = subject("logs.log_group", spec, json!({})).await;
    audit.place = Place::new("123456789012", "eu-west-1");
    let blocks = generated(&[audit]).await;
    let specs = render(&blocks).unwrap();
    let stack = compiled(&specs);
    let resource = stack.resources.values().next().unwrap();
    assert_eq!(resource.place.region, "eu-west-1", "{specs}");
}
