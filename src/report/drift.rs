//! What was changed outside, for people and for programs.

use serde_json::json;

use super::diff;
use super::escape::in_line;
use super::style::{Mark, bold, dim};
use aws::tags;
use engine::drift::{Drift, Drifted};
use kind::registry;
use language::diff::Change;
use language::value::{Path, Value};
use state::{is_sensitive, shown_mark, shown_path};

/// A section that says what was changed outside, from what was applied to what is live; nothing where
/// nothing was.
pub fn render(drifts: &[Drift]) -> String {
    if drifts.is_empty() {
        return String::new();
    }
    let mut text = format!("{} since it was last applied:\n\n", bold("Changed outside diatonic"));
    for drift in drifts {
        text.push_str(&one(drift));
        text.push('\n');
    }
    text
}

fn one(drift: &Drift) -> String {
    let (mark, headline, lines) = match &drift.what {
        Drifted::Deleted => (Mark::Remove, "deleted".to_owned(), Vec::new()),
        Drifted::Changed { changes, .. } => {
            let (applied, live) = sides(drift);
            let headline = match new_owner(changes) {
                Some(stack) => format!("not ours any more: stack {} has it", in_line(&stack)),
                None => "changed".to_owned(),
            };
            (Mark::Change, headline, diff::lines(&applied, &live))
        }
    };
    let address = bold(&drift.address.to_string());
    let mut text = format!(
        "{} {address}  {}\n",
        mark.paint(mark.symbol()),
        dim(&format!("{headline} ({})", in_line(&drift.id)))
    );
    for line in lines {
        text.push_str(&format!("    {line}\n"));
    }
    text
}

/// The stack that an object's tags have come to name.
fn new_owner(changes: &[Change]) -> Option<String> {
    let tag = Path::field("tags").key(tags::STACK);
    let change = changes.iter().find(|change| change.path == tag)?;
    change.after.as_ref()?.as_str().map(str::to_owned)
}

/// The same as JSON: a list with `address`, `id`, `what` (`changed` or `deleted`) and `changes`, each
/// with `path`, `applied` and `live`.
pub fn json(drifts: &[Drift]) -> Value {
    drifts
        .iter()
        .map(|drift| {
            let (what, changes) = match &drift.what {
                Drifted::Deleted => ("deleted", Vec::new()),
                Drifted::Changed { changes, .. } => {
                    ("changed", changes.iter().map(|change| entry(drift, change)).collect())
                }
            };
            json!({ "address": drift.address, "id": drift.id, "what": what, "changes": changes })
        })
        .collect()
}

fn entry(drift: &Drift, change: &Change) -> Value {
    let (applied, live) = sides(drift);
    let path = shown_path(&drift.sensitive, &change.path);
    json!({
        "path": path.to_string(),
        "applied": path.of(&applied),
        "live": path.of(&live),
    })
}

/// What was applied and what is live, as they may be shown.
fn sides(drift: &Drift) -> (Value, Value) {
    let Drifted::Changed { applied, live, changes } = &drift.what else {
        return (Value::Null, Value::Null);
    };
    let hidden: Vec<&Path> = changes
        .iter()
        .map(|change| shown_path(&drift.sensitive, &change.path))
        .filter(|path| {
            registry::find(&drift.address.kind)
                .is_none_or(|kind| is_sensitive(kind.schema(), &drift.sensitive, path))
        })
        .collect();
    let side = |value: &Value, text: &str| {
        let mut shown = value.clone();
        for path in &hidden {
            if path.of(&shown).is_some() {
                path.set(&mut shown, Some(Value::String(text.to_owned())));
            }
        }
        without_marks(&mut shown);
        shown
    };
    (side(applied, "(old sensitive value)"), side(live, "(new sensitive value)"))
}

/// A mark says nothing to anyone, and may stand outside of what is sensitive: in a list that has changed as a whole.
fn without_marks(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(shown) = shown_mark(text) {
                *value = Value::String(shown.to_owned());
            }
        }
        Value::Array(list) => list.iter_mut().for_each(without_marks),
        Value::Object(object) => object.values_mut().for_each(without_marks),
        _ => {}
    }
}
