//! What waits for what, and what does not.

use std::time::Duration;

use engine::apply::Event;
use fake_cloud::{Fault, Operation, World, outcomes, steps};

/// Long enough for everything that does not wait.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_value_that_is_known_is_not_waited_for() {
    let specs = r#"
fake.thing:
  a: {}
  value: { value: "${fake.thing.a.arn}" }
  tagged: { tags: { of: "${fake.thing.a.arn}" } }
"#;
    let world = World::new(specs).await;
    world.cloud.hold(Operation::Create, "t-a");
    let plan = world.plan().await;
    let others = async {
        world.cloud.reached(Operation::Create, "t-value").await;
        world.cloud.reached(Operation::Create, "t-tagged").await;
        assert_eq!(world.cloud.names(), ["t-tagged", "t-value"]);
        world.cloud.release();
    };
    let others = tokio::time::timeout(SOON, others);
    let (run, others) = tokio::join!(world.carry_out(plan), others);
    others.expect("the others go ahead");
    assert!(run.summary.is_success());
}

#[tokio::test]
async fn what_must_exist_is_waited_for() {
    let specs = r#"
fake.thing:
  a: {}
  invented: { value: "${fake.thing.a.id}" }
  needs: { needs: ["${fake.thing.a.arn}"] }
  says: { depends_on: [fake.thing.a] }
"#;
    let world = World::new(specs).await;
    let plan = world.apply_fully().await.plan;
    let waits: Vec<usize> = plan.steps.iter().map(|step| step.waits_for.len()).collect();
    assert_eq!(waits, [0, 1, 1, 1]);
    assert_eq!(world.cloud.writes()[0], "create t-a");
    world.cloud.forget_calls();
    world.cloud.refuse_deletes_in_use();
    world.set_specs("fake.thing: {}");
    world.apply_fully().await;
    assert_eq!(world.cloud.writes()[3], "delete t-a");
}

/// Vaults get their ids from the cloud. The first one of a cloud has this.
const FIRST_VAULT: &str = "vault-000000";

const NAMED_BY_ID: &str = r#"
fake.vault: { v: {} }
fake.thing:
  named: { value: "${fake.vault.v.id}" }
  needs: { needs: ["${fake.vault.v.id}"] }
  guarded: { guarded: true }
"#;

#[tokio::test]
async fn an_id_is_used_as_soon_as_it_is_known() {
    let world = World::new(NAMED_BY_ID).await;
    world.cloud.hold(Operation::Read, FIRST_VAULT);
    let plan = world.plan().await;
    let others = async {
        world.cloud.reached(Operation::Create, "t-named").await;
        world.cloud.reached(Operation::Create, "t-guarded").await;
        assert_eq!(world.cloud.object("t-named").spec["value"], FIRST_VAULT);
        assert!(!world.cloud.names().contains(&"t-needs".to_owned()), "it waits for the proof");
        assert_eq!(world.state().resources.len(), 3, "what is named is in the state");
        world.cloud.release();
    };
    let others = tokio::time::timeout(SOON, others);
    let (run, others) = tokio::join!(world.carry_out(plan), others);
    others.expect("those that need the id alone go ahead");
    assert!(run.summary.is_success(), "{:#?}", outcomes(&run));
    assert_eq!(world.cloud.object("t-needs").spec["needs"][0], FIRST_VAULT);
    assert_eq!(steps(&world.plan().await), [""; 0]);
}

#[tokio::test]
async fn who_needs_the_id_alone_does_not_fail_with_its_object() {
    let world = World::new(NAMED_BY_ID).await;
    world.cloud.fail(Operation::Read, FIRST_VAULT, 0, Fault::Denied);
    let run = world.apply().await;
    assert_eq!(
        outcomes(&run),
        [
            "failed fake.vault.v: access denied", "done fake.thing.guarded",
            "done fake.thing.named", "skipped fake.thing.needs: fake.vault.v",
        ]
    );
    world.cloud.heal();
    world.apply_fully().await;
    assert_eq!(world.cloud.writes().len(), 4, "nothing is made twice");
}

const CHAIN: &str = r#"
fake.thing:
  a: {}
  b: { needs: ["${fake.thing.a.id}"] }
  c: { needs: ["${fake.thing.b.arn}"], depends_on: [fake.thing.a] }
"#;

#[tokio::test]
async fn deletes_go_the_other_way() {
    let world = World::new(CHAIN).await;
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["create t-a", "create t-b", "create t-c"]);
    world.cloud.refuse_deletes_in_use();
    world.cloud.forget_calls();
    world.set_specs("fake.thing: {}");
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["delete t-c", "delete t-b", "delete t-a"]);
}

#[tokio::test]
async fn a_destroy_knows_the_order_even_without_a_state() {
    let world = World::new(CHAIN).await;
    world.apply_fully().await;
    world.lose_state();
    world.cloud.refuse_deletes_in_use();
    world.cloud.forget_calls();
    world.destroy().await;
    assert_eq!(world.cloud.writes(), ["delete t-c", "delete t-b", "delete t-a"]);
}

