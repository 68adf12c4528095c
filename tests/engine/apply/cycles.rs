//! Cycles of references, and outputs that change under those who use them.

use serde_json::json;

use fake_cloud::{Fault, Operation, World, outcomes, steps};

const CYCLE: &str = r#"
fake.thing:
  a: { link: "${fake.vault.v.id}" }
fake.vault:
  v: { needs: ["${fake.thing.a.id}"] }
"#;

#[tokio::test]
async fn a_cycle_is_made_in_one_apply() {
    let world = World::new(CYCLE).await;
    let run = world.apply_fully().await;
    assert_eq!(
        steps(&run.plan),
        [
            "create fake.thing.a: without link", "create fake.vault.v",
            "update fake.thing.a: finish link",
        ]
    );
    let (thing, vault) = (world.cloud.object("t-a"), world.cloud.object("t-v"));
    assert_eq!(thing.spec["link"], json!(vault.id));
    assert_eq!(vault.spec["needs"], json!([thing.outputs["id"]]));
}

#[tokio::test]
async fn each_of_two_may_be_named_later() {
    let specs = r#"
fake.thing:
  a: { link: "${fake.thing.b.id}" }
  b: { link: "${fake.thing.a.id}" }
  c: { link: "${fake.thing.c.id}" }
"#;
    let world = World::new(specs).await;
    world.apply_fully().await;
    for (from, to) in [("t-a", "t-b"), ("t-b", "t-a"), ("t-c", "t-c")] {
        let to = world.cloud.object(to).outputs["id"].clone();
        assert_eq!(world.cloud.object(from).spec["link"], json!(to));
    }
}

#[tokio::test]
async fn an_object_of_a_cycle_keeps_its_link_until_the_new_one_is_there() {
    let world = World::new(CYCLE).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let old = world.cloud.object("t-v").id;
    world.set_specs(
        &CYCLE
            .replace("a: { link", "a: { size: 2, link")
            .replace("v: { needs", "v: { class: y, needs"),
    );
    let run = world.apply_fully().await;
    assert_eq!(
        steps(&run.plan),
        [
            "update fake.thing.a: without link", "delete first fake.vault.v",
            "replace fake.vault.v", "update fake.thing.a: finish link",
        ]
    );
    let first = &run.plan.steps[0];
    assert_eq!(first.after.as_ref().unwrap()["link"], json!(old));
    assert_eq!(first.changes.len(), 1);
    assert_eq!(world.cloud.object("t-a").spec["link"], json!(world.cloud.object("t-v").id));
}

#[tokio::test]
async fn a_cycle_is_taken_down_and_replaced() {
    let world = World::new(CYCLE).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    world.set_specs(&CYCLE.replace("a: { link", "a: { class: y, link"));
    let run = world.apply_fully().await;
    assert_eq!(
        steps(&run.plan),
        ["delete first fake.thing.a", "replace fake.thing.a", "update fake.vault.v"],
        "the vault is there, so the new thing can name it at once"
    );
    world.cloud.refuse_deletes_in_use();
    let run = world.destroy().await;
    assert!(run.summary.is_success(), "{:#?}", run.summary);
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}

#[tokio::test]
async fn a_cycle_that_cannot_be_broken_names_its_edges() {
    let specs = r#"
fake.thing:
  a: { needs: ["${fake.thing.b.id}"] }
  b: { value: "${fake.thing.c.id}" }
  c: { depends_on: [fake.thing.a] }
"#;
    let world = World::new(specs).await;
    let diagnostics = world.graph().unwrap_err().sorted();
    assert_eq!(diagnostics.len(), 1);
    let edges: Vec<&str> = diagnostics[0].labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(
        edges,
        [
            "`needs[0]` of `fake.thing.a` needs the `id` of `fake.thing.b`",
            "`value` of `fake.thing.b` needs the `id` of `fake.thing.c`",
            "`depends_on` of `fake.thing.c` names `fake.thing.a`",
        ]
    );
}

const RIPPLE: &str = r#"
fake.thing:
  a: { size: 1 }
  b: { value: "${fake.thing.a.revision}" }
"#;

#[tokio::test]
async fn an_output_that_changes_is_passed_on_in_the_same_apply() {
    let world = World::new(RIPPLE).await;
    world.apply_fully().await;
    world.set_specs(&RIPPLE.replace("size: 1", "size: 2"));
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["update fake.thing.a", "update fake.thing.b"]);
    let shown = diatonic::report::plan::render(&world.stack(), &run.plan);
    assert!(shown.contains("${fake.thing.a.revision}"), "{shown}");
    assert_eq!(
        world.cloud.object("t-b").spec["value"],
        json!(world.cloud.object("t-a").outputs["revision"])
    );
    world.set_specs(&RIPPLE.replace("size: 1", "size: 2, note: other"));
    assert_eq!(steps(&world.apply_fully().await.plan), ["update fake.thing.a"]);
}

#[tokio::test]
async fn a_new_object_is_passed_on_to_those_who_name_its_id() {
    let specs = r#"
fake.thing:
  a: { class: x }
  b: { needs: ["${fake.thing.a.id}"] }
  c: { value: "${fake.thing.a.arn}" }
"#;
    let world = World::new(specs).await;
    world.apply_fully().await;
    world.set_specs(&specs.replace("class: x", "class: y"));
    let run = world.apply_fully().await;
    assert_eq!(
        steps(&run.plan),
        ["delete first fake.thing.a", "replace fake.thing.a", "update fake.thing.b"]
    );
}

#[tokio::test]
async fn drift_in_a_field_that_an_output_depends_on_ripples_too() {
    let world = World::new(RIPPLE).await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |spec| spec["size"] = json!(9));
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["update fake.thing.a", "update fake.thing.b"]);
}

/// A field that a cycle makes wait may wait for long: for the sake of others, the object is there before.
#[tokio::test]
async fn who_needs_an_object_does_not_wait_for_what_a_cycle_sets_last() {
    let specs = r#"
fake.thing:
  a: { link: "${fake.thing.b.id}" }
  b: { needs: ["${fake.thing.a.arn}"] }
  c: { needs: ["${fake.thing.a.arn}"] }
"#;
    let world = World::new(specs).await;
    world.cloud.fail(Operation::Create, "t-b", 0, Fault::Denied);
    let run = world.apply().await;
    assert_eq!(
        outcomes(&run),
        [
            "done fake.thing.a", "failed fake.thing.b: access denied",
            "skipped fake.thing.a: fake.thing.b", "done fake.thing.c",
        ]
    );
    world.apply_fully().await;
}
