//! Writes of which nobody knows whether they were carried out.

use serde_json::json;

use super::lifecycle::nobodys;
use fake_cloud::{Fault, Object, Operation, World, outcomes};

/// How often something was created.
fn creations(world: &World, name: &str) -> usize {
    let calls = world.cloud.calls().into_iter();
    calls.filter(|call| call.operation == Operation::Create && call.object == name).count()
}

#[tokio::test]
async fn what_was_done_is_not_done_again() {
    let world = World::new("fake.thing: { a: { note: n } }\nfake.vault: { v: {} }").await;
    world.settings("project: fake\nprotect_data: false");
    for name in ["t-a", "t-v"] {
        world.cloud.fail(Operation::Create, name, 0, Fault::AnswerLost);
    }
    assert!(world.apply().await.summary.is_success());
    for name in ["t-a", "t-v"] {
        assert_eq!(creations(&world, name), 1, "{name}");
    }
    assert_eq!(world.cloud.object("t-a").spec["note"], json!("n"));
    assert!(world.plan().await.is_empty());

    world.set_specs("fake.thing: { a: { size: 3 } }\nfake.vault: { v: { size: 3 } }");
    for name in ["t-a", "t-v"] {
        world.cloud.fail(Operation::Update, name, 0, Fault::AnswerLost);
    }
    assert!(world.apply().await.summary.is_success());
    assert_eq!(world.cloud.object("t-a").spec["size"], json!(3));
    assert!(world.plan().await.is_empty());

    world.set_specs("fake.thing: { a: { class: z } }");
    let vault = world.cloud.object("t-v").id;
    for name in ["t-a", &vault] {
        world.cloud.fail(Operation::Delete, name, 0, Fault::AnswerLost);
    }
    assert!(world.apply().await.summary.is_success());
    assert_eq!(world.cloud.names(), ["t-a"]);
    assert!(world.plan().await.is_empty());
}

#[tokio::test]
async fn what_was_not_done_is_done() {
    let world = World::new("fake.thing: { a: {} }\nfake.vault: { v: {} }").await;
    for name in ["t-a", "t-v"] {
        world.cloud.fail(Operation::Create, name, 0, Fault::CallLost);
    }
    assert!(world.apply().await.summary.is_success());
    assert_eq!(world.cloud.names(), ["t-a", "t-v"]);
    assert!(world.plan().await.is_empty());
}

/// The object that is to be replaced has the same name and the same tags.
#[tokio::test]
async fn what_is_to_be_replaced_is_not_taken_for_what_replaces_it() {
    let specs = "fake.vault: { v: { class: x, lifecycle: { replacement: create_first } } }";
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let old = world.cloud.object("t-v").id;
    world.set_specs(&specs.replace("class: x", "class: y"));
    for fault in [Fault::CallLost, Fault::AnswerLost] {
        world.cloud.fail(Operation::Create, "t-v", 0, fault);
    }
    assert!(world.apply().await.summary.is_success());
    assert_eq!(world.cloud.names(), ["t-v"]);
    assert_ne!(world.cloud.object("t-v").id, old);
    assert!(world.plan().await.is_empty());
}

#[tokio::test]
async fn what_somebody_else_has_made_meanwhile_is_not_taken_for_ours() {
    let world = World::new("fake.thing: { a: {} }\nfake.vault: { v: {} }").await;
    let plan = world.plan().await;
    world.cloud.put(nobodys("t-a", 5));
    world.cloud.put(Object {
        kind: "fake.vault",
        id: "vault-theirs".to_owned(),
        spec: json!({ "name": "t-v" }),
        ..nobodys("t-v", 5)
    });
    for name in ["t-a", "t-v"] {
        world.cloud.fail(Operation::Create, name, 0, Fault::CallLost);
    }
    assert_eq!(
        outcomes(&world.carry_out(plan).await),
        ["failed fake.thing.a: a thing named t-a exists already", "done fake.vault.v"]
    );
    assert_eq!(world.cloud.names(), ["t-a", "t-v", "t-v"]);
}
