//! Many objects at once: their blocks refer to each other, compile together, and mean what was read.

use std::path::PathBuf;

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use compiler::{Options, Stack, compile_in_memory};
use engine::graph;
use kind::registry;
use language::diff;

pub(super) const ENVIRONMENT: &str = "{ account: \"123456789012\", region: us-east-2, project: shop, \
                           tags: { Project: shop } }";

pub(super) fn compiled(specs: &str) -> Stack {
    let options = Options { environment: "dev".to_owned(), ..Options::default() };
    let files: &[(&str, &[u8])] = &[("specs/app.yaml", specs.as_bytes())];
    match compile_in_memory(&options, ENVIRONMENT.as_bytes(), files) {
        Ok(stack) => stack,
        Err(failure) => panic!("{:#?}\n{specs}", failure.diagnostics),
    }
}

pub(super) async fn subject(kind: &str, spec: Value, outputs: Value) -> Subject {
    let kind = registry::find(kind).unwrap();
    let mut spec = spec;
    // The environment gives this tag to everything.
    if kind.is_taggable() && spec["tags"].get("Project").is_none() {
        spec["tags"]["Project"] = "shop".into();
    }
    let spec = kind.ready(&spec, &workspace()).await.unwrap().comparable();
    let place = Place::new("123456789012", "us-east-2");
    let mut subject = Subject {
        kind,
        id: "id".to_owned(),
        place,
        live: LiveObject::from(spec),
        name: None,
        sensitive: BTreeSet::new(),
        called: None,
        needs: BTreeSet::new(),
    };
    let mut known = prediction(&subject).outputs;
    let invented: BTreeMap<String, Option<String>> = serde_json::from_value(outputs).unwrap();
    known.extend(invented);
    subject.live.outputs = known;
    subject
}

pub(super) fn workspace() -> Workspace {
    Workspace::new(PathBuf::new())
}

/// The text of the files of what is folded.
async fn folded(subjects: &[Subject]) -> String {
    let stack = compiled("{}");
    let workspace = workspace();
    let mut generator = Generator::new(&stack, &workspace);
    let blocks = generator.blocks(subjects).await;
    let Specs { files, locals, .. } = generator.specs(blocks);
    let blocks: Vec<Block> = files.into_iter().flat_map(|file| file.blocks).collect();
    let text = render(&blocks).unwrap();
    match locals.is_empty() {
        true => text,
        false => format!("{}\n{text}", render_locals(&locals).unwrap()),
    }
}

pub(super) async fn generated(subjects: &[Subject]) -> Vec<Block> {
    let stack = compiled("{}");
    let workspace = workspace();
    Generator::new(&stack, &workspace).blocks(subjects).await
}

/// The blocks compile, their circles can be broken, and each means what was read.
pub(super) async fn means(blocks: &[Block], subjects: &[Subject]) -> String {
    let text = render(blocks).unwrap();
    let stack = text_means(&text, subjects).await;
    for block in blocks {
        assert!(stack.resources.contains_key(&block.address), "{text}");
    }
    text
}

/// The same of a text: its resources are known by what the objects are known by.
async fn text_means(text: &str, subjects: &[Subject]) -> Stack {
    let stack = compiled(text);
    graph::build(&stack).unwrap_or_else(|error| panic!("{error:#?}\n{text}"));
    let outputs: BTreeMap<&Address, &Subject> = stack
        .resources
        .values()
        .map(|resource| {
            let is_it = |subject: &&Subject| {
                let mut identity = resource.identity.as_object().unwrap().iter();
                let live = &subject.live.spec;
                subject.kind.name() == resource.kind.name()
                    && subject.place == resource.place
                    && identity.all(|(field, value)| live.get(field) == Some(value))
            };
            let subject = subjects.iter().find(is_it);
            let address = &resource.address;
            (address, subject.unwrap_or_else(|| panic!("{address}\n{text}")))
        })
        .collect();
    assert_eq!(outputs.len(), subjects.len(), "{text}");
    for (address, subject) in &outputs {
        let resource = &stack.resources[*address];
        let evaluation = stack.evaluate(resource, &Live(&outputs)).unwrap();
        let desired = resource.kind.ready(&evaluation.spec, &workspace()).await;
        let changes = diff::changes(&desired.unwrap().comparable(), &subject.live.spec);
        let is_given = |change: &diff::Change| {
            let key = change.path.last_key().unwrap_or_default();
            key == "Project" || aws::tags::is_ownership(key) || key == "tags"
        };
        let changes: Vec<_> = changes.iter().filter(|change| !is_given(change)).collect();
        assert!(changes.is_empty(), "{address}: {changes:#?}\n{text}");
    }
    stack
}

