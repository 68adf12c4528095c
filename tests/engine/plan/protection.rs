//! What holds data does not die by surprise.

use engine::plan::Request;
use fake_cloud::{World, steps};

const VAULTS: &str = "fake.vault: { v: { for_each: [x, y] }, w: { class: one } }";

async fn with_vaults() -> World {
    let world = World::new(VAULTS).await;
    world.apply_fully().await;
    world
}

fn allowing(addresses: &[&str]) -> Request {
    Request {
        allow_destroy: addresses.iter().map(|text| text.parse().unwrap()).collect(),
        ..Request::default()
    }
}

async fn blocked(world: &World, request: &Request) -> Vec<String> {
    let plan = world.plan_for(request).await;
    plan.blocked.iter().map(|blocked| format!("{}: {}", blocked.address, blocked.help)).collect()
}

#[tokio::test]
async fn a_delete_must_be_allowed_by_name() {
    let world = with_vaults().await;
    world.set_specs("fake.vault: { w: { class: one } }");
    let both = [
        "fake.vault.v[\"x\"]: if its data may be lost, say so: `--allow-destroy 'fake.vault.v[\"x\"]'`",
        "fake.vault.v[\"y\"]: if its data may be lost, say so: `--allow-destroy 'fake.vault.v[\"y\"]'`",
    ];
    assert_eq!(blocked(&world, &allowing(&[])).await, both);
    assert_eq!(blocked(&world, &allowing(&["fake.vault.w"])).await, both);
    let one = allowing(&["fake.vault.v[\"x\"]"]);
    assert_eq!(blocked(&world, &one).await, both[1..]);
    let all = allowing(&["fake.vault.v"]);
    world.apply_fully_for(&all).await;
    assert_eq!(world.cloud.names(), ["t-w"]);
}

#[tokio::test]
async fn a_replacement_must_be_allowed_by_name_in_either_order() {
    let world = with_vaults().await;
    for order in ["delete_first", "create_first"] {
        world.set_specs(
            &VAULTS.replace(
                "class: one",
                &format!("class: two, lifecycle: {{ replacement: {order} }}"),
            ),
        );
        assert_eq!(
            blocked(&world, &allowing(&[])).await,
            ["fake.vault.w: if its data may be lost, say so: `--allow-destroy fake.vault.w`"]
        );
    }
}

#[tokio::test]
async fn a_destroy_must_be_allowed_by_name() {
    let world = with_vaults().await;
    let mut request = allowing(&["fake.vault.v"]);
    request.destroy = true;
    assert_eq!(blocked(&world, &request).await.len(), 1);
}

#[tokio::test]
async fn an_interrupted_replacement_asks_again_before_it_deletes() {
    let world = with_vaults().await;
    let old = world.cloud.object("t-w").id;
    world.set_specs(
        &VAULTS.replace("class: one", "class: two, lifecycle: { replacement: create_first }"),
    );
    let allowed = allowing(&["fake.vault.w"]);
    let plan = world.plan_for(&allowed).await;
    let mut moments = 0;
    while world.cloud.names().len() < 4 {
        moments += 1;
        assert!(world.carry_out_for(plan.clone(), moments).await.is_none());
    }
    assert_eq!(blocked(&world, &allowing(&[])).await.len(), 1);
    let rest = world.plan_for(&allowed).await;
    let shown = diatonic::report::plan::render(&world.stack(), &rest);
    assert!(shown.contains("1 to delete; 3 unchanged."), "{shown}");
    let run = world.apply_fully_for(&allowed).await;
    assert_eq!(run.plan.steps[0].id, Some(old));
    assert_eq!(world.cloud.names().len(), 3);
}

#[tokio::test]
async fn an_environment_may_do_without_protection() {
    let world = with_vaults().await;
    world.settings("project: fake\nprotect_data: false");
    world.destroy().await;
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}

#[tokio::test]
async fn prevent_destroy_yields_to_nothing() {
    let specs = "fake.thing: { a: { class: x, lifecycle: { prevent_destroy: true } } }";
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let mut request = allowing(&["fake.thing.a"]);
    world.set_specs(&specs.replace("class: x", "class: y"));
    assert_eq!(blocked(&world, &request).await.len(), 1);
    request.destroy = true;
    assert_eq!(blocked(&world, &request).await.len(), 1);
    world.set_specs(&specs.replace("class: x", "class: x, size: 3"));
    assert_eq!(steps(&world.apply_fully().await.plan), ["update fake.thing.a"]);
}

#[tokio::test]
async fn a_map_that_only_grows_takes_new_entries_in_place() {
    let shelves = |shelves: &str| format!("fake.vault: {{ w: {{ shelves: {{ {shelves} }} }} }}");
    let world = World::new(&shelves("")).await;
    world.apply_fully().await;
    for more in ["a: {}", "a: {}, b: { height: 2 }"] {
        world.set_specs(&shelves(more));
        assert_eq!(steps(&world.apply_fully().await.plan), ["update fake.vault.w"]);
    }
    // Changed, set for the first time, removed from an entry, an entry less, and none at all.
    for other in [
        "a: {}, b: { height: 3 }", "a: { height: 1 }, b: { height: 2 }", "a: {}, b: {}",
        "a: {}, c: {}", "",
    ] {
        world.set_specs(&shelves(other));
        assert_eq!(
            blocked(&world, &allowing(&[])).await,
            ["fake.vault.w: if its data may be lost, say so: `--allow-destroy fake.vault.w`"],
            "{other}"
        );
    }
}
