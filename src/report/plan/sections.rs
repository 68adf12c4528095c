//! What a plan says beside its steps.

use std::collections::BTreeMap;

use crate::report::diff;
use crate::report::escape::in_line;
use crate::report::plan_json::Document;
use crate::report::style::{Mark, bold, dim};
use engine::plan::{Action, Forgotten, Step, Waiting};
use language::value::Value;
use state::{Move, REDACTED};

/// What the state gets to know under another address.
pub(in crate::report) fn moves(moved: &[Move]) -> String {
    let mut text = String::new();
    for Move { from, to } in moved {
        let mark = Mark::Take;
        text.push_str(&format!(
            "{} {}  {}\n",
            mark.paint(mark.symbol()),
            bold(&to.to_string()),
            dim(&format!("moved from {from}; the object stays")),
        ));
    }
    if !moved.is_empty() {
        text.push('\n');
    }
    text
}

/// What the state lets go, as another stack owns it: nothing is done to it.
pub(super) fn all_forgotten(plan: &Document) -> String {
    let lines = plan.forgotten.iter();
    let mut text: String = lines.map(|one| forgotten(one) + "\n").collect();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What waits for somebody outside: nothing is done to it.
pub(super) fn waiting(plan: &Document) -> String {
    let lines = plan.waiting.iter().map(|Waiting { address, says }| {
        format!("{} {}: {}\n", bold("Waiting:"), bold(&address.to_string()), in_line(says))
    });
    let mut text: String = lines.collect();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// One object that the state lets go.
pub fn forgotten(one: &Forgotten) -> String {
    let Forgotten { address, id, region: _, stack } = one;
    let mark = Mark::of(Action::Forget);
    let what = format!("forget {} (stack {} owns it now; it stays)", in_line(id), in_line(stack));
    format!("{} {}  {}", mark.paint(mark.symbol()), bold(&address.to_string()), dim(&what))
}

/// The declared outputs that the next apply records otherwise than the last.
pub(super) fn outputs(plan: &Document) -> String {
    let lines = output_changes(plan);
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.iter().map(|line| format!("    {line}\n"));
    format!("{}\n{}\n", bold("Outputs:"), lines.collect::<String>())
}

/// The lines that turn the recorded outputs into the new ones.
pub(in crate::report) fn output_changes(plan: &Document) -> Vec<String> {
    let shown = |outputs: &BTreeMap<String, Value>| -> Value {
        let shown = outputs.iter().map(|(name, value)| match value {
            Value::Null => (name.clone(), Value::String(REDACTED.to_owned())),
            value => (name.clone(), value.clone()),
        });
        Value::Object(shown.collect())
    };
    diff::lines(&shown(&plan.recorded_outputs), &shown(&plan.outputs))
}

/// What of an object is taken over although AWS does not tell of it.
pub(in crate::report) fn on_trust(step: &Step) -> String {
    let fields = step.trusted.iter().map(|trusted| {
        format!(
            "  {}: AWS does not say what it holds; it is taken for what the spec says\n",
            trusted.field
        )
    });
    fields.collect()
}