#[tokio::test]
async fn what_is_no_longer_needed_is_deleted_after_its_users_have_changed() {
    let world = World::new(CHAIN).await;
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    world.cloud.forget_calls();
    world.set_specs("fake.thing: { a: {}, c: { needs: [\"${fake.thing.a.id}\"] } }");
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["update t-c", "delete t-b"]);
}

#[tokio::test]
async fn a_replacement_waits_until_nothing_needs_the_old_object() {
    let world = World::new(CHAIN).await;
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    world.cloud.forget_calls();
    world.set_specs("fake.thing: { a: { class: x } }");
    let run = world.apply().await;
    assert!(run.summary.is_success(), "{:#?}", outcomes(&run));
    assert_eq!(world.cloud.writes(), ["delete t-c", "delete t-b", "delete t-a", "create t-a"]);
}

#[tokio::test]
async fn of_two_that_are_replaced_the_user_is_deleted_first_and_created_last() {
    let specs = r#"
fake.thing:
  a: { class: x }
  b: { class: x, needs: ["${fake.thing.a.id}"] }
"#;
    let world = World::new(specs).await;
    world.apply_fully().await;
    world.cloud.refuse_deletes_in_use();
    world.set_specs(&specs.replace("class: x", "class: y"));
    world.cloud.forget_calls();
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["delete t-b", "delete t-a", "create t-a", "create t-b"]);
}

#[tokio::test]
async fn a_dependency_that_does_not_change_the_object_is_still_written_down() {
    let world = World::new("fake.thing: { a: {}, b: {} }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { a: { depends_on: [fake.thing.b] }, b: {} }");
    assert!(world.apply().await.plan.is_empty());
    world.set_specs("fake.thing: {}");
    world.cloud.forget_calls();
    world.apply_fully().await;
    assert_eq!(world.cloud.writes(), ["delete t-a", "delete t-b"]);
}

#[tokio::test]
async fn what_the_state_and_the_specs_say_of_deletes_may_contradict() {
    let world = World::new("fake.thing: { a: { depends_on: [fake.thing.b] }, b: {} }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { a: {}, b: { depends_on: [fake.thing.a] } }");
    let run = world.destroy().await;
    assert_eq!(steps(&run.plan).len(), 2);
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}

#[tokio::test]
async fn a_cycle_in_the_state_loses_no_step() {
    let world = World::new("fake.thing: { a: { depends_on: [fake.thing.b] }, b: {} }").await;
    world.apply_fully().await;
    world.tamper_state(|state| {
        let addresses: Vec<_> = state.resources.keys().cloned().collect();
        let b = state.resources.get_mut(&addresses[1]).unwrap();
        b.depends_on.insert(addresses[0].clone());
    });
    world.set_specs("fake.thing: {}");
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wide_stack_is_made_and_taken_down_by_many_hands() {
    let keys: Vec<String> = (0..150).map(|number| format!("k{number}")).collect();
    let specs = format!(
        r#"
locals: {{ keys: [{}] }}
fake.thing:
  a: {{ for_each: "${{local.keys}}", note: n }}
  b: {{ for_each: "${{local.keys}}", needs: ["${{fake.thing.a[each.key].id}}"] }}
"#,
        keys.join(", ")
    );
    let mut world = World::new(&specs).await;
    world.parallelism = 32;
    world.apply_fully().await;
    assert_eq!(world.cloud.names().len(), 300);
    assert_eq!(world.state().resources.len(), 300);
    world.cloud.refuse_deletes_in_use();
    let run = world.destroy().await;
    assert!(run.summary.is_success());
    assert!(world.state().resources.is_empty());
}

#[tokio::test]
async fn no_more_steps_run_at_once_than_allowed() {
    let mut world = World::new("fake.thing: { a: { for_each: [a, b, c, d, e, f, g, h] } }").await;
    world.parallelism = 3;
    let plan = world.plan().await;
    world.cloud.forget_calls();
    world.cloud.delay(Duration::from_millis(5));
    world.carry_out(plan).await;
    assert_eq!(world.cloud.most_under_way(), 3);
}

#[tokio::test]
async fn events_tell_each_step_once_and_in_order() {
    let world = World::new(CHAIN).await;
    world.cloud.lag(1);
    let run = world.apply().await;
    for step in 0..3 {
        let of_step: Vec<&str> = run
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Started { step: of, .. } if *of == step => Some("started"),
                Event::Waiting { step: of, .. } if *of == step => Some("waiting"),
                Event::Finished { step: of, .. } if *of == step => Some("finished"),
                _ => None,
            })
            .collect();
        assert_eq!(of_step, ["started", "waiting", "finished"], "step {step}");
    }
    let position = |wanted: &dyn Fn(&Event) -> bool| run.events.iter().position(wanted).unwrap();
    for (earlier, later) in [(0, 1), (1, 2)] {
        let end =
            position(&|event| matches!(event, Event::Finished { step, .. } if *step == earlier));
        let start =
            position(&|event| matches!(event, Event::Started { step, .. } if *step == later));
        assert!(end < start);
    }
}
