//! Users that move from one object to another, and what becomes of the old one.

use serde_json::json;

use engine::plan::Request;
use fake_cloud::{Fault, Operation, World, outcomes, steps};

/// A field of a user for each way to name an object, and what it says.
const FIELDS: [(&str, &str); 4] = [
    ("value", "\"${fake.thing.A.arn}\""),
    ("value", "\"${fake.thing.A.id}\""),
    ("needs", "[\"${fake.thing.A.arn}\"]"),
    ("link", "\"${fake.thing.A.arn}\""),
];

/// How the object that is used becomes another: the specs before and after.
fn cases() -> Vec<(String, String, String)> {
    let mut cases = Vec::new();
    for (field, reference) in FIELDS {
        let specs = |address: &str, name: &str| {
            let reference = reference.replace('A', address);
            format!(
                "fake.thing:\n  {address}: {{ name: {name}, lifecycle: {{ replacement: create_first }} }}\n  \
                 user: {{ name: user, {field}: {reference} }}\n"
            )
        };
        let replaced = (specs("a", "old"), specs("a", "new"));
        let renamed = (specs("a", "old"), specs("b", "new"));
        for (how, (before, after)) in [("replaced", replaced), ("renamed", renamed)] {
            cases.push((format!("{how}, {field}: {reference}"), before, after));
        }
    }
    cases
}

#[tokio::test]
async fn a_user_moves_after_the_new_object_is_there_and_before_the_old_one_goes() {
    for (case, before, after) in cases() {
        let world = World::new(&before).await;
        world.apply_fully().await;
        world.set_specs(&after);
        world.cloud.forget_calls();
        world.apply_fully().await;
        assert_eq!(world.cloud.writes(), ["create new", "update user", "delete old"], "{case}");
    }
}

#[tokio::test]
async fn where_the_new_object_cannot_be_made_its_users_stay_with_the_old_one() {
    for (case, before, after) in cases() {
        let world = World::new(&before).await;
        world.apply_fully().await;
        let live = world.cloud.object("user").spec;
        world.set_specs(&after);
        world.cloud.forget_calls();
        world.cloud.fail(Operation::Create, "new", 0, Fault::Denied);
        let run = world.apply().await;
        assert_eq!(run.summary.failed(), 1, "{case}: {:#?}", outcomes(&run));
        assert_eq!(world.cloud.writes(), ["create new"], "{case}");
        assert_eq!(world.cloud.names(), ["old", "user"], "{case}");
        assert_eq!(world.cloud.object("user").spec, live, "{case}");
        world.apply_fully().await;
        assert_eq!(world.cloud.names(), ["new", "user"], "{case}");
    }
}

#[tokio::test]
async fn where_a_user_cannot_move_the_old_object_stays() {
    for (case, before, after) in cases() {
        let world = World::new(&before).await;
        world.apply_fully().await;
        world.set_specs(&after);
        world.cloud.fail(Operation::Update, "user", 0, Fault::Denied);
        world.apply().await;
        assert_eq!(world.cloud.names(), ["new", "old", "user"], "{case}");
        world.apply_fully().await;
        assert_eq!(world.cloud.names(), ["new", "user"], "{case}");
    }
}

#[tokio::test]
async fn whoever_names_the_old_object_by_hand_moves_before_it_goes() {
    let specs = |address: &str, name: &str, value: &str| {
        format!(
            "fake.thing:\n  {address}: {{ name: {name} }}\n  user: {{ name: user, value: \"{value}\" }}\n"
        )
    };
    let world = World::new("fake.thing: {}").await;
    let arn = format!("to arn:aws:fake:us-east-2:{}:thing/old/all", world.cloud.account);
    world.set_specs(&specs("a", "old", &arn));
    world.apply_fully().await;
    world.set_specs(&specs("b", "new", "${fake.thing.b.arn}"));
    world.cloud.forget_calls();
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["create new", "update user", "delete old"]);
}

/// As a domain names an API, and that a function by a value that is predicted.
const CHAIN: &str = r#"
fake.thing:
  function: { name: f-old, lifecycle: { replacement: create_first } }
  api: { name: api-old, value: "${fake.thing.function.arn}", lifecycle: { replacement: create_first } }
  domain: { name: domain, value: "${fake.thing.api.arn}" }
"#;

#[tokio::test]
async fn a_user_waits_for_all_that_the_new_object_counts_on() {
    let world = World::new(CHAIN).await;
    world.apply_fully().await;
    world.set_specs(
        &CHAIN
            .replace("-old", "-new")
            .replace("  api:", "  web:")
            .replace("thing.api", "thing.web"),
    );
    world.cloud.forget_calls();
    world.cloud.fail(Operation::Create, "f-new", 0, Fault::Denied);
    world.apply().await;
    assert!(!world.cloud.writes().contains(&"update domain".to_owned()));
    assert!(world.cloud.names().contains(&"api-old".to_owned()));
    assert!(world.cloud.names().contains(&"f-old".to_owned()));
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), ["api-new", "domain", "f-new"]);
}

/// As a function lets the API call it whose route names the function.
const CYCLE: &str = r#"
fake.thing:
  function: { name: f-old, needs: ["${fake.vault.api.id}"], lifecycle: { replacement: create_first } }
fake.vault:
  api: { name: api, link: "${fake.thing.function.arn}" }
"#;

