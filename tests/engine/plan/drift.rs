//! What was changed outside, told apart from what has changed in the specs.

use serde_json::json;

use diatonic::report;
use engine::drift::{Drift, Drifted};
use fake_cloud::{World, steps};

const TWO: &str = "fake.thing: { a: { size: 1, note: n }, b: { size: 1 } }";

fn paths(drift: &Drift) -> Vec<String> {
    match &drift.what {
        Drifted::Deleted => vec!["(deleted)".to_owned()],
        Drifted::Changed { changes, .. } => changes
            .iter()
            .map(|change| {
                let side = |value: &Option<serde_json::Value>| {
                    value.as_ref().map_or("nothing".to_owned(), ToString::to_string)
                };
                format!("{}: {} to {}", change.path, side(&change.before), side(&change.after))
            })
            .collect(),
    }
}

#[tokio::test]
async fn nothing_drifts_by_itself() {
    let world = World::new(TWO).await;
    world.apply_fully().await;
    assert_eq!(world.plan().await.drift, vec![]);
}

#[tokio::test]
async fn a_change_in_the_specs_is_no_drift() {
    let world = World::new(TWO).await;
    world.apply_fully().await;
    world.set_specs(&TWO.replace("note: n", "note: m"));
    let plan = world.plan().await;
    assert_eq!(plan.drift, vec![]);
    assert_eq!(steps(&plan), ["update fake.thing.a"]);
}

#[tokio::test]
async fn each_field_is_told_apart() {
    let world = World::new(TWO).await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |spec| spec["size"] = json!(7));
    world.set_specs(&TWO.replace("note: n", "note: m"));
    let plan = world.plan().await;
    assert_eq!(plan.drift.len(), 1);
    assert_eq!(plan.drift[0].address.to_string(), "fake.thing.a");
    assert_eq!(paths(&plan.drift[0]), ["size: 1 to 7"]);
    let changed: Vec<String> =
        plan.steps[0].changes.iter().map(|change| change.path.to_string()).collect();
    assert_eq!(changed, ["note", "size"], "the apply puts both right");
    world.apply_fully().await;
    assert_eq!(world.plan().await.drift, vec![]);
}

#[tokio::test]
async fn what_the_specs_follow_is_still_told() {
    let world = World::new(TWO).await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |spec| spec["size"] = json!(7));
    world.set_specs(&TWO.replace("a: { size: 1", "a: { size: 7"));
    let plan = world.plan().await;
    assert!(plan.is_empty());
    assert_eq!(paths(&plan.drift[0]), ["size: 1 to 7"]);
    world.apply_fully().await;
    assert_eq!(world.plan().await.drift, vec![], "an apply takes note of it");
}

#[tokio::test]
async fn what_was_deleted_is_told() {
    let world = World::new(TWO).await;
    world.apply_fully().await;
    world.cloud.remove("t-b");
    let plan = world.plan().await;
    assert_eq!(paths(&plan.drift[0]), ["(deleted)"]);
    assert_eq!(steps(&plan), ["create fake.thing.b"]);
}

#[tokio::test]
async fn what_is_others_to_change_is_no_drift() {
    let ignoring = TWO.replace("note: n", "note: n, lifecycle: { ignore_changes: [size] }");
    let world = World::new(&ignoring).await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |spec| spec["size"] = json!(7));
    let plan = world.plan().await;
    assert!(plan.is_empty());
    assert_eq!(plan.drift, vec![]);
}

#[tokio::test]
async fn a_secret_that_was_changed_is_told_and_not_shown() {
    let world = World::new(
        "variables: { password: { type: string, sensitive: true } }\n\
         fake.thing: { a: { note: \"${var.password}\" } }",
    )
    .await;
    world.settings("project: fake\nvariables: { password: one-secret }");
    world.apply_fully().await;
    world.cloud.tamper("t-a", |spec| spec["note"] = json!("another-secret"));
    let plan = world.plan().await;
    assert_eq!(plan.drift.len(), 1);
    let text = report::drift::render(&plan.drift);
    let json = report::drift::json(&plan.drift).to_string();
    for shown in [&text, &json] {
        assert!(shown.contains("sensitive value"), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}

#[tokio::test]
async fn a_secret_that_was_moved_in_its_list_is_not_shown_in_either_place() {
    let world = World::new(
        "variables: { hidden: { type: string, sensitive: true } }\n\
         fake.thing:\n  b: {}\n  c: {}\n  a: { needs: [\"${var.hidden}\", t-c], depends_on: [fake.thing.b, fake.thing.c] }",
    )
    .await;
    world.settings("project: fake\nvariables: { hidden: t-b }");
    world.apply_fully().await;
    world.cloud.tamper("t-a", |spec| spec["needs"] = json!(["t-c", "t-b"]));
    let plan = world.plan().await;
    assert_eq!(plan.drift.len(), 1);
    let text = report::drift::render(&plan.drift);
    let json = report::drift::json(&plan.drift).to_string();
    for shown in [&text, &json] {
        assert!(shown.contains("(sensitive)"), "{shown}");
        assert!(!shown.contains("sensitive:") && !shown.contains("t-b"), "{shown}");
    }
    let kept = serde_json::to_string(&plan.drift).unwrap();
    assert!(!kept.contains("t-b"), "{kept}");
    let shown = report::plan::render(&world.stack(), &plan);
    assert!(shown.contains("(sensitive)") && !shown.contains("t-b"), "{shown}");
}
