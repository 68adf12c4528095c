//! What stands below the line of a step: what changes, and what that means.

use std::collections::BTreeSet;

use super::summary::counted;
use crate::report::diff;
use crate::report::plan_json::{ShownConsequence, ShownStep};
use crate::report::style::{Mark, bad, dim};
use crate::report::value::is_silent;
use engine::plan::{Action, Phase};
use kind::Weight;
use language::value::{Object, Path, Value};

/// What stands below the line of a step.
#[derive(Debug, Clone)]
pub(in crate::report) struct Body {
    pub lines: Vec<String>,
    /// Whether no default is left out.
    pub is_whole: bool,
}

/// What changes, and what that means. `full` is with all defaults of a new object.
pub(in crate::report) fn body(step: &ShownStep, full: bool) -> Body {
    let (before, after) = (step.before.clone(), step.settled());
    let (before, after) = match &step.phase {
        Phase::Finish(fields) => {
            (before.map(|it| only(it, fields)), after.map(|it| only(it, fields)))
        }
        Phase::Whole | Phase::Without(_) => (before, after),
    };
    let mut is_whole = true;
    let mut lines = match (before, after) {
        (Some(before), Some(after)) if step.action != Action::Create => {
            diff::lines(&before, &after)
        }
        (_, Some(mut after)) => {
            let left_out = if full { 0 } else { leave_out(&mut after, &step.defaults) };
            is_whole = left_out == 0;
            let mut lines = diff::whole(Mark::Add, &after);
            if !is_whole {
                lines.push(dim(&format!("  ({})", counted(left_out, "default"))));
            }
            lines
        }
        (Some(before), None) if full => diff::whole(Mark::Remove, &before),
        _ => Vec::new(),
    };
    lines.extend(consequences(&step.consequences));
    Body { lines, is_whole }
}

/// Removes default values from a spec, and counts how many of them would be shown.
fn leave_out(spec: &mut Value, defaults: &[String]) -> usize {
    let mut seen = 0;
    for path in defaults.iter().filter_map(|path| Path::parse(path)) {
        if path.of(spec).is_some_and(|value| !is_silent(value)) {
            seen += 1;
        }
        path.set(spec, None);
    }
    seen
}

fn only(value: Value, fields: &BTreeSet<String>) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(key, _)| fields.contains(key));
            kept.collect::<Object>().into()
        }
        other => other,
    }
}

/// What a step means beyond the new values. What is refused stands below all steps.
fn consequences(consequences: &[ShownConsequence]) -> Vec<String> {
    let told = consequences.iter().filter(|one| one.weight != Weight::Refusal);
    let lines = told.flat_map(|consequence| {
        let ShownConsequence { field, weight, says, help } = consequence;
        let field = field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default();
        let mark = match weight {
            Weight::Remark => dim("i"),
            _ => bad("!"),
        };
        let says = format!("{mark} {field}{says}");
        std::iter::once(says).chain(help.as_ref().map(|help| format!("  {}", dim(help))))
    });
    lines.collect()
}
