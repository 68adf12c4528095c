//! Objects through their lives.

use serde_json::json;

use engine::plan::Request;
use fake_cloud::{Object, World, steps};

const EMPTY: &str = "fake.thing: {}";

#[tokio::test]
async fn an_object_is_created_with_all_that_it_is_asked_to_have() {
    let specs = "fake.thing: { a: { size: 1, class: x, note: hello, tags: { k: v } } }";
    let world = World::new(specs).await;
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["create fake.thing.a"]);
    let spec = world.cloud.object("t-a").spec;
    assert_eq!(
        (&spec["size"], &spec["class"], &spec["note"], &spec["level"]),
        (&json!(1), &json!("x"), &json!("hello"), &json!(7)),
    );
    assert_eq!(
        spec["tags"],
        json!({ "k": "v", "diatonic:stack": "fake/test", "diatonic:address": "fake.thing.a" }),
    );
}

#[tokio::test]
async fn what_is_as_the_specs_say_is_left_alone() {
    let world = World::new("fake.thing: { a: { size: 1 } }").await;
    world.apply_fully().await;
    world.cloud.forget_calls();
    let plan = world.plan().await;
    assert_eq!((steps(&plan), plan.unchanged), (vec![], 1));
    assert_eq!(world.cloud.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn an_update_changes_the_object_that_there_is() {
    let world = World::new("fake.thing: { a: { size: 1, note: one } }").await;
    world.apply_fully().await;
    let id = world.cloud.object("t-a").outputs["id"].clone();
    world.set_specs("fake.thing: { a: { size: 2, level: 9 } }");
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["update fake.thing.a"]);
    let object = world.cloud.object("t-a");
    assert_eq!(object.outputs["id"], id);
    assert_eq!(
        (&object.spec["size"], &object.spec["note"], &object.spec["level"]),
        (&json!(2), &json!(null), &json!(9)),
    );
}

#[tokio::test]
async fn drift_is_taken_back() {
    let world = World::new("fake.thing: { a: { size: 1 } }").await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |spec| {
        spec["size"] = json!(5);
        spec["tags"] = json!({});
    });
    assert_eq!(steps(&world.apply_fully().await.plan), ["update fake.thing.a"]);
    assert_eq!(world.cloud.object("t-a").spec["size"], json!(1));
}

#[tokio::test]
async fn a_replacement_deletes_first() {
    let world = World::new("fake.thing: { a: { class: x } }").await;
    world.apply_fully().await;
    let id = world.cloud.object("t-a").outputs["id"].clone();
    world.set_specs("fake.thing: { a: { class: y } }");
    world.cloud.forget_calls();
    assert_eq!(
        steps(&world.apply_fully().await.plan),
        ["delete first fake.thing.a", "replace fake.thing.a"]
    );
    assert_eq!(world.cloud.writes(), ["delete t-a", "create t-a"]);
    assert_ne!(world.cloud.object("t-a").outputs["id"], id);
}

#[tokio::test]
async fn a_replacement_under_another_name_can_create_first() {
    let specs = "fake.thing: { a: { name: one, lifecycle: { replacement: create_first } } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    world.set_specs(&specs.replace("one", "two"));
    world.cloud.forget_calls();
    assert_eq!(
        steps(&world.apply_fully().await.plan),
        ["replace create first fake.thing.a", "delete replaced fake.thing.a"]
    );
    assert_eq!(world.cloud.writes(), ["create two", "delete one"]);
    assert_eq!(world.cloud.names(), ["two"]);
    assert_eq!(world.state().resources.len(), 1);
}

#[tokio::test]
async fn two_objects_cannot_have_one_name_so_it_is_deleted_first() {
    let specs = "fake.thing: { a: { class: x, lifecycle: { replacement: create_first } } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    world.set_specs(&specs.replace("class: x", "class: y"));
    assert_eq!(
        steps(&world.apply_fully().await.plan),
        ["delete first fake.thing.a", "replace fake.thing.a"]
    );
}

