//! Blocks steps that would destroy an object with data without being told to.

use super::action::Action;
use super::model::Blocked;
use super::step::{Reason, Step};
use compiler::{Address, Stack};
use kind::Weight;
use kind::registry;

/// The steps that may not be taken: one for each object that would be lost, and one for each change that
/// cannot be made.
pub(super) fn blocked(stack: &Stack, steps: &[Step], allowed: &[Address]) -> Vec<Blocked> {
    let mut blocked: Vec<Blocked> = Vec::new();
    for step in steps.iter().filter(|step| step.action.destroys()) {
        if !blocked.iter().any(|known| known.address == step.address) {
            blocked.extend(reason_against(stack, step, allowed));
        }
    }
    blocked.extend(steps.iter().flat_map(impossible));
    blocked
}

/// What AWS does not do in one apply: half of it would be done.
fn impossible(step: &Step) -> impl Iterator<Item = Blocked> {
    let consequences = step.consequences.iter();
    let refused = consequences.filter(|consequence| consequence.weight == Weight::Refusal);
    refused.map(move |consequence| Blocked {
        address: step.address.clone(),
        why: format!(
            "the plan would change `{}` of {}: {}",
            consequence.field, step.address, consequence.says
        ),
        help: consequence.help.clone(),
    })
}

fn reason_against(stack: &Stack, step: &Step, allowed: &[Address]) -> Option<Blocked> {
    let address = &step.address;
    let id = step.id.as_deref().unwrap_or_default();
    let doing = match (step.action, &step.reason) {
        (Action::Delete, _) => format!("delete {address}"),
        (_, Reason::Duplicate) => {
            format!("delete `{id}`, which a run that was cut off has made for {address}")
        }
        (Action::DeleteReplaced, _) => {
            format!("delete `{id}`, whose place {address} has taken")
        }
        _ => format!("replace {address}"),
    };
    let is_prevented =
        stack.resources.get(address).is_some_and(|resource| resource.lifecycle.prevent_destroy);
    if is_prevented {
        return Some(Blocked {
            address: address.clone(),
            why: format!("the plan would {doing}, and its spec says `prevent_destroy`"),
            help: "undo the change that leads to this, or remove `prevent_destroy` first"
                .to_owned(),
        });
    }
    let is_stateful = registry::find(&address.kind).is_some_and(|kind| kind.facts().data.is_some());
    let is_allowed = allowed.iter().any(|allowed| address.is_selected_by(allowed));
    if is_stateful && stack.environment.protect_data && !is_allowed {
        return Some(Blocked {
            address: address.clone(),
            why: match step.reason {
                Reason::Duplicate => format!("the plan would {doing}, and it may hold data"),
                _ => format!("the plan would {doing}, which holds data"),
            },
            help: format!(
                "if its data may be lost, say so: `--allow-destroy {}`",
                shell_quoted(address)
            ),
        });
    }
    None
}

fn shell_quoted(address: &Address) -> String {
    let text = address.to_string();
    match text.contains('[') {
        true => format!("'{text}'"),
        false => text,
    }
}
