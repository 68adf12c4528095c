//! Whose an object is when names change hands.

use engine::plan::Request;
use fake_cloud::{Fault, Operation, World, steps};

#[tokio::test]
async fn a_name_that_another_stack_has_is_refused_before_anything_is_deleted() {
    let world = World::new("fake.thing: { a: { name: one } }").await;
    world.apply_fully().await;
    let other = World::in_cloud(world.cloud.clone(), "fake.thing: { b: { name: two } }").await;
    other.settings("project: other");
    other.apply_fully().await;
    world.set_specs("fake.thing: { a: { name: two } }");
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("`two` exists"), "{refusals:?}");
    assert!(refusals[0].contains("belongs to stack `other/test`"), "{refusals:?}");
}

#[tokio::test]
async fn a_name_moves_to_another_resource_one_apply_at_a_time() {
    let world = World::new("fake.thing: { a: { name: one }, b: { name: two } }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { a: { name: two } }");
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("it was fake.thing.b"), "{refusals:?}");
    world.set_specs("fake.thing: { a: { name: two }, b: { name: one } }");
    assert_eq!(world.refusals().await.len(), 2);
    assert_eq!(world.cloud.names(), ["one", "two"]);
}

#[tokio::test]
async fn a_name_that_comes_back_is_not_deleted_as_replaced() {
    let specs = |name: &str| {
        format!(
            "fake.thing: {{ a: {{ name: {name}, lifecycle: {{ replacement: create_first }} }} }}"
        )
    };
    let world = World::new(&specs("one")).await;
    world.apply_fully().await;
    world.set_specs(&specs("two"));
    world.cloud.fail(Operation::Delete, "one", 0, Fault::Denied);
    assert_eq!(world.apply().await.summary.failed(), 1);
    world.set_specs(&specs("one"));
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), ["one"]);
}

#[tokio::test]
async fn a_replaced_name_that_another_resource_wants_is_not_deleted() {
    let world = World::new("fake.thing: { a: { name: one } }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { a: { name: two, lifecycle: { replacement: create_first } } }");
    world.cloud.fail(Operation::Delete, "one", 0, Fault::Denied);
    assert_eq!(world.apply().await.summary.failed(), 1);
    world.set_specs("fake.thing: { a: { name: two }, b: { name: one } }");
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("it is fake.thing.a of this stack"), "{refusals:?}");
    assert_eq!(world.cloud.names(), ["one", "two"]);
}

#[tokio::test]
async fn ids_of_invention_may_share_a_name() {
    let world = World::new("fake.vault: { v: { name: same } }").await;
    world.apply_fully().await;
    world.set_specs("fake.vault: { v: { name: same }, w: { name: same } }");
    assert_eq!(steps(&world.apply_fully().await.plan), ["create fake.vault.w"]);
    world.lose_state();
    assert!(world.plan().await.is_empty());
    world.cloud.objects().iter().for_each(|object| {
        let tags = &object.spec["tags"];
        assert_eq!(tags["diatonic:stack"], "fake/test");
    });
}

#[tokio::test]
async fn two_objects_that_could_be_it_are_an_error() {
    let world = World::new("fake.vault: { v: {} }").await;
    world.apply_fully().await;
    let mut twin = world.cloud.object("t-v");
    twin.id = "vault-twin".to_owned();
    world.cloud.put(twin);
    assert!(world.plan().await.is_empty(), "the state knows which one");
    world.lose_state();
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("vault-twin"), "{refusals:?}");
}

#[tokio::test]
async fn an_old_state_does_not_hide_the_object_that_there_is() {
    let world = World::new("fake.vault: { v: {} }").await;
    world.apply_fully().await;
    world.tamper_state(|state| {
        for entry in state.resources.values_mut() {
            entry.id = "vault-gone".to_owned();
        }
    });
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), Vec::<String>::new());
    let entry = world.state().resources.into_values().next().unwrap();
    assert_eq!(entry.id, world.cloud.object("t-v").id);
}

#[tokio::test]
async fn a_copy_with_our_tags_is_reported_as_ambiguous() {
    let specs = "fake.vault: { v: { lifecycle: { replacement: create_first } }, w: {} }";
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let live = world.cloud.object("t-v");
    let mut twin = live.clone();
    twin.id = "vault-twin".to_owned();
    world.cloud.put(twin);
    let refusals = world.refusals().await;
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    let told =
        format!("may be any of `{}`, `vault-twin`: two objects have this stack's tags", live.id);
    assert!(refusals[0].contains(&told), "{refusals:?}");
    world.destroy().await;
    let left = world.cloud.objects().into_iter();
    let left: Vec<String> = left.map(|object| object.id).collect();
    assert_eq!(left, ["vault-twin"]);
}

#[tokio::test]
async fn of_two_that_could_be_it_an_import_takes_one_and_the_rest_goes_on() {
    let world = World::new("fake.vault: { v: {} }\nfake.thing: { a: {} }").await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let mut twin = world.cloud.object("t-v");
    let first = twin.id.clone();
    twin.id = "vault-twin".to_owned();
    world.cloud.put(twin);
    world.lose_state();
    let rebuilt = world.rebuild_state(&world.state()).await;
    assert_eq!(rebuilt.entries.len(), 1, "the thing");
    assert_eq!(rebuilt.ambiguous.len(), 1, "the vault");
    let destroy = Request { destroy: true, ..Request::default() };
    assert!(world.try_plan(&destroy).await.is_err());
    let one = Request { targets: vec!["fake.thing.a".parse().unwrap()], ..Request::default() };
    assert!(world.try_plan(&one).await.is_ok());
    let import = world.import("fake.vault.v", "vault-twin").await.unwrap();
    assert_eq!(import.other_tagged, [first]);
    world.carry_out(import.plan).await;
    assert!(world.plan().await.is_empty());
    let taken = &world.state().resources[&"fake.vault.v".parse().unwrap()];
    assert_eq!(taken.id, "vault-twin");
}
