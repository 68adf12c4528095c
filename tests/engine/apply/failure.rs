//! Calls that fail, answers that get lost, and runs that are interrupted.

use engine::apply::Outcome;
use fake_cloud::{Fault, Operation, World, outcomes, steps};

const FORK: &str = r#"
fake.thing:
  a: {}
  b: { needs: ["${fake.thing.a.id}"] }
  c: { needs: ["${fake.thing.b.id}"] }
  d: { needs: ["${fake.thing.a.id}"] }
"#;

#[tokio::test]
async fn a_failure_skips_what_depends_on_it_and_nothing_else() {
    let world = World::new(FORK).await;
    world.cloud.fail(Operation::Create, "t-b", 0, Fault::Denied);
    let run = world.apply().await;
    assert_eq!(
        outcomes(&run),
        [
            "done fake.thing.a", "failed fake.thing.b: access denied",
            "skipped fake.thing.c: fake.thing.b", "done fake.thing.d",
        ]
    );
    let summary = &run.summary;
    assert_eq!((summary.done(), summary.failed(), summary.skipped()), (2, 1, 1));
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["create fake.thing.b", "create fake.thing.c"]);
}

/// Whatever ends the wait, nobody has to look for the object.
#[tokio::test]
async fn what_never_became_usable_is_known_and_gone_on_with() {
    let world = World::new("fake.thing: { a: { note: n } }").await;
    world.cloud.fail(Operation::Wait, "t-a", 0, Fault::Denied);
    let run = world.apply().await;
    assert_eq!(outcomes(&run), ["failed fake.thing.a: access denied"]);
    let state = world.state();
    let entry = state.resources.values().next().unwrap();
    assert_eq!((entry.id.as_str(), &entry.applied), ("t-a", &None));
    world.cloud.forget_calls();
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["update fake.thing.a"]);
    let calls = world.cloud.calls().into_iter().map(|call| call.operation);
    let calls: Vec<Operation> = calls.collect();
    let place = |operation| calls.iter().position(|call| *call == operation);
    assert!(place(Operation::Wait) < place(Operation::Update), "{calls:?}");
}

#[tokio::test]
async fn a_failed_delete_keeps_what_the_object_needs() {
    let world = World::new(FORK).await;
    world.apply_fully().await;
    world.cloud.fail(Operation::Delete, "t-c", 0, Fault::Throttled);
    let run = world.destroy().await;
    let names = world.cloud.names();
    assert_eq!(names, ["t-a", "t-b", "t-c"], "{:#?}", outcomes(&run));
    world.destroy().await;
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}

#[tokio::test]
async fn a_read_that_fails_makes_no_plan() {
    for fault in [Fault::Denied, Fault::Throttled] {
        let world = World::new("fake.thing: { a: {}, b: {} }").await;
        world.apply_fully().await;
        world.cloud.fail(Operation::Read, "t-a", 0, fault);
        let refusals = world.refusals().await;
        assert_eq!(refusals.len(), 1);
        assert!(refusals[0].starts_with("fake.thing.a: "), "{refusals:?}");
        assert!(world.plan().await.is_empty());
    }
}

#[tokio::test]
async fn a_search_that_fails_makes_no_plan() {
    let world = World::new("fake.vault: { v: {} }").await;
    world.cloud.fail(Operation::Find, "t-v", 0, Fault::Denied);
    assert_eq!(world.refusals().await, ["fake.vault.v: access denied"]);
}

#[tokio::test]
async fn a_read_that_fails_after_the_write_is_made_good() {
    let world = World::new("fake.thing: { a: { note: n } }").await;
    let plan = world.plan().await;
    world.cloud.fail(Operation::Read, "t-a", 0, Fault::Throttled);
    let run = world.carry_out(plan).await;
    assert_eq!(outcomes(&run), ["failed fake.thing.a: slow down"]);
    assert_eq!(world.state().resources.len(), 1, "what exists is known");
    assert_eq!(steps(&world.apply_fully().await.plan), ["update fake.thing.a"]);
}

#[tokio::test]
async fn a_read_that_fails_while_aws_catches_up_is_told_as_such() {
    let world = World::new("fake.thing: { a: { size: 1 } }").await;
    world.apply_fully().await;
    world.set_specs("fake.thing: { a: { size: 2 } }");
    let plan = world.plan().await;
    world.cloud.lag(3);
    world.cloud.fail(Operation::Read, "t-a", 2, Fault::Throttled);
    let run = world.carry_out(plan).await;
    assert_eq!(outcomes(&run), ["failed fake.thing.a: slow down"]);
}

#[tokio::test]
async fn a_state_that_cannot_be_written_stops_what_depends_on_it() {
    for stores in 0..4 {
        let world = World::new(FORK).await;
        world.fail_store_after(stores);
        let run = world.apply().await;
        assert!(run.summary.failed() >= 1, "{:#?}", outcomes(&run));
        world.apply_fully().await;
        assert_eq!(world.cloud.names(), ["t-a", "t-b", "t-c", "t-d"]);
        assert_eq!(world.state().resources.len(), 4);
    }
}

#[tokio::test]
async fn an_interrupt_finishes_what_is_in_flight_and_starts_nothing() {
    let world = World::new(FORK).await;
    world.cloud.hold(Operation::Create, "t-a");
    let plan = world.plan().await;
    let interrupt = async {
        world.interrupt.drain();
        world.cloud.release();
    };
    let (run, ()) = tokio::join!(world.carry_out(plan), interrupt);
    let not_started = run.summary.outcomes.iter().skip(1);
    assert!(matches!(run.summary.outcomes[0].2, Outcome::Done));
    for (address, _, outcome) in not_started {
        assert!(matches!(outcome, Outcome::NotStarted), "{address}");
    }
    assert!(!run.summary.is_success());
    assert_eq!(world.state().resources.len(), 1);
}

#[tokio::test]
async fn a_kind_that_this_version_does_not_know_is_named() {
    let world = World::new("fake.thing: { a: {} }").await;
    world.apply_fully().await;
    world.tamper_state(|state| {
        let entry = state.resources.values().next().cloned().unwrap();
        state.resources.insert("new.kind.x".parse().unwrap(), entry);
    });
    let refusals = world.refusals().await;
    assert!(refusals[0].contains("new.kind"), "{refusals:?}");
}

#[tokio::test]
async fn a_stop_leaves_what_is_in_flight_and_the_next_run_goes_on() {
    let world = World::new(FORK).await;
    world.cloud.hold(Operation::Create, "t-b");
    let plan = world.plan().await;
    let stop = async {
        world.cloud.reached(Operation::Create, "t-d").await;
        world.interrupt.stop();
    };
    let (run, ()) = tokio::join!(world.carry_out(plan), stop);
    assert_eq!(
        outcomes(&run),
        [
            "done fake.thing.a", "stopped fake.thing.b", "not started fake.thing.c",
            "done fake.thing.d",
        ]
    );
}
