//! A plan for people.

use std::collections::BTreeMap;

use super::action_name::action_name;
use super::diff;
use super::drift::render as report_drift;
use super::escape::in_line;
use super::recovery;
use super::style::{Mark, bad, bold, dim};
use super::value::padded;
use aws::tags;
use compiler::Stack;
use engine::plan::{Action, Forgotten, Phase, Plan, PlannedFor, Reason, Step, Waiting};
use kind::registry;
use kind::{Consequence, Weight};
use language::value::{Path, Segment, Value};
use state::{Move, REDACTED, is_reference, is_sensitive, redact, shown_path};

/// The plan as text, ending in the summary line.
pub fn render(stack: &Stack, plan: &Plan) -> String {
    render_for(&PlannedFor::of(&stack.environment), plan)
}

/// The same for a plan of which there is no stack at hand.
pub fn render_for(planned_for: &PlannedFor, plan: &Plan) -> String {
    let mut text = recovery::render(planned_for, plan) + &report_drift(&plan.drift);
    let PlannedFor { stack, account, region } = planned_for;
    if plan.is_empty() {
        text.push_str(&all_forgotten(plan));
        text.push_str(&waiting(plan));
        text.push_str(&format!(
            "{} {stack} is as its specs say: {} in {account}, {region}\n",
            bold("Nothing to change."),
            counted(plan.unchanged, "resource"),
        ));
        text.push_str(&outputs(plan));
        return text;
    }
    text.push_str(&format!("{} in account {account}, {region}\n\n", bold(stack),));
    let width =
        plan.steps.iter().map(|step| step.address.to_string().chars().count()).max().unwrap_or(0);
    text.push_str(&moves(plan));
    text.push_str(&all_forgotten(plan));
    text.push_str(&waiting(plan));
    // A replacement tells of both its halves where it creates.
    let told = plan.steps.iter().filter(|step| step.action != Action::DeleteFirst);
    for step in told {
        text.push_str(&render_step(step, width));
    }
    text.push_str(&outputs(plan));
    for blocked in &plan.blocked {
        text.push_str(&format!("{} {}\n  {}\n\n", bad("Refused:"), blocked.why, blocked.help));
    }
    text.push_str(&summary(plan));
    text
}

/// What the state gets to know under another address.
pub(super) fn moves(plan: &Plan) -> String {
    let mut text = String::new();
    for Move { from, to } in &plan.moved {
        let mark = Mark::Take;
        text.push_str(&format!(
            "{} {}  {}\n",
            mark.paint(mark.symbol()),
            bold(&to.to_string()),
            dim(&format!("moved from {from}; the object stays")),
        ));
    }
    if !plan.moved.is_empty() {
        text.push('\n');
    }
    text
}

