//! A step: the object, what is done to it, and what stands below that.

use super::body::{Body, body};
use super::fold::OWN_NAME;
use super::headline::headline;
use crate::report::plan_json::ShownStep;
use crate::report::style::{Mark, bold, dim};
use crate::report::value::padded;

/// A step with all that is to be said of it.
pub(in crate::report) fn render_step(step: &ShownStep, width: usize, full: bool) -> String {
    group(&[(step, body(step, full))], width, &headline)
}

/// Steps of which all but the names is said at once.
pub(super) fn group(
    steps: &[(&ShownStep, Body)],
    width: usize,
    headline: &dyn Fn(&ShownStep) -> String,
) -> String {
    let mut text = String::new();
    for (step, _) in steps {
        let mark = Mark::of(step.action);
        text.push_str(&format!(
            "{} {}  {}\n",
            mark.paint(mark.symbol()),
            bold(&padded(&step.address.to_string(), width)),
            dim(&headline(step)),
        ));
    }
    let Some((_, body)) = steps.first() else {
        return text;
    };
    if steps.len() > 1 && !body.lines.is_empty() {
        let has_names = body.lines.iter().any(|line| line.contains(OWN_NAME));
        let names = if has_names { format!(", with its own {OWN_NAME}") } else { String::new() };
        text.push_str(&format!("    {}\n", dim(&format!("each of these {}{names}:", steps.len()))));
    }
    for line in &body.lines {
        text.push_str(&format!("    {line}\n"));
    }
    text.push('\n');
    text
}
