//! An object without tags belongs to the owner of its parent object, by that object's tags; and what lives in
//! nothing belongs to who has set it last.

use serde_json::json;

use engine::plan::{ImportError, Plan, Reason, Refusal, Request};
use fake_cloud::{Fault, Object, Operation, World, outcomes, steps};

const BOTH: &str = r#"
fake.vault: { v: {} }
fake.drawer: { d: { vault: "${fake.vault.v.id}", size: 1 } }
"#;

async fn alpha(specs: &str) -> World {
    let world = World::new(specs).await;
    world.settings("project: alpha\nprotect_data: false");
    world.apply_fully().await;
    world
}

/// Another stack in the same cloud.
async fn beside(world: &World, specs: &str) -> World {
    let beta = World::in_cloud(world.cloud.clone(), specs).await;
    beta.settings("project: beta\nprotect_data: false");
    beta
}

fn give_away(world: &World, vault: &str) {
    world.cloud.tamper(vault, |spec| {
        spec["tags"]["diatonic:stack"] = json!("other/test");
    });
}

/// A drawer that somebody has made.
fn put_drawer(world: &World, name: &str, vault: &str) -> Object {
    let id = format!("drawer-of-somebody-{name}");
    let object = Object {
        kind: "fake.drawer",
        region: "us-east-2".to_owned(),
        id: id.clone(),
        name: name.to_owned(),
        spec: json!({ "name": name, "vault": vault, "size": 7 }),
        outputs: [("id", id)].into(),
    };
    world.cloud.put(object.clone());
    object
}

#[tokio::test]
async fn what_lives_in_another_stacks_object_is_not_taken_over() {
    let alpha = alpha(BOTH).await;
    let before = alpha.cloud.objects();
    let (vault, drawer) = (alpha.cloud.object("t-v").id, alpha.cloud.object("t-d").id);
    for adopt in [false, true] {
        let specs = format!("fake.drawer: {{ d: {{ vault: {vault}, size: 2, adopt: {adopt} }} }}");
        let beta = beside(&alpha, &specs).await;
        let refusals = beta.refusals().await;
        let told = format!("it lives in `{vault}`, which belongs to stack `alpha/test`");
        assert!(refusals[0].contains(&told), "{refusals:?}");
        let refused = beta.import("fake.drawer.d", &drawer).await;
        let is_owned = |refusal: &Refusal| matches!(refusal, Refusal::Owned { .. });
        assert!(
            matches!(&refused, Err(ImportError::Refused { refusal, .. }) if is_owned(refusal)),
            "{refused:?}"
        );
    }
    assert_eq!(alpha.cloud.objects(), before);
}

#[tokio::test]
async fn nothing_is_made_in_another_stacks_object() {
    let alpha = alpha(BOTH).await;
    let vault = alpha.cloud.object("t-v").id;
    let specs = |vault: &str| format!("fake.drawer: {{ e: {{ name: e, vault: {vault} }} }}");
    let beta = beside(&alpha, &specs(&vault)).await;
    let refusals = beta.refusals().await;
    let told = format!("`{vault}`, in which it is to live, belongs to stack `alpha/test`");
    assert!(refusals[0].contains(&told), "{refusals:?}");
    // Nobody has it: then the drawer is whose who has made it.
    alpha.cloud.tamper("t-v", |spec| spec["tags"] = json!({}));
    beta.apply_fully().await;
    assert_eq!(alpha.cloud.names(), ["e", "t-d", "t-v"]);
    beta.destroy().await;
    assert_eq!(alpha.cloud.names(), ["t-d", "t-v"]);
}

/// A plan that changes a drawer in each way.
async fn changing(specs: &str) -> (World, Plan) {
    let world = alpha(BOTH).await;
    world.set_specs(specs);
    let mut plan = world.plan().await;
    assert!(!plan.steps.is_empty());
    // Somebody has looked at it for a while.
    plan.read_times = None;
    (world, plan)
}