/// What the state lets go, as another stack owns it: nothing is done to it.
fn all_forgotten(plan: &Plan) -> String {
    let lines = plan.forgotten.iter();
    let mut text: String = lines.map(|one| forgotten(one) + "\n").collect();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What waits for somebody outside: nothing is done to it.
fn waiting(plan: &Plan) -> String {
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
fn outputs(plan: &Plan) -> String {
    let shown = |outputs: &BTreeMap<String, Option<Value>>| -> Value {
        let hidden = || Value::String(REDACTED.to_owned());
        let shown = outputs
            .iter()
            .map(|(name, value)| (name.clone(), value.clone().unwrap_or_else(hidden)));
        Value::Object(shown.collect())
    };
    let lines = diff::lines(&shown(&plan.recorded_outputs), &shown(&plan.outputs));
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.iter().map(|line| format!("    {line}\n"));
    format!("{}\n{}\n", bold("Outputs:"), lines.collect::<String>())
}

/// What of an object is taken over although AWS does not tell of it.
pub(super) fn on_trust(step: &Step) -> String {
    let fields = step.trusted.iter().map(|trusted| {
        format!(
            "  {}: AWS does not say what it holds; it is taken for what the spec says\n",
            trusted.field
        )
    });
    fields.collect()
}

pub(super) fn render_step(step: &Step, width: usize) -> String {
    let mark = Mark::of(step.action);
    let address = step.address.to_string();
    let mut text = format!(
        "{} {}  {}\n",
        mark.paint(mark.symbol()),
        bold(&padded(&address, width)),
        dim(&headline(step)),
    );
    let lines = match (shown(step, step.before.as_ref()), shown(step, step.after.as_ref())) {
        (_, Some(after)) if step.action == Action::Create => diff::whole(Mark::Add, &after),
        (Some(before), Some(after)) => match &step.phase {
            Phase::Finish(fields) => diff::lines(&only(&before, fields), &only(&after, fields)),
            _ => diff::lines(&before, &after),
        },
        (None, Some(after)) => match &step.phase {
            Phase::Finish(fields) => diff::whole(Mark::Add, &only(&after, fields)),
            _ => diff::whole(Mark::Add, &after),
        },
        _ => Vec::new(),
    };
    for line in lines {
        text.push_str(&format!("    {line}\n"));
    }
    text.push_str(&consequences(step));
    text.push('\n');
    text
}

/// What a step means beyond the new values. What is refused stands below all steps.
fn consequences(step: &Step) -> String {
    let told = step.consequences.iter();
    let told = told.filter(|consequence| consequence.weight != Weight::Refusal);
    let lines = told.map(|consequence| {
        let Consequence { field, weight, says, help } = consequence;
        let field = match field.is_root() {
            true => String::new(),
            false => format!("{field}: "),
        };
        let help = match help.as_str() {
            "" => String::new(),
            help => format!("\n      {}", dim(help)),
        };
        let mark = match weight {
            Weight::Remark => dim("i"),
            _ => bad("!"),
        };
        format!("    {mark} {field}{says}{help}\n")
    });
    lines.collect()
}

/// What is done, and why.
fn headline(step: &Step) -> String {
    let action = action_name(step.action);
    let phase = match &step.phase {
        Phase::Whole => String::new(),
        Phase::Without(fields) => format!(", step 1 of 2: without {}", listed(fields)),
        Phase::Finish(fields) => format!(", step 2 of 2: {}", listed(fields)),
    };
    let id = in_line(step.id.as_deref().unwrap_or_default());
    let reason = match &step.reason {
        Reason::New | Reason::Changed => String::new(),
        Reason::CreateOnly { .. } if matches!(step.phase, Phase::Finish(_)) => String::new(),
        Reason::DeletedOutside => " (it was deleted outside diatonic)".to_owned(),
        Reason::CreateOnly { fields } => {
            format!(" ({} can only be set at creation)", fields.join(", "))
        }
        Reason::Requested => " (as requested)".to_owned(),
        Reason::NotInSpecs => format!(" {id} (no longer in the specs)"),
        Reason::Destroyed => format!(" {id}"),
        Reason::Replaced => format!(" {id} (replaced)"),
        Reason::Duplicate => format!(" {id} (created by an interrupted run, and not in use)"),
        Reason::Adopted => format!(" {id} (adopt)"),
        Reason::Imported => format!(" {id} (as it is)"),
        Reason::Renamed { to } => format!(" (it is {to} now; the object stays)"),
        Reason::GivenUp => format!(" {id} (ownership tags removed; the object is kept)"),
        Reason::Gone => format!(" {id} (it no longer exists)"),
        Reason::Overwritten => {
            format!(" {id} (somebody has set it to something else since; it stays)")
        }
        Reason::TakenOver { stack } => {
            format!(" {id} (stack {} owns it now; it stays)", in_line(stack))
        }
    };
    format!("{action}{phase}{reason}")
}

fn listed(fields: &std::collections::BTreeSet<String>) -> String {
    fields.iter().cloned().collect::<Vec<_>>().join(", ")
}

fn only(value: &Value, fields: &std::collections::BTreeSet<String>) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(key, _)| fields.contains(*key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect::<language::value::Object>()
            .into(),
        other => other.clone(),
    }
}

/// A spec as it may be shown: nothing sensitive, and without our own tags, which every object has.
pub(super) fn shown(step: &Step, spec: Option<&Value>) -> Option<Value> {
    let spec = spec?;
    let kind = registry::find(&step.address.kind)?;
    let hide = |value: &Value| match value {
        Value::Null => Value::Null,
        _ => Value::String(REDACTED.to_owned()),
    };
    let mut redacted = redact(spec, kind.schema(), &step.sensitive, &hide);
    hide_moved(step, &mut redacted);
    // A secret that changes must look changed, so its two sides are told apart.
    let side = if step.after.as_ref() == Some(spec) { "new" } else { "old" };
    for change in &step.changes {
        let path = shown_path(&step.sensitive, &change.path);
        let hidden = is_sensitive(kind.schema(), &step.sensitive, path);
        let shown = path.of(&redacted);
        if hidden && step.before.is_some() && shown.is_some_and(|shown| !is_reference(shown)) {
            let text = format!("({side} sensitive value)");
            path.set(&mut redacted, Some(Value::String(text)));
        }
    }
    if let Some(Value::Object(tags)) = redacted.get_mut("tags") {
        let path = |key: &String| Path::field("tags").key(key);
        tags.retain(|key, _| !tags::is_ownership(key) || is_replaced(step, &path(key)));
    }
    Some(redacted)
}

/// Hides the secrets of a step wherever in their field they stand: somebody may have moved one in its list.
fn hide_moved(step: &Step, redacted: &mut Value) {
    for path in &step.sensitive {
        let Some(Segment::Key(field)) = path.segments().first() else {
            continue;
        };
        let sides = [&step.before, &step.after];
        let secrets = sides.into_iter().flatten().filter_map(|side| path.of(side));
        let is_secret = |value: &&Value| is_telling(value) && !is_reference(value);
        let secrets: Vec<&Value> = secrets.filter(is_secret).collect();
        if let Some(value) = redacted.get_mut(field) {
            hide_among(value, &secrets);
        }
    }
}

/// Whether a value that is the same as another is so for a reason.
fn is_telling(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn hide_among(value: &mut Value, secrets: &[&Value]) {
    if secrets.contains(&&*value) {
        *value = Value::String(REDACTED.to_owned());
        return;
    }
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| hide_among(value, secrets)),
        Value::Object(object) => object.values_mut().for_each(|value| hide_among(value, secrets)),
        _ => {}
    }
}