#[tokio::test]
async fn an_id_of_invention_can_be_created_first() {
    let specs = "fake.vault: { v: { class: x, lifecycle: { replacement: create_first } } }";
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let old = world.cloud.object("t-v").id;
    world.set_specs(&specs.replace("class: x", "class: y"));
    let run = world.apply_fully().await;
    assert_eq!(
        steps(&run.plan),
        ["replace create first fake.vault.v", "delete replaced fake.vault.v"]
    );
    assert_ne!(world.cloud.object("t-v").id, old);
}

#[tokio::test]
async fn what_the_specs_no_longer_name_is_deleted() {
    let world = World::new("fake.thing: { a: {}, b: {} }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { b: {} }");
    assert_eq!(steps(&world.apply_fully().await.plan), ["delete fake.thing.a"]);
    assert_eq!(world.cloud.names(), ["t-b"]);
    assert_eq!(world.state().resources.len(), 1);
}

#[tokio::test]
async fn a_destroy_leaves_nothing() {
    let specs = r#"
fake.thing: { a: {}, b: { needs: ["${fake.thing.a.id}"] } }
fake.vault: { v: {} }
"#;
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    let run = world.destroy().await;
    assert!(run.summary.is_success(), "{:#?}", run.summary);
    assert_eq!(world.cloud.names(), Vec::<String>::new());
    assert!(world.state().resources.is_empty());
}

#[tokio::test]
async fn what_somebody_deleted_is_made_again_or_forgotten() {
    let world = World::new("fake.thing: { a: {}, b: {} }").await;
    world.apply_fully().await;
    world.cloud.remove("t-a");
    world.cloud.remove("t-b");
    world.set_specs("fake.thing: { a: {} }");
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["create fake.thing.a", "forget fake.thing.b"]);
    assert_eq!(world.cloud.names(), ["t-a"]);
    assert_eq!(world.state().resources.len(), 1);
}

pub(super) fn nobodys(name: &str, size: u32) -> Object {
    Object {
        kind: "fake.thing",
        region: "us-east-2".to_owned(),
        id: name.to_owned(),
        name: name.to_owned(),
        spec: json!({ "name": name, "size": size, "level": 7, "needs": [], "tags": {} }),
        outputs: [("name", name.to_owned())].into(),
    }
}

#[tokio::test]
async fn an_object_that_exists_is_adopted_on_request_alone() {
    let world = World::new("fake.thing: { a: { size: 1 } }").await;
    world.cloud.put(nobodys("t-a", 5));
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("no stack has created it"), "{refusals:?}");
    world.set_specs("fake.thing: { a: { size: 1, adopt: true } }");
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["import fake.thing.a"]);
    assert_eq!(world.cloud.writes(), ["update t-a", "update t-a"]);
    assert_eq!(world.cloud.object("t-a").spec["size"], json!(1));
    assert_eq!(world.state().resources.len(), 1);
}

#[tokio::test]
async fn an_object_with_an_id_of_invention_is_adopted_by_its_name() {
    let world = World::new("fake.vault: { v: { size: 1, adopt: true } }").await;
    world.cloud.put(Object {
        kind: "fake.vault",
        id: "vault-theirs".to_owned(),
        spec: json!({ "name": "t-v" }),
        ..nobodys("t-v", 5)
    });
    assert_eq!(steps(&world.apply_fully().await.plan), ["import fake.vault.v"]);
    assert_eq!(world.cloud.object("t-v").id, "vault-theirs");
}

#[tokio::test]
async fn adopting_never_replaces() {
    let world = World::new("fake.thing: { a: { class: x, adopt: true } }").await;
    world.cloud.put(nobodys("t-a", 5));
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("cannot be adopted"), "{refusals:?}");
}

#[tokio::test]
async fn another_stacks_object_is_never_touched() {
    let world = World::new("fake.thing: { a: { adopt: true } }").await;
    let other = World::in_cloud(world.cloud.clone(), "fake.thing: { a: {} }").await;
    other.settings("project: other");
    other.apply_fully().await;
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("belongs to stack `other/test`"), "{refusals:?}");
    let everything = Request { destroy: true, ..Request::default() };
    assert!(world.plan_for(&everything).await.is_empty());
}

