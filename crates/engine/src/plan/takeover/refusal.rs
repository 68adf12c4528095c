//! Why an object cannot be taken over.

use crate::observe::Owner;
use aws::tags;
use compiler::{Address, Identity};

/// Why an object cannot be taken over at an address. As text it is told of one of many objects.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The address has another object.
    #[error("the state has another object there: `{id}`")]
    Occupied { id: String },
    /// Somebody else owns it; or nobody does, and taking it over was not asked for.
    #[error("{reason}")]
    Owned {
        owner: Owner,
        /// The owner in a sentence.
        reason: String,
    },
    /// A plan would replace it.
    #[error(
        "it differs in {}, which AWS accepts only at creation, so the next plan would replace it",
        quoted(.fields)
    )]
    CreateOnly { fields: Vec<String> },
    #[error("`{parent}`, in which it lives, is not taken over")]
    ParentNotOurs { parent: Address },
    #[error("it refers to {}, of which it is not certain which object it is", quoted(.to))]
    UncertainReferences { to: Vec<Address> },
}

impl Refusal {
    /// That somebody else owns it, for a stack of this identity.
    pub(in crate::plan) fn owned(owner: Owner, us: &Identity) -> Self {
        Self::Owned { reason: reason(&owner, us), owner }
    }
}

fn quoted<T: ToString>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.to_string())).collect();
    names.join(", ")
}

/// Whose an object is for a stack, and the tags that say so.
fn reason(owner: &Owner, us: &Identity) -> String {
    match owner {
        Owner::OtherStack { stack, .. } if *stack == us.former() => format!(
            "its tag {}={stack}, of an earlier version, may mean {us} or another stack",
            tags::STACK
        ),
        Owner::OtherStack { stack, host: Some(host), .. } => {
            format!("it lives in `{host}`, which belongs to stack `{stack}`")
        }
        Owner::OtherStack { stack, address, .. } => {
            let address = address.iter();
            let tags: Vec<String> = [(tags::STACK, stack)]
                .into_iter()
                .chain(address.map(|address| (tags::ADDRESS, address)))
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            format!("it belongs to stack `{stack}` (tags {})", tags.join(", "))
        }
        Owner::OtherAddress(other) => format!("it is {other} of this stack"),
        Owner::FormerAddress(former) => format!("it was {former} of this stack"),
        Owner::ThisStack | Owner::Unowned => "no stack has created it".to_owned(),
    }
}
