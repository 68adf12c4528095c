//! What a stack is known by, in this version and in earlier ones, and what is found by that.

use serde_json::json;

use diatonic::report;
use engine::plan::{Plan, Request};
use fake_cloud::{World, steps};

/// A project whose former text another stack had as well: `shop` in `eu-test`.
const AMBIGUOUS: &str = "project: shop-eu\nprotect_data: false";

const SPECS: &str = "fake.thing: { a: {} }\nfake.vault: { v: {} }";

fn shown(world: &World, plan: &Plan) -> String {
    let text = report::plan::render(&world.stack(), plan);
    report::escape::plain(&text)
}

/// A world whose objects have the tags of an earlier version.
async fn of_old(settings: &str) -> World {
    let world = World::new(SPECS).await;
    world.settings(settings);
    world.apply_fully().await;
    for object in world.cloud.objects() {
        let project = settings.lines().next().unwrap().replace("project: ", "");
        world.cloud.tamper(&object.name, |spec| {
            spec["tags"]["diatonic:stack"] = json!(format!("{project}-test"));
        });
    }
    world
}

#[tokio::test]
async fn tags_of_old_on_what_the_state_names_are_brought_up_to_date() {
    for settings in ["project: fake", AMBIGUOUS] {
        let world = of_old(settings).await;
        let plan = world.plan().await;
        let updates = ["update fake.thing.a", "update fake.vault.v"];
        assert_eq!(steps(&plan), updates);
        let identity = world.stack().environment.stack();
        let told = format!("diatonic:stack: \"{}\" → \"{identity}\"", identity.replace('/', "-"));
        assert!(shown(&world, &plan).contains(&told), "{}", shown(&world, &plan));
        assert_eq!(plan.unrecorded, []);
        world.apply_fully().await;
        for object in world.cloud.objects() {
            assert_eq!(object.spec["tags"]["diatonic:stack"], json!(identity));
        }
    }
}

#[tokio::test]
async fn without_a_state_they_count_where_no_other_stack_can_have_them() {
    let world = of_old("project: fake").await;
    world.lose_state();
    let plan = world.plan().await;
    assert_eq!(steps(&plan), ["update fake.thing.a", "update fake.vault.v"]);
    assert_eq!(plan.unrecorded.len(), 2);
    world.apply_fully().await;
}

#[tokio::test]
async fn where_another_stack_can_have_them_nothing_is_touched() {
    let world = of_old(AMBIGUOUS).await;
    world.lose_state();
    let before = world.cloud.objects();
    let refusals = world.refusals().await;
    assert_eq!(refusals.len(), 2);
    for refusal in refusals {
        let told = "may mean shop-eu/test or another stack";
        assert!(refusal.contains(told), "{refusal}");
    }
    let run = world.destroy().await;
    assert!(run.summary.outcomes.is_empty());
    assert_eq!(world.cloud.objects(), before);
}

#[tokio::test]
async fn a_plan_without_a_state_names_what_it_found_before_anything_else() {
    let world = World::new("fake.thing: { a: { size: 1 }, b: {} }").await;
    world.apply_fully().await;
    assert!(!world.plan().await.state_was_empty);
    world.lose_state();
    let plan = world.plan().await;
    let text = shown(&world, &plan);
    let first: Vec<&str> = text.lines().take(3).collect();
    assert_eq!(
        first,
        [
            "The state is empty. 2 objects are identified as owned by fake/test, by tags:",
            "  fake.thing.a  t-a  stays as it is",
            "  fake.thing.b  t-b  stays as it is",
        ]
    );
    world.set_specs("fake.thing: { a: { size: 2 }, b: {}, c: {} }");
    let text = shown(&world, &world.plan().await);
    assert!(text.contains("  fake.thing.a  t-a  update in place\n"), "{text}");
    assert!(!text.lines().take(4).any(|line| line.contains("fake.thing.c")), "{text}");
    let destroy = Request { destroy: true, ..Request::default() };
    let plan = world.plan_for(&destroy).await;
    let text = shown(&world, &plan);
    assert!(text.starts_with("The state is empty."), "{text}");
    assert!(text.contains("  fake.thing.b  t-b  delete\n"), "{text}");
    let json = report::plan_json::render(&world.stack(), &plan);
    assert_eq!(json["state_was_empty"], json!(true));
    let found = json!({
        "address": "fake.thing.a",
        "id": "t-a",
        "region": "us-east-2",
        "actions": ["delete"],
    });
    assert_eq!(json["found"][0], found);
}

#[tokio::test]
async fn what_an_incomplete_state_lacks_is_named_too() {
    let world = World::new("fake.thing: { a: {}, b: {} }").await;
    world.apply_fully().await;
    world.tamper_state(|state| {
        state.resources.pop_first();
    });
    let plan = world.plan().await;
    let text = shown(&world, &plan);
    let told = "The state is not complete. 1 object is identified as owned by fake/test, by tags:\n  fake.thing.a";
    assert!(text.starts_with(told), "{text}");
    assert!(!plan.state_was_empty);
}