#[tokio::test]
async fn an_object_stays_when_its_address_changes() {
    let world =
        World::new("fake.thing: { a: { name: one } }\nfake.vault: { v: { name: two } }").await;
    world.apply_fully().await;
    let before = world.cloud.objects();
    world.set_specs("fake.thing: { b: { name: one } }\nfake.vault: { w: { name: two } }");
    let run = world.apply_fully().await;
    assert_eq!(
        steps(&run.plan),
        [
            "update fake.thing.b", "forget fake.thing.a", "update fake.vault.w",
            "forget fake.vault.v",
        ]
    );
    let ids = |objects: &[Object]| -> Vec<String> {
        objects.iter().map(|object| object.outputs["id"].clone()).collect()
    };
    assert_eq!(ids(&world.cloud.objects()), ids(&before));
    assert_eq!(world.state().resources.len(), 2);
}

#[tokio::test]
async fn instances_come_and_go_alone() {
    let specs = |keys: &str| {
        format!("fake.thing: {{ a: {{ for_each: [{keys}], note: \"${{each.key}}\" }} }}")
    };
    let world = World::new(&specs("x, y")).await;
    world.apply_fully().await;
    world.set_specs(&specs("y, z"));
    world.cloud.forget_calls();
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["delete fake.thing.a[\"x\"]", "create fake.thing.a[\"z\"]"]);
    assert_eq!(world.cloud.names(), ["t-a-y", "t-a-z"]);
    assert_eq!(world.cloud.object("t-a-z").spec["note"], json!("z"));
}

#[tokio::test]
async fn a_lost_state_is_found_again() {
    let specs = r#"
fake.thing: { a: {}, b: { link: "${fake.vault.v.id}" } }
fake.vault: { v: { needs: ["${fake.thing.b.id}"] } }
"#;
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let state = world.state().resources;
    world.lose_state();
    let run = world.apply().await;
    assert_eq!(steps(&run.plan), Vec::<String>::new());
    assert_eq!(world.state().resources, state, "an apply writes down what it has found");
    world.lose_state();
    let run = world.destroy().await;
    assert!(run.summary.is_success(), "{:#?}", run.summary);
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_ignored_stays_as_it_is() {
    let specs = "fake.thing: { a: { size: 1, note: n, lifecycle: { ignore_changes: [size, tags.owner] } } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    assert_eq!(world.cloud.object("t-a").spec["size"], json!(1), "created as specified");
    world.cloud.tamper("t-a", |spec| {
        spec["size"] = json!(5);
        spec["tags"]["owner"] = json!("them");
    });
    assert!(world.plan().await.is_empty());
    world.set_specs(&specs.replace("note: n", "note: m"));
    world.apply_fully().await;
    let spec = world.cloud.object("t-a").spec;
    assert_eq!(
        (&spec["size"], &spec["note"], &spec["tags"]["owner"]),
        (&json!(5), &json!("m"), &json!("them")),
    );
}

#[tokio::test]
async fn an_object_does_not_move_between_regions() {
    let world = World::new("fake.thing: { a: {} }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { a: { region: eu-west-1 } }");
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("us-east-2"), "{refusals:?}");
}

#[tokio::test]
async fn slow_readers_do_not_matter() {
    let world = World::new("fake.thing: { a: { size: 1, note: n } }").await;
    world.cloud.lag(1);
    world.apply().await;
    world.set_specs("fake.thing: { a: { size: 2, note: m } }");
    world.cloud.lag(2);
    let run = world.apply().await;
    assert!(run.summary.is_success(), "{:#?}", run.summary);
    let spec = world.cloud.object("t-a").spec;
    assert_eq!((&spec["size"], &spec["note"]), (&json!(2), &json!("m")));
}

#[tokio::test]
async fn every_region_is_its_own() {
    let specs = "fake.thing: { a: { name: one }, b: { name: one, region: eu-west-1 } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    let regions: Vec<String> =
        world.cloud.objects().into_iter().map(|object| object.region).collect();
    assert_eq!(regions, ["eu-west-1", "us-east-2"]);
    world.set_specs(EMPTY);
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}