#[tokio::test]
async fn what_exists_need_not_be_waited_for_where_that_would_close_a_cycle() {
    let world = World::new(CYCLE).await;
    world.apply_fully().await;
    world.set_specs(&CYCLE.replace("f-old", "f-new").replace("api, link", "api, size: 2, link"));
    world.cloud.forget_calls();
    world.cloud.fail(Operation::Create, "f-new", 0, Fault::Denied);
    world.apply().await;
    let link = world.cloud.object("api").spec["link"].clone();
    assert_eq!(link, json!(world.cloud.object("f-old").outputs["arn"]));
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), ["f-new", "api"]);
}

const VALUES_IN_CYCLE: &str = r#"
fake.thing:
  function: { name: f-old, value: "${fake.thing.api.id}", lifecycle: { replacement: create_first } }
  api: { name: api, value: "${fake.thing.function.arn}" }
"#;

#[tokio::test]
async fn the_order_of_a_cycle_is_that_of_its_new_objects() {
    let world = World::new(VALUES_IN_CYCLE).await;
    world.apply_fully().await;
    world.set_specs(&VALUES_IN_CYCLE.replace("f-old", "f-new"));
    world.cloud.forget_calls();
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["create f-new", "update api", "delete f-old"]);
}

#[tokio::test]
async fn what_a_kind_awaits_is_there_first_and_goes_last() {
    let specs = "fake.thing: { a: { guarded: true }, b: {} }\nfake.vault: { v: {}, w: { region: eu-west-1 } }";
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    let run = world.apply_fully().await;
    let of = |address: &str| {
        run.plan.steps.iter().find(|step| step.address.to_string() == address).unwrap()
    };
    let before: Vec<String> = of("fake.thing.a")
        .waits_for
        .iter()
        .map(|step| run.plan.steps[*step].address.to_string())
        .collect();
    assert_eq!(before, ["fake.vault.v"], "not the one elsewhere");
    assert!(of("fake.thing.b").waits_for.is_empty());
    world.cloud.forget_calls();
    world.set_specs("fake.thing: { b: {} }");
    let run = world.apply_fully().await;
    let order = steps(&run.plan);
    let place = |step: &str| order.iter().position(|known| known == step).unwrap();
    assert!(place("delete fake.thing.a") < place("delete fake.vault.v"), "{order:?}");
}

#[tokio::test]
async fn what_is_awaited_by_its_name_is_that_one_alone() {
    let world = World::new("fake.thing: { a: {}, b: { name: before-t-a }, c: {} }").await;
    let run = world.apply_fully().await;
    assert_eq!(run.plan.steps.iter().filter(|step| !step.waits_for.is_empty()).count(), 1);
    assert_eq!(steps(&run.plan)[0], "create fake.thing.b");
}

/// What the specs say goes before what a kind awaits.
#[tokio::test]
async fn what_is_awaited_closes_no_cycle() {
    let specs =
        "fake.thing: { a: { guarded: true } }\nfake.vault: { v: { depends_on: [fake.thing.a] } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["create t-a", "create t-v"]);
}

const ATTACHED: &str = r#"
fake.thing:
  other: {}
  policy: { class: x }
  role: { attached: ["${fake.thing.policy.arn}", "${fake.thing.other.arn}"] }
"#;

#[tokio::test]
async fn a_user_is_detached_from_what_could_not_be_deleted_otherwise() {
    let world = World::new(ATTACHED).await;
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    for after in [
        ATTACHED.replace("class: x", "class: y"),
        ATTACHED.replace("class: x", "class: z").replace("{ attached", "{ note: n, attached"),
    ] {
        let before = world.cloud.object("t-role").spec["attached"].clone();
        world.set_specs(&after);
        world.cloud.forget_calls();
        let run = world.apply_fully().await;
        assert_eq!(
            steps(&run.plan),
            [
                "detach fake.thing.role", "delete first fake.thing.policy",
                "replace fake.thing.policy", "update fake.thing.role",
            ]
        );
        let left = &run.plan.steps[0].after.as_ref().unwrap()["attached"];
        assert_eq!(left.as_array().unwrap().len(), 1, "the other stays: {left}");
        assert_eq!(
            world.cloud.writes(),
            ["update t-role", "delete t-policy", "create t-policy", "update t-role"]
        );
        assert_eq!(world.cloud.object("t-role").spec["attached"], before);
        assert_eq!(run.plan.unchanged, 1);
    }
}

#[tokio::test]
async fn who_was_detached_is_attached_by_the_next_apply_where_this_one_fails() {
    let world = World::new(ATTACHED).await;
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    world.set_specs(&ATTACHED.replace("class: x", "class: y"));
    world.cloud.fail(Operation::Create, "t-policy", 0, Fault::Denied);
    world.apply().await;
    assert_eq!(world.cloud.names(), ["t-other", "t-role"]);
    world.apply_fully().await;
    let attached = world.cloud.object("t-role").spec["attached"].clone();
    assert_eq!(attached.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_old_object_stays_while_a_user_is_left_out() {
    let (_, before, after) = cases().swap_remove(0);
    let world = World::new(&before).await;
    world.apply_fully().await;
    world.set_specs(&after);
    world.cloud.forget_calls();
    let target = Request { targets: vec!["fake.thing.a".parse().unwrap()], ..Request::default() };
    for writes in [&["create new"] as &[&str], &[]] {
        let run = world.apply_for(&target).await;
        assert!(run.summary.is_success(), "{:#?}", outcomes(&run));
        assert_eq!(world.cloud.writes(), writes);
        world.cloud.forget_calls();
    }
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["update user", "delete old"]);
}
