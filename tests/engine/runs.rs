use serde_json::json;

use engine::apply::StepError;
use engine::plan::Request;
use std::time::SystemTime;

use compiler::{Address, SafeSpecs};
use engine::apply::{Outcome, Summary};
use engine::plan::Action;
use fake_cloud::World;
use runs::*;

fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

fn summary(outcomes: Vec<Outcome>) -> Summary {
    Summary {
        outcomes: outcomes
            .into_iter()
            .map(|outcome| (address("fake.thing.a"), Action::Create, outcome))
            .collect(),
        ..Summary::default()
    }
}

fn failed(why: &str) -> Outcome {
    Outcome::Failed(StepError::Evaluation(why.to_owned()))
}

#[test]
fn a_run_is_interrupted_if_anything_was_left_undone_by_it() {
    for (outcomes, is_success, ended) in [
        (vec![], true, Ended::Succeeded),
        (vec![Outcome::Done], true, Ended::Succeeded),
        // The outputs could not be told, or the state not be written.
        (vec![Outcome::Done], false, Ended::Failed),
        (vec![failed("x"), Outcome::Done], false, Ended::Failed),
        (vec![Outcome::Done, Outcome::NotStarted], false, Ended::Interrupted),
        (vec![Outcome::Interrupted, failed("x")], false, Ended::Interrupted),
    ] {
        let end = End::of(&summary(outcomes.clone()), is_success, &[]);
        assert_eq!(end.outcome, ended, "{outcomes:?}");
    }
}

#[test]
fn an_error_is_kept_without_the_secrets_that_it_repeats() {
    let secrets = ["hush-hush".to_owned(), "hush".to_owned()];
    let end = End::of(&summary(vec![failed("`hush-hush` is bad, hush")]), false, &secrets);
    let StepOutcome::Failed { error } = &end.steps[0].outcome else {
        panic!("it failed: {end:?}");
    };
    assert_eq!(error, "it has no value now: `(sensitive)` is bad, (sensitive)");
}

#[tokio::test]
async fn the_secrets_of_a_plan_are_known_and_what_it_plans_is_kept_without() {
    let specs = r#"
        variables: { word: { type: string, sensitive: true, default: hush-variable } }
        fake.thing:
          a: { secret: hush-field, note: "${var.word}", size: 3 }
          b: { note: "${fake.thing.a.revision}" }
    "#;
    let world = World::new(specs).await;
    let plan = world.plan_for(&Request::default()).await;
    assert_eq!(secrets(&plan), ["hush-variable", "hush-field"]);
    let planned = planned(&plan);
    let kept = json!(planned).to_string();
    assert!(!kept.contains("hush"), "{kept}");
    let a = &planned[&address("fake.thing.a")];
    assert_eq!((&a.id, &a.spec["size"]), (&None, &json!(3)));
}

#[tokio::test]
async fn a_record_learns_the_ids_of_what_is_new() {
    let world = World::new("fake.thing: { a: { size: 3 } }").await;
    let plan = world.plan().await;
    let mut record = Record {
        format: FORMAT,
        id: RunId::new(SystemTime::UNIX_EPOCH),
        operation: Operation::Apply,
        back_to: None,
        stack: String::new(),
        environment: String::new(),
        account: String::new(),
        region: String::new(),
        by: String::new(),
        diatonic: VERSION.to_owned(),
        began: String::new(),
        end: None,
        plan: ShownPlan::default(),
        specs: SafeSpecs::default(),
        resources: planned(&plan),
    };
    world.carry_out(plan).await;
    record.learn(&world.state());
    let a = &record.resources[&address("fake.thing.a")];
    assert_eq!(a.id.as_deref(), Some("t-a"));
}
