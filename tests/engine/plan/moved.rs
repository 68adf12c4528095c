//! Resources that get another address.

use compiler::Address;
use fake_cloud::{World, steps};
use state::Entry;

fn addresses(world: &World) -> Vec<String> {
    let state = world.state();
    state.resources.keys().map(Address::to_string).collect()
}

#[tokio::test]
async fn what_has_moved_stays_what_it_is() {
    let world = World::new(
        "fake.vault: { a: { name: one }, b: { name: two, needs: [\"${fake.vault.a.id}\"] } }",
    )
    .await;
    world.apply_fully().await;
    let ids = world.cloud.objects();
    world.set_specs(
        "fake.vault: { c: { name: one, moved_from: fake.vault.a }, b: { name: two, needs: [\"${fake.vault.c.id}\"] } }",
    );
    let run = world.apply_fully().await;
    assert_eq!(run.plan.moved.len(), 1);
    assert_eq!(steps(&run.plan), ["update fake.vault.c"], "its tag alone");
    assert_eq!(addresses(&world), ["fake.vault.b", "fake.vault.c"]);
    let of_b = &world.state().resources[&"fake.vault.b".parse::<Address>().unwrap()];
    assert!(of_b.depends_on.contains(&"fake.vault.c".parse().unwrap()));
    let now = world.cloud.objects();
    let id_of = |objects: &[fake_cloud::Object], name: &str| {
        let object = objects.iter().find(|object| object.name == name);
        object.map(|object| object.id.clone())
    };
    assert_eq!(id_of(&ids, "one"), id_of(&now, "one"));
    // The key may stay: it does nothing more.
    assert!(world.plan().await.is_empty());
}

#[tokio::test]
async fn what_has_no_tags_moves_in_the_state_alone() {
    let world = World::new(
        "fake.vault: { v: { name: v } }\nfake.drawer: { a: { name: one, vault: \"${fake.vault.v.id}\" } }",
    )
    .await;
    world.apply_fully().await;
    world.set_specs(
        "fake.vault: { v: { name: v } }\nfake.drawer: { b: { name: one, vault: \"${fake.vault.v.id}\", moved_from: fake.drawer.a } }",
    );
    let plan = world.plan().await;
    assert_eq!(steps(&plan), [""; 0]);
    assert!(!plan.is_empty(), "the state is to be written");
    world.apply_fully().await;
    assert_eq!(addresses(&world), ["fake.drawer.b", "fake.vault.v"]);
}

#[tokio::test]
async fn instances_move_one_by_one() {
    let world = World::new("fake.vault: { a: { name: one }, b: { name: two } }").await;
    world.apply_fully().await;
    world.set_specs(
        "fake.vault: { each: { for_each: { a: one, b: two }, name: \"${each.value}\", moved_from: \"fake.vault.${each.key}\" } }",
    );
    let run = world.apply_fully().await;
    assert_eq!(run.plan.moved.len(), 2);
    let expected = ["fake.vault.each[\"a\"]", "fake.vault.each[\"b\"]"];
    assert_eq!(addresses(&world), expected);
    world.set_specs(
        "fake.vault: { other: { for_each: { a: one, b: two }, name: \"${each.value}\", moved_from: 'fake.vault.each[\"${each.key}\"]' } }",
    );
    world.apply_fully().await;
    let expected = ["fake.vault.other[\"a\"]", "fake.vault.other[\"b\"]"];
    assert_eq!(addresses(&world), expected);
    assert_eq!(world.cloud.names(), ["one", "two"]);
}

#[tokio::test]
async fn without_a_state_a_move_is_no_more_than_a_name() {
    let world = World::new("fake.thing: { a: { name: one } }").await;
    world.apply_fully().await;
    world.lose_state();
    world.set_specs("fake.thing: { b: { name: one, moved_from: fake.thing.a } }");
    let run = world.apply_fully().await;
    assert!(run.plan.moved.is_empty());
    assert_eq!(steps(&run.plan), ["update fake.thing.b"]);
}

#[tokio::test]
async fn two_objects_do_not_become_one() {
    let world = World::new("fake.vault: { a: { name: one }, b: { name: two } }").await;
    world.apply_fully().await;
    world.set_specs("fake.vault: { b: { name: two, moved_from: fake.vault.a } }");
    let refusals = world.refusals().await;
    assert!(
        refusals[0].contains("fake.vault.a cannot move to fake.vault.b, which exists"),
        "{refusals:?}"
    );
}

#[tokio::test]
async fn what_has_moved_and_is_no_longer_there_is_re_created() {
    let world = World::new("fake.thing: { a: { name: one } }").await;
    world.apply_fully().await;
    world.tamper_state(|state| {
        let entry: Entry = state.resources.values().next().unwrap().clone();
        let gone = Entry { id: "gone".to_owned(), ..entry };
        state.resources = [("fake.thing.a".parse().unwrap(), gone)].into();
    });
    world.set_specs("fake.thing: { b: { name: one, moved_from: fake.thing.a } }");
    world.apply_fully().await;
    assert_eq!(addresses(&world), ["fake.thing.b"]);
    assert_eq!(world.cloud.names(), ["one"]);
}
