//! The section of an object or an address, and what is to be said besides.

use super::markdown::{code, codes, plain};
use super::names::address;
use super::section::Section;
use crate::report::adoption;
use engine::plan::Refusal;
use migration::ImportCandidate;
use migration::inventory::{InstanceId, Inventory, Outcome};
use migration::status::Status;

/// The section of a candidate, and what is to be said besides.
pub(super) fn of_object(candidate: &ImportCandidate, status: &Status) -> (Section, String) {
    match status {
        Status::Ours { address, is_defined: true } => {
            (Section::Ours, format!("is {}", code(address)))
        }
        Status::Ours { address, is_defined: false } => (
            Section::Ours,
            format!(
                "is {}, which the specs do not define: the next apply would delete it, so Terraform does not \
                 let go of it",
                code(address)
            ),
        ),
        Status::Defined(address) => {
            (Section::Defined, format!("is {}", code(&address.to_string())))
        }
        Status::Undefined { namesakes } => (Section::Ready, others(namesakes)),
        Status::Differing(address) => (
            Section::Refused,
            format!(
                "the next plan would change {}: specify it as it is, or give `--accept-changes`",
                code(&address.to_string())
            ),
        ),
        Status::Refused { address, refusal } => {
            (Section::Refused, refused(candidate, &address.to_string(), refusal))
        }
        Status::Ambiguous(addresses) => {
            (Section::Unsettled, format!("several objects may be {}", codes(addresses)))
        }
        Status::Namesakes { address, ids } => {
            (Section::Unsettled, format!("may be {}. {}", code(&address.to_string()), others(ids)))
        }
        Status::OtherStack(stack) => (Section::OtherStack, format!("of {}", code(stack))),
        Status::Gone => (Section::Gone, String::new()),
        Status::Inaccessible(error) => (Section::Inaccessible, plain(&error.to_string())),
        Status::OtherAccount(account) => (Section::OtherAccount, format!("in {}", code(account))),
    }
}

/// Why an object cannot be a resource, and what that means for the data in it.
fn refused(candidate: &ImportCandidate, address: &str, refusal: &Refusal) -> String {
    let mut text = format!("cannot be {}: {}", code(address), plain(&refusal.to_string()));
    if let Some(moving) = adoption::moving(candidate.kind, refusal) {
        text.push_str(&format!(". {moving}"));
    }
    text
}

fn others(namesakes: &[String]) -> String {
    match namesakes.is_empty() {
        true => String::new(),
        false => format!("AWS has others of its name: {}", codes(namesakes)),
    }
}

/// The section of an instance that is in no candidate, and what is to be said besides; nothing for one that is
/// in a candidate.
pub(super) fn of_address(
    inventory: &Inventory,
    id: InstanceId,
    outcome: &Outcome,
) -> Option<(Section, String)> {
    let instance = inventory.instance(id);
    let id = || {
        let attributes = &instance.attributes;
        let id = attributes.text("arn").or_else(|| attributes.text("id"));
        id.map(code).unwrap_or_default()
    };
    Some(match outcome {
        Outcome::Candidate { .. } => return None,
        Outcome::DataSource => (Section::DataSources, String::new()),
        Outcome::Conflict { others } => {
            let others = others.iter().map(|other| address(inventory, *other));
            let others = others.collect::<Vec<_>>().join(", ");
            (Section::Conflicting, format!("the same as {others}"))
        }
        Outcome::WithoutObject { owner } => {
            (Section::WithoutObject, format!("of {}", address(inventory, *owner)))
        }
        Outcome::Orphan { kind, id, account } => {
            let account = account.as_deref().map(code);
            let account = account.map(|account| format!(" in the account {account}"));
            let what = format!("of {} {}", code(kind), code(id));
            (Section::Orphans, format!("{what}{}", account.unwrap_or_default()))
        }
        Outcome::Unsupported => (Section::Unsupported, id()),
        Outcome::Unidentified => (Section::Unidentified, String::new()),
        Outcome::Tainted => (Section::Tainted, id()),
        Outcome::Deposed => (Section::Deposed, id()),
        Outcome::NoObject { only_copy: false } => (Section::NoObject, String::new()),
        Outcome::NoObject { only_copy: true } => (
            Section::NoObject,
            "its value is nowhere else: keep it, where something needs it".to_owned(),
        ),
        Outcome::NotSelected(left) => (Section::NotSelected, plain(&left.to_string())),
    })
}
