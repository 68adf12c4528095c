//! What is the same text by chance, and what is not.

use serde_json::json;

use super::testing::{compiled, generated, means, subject, trust, workspace};
use super::*;
use language::value::Value;

/// A function with this name and environment.
async fn function(name: &str, environment: Value) -> Subject {
    let spec = json!({
        "name": name,
        "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
        "role": "arn:aws:iam::123456789012:role/other",
        "environment": environment,
    });
    subject("lambda.function", spec, json!({})).await
}

#[tokio::test]
async fn a_known_secret_stands_nowhere() {
    let secret = "correct-horse-1";
    let environment = json!({
        "DB_PASSWORD": "hunter2pass",
        "PLAIN": "hunter2pass",
        "HOOK": format!("https://example.com/{secret}/x"),
    });
    let api = subject(
        "apigateway.rest_api",
        json!({
            "name": "shop-dev-api",
            "routes": { "/": { "GET": {
                "authorization": "NONE",
                "integration": {
                    "type": "HTTP_PROXY",
                    "http_method": "GET",
                    "uri": "https://u:hunter3pass@x.test/?token=hunter3",
                },
            } } },
        }),
        json!({}),
    );
    let subjects = [function("shop-dev-api", environment).await, api.await];
    let stack = compiled("{}");
    let workspace = workspace();
    let mut generator = Generator::new(&stack, &workspace);
    let mut known = KnownSecrets::default();
    known.add(secret);
    generator.keep(&known);
    let blocks = generator.blocks(&subjects).await;
    let text = render(&blocks).unwrap();
    for secret in ["hunter", secret] {
        assert!(!text.contains(secret), "{text}");
    }
    let variable = "${var.api_environment_db_password}";
    assert_eq!(text.matches(variable).count(), 2, "{text}");
    assert!(text.contains("https://example.com/${var.api_environment_hook}/x"), "{text}");
}

#[tokio::test]
async fn a_secret_whose_variable_has_its_value_needs_no_other() {
    let stack = compiled(
        "variables: { password: { type: string, sensitive: true, default: hunter2pass } }",
    );
    let workspace = workspace();
    let mut generator = Generator::new(&stack, &workspace);
    let subjects = [function("shop-dev-api", json!({ "DB_PASSWORD": "hunter2pass" })).await];
    let blocks = generator.blocks(&subjects).await;
    let text = render(&blocks).unwrap();
    assert!(text.contains("DB_PASSWORD: \"${var.password}\""), "{text}");
    assert!(blocks[0].variables.is_empty(), "{text}");
}

#[tokio::test]
async fn what_lacks_a_tag_of_the_environment_goes_on_lacking_it() {
    let mut table = subject(
        "dynamodb.table",
        json!({ "name": "shop-dev-users", "partition_key": { "name": "id", "type": "S" } }),
        json!({}),
    )
    .await;
    table.live.spec["tags"] = json!({});
    let subjects = [table];
    let text = means(&generated(&subjects).await, &subjects).await;
    assert!(text.contains("tags: {Project: null}"), "{text}");
    let stack = compiled(&text);
    let resource = stack.resources.values().next().unwrap();
    let spec = stack.evaluate(resource, &stack.resources).unwrap().spec;
    assert_eq!(spec["tags"].get("Project"), None, "{spec}");
}

#[tokio::test]
async fn what_has_the_name_of_several_is_what_is_spoken_of() {
    let name = "shop-dev-orders";
    let environment = json!({ "TABLE": name, "FUNCTION": name, "ROLE": name, "QUEUE": name });
    let table = json!({ "name": name, "partition_key": { "name": "id", "type": "S" } });
    let mut function = function(name, environment).await;
    function.needs = [("iam.role", "id".to_owned())].into();
    let role = json!({ "name": name, "trust_policy": trust(json!({})) });
    let subjects = [
        function,
        subject("dynamodb.table", table, json!({})).await,
        subject("iam.role", role, json!({ "unique_id": "AROA-1" })).await,
    ];
    let text = render(&generated(&subjects).await).unwrap();
    for (key, meant) in [
        ("TABLE", "${dynamodb.table.orders.name}"),
        ("FUNCTION", "${lambda.function.orders.name}"),
        ("ROLE", "${iam.role.orders.name}"),
        ("QUEUE", "${env.name_prefix}-orders"),
    ] {
        assert!(text.contains(&format!("{key}: {meant}")), "{key}: {text}");
    }
}

#[tokio::test]
async fn names_that_say_nothing_give_way_to_what_they_are_called() {
    let mut subjects = Vec::new();
    for (name, called) in [
        ("shop-dev-role-20260301101500123400000001", "worker"),
        ("app", "this"),
        ("app", "other"),
        ("shop-dev-users", "table"),
    ] {
        let spec = json!({ "name": name });
        let mut subject = subject("cognito.user_pool", spec, json!({})).await;
        subject.suggested_name = Some(called.to_owned());
        subjects.push(subject);
    }
    let blocks = generated(&subjects).await;
    let names: Vec<&str> = blocks.iter().map(|block| block.address.name.as_str()).collect();
    assert_eq!(names, ["worker", "this", "other", "users"]);
}

#[tokio::test]
async fn a_variable_is_called_by_the_words_of_its_key() {
    let subjects = [function("shop-dev-api", json!({ "dbPassword": "hunter2" })).await];
    let blocks = generated(&subjects).await;
    let names: Vec<&String> = blocks.iter().flat_map(|block| &block.variables).collect();
    assert_eq!(names, ["api_environment_db_password"]);
}
