//! What a step does and why, in a line.

use std::collections::BTreeSet;

use crate::report::action_name::action_name;
use crate::report::escape::in_line;
use crate::report::plan_json::ShownStep;
use engine::plan::{Phase, Reason};

/// What is done, and why.
pub(in crate::report) fn headline(step: &ShownStep) -> String {
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

fn listed(fields: &BTreeSet<String>) -> String {
    fields.iter().cloned().collect::<Vec<_>>().join(", ")
}
