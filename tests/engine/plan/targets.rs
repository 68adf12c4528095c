//! Plans about a part of the stack.

use engine::plan::{PlanError, Request};
use fake_cloud::{World, steps};

const SPECS: &str = r#"
fake.thing:
  a: {}
  b: { needs: ["${fake.thing.a.id}"] }
  c: { needs: ["${fake.thing.b.id}"] }
  d: { for_each: [x, y] }
"#;

fn targets(addresses: &[&str], destroy: bool) -> Request {
    Request {
        targets: addresses.iter().map(|text| text.parse().unwrap()).collect(),
        destroy,
        ..Request::default()
    }
}

#[tokio::test]
async fn a_target_brings_what_it_needs_and_nothing_else() {
    let world = World::new(SPECS).await;
    let run =
        world.apply_fully_for(&targets(&["fake.thing.b", "fake.thing.d[\"y\"]"], false)).await;
    assert_eq!(
        steps(&run.plan),
        ["create fake.thing.a", "create fake.thing.b", "create fake.thing.d[\"y\"]"]
    );
    let rest = world.apply_fully().await;
    assert_eq!(steps(&rest.plan), ["create fake.thing.c", "create fake.thing.d[\"x\"]"]);
}

#[tokio::test]
async fn only_targets_are_deleted() {
    let world = World::new(SPECS).await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { a: {} }");
    let run = world.apply_for(&targets(&["fake.thing.d"], false)).await;
    assert_eq!(steps(&run.plan), ["delete fake.thing.d[\"x\"]", "delete fake.thing.d[\"y\"]"]);
}

#[tokio::test]
async fn a_destroyed_target_takes_with_it_what_needs_it() {
    let world = World::new(SPECS).await;
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    let run = world.apply_for(&targets(&["fake.thing.b"], true)).await;
    assert_eq!(steps(&run.plan), ["delete fake.thing.c", "delete fake.thing.b"]);
    assert!(run.summary.is_success());
}

#[tokio::test]
async fn an_object_that_lives_on_under_another_address_is_not_deleted_by_its_old_one() {
    let world = World::new("fake.thing: { a: { name: one } }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { b: { name: one } }");
    let run = world.apply_for(&targets(&["fake.thing.a"], false)).await;
    assert_eq!(steps(&run.plan), ["forget fake.thing.a"]);
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), ["one"]);
}

fn excluding(addresses: &[&str], destroy: bool) -> Request {
    Request {
        exclude: addresses.iter().map(|text| text.parse().unwrap()).collect(),
        destroy,
        ..Request::default()
    }
}

#[tokio::test]
async fn what_is_excluded_is_left_out_with_what_waits_for_it() {
    let world = World::new(SPECS).await;
    let some = excluding(&["fake.thing.b", "fake.thing.d[\"y\"]"], false);
    let run = world.apply_fully_for(&some).await;
    assert_eq!(steps(&run.plan), ["create fake.thing.a", "create fake.thing.d[\"x\"]"]);
    let rest = world.apply_fully().await;
    assert_eq!(
        steps(&rest.plan),
        ["create fake.thing.b", "create fake.thing.c", "create fake.thing.d[\"y\"]"]
    );
}

#[tokio::test]
async fn what_is_excluded_and_what_it_needs_outlives_a_destroy() {
    let world = World::new(SPECS).await;
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    let run = world.apply_for(&excluding(&["fake.thing.b"], true)).await;
    assert!(run.summary.is_success(), "{:#?}", run.summary);
    assert_eq!(world.cloud.names(), ["t-a", "t-b"]);
}

#[tokio::test]
async fn what_is_excluded_is_not_deleted_for_want_of_a_block() {
    let world = World::new(SPECS).await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { z: {} }");
    world.apply_fully_for(&excluding(&["fake.thing.b"], false)).await;
    assert_eq!(world.cloud.names(), ["t-a", "t-b", "t-z"]);
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), ["t-z"]);
}

#[tokio::test]
async fn an_object_is_re_created_on_request() {
    let world = World::new(SPECS).await;
    world.apply_fully().await;
    let id = world.cloud.object("t-a").outputs["id"].clone();
    world.cloud.forget_calls();
    let run = world
        .apply_for(&Request {
            replace: vec!["fake.thing.a".parse().unwrap()],
            ..Request::default()
        })
        .await;
    assert!(run.summary.is_success(), "{:#?}", run.summary);
    assert_eq!(steps(&run.plan)[..2], ["delete first fake.thing.a", "replace fake.thing.a"]);
    assert_ne!(world.cloud.object("t-a").outputs["id"], id);
    assert!(world.plan().await.is_empty());
}

#[tokio::test]
async fn what_a_request_names_exists() {
    let world = World::new(SPECS).await;
    let named = |text: &str| vec![text.parse().unwrap()];
    let request = Request {
        targets: named("fake.thing.aa"),
        exclude: named("fake.vault.b"),
        replace: named("fake.thing.e"),
        destroy: true,
        ..Request::default()
    };
    let Err(PlanError::Diagnostics(diagnostics)) = world.try_plan(&request).await else {
        panic!("there is a plan");
    };
    let messages: Vec<String> =
        diagnostics.sorted().into_iter().map(|diagnostic| diagnostic.message).collect();
    assert_eq!(
        messages,
        [
            "`--target fake.thing.aa` matches no resource",
            "`--exclude fake.vault.b` matches no resource",
            "`--replace fake.thing.e` matches no resource",
            "`--replace` cannot be used with `destroy`",
        ]
    );
}
