//! What a plan tells of a change besides the new values.

use serde_json::json;

use diatonic::report;
use fake_cloud::World;
use kind::Weight;
use kind::{LiveObject, registry};
use language::value::Value;

/// A kind, its live object and the spec; the field with the weight of what is told of it, and words of it.
type Case = (&'static str, Value, Value, Option<(&'static str, Weight, &'static str)>);

fn table(more: Value) -> Value {
    with(json!({ "name": "orders", "partition_key": { "name": "id", "type": "S" } }), more)
}

fn function(more: Value) -> Value {
    let base = json!({
        "name": "api", "runtime": "python3.13", "handler": "a.b",
        "role": "arn:aws:iam::123456789012:role/api",
        "code": { "bucket": "builds", "key": "a.zip", "sha256": "JSObMhRKtkuHGLHe/bKGYe5ed4UxiWjUFgZzCNN/BvE=" },
    });
    with(base, more)
}

fn with(mut base: Value, more: Value) -> Value {
    for (field, value) in more.as_object().unwrap() {
        base[field] = value.clone();
    }
    base
}

fn cases() -> Vec<Case> {
    use Weight::{Interruption, Loss, Refusal, Warning};
    let index = |key: &str| {
        let index = json!({ "partition_key": { "name": key, "type": "S" } });
        table(json!({ "global_secondary_indexes": { "by-owner": index } }))
    };
    let pool = |more| with(json!({ "name": "people" }), more);
    let team = |mutable: bool| json!({ "custom_attributes": { "team": { "mutable": mutable } } });
    let source = |position: &str| {
        let stream =
            "arn:aws:dynamodb:us-east-2:123456789012:table/orders/stream/2026-01-31T12:00:00.000";
        function(
            json!({ "event_sources": { "orders": { "source": stream, "starting_position": position } } }),
        )
    };
    let statement =
        |principal: &str| function(json!({ "permissions": { "api": { "principal": principal } } }));
    let bucket = |rules: Value| json!({ "name": "uploads", "lifecycle_rules": rules });
    let group = |days: Value| json!({ "name": "lines", "retention_days": days });
    let domain = |prefix: &str| pool(json!({ "domain": { "prefix": prefix } }));
    let api = |stages: Value| json!({ "name": "shop", "stages": stages, "routes": {} });
    Vec::from([
        (
            "dynamodb.table",
            table(json!({ "ttl": "old" })),
            table(json!({ "ttl": "new" })),
            Some(("ttl", Refusal, "one change of it an hour")),
        ),
        (
            "dynamodb.table",
            table(json!({})),
            table(json!({ "ttl": "new" })),
            Some(("ttl", Loss, "`new` has passed")),
        ),
        (
            "dynamodb.table",
            table(json!({ "ttl": "old" })),
            table(json!({})),
            Some(("ttl", Interruption, "no item expires")),
        ),
        (
            "dynamodb.table",
            index("owner"),
            index("tenant"),
            Some(("global_secondary_indexes.by-owner", Interruption, "rebuilt")),
        ),
        (
            "dynamodb.table",
            index("owner"),
            table(json!({})),
            Some(("global_secondary_indexes.by-owner", Interruption, "queries of it fail")),
        ),
        ("dynamodb.table", table(json!({})), index("owner"), None),
        (
            "dynamodb.table",
            table(json!({ "stream": "KEYS_ONLY" })),
            table(json!({ "stream": "NEW_IMAGE" })),
            Some(("stream", Interruption, "another ARN")),
        ),
        (
            "dynamodb.table",
            table(json!({ "point_in_time_recovery": true })),
            table(json!({})),
            Some(("point_in_time_recovery", Loss, "go back to")),
        ),
        (
            "dynamodb.table",
            table(json!({ "stream": "KEYS_ONLY", "replicas": { "eu-west-1": {} } })),
            table(json!({ "stream": "KEYS_ONLY" })),
            Some(("replicas.eu-west-1", Interruption, "replica is deleted")),
        ),
        (
            "cognito.user_pool",
            pool(json!({})),
            pool(team(false)),
            Some(("custom_attributes.team.mutable", Warning, "already")),
        ),
        ("cognito.user_pool", pool(json!({})), pool(team(true)), None),
        ("cognito.user_pool", pool(team(false)), pool(team(false)), None),
        (
            "cognito.user_pool",
            domain("shop"),
            domain("store"),
            Some(("domain", Interruption, "`shop` is removed first")),
        ),
        (
            "cognito.user_pool",
            pool(json!({ "groups": { "buyers": {} } })),
            pool(json!({})),
            Some(("groups.buyers", Loss, "who is in it")),
        ),
        (
            "lambda.function",
            source("LATEST"),
            source("TRIM_HORIZON"),
            Some(("event_sources.orders", Interruption, "re-created")),
        ),
        (
            "lambda.function",
            source("LATEST"),
            function(json!({})),
            Some(("event_sources.orders", Interruption, "no longer processed")),
        ),
        (
            "lambda.function",
            statement("s3.amazonaws.com"),
            statement("events.amazonaws.com"),
            Some(("permissions.api", Interruption, "added again")),
        ),
        (
            "lambda.function",
            function(json!({ "aliases": { "live": {} } })),
            function(json!({})),
            Some(("aliases.live", Interruption, "calls by its name fail")),
        ),
        (
            "lambda.function",
            function(json!({ "function_url": { "authentication": "AWS_IAM" } })),
            function(json!({})),
            Some(("function_url", Loss, "is deleted")),
        ),
        (
            "lambda.function",
            function(json!({})),
            function(json!({ "reserved_concurrency": 0 })),
            Some(("reserved_concurrency", Interruption, "no call")),
        ),
        ("lambda.function", function(json!({})), function(json!({ "memory": 512 })), None),
        (
            "logs.log_group",
            group(Value::Null),
            group(json!(7)),
            Some(("retention_days", Loss, "older than 7 days")),
        ),
        ("logs.log_group", group(json!(7)), group(json!(30)), None),
        (
            "s3.bucket",
            bucket(json!({})),
            bucket(json!({ "old": { "expiration": { "days": 30 } } })),
            Some(("lifecycle_rules.old.expiration", Loss, "already")),
        ),
        (
            "apigateway.rest_api",
            api(json!({ "v1": {} })),
            api(json!({})),
            Some(("stages.v1", Interruption, "403")),
        ),
        (
            "apigateway.usage_plan",
            json!({ "name": "p", "keys": ["k1"] }),
            json!({ "name": "p" }),
            Some(("keys", Interruption, "`k1` are refused")),
        ),
        (
            "apigateway.domain_name",
            json!({ "name": "a.example.com", "mappings": { "/": { "api": "a1" } } }),
            json!({ "name": "a.example.com" }),
            Some(("mappings[\"/\"]", Interruption, "no API")),
        ),
        (
            "kms.key",
            json!({ "aliases": ["alias/a"] }),
            json!({}),
            Some(("aliases", Interruption, "`alias/a` fails")),
        ),
        (
            "kms.key",
            json!({ "disabled": true }),
            json!({ "disabled": true, "rotation_days": 365 }),
            Some(("rotation_days", Refusal, "an enabled key alone")),
        ),
        (
            "secretsmanager.secret",
            json!({ "name": "n", "generation": "1" }),
            json!({ "name": "n", "generated": {}, "generation": "2" }),
            Some(("generation", Interruption, "another value")),
        ),
        (
            "secretsmanager.secret",
            json!({ "name": "n" }),
            json!({ "name": "n", "generated": {} }),
            None,
        ),
        (
            "secretsmanager.secret",
            json!({ "name": "n" }),
            json!({ "name": "n", "rotation": { "function": "f", "days": 30 } }),
            Some(("rotation", Warning, "at once")),
        ),
        (
            "backup.vault",
            json!({ "name": "main", "lock": { "min_retention_days": 7 } }),
            json!({ "name": "main", "lock": { "min_retention_days": 7, "compliance": {} } }),
            Some(("lock.compliance", Loss, "after 3 days")),
        ),
    ])
}

#[test]
fn each_kind_says_what_its_changes_interrupt_lose_and_refuse() {
    for (kind, live, spec, expected) in cases() {
        let kind = registry::find(kind).unwrap();
        let told = kind.fill(&spec).unwrap().consequences(&LiveObject::from(live.clone()));
        let case = format!("{}: {live} to {spec}: {told:#?}", kind.name());
        match (expected, told.as_slice()) {
            (None, []) => {}
            (Some((field, weight, words)), [one]) => {
                assert_eq!((one.field.to_string().as_str(), one.weight), (field, weight), "{case}");
                assert!(one.says.contains(words), "{case}");
            }
            _ => panic!("{case}"),
        }
    }
}

/// Every kind says in its own words what fails while there is no object of it.
#[test]
fn each_kind_says_what_fails_without_it() {
    let said = registry::all().into_iter().filter(|kind| !kind.name().starts_with("fake."));
    let words: std::collections::BTreeSet<&str> =
        said.clone().map(|kind| kind.impact_while_absent()).collect();
    assert_eq!(words.len(), said.count());
}

#[tokio::test]
async fn a_plan_tells_of_consequences_in_words_and_as_json() {
    let specs = "fake.thing: { a: { level: 7 } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    world.set_specs(&specs.replace('7', "9"));
    let plan = world.plan().await;
    let text = report::plan::render(&world.stack(), &plan);
    assert!(text.contains("level: nobody can use it while it rises"), "{text}");
    let json = report::plan_json::render(&world.stack(), &plan);
    assert_eq!(
        json["steps"][0]["consequences"],
        json!([{ "field": "level", "weight": "interruption", "says": "nobody can use it while it rises", "help": null }])
    );
    assert!(plan.blocked.is_empty());
    world.apply_fully().await;
}

#[tokio::test]
async fn what_cannot_be_done_in_one_apply_is_refused_and_nothing_of_it_is_done() {
    let specs = "fake.thing: { a: { level: 7, note: n } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    world.set_specs(&specs.replace('7', "3").replace("note: n", "note: m"));
    let plan = world.plan().await;
    let [blocked] = plan.blocked.as_slice() else {
        panic!("{:#?}", plan.blocked);
    };
    assert_eq!(blocked.why, "the plan would change `level` of fake.thing.a: a thing only rises");
    assert_eq!(blocked.help, "make another one");
    let text = report::plan::render(&world.stack(), &plan);
    assert!(text.contains("Refused:"), "{text}");
}

#[tokio::test]
async fn a_replacement_says_what_fails_until_the_new_object_is_there() {
    let specs = "fake.thing: { a: { name: one, class: x } }\nfake.vault: { v: { class: x } }";
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    world.set_specs(&specs.replace("class: x", "class: y"));
    let plan = world.plan().await;
    let told: Vec<String> = (plan.steps.iter())
        .flat_map(|step| &step.consequences)
        .map(|told| format!("{}: {}", told.says, told.help))
        .collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].contains("until then anything that uses it fails"), "{told:#?}");
    assert!(told[0].contains("another name"), "{told:#?}");
    assert!(told[1].contains("create_first"), "{told:#?}");
    assert!(told[2].contains("another id"), "{told:#?}");
    let create_first =
        specs.replace("class: x", "class: y, lifecycle: { replacement: create_first }");
    world.set_specs(&create_first.replace("one", "two"));
    let plan = world.plan().await;
    let told: Vec<&str> = (plan.steps.iter())
        .flat_map(|step| &step.consequences)
        .map(|told| told.says.as_str())
        .collect();
    assert_eq!(told.len(), 1, "only that the vault has another id: {told:#?}");
}
