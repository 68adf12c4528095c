//! A plan, drift or a run in Markdown, for the comment of a pull request.

mod budget;
mod step;

use super::drift;
use super::plan::counts_in_words;
use super::plan_json::{Document, DriftEntry, ShownStep};
use super::sheet::Sheet;
use budget::Budget;
use engine::plan::Action;
use kind::Weight;
use step::{code, folded, in_line};

/// The most characters of a comment: GitHub takes 65,536 (its API answers "Body is too long (maximum is 65536
/// characters)"), GitLab a million ("Instance limits: size of comments"). Some are left for what a pipeline adds.
const MOST: usize = 65_000;

/// What is kept for the lines behind the steps.
const REST: usize = 500;

/// The text. It begins with a comment by which the next one of the same stack is to take its place.
pub fn render(sheet: &Sheet<'_>) -> String {
    let plan = sheet.plan;
    let mut text = Budget::new(MOST - REST);
    text.must(&format!("<!-- diatonic:{}:{} -->\n", sheet.word(), marker(&plan.stack)));
    text.must(&format!("### {}\n\n", in_line(&sheet.title())));
    text.must(&format!("**{}**", headline(plan)));
    let facts = sheet.facts().into_iter().map(|(name, value)| format!("{name} {}", code(&value)));
    text.must(&format!("<br>{}\n\n", facts.collect::<Vec<_>>().join(" · ")));
    warnings(plan, &mut text);
    let drifts: Vec<_> = plan.drift.iter().map(drifted).collect();
    text.section("Changed outside diatonic", &drifts);
    let told = plan.steps.iter().filter(|step| step.action != Action::DeleteFirst);
    let steps: Vec<_> = told.map(step::render).collect();
    text.section("Steps", &steps);
    let outputs = super::plan::output_changes(plan);
    if !outputs.is_empty() {
        text.section("Outputs", &[folded("outputs", "", &outputs)]);
    }
    let outcomes = sheet.outcomes();
    if !outcomes.is_empty() {
        text.section("What came of it", &[folded("steps", "", &outcomes)]);
    }
    text.finish()
}

/// What it comes to, in a line.
pub(super) fn headline(plan: &Document) -> String {
    let counts = counts_in_words(plan);
    let is_refused = !plan.blocked.is_empty();
    match (plan.is_empty(), plan.drift.len()) {
        (true, 0) => "Nothing to change".to_owned(),
        (true, 1) => "1 object was changed outside diatonic".to_owned(),
        (true, count) => format!("{count} objects were changed outside diatonic"),
        (false, _) if is_refused => format!("Refused: {counts}"),
        (false, _) => counts,
    }
}

/// Warnings, shown first, in a list.
fn warnings(plan: &Document, text: &mut Budget) {
    let refused = plan.blocked.iter().map(|blocked| {
        format!("- **Refused** {}: {}\n", in_line(&blocked.why), in_line(&blocked.help))
    });
    let weighty = |step: &ShownStep| {
        let address = code(&step.address.to_string());
        let told = step.consequences.iter();
        let told = told.filter(|one| matches!(one.weight, Weight::Interruption | Weight::Loss));
        let lines =
            told.map(move |one| format!("- **Warning** {address}: {}\n", in_line(&one.says)));
        lines.collect::<Vec<_>>()
    };
    let lines: Vec<String> = refused.chain(plan.steps.iter().flat_map(weighty)).collect();
    text.lines(&lines);
}

fn drifted(entry: &DriftEntry) -> step::Folded {
    let changes = drift::changes(entry);
    folded(&entry.address.to_string(), &drift::headline(entry), &changes)
}

/// What may stand in the comment that marks a text: a name without what could end that.
fn marker(stack: &str) -> String {
    stack
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "/._-".contains(c) { c } else { '_' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::escape::plain;
    use crate::report::plan_json::Document;
    use crate::report::sheet::Subject;
    use serde_json::json;

    /// A plan of so many updates, each with a text in it.
    fn plan(steps: usize, note: &str) -> Document {
        let step = |number: usize| {
            json!({
                "address": format!("logs.log_group.g{number}"), "action": "update", "reason": { "kind": "changed" },
                "phase": "whole", "id": format!("g{number}"), "region": "us-east-2",
                "changes": [{ "path": "name", "before": "a", "after": note }],
                "before": { "name": "a" }, "after": { "name": note },
                "consequences": [], "waits_for": [],
            })
        };
        let json = json!({
            "version": 1, "stack": "shop/dev", "account": "123456789012", "region": "us-east-2",
            "steps": (0..steps).map(step).collect::<Vec<_>>(), "unchanged": 3,
        });
        Document::read(&json).expect("a plan")
    }

    fn rendered(plan: &Document) -> String {
        plain(&render(&Sheet { subject: Subject::Plan, plan }))
    }

    #[test]
    fn it_is_marked_and_folded() {
        let text = rendered(&plan(1, "b"));
        assert!(text.starts_with("<!-- diatonic:plan:shop/dev -->\n### Plan for shop/dev\n\n**1 to update; 3 unchanged**"), "{text}");
        let folded = "<details><summary><code>~ logs.log_group.g0</code> update in place</summary>\n\n```diff\n! name: \"a\" → \"b\"\n```\n\n</details>\n";
        assert!(text.contains(folded), "{text}");
    }

    #[test]
    fn it_is_never_longer_than_a_comment_and_says_what_is_left_out() {
        for steps in [10, 700, 5_000] {
            let text = rendered(&plan(steps, &"long ".repeat(40)));
            assert!(text.chars().count() <= 65_536, "{}", text.chars().count());
            assert_eq!(text.contains("left out"), steps > 10, "{steps}");
            assert!(text.starts_with("<!-- diatonic:plan:shop/dev -->"));
            assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        }
    }

    #[test]
    fn nothing_from_outside_is_markup() {
        let text = rendered(&plan(1, "```\n</details><script>alert(1)</script> @everyone\n````"));
        let fence = text.lines().find(|line| line.ends_with("diff")).expect("a fence");
        assert_eq!(fence, "`````diff", "{text}");
        assert_eq!(in_line("<b> `x` @y_z"), "&#60;b&#62; &#96;x&#96; &#64;y&#95;z");
    }
}