#[tokio::test]
async fn what_lives_in_an_object_changes_hands_with_it_after_the_plan() {
    for (specs, is_forgotten) in [
        (BOTH.replace("size: 1", "size: 2"), false),
        (BOTH.replace("size: 1", "size: 1, name: e"), true),
        ("fake.vault: { v: {} }".to_owned(), true),
        (BOTH.replace("d: {", "e: {"), true),
    ] {
        let (world, plan) = changing(&specs).await;
        give_away(&world, "t-v");
        let before = world.cloud.objects();
        let run = world.carry_out(plan).await;
        assert!(!run.summary.is_success(), "{specs}");
        let told = "belongs to stack `other/test` now; it was not changed";
        assert!(outcomes(&run)[0].contains(told), "{:#?}", outcomes(&run));
        assert_eq!(world.cloud.objects(), before, "{specs}");
        let address = "fake.drawer.d".parse().unwrap();
        let is_known = world.state().resources.contains_key(&address);
        assert_eq!(is_known, !is_forgotten, "{specs}");
    }
}

#[tokio::test]
async fn an_apply_reads_no_host_that_its_plan_has_just_read() {
    let world = alpha(BOTH).await;
    world.set_specs(&BOTH.replace("size: 1", "size: 2"));
    for (is_fresh, reads) in [(true, 1), (false, 3)] {
        let mut plan = world.plan().await;
        if !is_fresh {
            plan.read_times = None;
        }
        world.cloud.forget_calls();
        world.carry_out(plan).await;
        let calls = world.cloud.calls().into_iter();
        let is_read = |operation| operation == Operation::Read;
        assert_eq!(calls.filter(|call| is_read(call.operation)).count(), reads);
        world.cloud.tamper("t-d", |spec| spec["size"] = json!(1));
    }
}

#[tokio::test]
async fn what_was_replaced_in_another_stacks_object_stays() {
    let first = |name: &str| {
        format!(
            "fake.vault: {{ v: {{}} }}\nfake.drawer:\n  d: {{ name: {name}, vault: \"${{fake.vault.v.id}}\", \
             lifecycle: {{ replacement: create_first }} }}"
        )
    };
    let world = alpha(&first("one")).await;
    world.set_specs(&first("two"));
    let old = world.cloud.object("one").id;
    world.cloud.fail(Operation::Delete, &old, 0, Fault::Denied);
    assert_eq!(world.apply().await.summary.failed(), 1);
    give_away(&world, "t-v");
    let before = world.cloud.objects();
    let run = world.destroy().await;
    assert!(run.summary.is_success(), "{:#?}", outcomes(&run));
    assert!(run.plan.forgotten.iter().any(|one| one.id == old));
    assert_eq!(world.cloud.objects(), before);
}

#[tokio::test]
async fn what_somebody_makes_in_our_object_is_not_ours_by_its_name() {
    let world = alpha(BOTH).await;
    let vault = world.cloud.object("t-v").id;
    let theirs = put_drawer(&world, "mobile", &vault);
    let specs = |adopt| {
        format!(
            "{BOTH}  mobile: {{ name: mobile, vault: \"${{fake.vault.v.id}}\", adopt: {adopt} }}"
        )
    };
    let specs = |adopt| {
        specs(adopt).replace(
            "fake.drawer: { d: { vault: \"${fake.vault.v.id}\", size: 1 } }\n",
            "fake.drawer:\n  d: { vault: \"${fake.vault.v.id}\", size: 1 }\n",
        )
    };
    world.set_specs(&specs(false));
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("no stack has created it"), "{refusals:?}");
    assert_eq!(world.cloud.object("mobile"), theirs);
    world.set_specs(&specs(true));
    let plan = world.apply_fully().await.plan;
    assert_eq!(steps(&plan), ["import fake.drawer.mobile"]);
}

#[tokio::test]
async fn what_somebody_makes_beside_ours_takes_nothings_place() {
    let specs = BOTH.replace("size: 1", "size: 1, lifecycle: { replacement: create_first }");
    let world = alpha(&specs).await;
    let vault = world.cloud.object("t-v").id;
    put_drawer(&world, "t-d", &vault);
    assert!(world.plan().await.is_empty());
    world.destroy().await;
}

