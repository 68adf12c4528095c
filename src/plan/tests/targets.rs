//! Plans about a part of the stack.

use crate::plan::Request;
use crate::testing::{World, steps};

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
    let run = world
        .settle_for(&targets(&["fake.thing.b", "fake.thing.d[\"y\"]"], false))
        .await;
    assert_eq!(
        steps(&run.plan),
        [
            "create fake.thing.a",
            "create fake.thing.b",
            "create fake.thing.d[\"y\"]"
        ]
    );
    let rest = world.settle().await;
    assert_eq!(
        steps(&rest.plan),
        ["create fake.thing.c", "create fake.thing.d[\"x\"]"]
    );
}

#[tokio::test]
async fn only_targets_are_deleted() {
    let world = World::new(SPECS).await;
    world.settle().await;
    world.respec("fake.thing: { a: {} }");
    let run = world.settle_for(&targets(&["fake.thing.d"], false)).await;
    assert_eq!(
        steps(&run.plan),
        ["delete fake.thing.d[\"x\"]", "delete fake.thing.d[\"y\"]"]
    );
}

#[tokio::test]
async fn a_destroyed_target_takes_with_it_what_needs_it() {
    let world = World::new(SPECS).await;
    world.settle().await;
    world.cloud.refuse_deletes_in_use();
    let run = world.apply_for(&targets(&["fake.thing.b"], true)).await;
    assert_eq!(
        steps(&run.plan),
        ["delete fake.thing.c", "delete fake.thing.b"]
    );
    assert!(run.summary.is_success());
}

#[tokio::test]
async fn an_object_that_lives_on_under_another_address_is_not_deleted_by_its_old_one() {
    let world = World::new("fake.thing: { a: { name: one } }").await;
    world.settle().await;
    world.respec("fake.thing: { b: { name: one } }");
    let run = world.apply_for(&targets(&["fake.thing.a"], false)).await;
    assert_eq!(steps(&run.plan), ["forget fake.thing.a"]);
    world.settle().await;
    assert_eq!(world.cloud.names(), ["one"]);
}
