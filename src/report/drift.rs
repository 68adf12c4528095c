//! What was changed outside, for people and for programs.

use super::diff;
use super::escape::in_line;
use super::plan_json::{DriftEntry, ShownDrift};
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
    render_entries(&entries(drifts))
}

/// The same for what is kept of it.
pub fn render_entries(drifts: &[DriftEntry]) -> String {
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

fn one(drift: &DriftEntry) -> String {
    let mark = match drift.what.as_str() {
        DELETED => Mark::Remove,
        _ => Mark::Change,
    };
    let address = bold(&drift.address.to_string());
    let mut text = format!(
        "{} {address}  {}\n",
        mark.paint(mark.symbol()),
        dim(&format!("{} ({})", headline(drift), in_line(&drift.id)))
    );
    for line in changes(drift) {
        text.push_str(&format!("    {line}\n"));
    }
    text
}

/// What has become of an object.
pub(super) fn headline(drift: &DriftEntry) -> String {
    match new_owner(drift) {
        Some(stack) => format!("not ours any more: stack {} has it", in_line(&stack)),
        None => drift.what.clone(),
    }
}

/// What is not as it was applied.
pub(super) fn changes(drift: &DriftEntry) -> Vec<String> {
    let changes = drift.changes.iter();
    changes
        .flat_map(|change| diff::at(&change.path, change.applied.as_ref(), change.live.as_ref()))
        .collect()
}

/// The stack that an object's tags have come to name.
fn new_owner(drift: &DriftEntry) -> Option<String> {
    let tag = Path::field("tags").key(tags::STACK).to_string();
    let change = drift.changes.iter().find(|change| change.path == tag)?;
    change.live.as_ref()?.as_str().map(str::to_owned)
}

/// The same as JSON: a list with `address`, `id`, `what` (`changed` or `deleted`) and `changes`, each
/// with `path`, `applied` and `live`.
pub fn json(drifts: &[Drift]) -> Value {
    // Everything in it can be said in JSON.
    serde_json::to_value(entries(drifts)).unwrap_or_default()
}

const DELETED: &str = "deleted";
const CHANGED: &str = "changed";

/// What of it may be shown.
pub fn entries(drifts: &[Drift]) -> Vec<DriftEntry> {
    let shown = drifts.iter().map(|drift| {
        let (what, changes) = match &drift.what {
            Drifted::Deleted => (DELETED, Vec::new()),
            Drifted::Changed { changes, .. } => {
                let sides = sides(drift);
                (CHANGED, changes.iter().map(|change| entry(drift, change, &sides)).collect())
            }
        };
        DriftEntry {
            address: drift.address.clone(),
            id: drift.id.clone(),
            what: what.to_owned(),
            changes,
        }
    });
    shown.collect()
}

fn entry(drift: &Drift, change: &Change, (applied, live): &(Value, Value)) -> ShownDrift {
    let path = shown_path(&drift.sensitive, &change.path);
    ShownDrift {
        path: path.to_string(),
        applied: path.of(applied).cloned(),
        live: path.of(live).cloned(),
    }
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
