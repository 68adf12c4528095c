//! What is sensitive appears nowhere but in AWS.

use diatonic::report;
use engine::plan::{Plan, Request};
use fake_cloud::{World, outcomes};

const SPECS: &str = r#"
variables: { password: { type: string, sensitive: true } }
locals: { line: "key=${var.password}" }
outputs: { password: "${var.password}" }
fake.thing:
  a:
    class: x
    secret: hush-field
    note: "${local.line}"
    needs: []
    tags: { key: "${var.password}" }
"#;

/// Every form in which a plan leaves the program, and the state.
fn everything_shown(world: &World, plan: &Plan) -> String {
    let stack = world.stack();
    format!(
        "{}\n{}\n{}",
        report::plan::render(&stack, plan),
        report::plan_json::render(&stack, plan),
        world.state_text()
    )
}

fn assert_silent(world: &World, plan: &Plan) {
    let shown = everything_shown(world, plan);
    assert!(!shown.contains("hush"), "{shown}");
}

async fn with_secrets() -> World {
    let world = World::new(SPECS).await;
    world.settings("project: fake\nvariables: { password: hush-variable }");
    world
}

#[tokio::test]
async fn from_its_creation_to_its_end() {
    let world = with_secrets().await;
    let plan = world.plan().await;
    assert_eq!(plan.steps.len(), 1);
    assert_silent(&world, &plan);
    world.carry_out(plan).await;
    assert!(world.cloud.object("t-a").spec["note"] == "key=hush-variable");
    assert_silent(&world, &world.plan().await);

    world.settings("project: fake\nvariables: { password: hush-again }");
    world.set_specs(&SPECS.replace("hush-field", "hush-other"));
    let plan = world.plan().await;
    assert_eq!(plan.steps[0].changes.len(), 3);
    assert_silent(&world, &plan);
    let shown = everything_shown(&world, &plan);
    assert!(shown.contains("new sensitive value"), "{shown}");
    world.carry_out(plan).await;

    let everything = Request { destroy: true, ..Request::default() };
    assert_silent(&world, &world.plan_for(&everything).await);
    world.lose_state();
    assert_silent(&world, &world.plan_for(&everything).await);
}

#[tokio::test]
async fn no_secret_is_shown_in_a_replacement_that_creates_first() {
    let world = with_secrets().await;
    world.apply_fully().await;
    let specs =
        SPECS.replace("class: x", "name: other\n    lifecycle: { replacement: create_first }");
    world.set_specs(&specs);
    let plan = world.plan().await;
    assert_eq!(plan.steps.len(), 2);
    assert_silent(&world, &plan);
}

#[tokio::test]
async fn no_secret_is_shown_when_a_field_is_no_longer_sensitive() {
    let world = with_secrets().await;
    world.apply_fully().await;
    world.set_specs("variables: { password: { type: string, sensitive: true } }\nfake.thing: { a: { class: x, note: plain } }");
    let plan = world.plan().await;
    assert_silent(&world, &plan);
    let shown = everything_shown(&world, &plan);
    assert!(!shown.contains("hush"), "{shown}");
}

#[tokio::test]
async fn no_secret_is_shown_when_a_part_of_it_is_unknown() {
    let world = with_secrets().await;
    world.set_specs(
        &SPECS
            .replace("needs: []", "needs: [\"${fake.thing.b.id}\"]")
            .replace("fake.thing:", "fake.thing:\n  b: {}"),
    );
    let mut plan = world.plan().await;
    // A plan that lacks a step is not a plan that we make; what it meets must still be told in silence.
    plan.steps.retain(|step| step.address.name == "a");
    plan.steps[0].waits_for.clear();
    let run = world.carry_out(plan).await;
    let ends = outcomes(&run);
    assert!(ends[0].contains("${fake.thing.b.id}"), "{ends:?}");
    assert!(!ends[0].contains("hush"), "{ends:?}");
}

#[tokio::test]
async fn no_secret_is_shown_as_the_key_of_an_instance() {
    let world = World::new(
        "variables: { keys: { type: list(string), sensitive: true } }\nfake.thing: { a: { for_each: \"${var.keys}\" } }",
    )
    .await;
    world.settings("project: fake\nvariables: { keys: [hush] }");
    let failure = world.compile().err().expect("an address is always shown");
    let text = format!("{:?}", failure.diagnostics);
    assert!(text.contains("sensitive"), "{text}");
}
