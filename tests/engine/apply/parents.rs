//! Objects that cannot be tagged and live inside another.

use fake_cloud::{World, steps};

const BOTH: &str = r#"
fake.vault: { v: { size: 1 } }
fake.drawer: { d: { vault: "${fake.vault.v.id}", size: 1 } }
"#;

#[tokio::test]
async fn a_child_is_made_in_its_parent_in_one_run() {
    let world = World::new(BOTH).await;
    world.apply_fully().await;
    let vault = world.cloud.object("t-v").id;
    assert_eq!(world.cloud.object("t-d").spec["vault"], vault);
}

#[tokio::test]
async fn without_a_state_the_child_of_our_parent_is_ours() {
    let world = World::new(BOTH).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    world.lose_state();
    assert!(world.plan().await.is_empty());
    world.destroy().await;
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}

#[tokio::test]
async fn a_child_of_the_same_name_in_another_parent_is_not_looked_at() {
    let world = World::new(BOTH).await;
    world.apply_fully().await;
    world.set_specs(
        r#"
fake.vault: { v: { size: 1 }, w: {} }
fake.drawer:
  d: { vault: "${fake.vault.v.id}", size: 1 }
  e: { name: t-d, vault: "${fake.vault.w.id}" }
"#,
    );
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), ["t-d", "t-d", "t-v", "t-w"]);
}

#[tokio::test]
async fn a_child_in_a_parent_of_nobodys_must_be_adopted() {
    let world = World::new(BOTH).await;
    world.apply_fully().await;
    world.cloud.tamper("t-v", |spec| spec["tags"] = serde_json::json!({}));
    let vault = world.cloud.object("t-v").id;
    let other = World::in_cloud(world.cloud.clone(), "fake.thing: {}").await;
    other.settings("project: other");
    let spec =
        |adopt| format!("fake.drawer: {{ d: {{ vault: {vault}, size: 2, adopt: {adopt} }} }}");
    other.set_specs(&spec(false));
    let refusals = other.refusals().await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert!(refusals[0].contains("is not managed by this stack"), "{refusals:?}");
    other.set_specs(&spec(true));
    other.apply_fully().await;
    assert_eq!(world.cloud.object("t-d").spec["size"], 2);
}

#[tokio::test]
async fn a_parent_that_was_deleted_takes_the_child_with_it_and_both_come_back() {
    let world = World::new(BOTH).await;
    world.apply_fully().await;
    world.cloud.remove("t-v");
    let plan = world.plan().await;
    assert_eq!(steps(&plan), ["create fake.vault.v", "create fake.drawer.d"]);
}

#[tokio::test]
async fn a_new_parent_means_a_new_child() {
    let world = World::new(BOTH).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    world.set_specs(&BOTH.replace("v: { size: 1 }", "v: { size: 1, class: x }"));
    world.apply_fully().await;
    let vault = world.cloud.object("t-v").id;
    assert_eq!(world.cloud.object("t-d").spec["vault"], vault);
}

#[tokio::test]
async fn two_blocks_of_one_child_are_refused() {
    let world = World::new(BOTH).await;
    world.set_specs(
        r#"
fake.vault: { v: {} }
fake.drawer:
  d: { name: same, vault: "${fake.vault.v.id}" }
  e: { name: same, vault: "${fake.vault.v.id}" }
"#,
    );
    let failure = world.compile().err().unwrap();
    let found = failure.diagnostics.sorted();
    let messages: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages, ["2 resources are one object in AWS: `same in ${fake.vault.v.id}`"]);
}