#[tokio::test]
async fn one_that_nobody_had_is_not_written_over_when_somebody_has_set_it() {
    let set = |position: &str| format!("fake.switch: {{ s: {{ position: {position} }} }}");
    let alpha = World::new(&set("up")).await;
    alpha.settings("project: alpha");
    let plan = alpha.plan().await;
    assert_eq!(steps(&plan), ["create fake.switch.s"]);
    let beta = beside(&alpha, &set("down")).await;
    beta.apply_fully().await;
    let run = alpha.carry_out(plan).await;
    assert!(!run.summary.is_success());
    assert!(outcomes(&run)[0].contains("`switch` is there by now"), "{:#?}", outcomes(&run));
    assert_eq!(alpha.cloud.object("switch").spec["position"], "down");
    assert!(alpha.state().resources.is_empty());
}

#[tokio::test]
async fn what_another_has_set_since_is_not_deleted() {
    let set = |rest: &str| format!("fake.switch: {{ s: {{ position: {rest} }} }}");
    for late in [false, true] {
        let alpha = alpha(&set("up")).await;
        let destroy = Request { destroy: true, ..Request::default() };
        let mut plan = alpha.plan_for(&destroy).await;
        plan.read_times = None;
        let beta = beside(&alpha, &set("down, adopt: true")).await;
        beta.apply_fully().await;
        if !late {
            plan = alpha.plan_for(&destroy).await;
            assert_eq!(plan.steps[0].reason, Reason::Overwritten);
            let shown = diatonic::report::plan::render(&alpha.stack(), &plan);
            assert!(shown.contains("somebody has set it to something else"), "{shown}");
        }
        let run = alpha.carry_out(plan).await;
        assert_eq!(run.summary.is_success(), !late, "{:#?}", outcomes(&run));
        assert_eq!(alpha.cloud.object("switch").spec["position"], "down");
        assert!(alpha.state().resources.is_empty());
        beta.destroy().await;
        assert_eq!(alpha.cloud.names(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_creation_that_died_finds_its_own_again() {
    let world = World::new("fake.switch: { s: { position: up } }").await;
    world.cloud.fail(Operation::Create, "switch", 0, Fault::AnswerLost);
    world.apply_fully().await;
    assert_eq!(world.cloud.object("switch").spec["position"], "up");
}

#[tokio::test]
async fn a_tag_that_two_stacks_may_have_is_no_leave_to_delete() {
    for address in [None, Some("fake.thing.a"), Some("fake.thing.b")] {
        let world = World::new("fake.thing: { a: {} }").await;
        world.settings("project: shop-eu");
        world.apply_fully().await;
        world.cloud.tamper("t-a", |spec| {
            spec["tags"] = json!({ "diatonic:stack": "shop-eu-test" });
            if let Some(address) = address {
                spec["tags"]["diatonic:address"] = json!(address);
            }
        });
        let before = world.cloud.objects();
        world.destroy().await;
        let is_ours = address == Some("fake.thing.a");
        let left = if is_ours { Vec::new() } else { before };
        assert_eq!(world.cloud.objects(), left, "{address:?}");
        assert!(world.state().resources.is_empty());
    }
}

#[tokio::test]
async fn whose_the_child_is_follows_its_host_in_a_rebuild() {
    let world = alpha(BOTH).await;
    let vault = world.cloud.object("t-v").id;
    put_drawer(&world, "e", &vault);
    let more = "fake.vault: { v: {} }\nfake.drawer:\n  d: { vault: \"${fake.vault.v.id}\" }\n  \
                e: { name: e, vault: \"${fake.vault.v.id}\" }";
    world.set_specs(more);
    let found = |state| {
        let world = &world;
        async move {
            let found = world.rebuild_state(&state).await.entries.into_keys();
            found.map(|address| address.to_string()).collect::<Vec<_>>()
        }
    };
    let known = found(world.state()).await;
    assert_eq!(known, ["fake.drawer.d", "fake.vault.v"]);
    let lost = found(state::State::empty(&world.stack().environment.identity())).await;
    assert_eq!(lost.len(), 3);
}