/// The outputs of what was read.
struct Live<'a>(&'a BTreeMap<&'a Address, &'a Subject>);

impl compiler::OutputSource for Live<'_> {
    fn output(
        &self,
        address: &Address,
        output: &str,
    ) -> Result<Option<Value>, language::expression::Problem> {
        let subject = self.0[address];
        let text = subject.live.outputs[output].clone();
        Ok(text.map(Value::String))
    }
}

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:shop-dev-sign-in";
const POOL: &str = "us-east-2_AbCdEfGhI";

pub(super) fn trust(condition: Value) -> Value {
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
async fn what_looks_like_a_secret_becomes_a_variable_too() {
    let function = subject(
        "lambda.function",
        json!({
            "name": "shop-dev-api",
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": {
                "DB_PASSWORD": "hunter2",
                "DATABASE": "postgres://app:hunter2@db.example.com/shop",
                "SECRET": "shop-dev-sign-in",
                "SESSION_TOKEN": "shop-dev/session-token",
                "TOKEN_TABLE": "users",
            },
        }),
        json!({}),
    );
    let group = subject("logs.log_group", json!({ "name": "shop-dev-sign-in" }), json!({}));
    let text = render(&generated(&[function.await, group.await]).await).unwrap();
    assert!(!text.contains("hunter2"), "{text}");
    assert!(text.contains("SECRET: ${logs.log_group.sign-in.name}"), "{text}");
    assert!(text.contains("SESSION_TOKEN: ${env.name_prefix}/session-token"), "{text}");
    assert!(text.contains("TOKEN_TABLE: users"), "{text}");
}

#[tokio::test]
async fn an_object_in_another_region_stays_there() {
    let spec = json!({ "name": "shop-dev-users", "partition_key": { "name": "id", "type": "S" } });
    let here = subject("dynamodb.table", spec.clone(), json!({})).await;
    let mut there = subject("dynamodb.table", spec, json!({})).await;
    there.place = Place::new("123456789012", "us-west-2");
    there.live.outputs = prediction(&there).outputs;
    let subjects = [here, there];
    let text = means(&generated(&subjects).await, &subjects).await;
    assert_eq!(text.matches("region: us-west-2").count(), 1, "{text}");
}

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

#[tokio::test]
async fn each_secret_has_a_variable_of_its_own() {
    let mut subjects = Vec::new();
    // Joined by `_`, both paths read alike.
    for (name, key) in [("api", "ENVIRONMENT_TOKEN"), ("api-environment", "TOKEN")] {
        let spec = json!({
            "name": format!("shop-dev-{name}"),
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": { key: format!("hunter2 of {name}") },
        });
        subjects.push(subject("lambda.function", spec, json!({})).await);
    }
    let blocks = generated(&subjects).await;
    let names: Vec<&String> = blocks.iter().flat_map(|block| &block.variables).collect();
    assert_eq!(names, ["api_environment_environment_token", "api_environment_environment_token_2"]);
}

#[tokio::test]
async fn one_secret_is_one_variable() {
    let mut subjects = Vec::new();
    for name in ["api", "web"] {
        let spec = json!({
            "name": format!("shop-dev-{name}"),
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": { "DB_PASSWORD": "hunter2" },
        });
        subjects.push(subject("lambda.function", spec, json!({})).await);
    }
    let blocks = generated(&subjects).await;
    let names: BTreeSet<&String> = blocks.iter().flat_map(|block| &block.variables).collect();
    assert_eq!(names.len(), 1, "{names:?}");
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