/// Whether a step puts another value in the place of one.
fn is_replaced(step: &Step, path: &Path) -> bool {
    let mut changes = step.changes.iter();
    changes.any(|change| change.path == *path && change.before.is_some() && change.after.is_some())
}

/// `Plan: 2 to create, 1 to update.`
pub fn summary(plan: &Plan) -> String {
    let names = [
        (Action::Create, "to create"),
        (Action::Update, "to update"),
        (Action::Replace, "to replace"),
        (Action::Delete, "to delete"),
        (Action::Adopt, "to import"),
        (Action::Release, "to give up"),
        (Action::Forget, "to forget"),
    ];
    let mut counts = plan.counts();
    let imported = counts.remove(&Action::Import).unwrap_or(0);
    if imported > 0 {
        *counts.entry(Action::Adopt).or_default() += imported;
    }
    let create_first = counts.remove(&Action::ReplaceCreateFirst).unwrap_or(0);
    if create_first > 0 {
        *counts.entry(Action::Replace).or_default() += create_first;
    }
    // Each of these deletes one; any more finish what was interrupted.
    let replaced = counts.remove(&Action::DeleteReplaced).unwrap_or(0);
    if replaced > create_first {
        *counts.entry(Action::Delete).or_default() += replaced - create_first;
    }
    let mut parts: Vec<String> = names
        .iter()
        .filter_map(|(action, name)| counts.get(action).map(|count| format!("{count} {name}")))
        .collect();
    if !plan.moved.is_empty() {
        parts.push(format!("{} moved", plan.moved.len()));
    }
    let unchanged = match plan.unchanged {
        0 => String::new(),
        count => format!("; {count} unchanged"),
    };
    format!("{} {}{unchanged}.\n", bold("Plan:"), parts.join(", "))
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
