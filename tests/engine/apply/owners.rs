//! What has become another stack's is neither written nor deleted, whatever the command and whenever that
//! happened.

use serde_json::json;

use engine::plan::{Action, Forgotten, Plan, Reason, Request};
use fake_cloud::{Fault, Object, Operation, World, outcomes, steps};

/// Who has an object by its tags.
#[derive(Debug, Clone, Copy, PartialEq)]
enum By {
    Us,
    Nobody,
    Another,
}

const ALL: [By; 3] = [By::Us, By::Nobody, By::Another];

/// Gives an object other tags behind our back, and says what it is then.
fn give(world: &World, name: &str, to: By) -> Object {
    world.cloud.tamper(name, |spec| match to {
        By::Us => {}
        By::Nobody => spec["tags"] = json!({}),
        By::Another => spec["tags"]["diatonic:stack"] = json!("other/test"),
    });
    world.cloud.object(name)
}

fn creating_first(name: &str) -> String {
    format!("fake.thing: {{ a: {{ name: {name}, lifecycle: {{ replacement: create_first }} }} }}")
}

/// A world in which `one` was replaced by `two` and is still there.
async fn half_replaced() -> World {
    let world = World::new(&creating_first("one")).await;
    world.apply_fully().await;
    world.set_specs(&creating_first("two"));
    world.cloud.fail(Operation::Delete, "one", 0, Fault::Denied);
    assert_eq!(world.apply().await.summary.failed(), 1);
    assert_eq!(world.cloud.names(), ["one", "two"]);
    world
}

/// The same where the state does not know of `two` yet.
async fn interrupted() -> World {
    let world = half_replaced().await;
    world.tamper_state(|state| {
        for entry in state.resources.values_mut() {
            entry.id = "one".to_owned();
            entry.replaced.clear();
        }
        let begun = json!({ "region": "us-east-2", "identity": { "name": "two" } });
        let begun = serde_json::from_value(begun).unwrap();
        state.intents.insert("fake.thing.a".parse().unwrap(), begun);
    });
    world
}

fn one_of_another() -> Vec<Forgotten> {
    vec![Forgotten {
        address: "fake.thing.a".parse().unwrap(),
        id: "one".to_owned(),
        region: "us-east-2".to_owned(),
        stack: "other/test".to_owned(),
    }]
}

#[tokio::test]
async fn what_was_replaced_is_deleted_only_while_it_is_ours() {
    for by in ALL {
        for world in [half_replaced().await, interrupted().await] {
            let one = give(&world, "one", by);
            let plan = world.plan().await;
            if by == By::Another {
                assert_eq!(plan.forgotten, one_of_another());
                assert!(plan.is_empty(), "{by:?}: {:#?}", plan.steps);
                let shown = diatonic::report::plan::render(&world.stack(), &plan);
                let told = "forget one (stack other/test owns it now; it stays)";
                assert!(shown.contains(told), "{shown}");
            } else {
                assert_eq!(steps(&plan), ["delete replaced fake.thing.a"], "{by:?}");
            }
            world.apply_fully().await;
            match by {
                By::Another => assert_eq!(world.cloud.object("one"), one),
                _ => assert_eq!(world.cloud.names(), ["two"], "{by:?}"),
            }
            assert!(!world.state_text().contains("\"one\""), "{by:?}");
            assert_eq!(world.plan().await.forgotten, []);
        }
    }
}

#[tokio::test]
async fn another_owners_object_is_left_while_its_successor_changes_or_ends() {
    for set_specs in ["fake.thing: {}".to_owned(), creating_first("three")] {
        for by in ALL {
            let world = half_replaced().await;
            let one = give(&world, "one", by);
            world.set_specs(&set_specs);
            world.apply_fully().await;
            match by {
                By::Another => assert_eq!(world.cloud.object("one"), one),
                _ => assert!(!world.cloud.names().contains(&"one".to_owned()), "{by:?}"),
            }
            assert!(!world.cloud.names().contains(&"two".to_owned()));
            assert!(!world.state_text().contains("\"one\""), "{by:?}");
        }
    }
}

#[tokio::test]
async fn a_destroy_leaves_what_another_stack_owns() {
    for by in ALL {
        for world in [half_replaced().await, interrupted().await] {
            let one = give(&world, "one", by);
            let run = world.destroy().await;
            assert!(run.summary.is_success(), "{:#?}", outcomes(&run));
            match by {
                By::Another => assert_eq!(world.cloud.objects(), [one]),
                _ => assert_eq!(world.cloud.names(), Vec::<String>::new(), "{by:?}"),
            }
            assert!(world.state().resources.is_empty());
        }
    }
}

#[tokio::test]
async fn what_has_left_the_specs_is_deleted_only_while_it_is_ours() {
    let empty = "fake.thing: {}";
    for by in ALL {
        for destroy in [false, true] {
            let world = World::new("fake.thing: { a: {} }").await;
            world.apply_fully().await;
            let before = give(&world, "t-a", by);
            world.set_specs(empty);
            let request = Request { destroy, ..Request::default() };
            let plan = world.plan_for(&request).await;
            if by == By::Another {
                assert_eq!(steps(&plan), ["forget fake.thing.a"]);
                let stack = "other/test".to_owned();
                assert_eq!(plan.steps[0].reason, Reason::TakenOver { stack });
            }
            world.apply_fully_for(&request).await;
            match by {
                By::Another => assert_eq!(world.cloud.objects(), [before]),
                _ => assert_eq!(world.cloud.names(), Vec::<String>::new(), "{by:?}"),
            }
            assert!(world.state().resources.is_empty());
        }
    }
}

