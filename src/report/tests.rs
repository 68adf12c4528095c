//! Whatever is in names, values and errors, a report has the lines that it means to have, and commands nothing.

use super::escape::rendered;
use super::style::Mark;
use super::{diff, drift, plan, plan_json, progress};
use compiler::Address;
use engine::apply::{Outcome, StepError, Summary};
use engine::plan::Action;
use fake_cloud::World;

/// A line that looks like one of ours, after what commands a terminal.
const HOSTILE: &str = "\u{1b}[2J\u{202e}\nPlan: nothing to change.\r\nDone.";

fn is_harmless(text: &str) -> bool {
    let mut colours = text.split('\u{1b}');
    let first = colours.next().unwrap_or_default();
    let is_colour = |part: &str| {
        let end = part.find(|c: char| !(c.is_ascii_digit() || "[;".contains(c)));
        part.starts_with('[') && end.is_some_and(|end| part[end..].starts_with('m'))
    };
    !first.contains(['\r', '\u{202e}'])
        && colours.all(|part| is_colour(part) && !part.contains(['\r', '\u{202e}']))
}

/// A text with its colours removed.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest));
    std::iter::once(first.as_str()).chain(rest).collect()
}

#[tokio::test]
async fn a_plan_cannot_be_made_to_say_something_else() {
    let specs = |note: &str| {
        let specs = serde_json::json!({
            "fake.thing": {
                "a": { "note": HOSTILE, "value": format!("{HOSTILE}{note}") },
                "b": { "note": note },
            },
            "outputs": { "out": { "value": HOSTILE } },
        });
        specs.to_string()
    };
    let world = World::new(&specs("plain")).await;
    let first = world.plan().await;
    let shown = rendered(&plan::render(&world.stack(), &first));
    assert_is_one_plan(&shown);
    let json = plan_json::render(&world.stack(), &first);
    let printed = rendered(&format!("{json:#}"));
    assert!(is_harmless(&printed), "{printed}");
    let read: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(read, json);
    world.carry_out(first).await;

    world.set_specs(&specs("other"));
    let second = world.plan().await;
    assert_is_one_plan(&rendered(&plan::render(&world.stack(), &second)));
    assert!(is_harmless(&rendered(&drift::render(&second.drift))));
}

fn assert_is_one_plan(shown: &str) {
    assert!(is_harmless(shown), "{shown:?}");
    let plain = without_colours(shown);
    let plans = plain.lines().filter(|line| line.starts_with("Plan:"));
    assert_eq!(plans.count(), 1, "{plain}");
    assert!(!plain.lines().any(|line| line.starts_with("Done.")), "{plain}");
}

#[test]
fn the_summary_of_an_apply_cannot_be_forged() {
    let failed = Outcome::Failed(StepError::State(HOSTILE.to_owned()));
    let summary = Summary {
        outcomes: vec![(Address::new("fake.thing", "a", None), Action::Create, failed)],
        ..Summary::default()
    };
    let shown = rendered(&progress::render_summary(&summary));
    assert!(is_harmless(&shown), "{shown:?}");
    let plain = without_colours(&shown);
    assert!(!plain.lines().any(|line| line.starts_with("Done.")), "{plain}");
    assert!(plain.lines().any(|line| line.starts_with("Not done.")), "{plain}");
}

#[tokio::test]
async fn names_of_any_length_can_be_shown() {
    let long = "k".repeat(70_000);
    let specs = serde_json::json!({
        "fake.thing": {
            "a": { "note": &long },
        },
    });
    let world = World::new(&specs.to_string()).await;
    let plan = world.plan().await;
    assert_eq!(plan.steps.len(), 1);
    assert!(plan::render(&world.stack(), &plan).contains(&long));
    let value = serde_json::json!({ &long: 1, "b": 2 });
    let lines = diff::whole(Mark::Add, &value);
    assert!(lines.iter().all(|line| line.len() < 71_000), "{}", lines.len());
}

#[test]
fn a_key_is_in_its_line() {
    let value = serde_json::json!({ HOSTILE: { HOSTILE: [HOSTILE] } });
    let before = serde_json::json!({ HOSTILE: { HOSTILE: [] } });
    let added = diff::whole(Mark::Add, &value);
    for line in added.into_iter().chain(diff::lines(&before, &value)) {
        let shown = without_colours(&rendered(&line));
        assert!(!shown.contains('\n') && !shown.starts_with("Plan:"), "{shown:?}");
    }
}