#[tokio::test]
async fn nothing_of_another_stack_is_updated_or_replaced() {
    for specs in ["fake.thing: { a: { size: 2 } }", "fake.thing: { a: { class: y } }"] {
        let world = World::new("fake.thing: { a: { size: 1, class: x } }").await;
        world.apply_fully().await;
        let before = give(&world, "t-a", By::Another);
        world.set_specs(specs);
        let refusals = world.refusals().await;
        assert!(refusals[0].contains("belongs to stack `other/test`"), "{refusals:?}");
        assert_eq!(world.cloud.object("t-a"), before);
    }
}

#[tokio::test]
async fn what_has_no_tags_belongs_to_whoever_has_what_it_lives_in() {
    let specs = "fake.vault: { v: {} }\nfake.drawer: { d: { vault: \"${fake.vault.v.id}\" } }";
    let world = World::new(specs).await;
    world.settings("project: fake\nprotect_data: false");
    world.apply_fully().await;
    let vault = give(&world, "t-v", By::Another);
    let drawer = world.cloud.object("t-d");
    let run = world.destroy().await;
    assert!(run.summary.is_success(), "{:#?}", outcomes(&run));
    assert_eq!(world.cloud.objects(), [drawer, vault]);
    assert!(world.state().resources.is_empty());
}

/// A plan of each action, and the object that it is about.
async fn planned(action: Action) -> (World, Plan, &'static str) {
    let (specs, after, name) = match action {
        Action::Update => ("{ a: { size: 1 } }", "{ a: { size: 2 } }", "t-a"),
        Action::Delete => ("{ a: {} }", "{}", "t-a"),
        Action::DeleteFirst => ("{ a: { class: x } }", "{ a: { class: y } }", "t-a"),
        _ => {
            let world = half_replaced().await;
            let plan = world.plan().await;
            return (world, plan, "one");
        }
    };
    let world = World::new(&format!("fake.thing: {specs}")).await;
    world.apply_fully().await;
    world.set_specs(&format!("fake.thing: {after}"));
    let plan = world.plan().await;
    (world, plan, name)
}

#[tokio::test]
async fn what_changes_hands_after_the_plan_stays_as_it_is() {
    for action in [Action::Update, Action::Delete, Action::DeleteFirst, Action::DeleteReplaced] {
        for by in ALL {
            let (world, mut plan, name) = planned(action).await;
            assert_eq!(plan.steps[0].action, action);
            // Somebody has looked at it for a while.
            plan.read_times = None;
            let before = give(&world, name, by);
            let run = world.carry_out(plan).await;
            if by != By::Another {
                assert!(run.summary.is_success(), "{action:?}: {:#?}", outcomes(&run));
                continue;
            }
            let told = format!("`{name}` belongs to stack `other/test` now; it was not changed");
            assert!(outcomes(&run)[0].contains(&told), "{:#?}", outcomes(&run));
            assert_eq!(world.cloud.object(name), before, "{action:?}");
            let is_forgotten = !world.state_text().contains(&format!("\"{name}\""));
            assert_eq!(is_forgotten, action != Action::Update, "{action:?}");
        }
    }
}

#[tokio::test]
async fn a_delete_reads_nothing_that_its_plan_has_just_read() {
    let (world, plan, _) = planned(Action::Delete).await;
    world.cloud.forget_calls();
    world.carry_out(plan).await;
    let calls: Vec<_> = world.cloud.calls().into_iter().map(|call| call.operation).collect();
    assert_eq!(calls, [Operation::Delete]);
}

#[tokio::test]
async fn what_a_create_call_answers_with_may_be_another_stacks() {
    let world = World::new("fake.thing: { a: {} }").await;
    let plan = world.plan().await;
    world.cloud.hold(Operation::Wait, "t-a");
    let carried_out = world.carry_out(plan);
    let meddle = async {
        world.cloud.reached(Operation::Create, "t-a").await;
        let object = give(&world, "t-a", By::Another);
        world.cloud.release();
        object
    };
    let (run, object) = tokio::join!(carried_out, meddle);
    assert!(!run.summary.is_success());
    assert_eq!(world.cloud.object("t-a"), object);
    assert!(world.state().resources.is_empty());
}

#[tokio::test]
async fn a_rebuild_forgets_what_another_stack_owns() {
    for by in ALL {
        let world = World::new("fake.thing: { a: {} }").await;
        world.apply_fully().await;
        give(&world, "t-a", by);
        let rebuilt = world.rebuild_state(&world.state()).await;
        let forgotten: Vec<&str> = rebuilt.forgotten.iter().map(|one| &*one.id).collect();
        match by {
            By::Us => assert!(forgotten.is_empty() && rebuilt.entries.len() == 1),
            By::Nobody => assert!(forgotten.is_empty() && rebuilt.entries.is_empty()),
            By::Another => assert!(forgotten == ["t-a"] && rebuilt.entries.is_empty()),
        }
    }
}

#[tokio::test]
async fn what_another_stack_owns_is_given_up_without_a_touch() {
    for by in ALL {
        for late in [false, true] {
            let world = World::new("fake.thing: { a: { tags: { k: v } } }").await;
            world.apply_fully().await;
            let mut before = world.cloud.object("t-a");
            if !late {
                before = give(&world, "t-a", by);
            }
            let objects = [("fake.thing.a".parse().unwrap(), "t-a".to_owned())].into();
            let plan = world.release(&objects).await;
            if late {
                before = give(&world, "t-a", by);
            }
            let run = world.carry_out(plan).await;
            let is_refused = by == By::Another && late;
            assert_eq!(run.summary.is_success(), !is_refused, "{by:?} {late}");
            let after = world.cloud.object("t-a");
            match by {
                By::Another | By::Nobody => assert_eq!(after, before),
                By::Us => assert_eq!(after.spec["tags"], json!({ "k": "v" })),
            }
            assert!(world.state().resources.is_empty());
        }
    }
}
