//! Whose an object is, by its tags and our state.

use aws::tags;
use compiler::stack::tag_value;
use compiler::{Address, Stack};
use kind::LiveObject;

/// Whose an object is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Ours, at this address.
    ThisStack,
    /// Ours, at another address of the specs.
    OtherAddress(Address),
    /// Ours, and its tag names an address that the specs do not have.
    FormerAddress(String),
    /// Another stack's, at this address if its tags name one.
    OtherStack {
        stack: String,
        address: Option<String>,
        /// The id of what it lives in, where that has the tags.
        host: Option<String>,
    },
    /// It has no tag of any stack.
    Unowned,
}

impl Owner {
    /// The owner of an object that was found at an address. Its tags decide. Where it has none of ours, since
    /// somebody removed them or its kind has no tags, the state does: `in_state` says whether that names it.
    ///
    /// Earlier versions named the stack by a text that another stack may have had as well. Where that is so, such a
    /// tag counts for us only if our state names the object.
    pub fn of(stack: &Stack, address: &Address, live: &LiveObject, in_state: bool) -> Self {
        let tags = tags::of(&live.spec);
        let identity = stack.environment.identity();
        let is_ours = |tag: &str| identity.is_named(tag, in_state);
        match (tags.get(tags::STACK), tags.get(tags::ADDRESS)) {
            (Some(stack), address) if !is_ours(stack) => {
                Self::OtherStack { stack: stack.clone(), address: address.cloned(), host: None }
            }
            (Some(_), Some(tag)) if *tag == tag_value(address) => Self::ThisStack,
            (Some(_), Some(tag)) => match other_address(stack, address, tag) {
                Some(other) => Self::OtherAddress(other),
                None if in_state => Self::ThisStack,
                None => Self::FormerAddress(tag.clone()),
            },
            _ if in_state => Self::ThisStack,
            _ => Self::Unowned,
        }
    }

    /// The stack that an object may belong to by a tag that two stacks may have, where nothing else says that it is
    /// ours. Who writes such an object gives it a tag that says so; who deletes it could delete another's.
    pub fn possible_other_stack(
        stack: &Stack,
        address: &Address,
        live: &LiveObject,
    ) -> Option<String> {
        let tags = tags::of(&live.spec);
        let identity = stack.environment.identity();
        let owner = tags.get(tags::STACK)?;
        let may_be_anothers = identity.is_named(owner, true) && !identity.is_named(owner, false);
        let has_address = tags.get(tags::ADDRESS) == Some(&tag_value(address));
        (may_be_anothers && !has_address).then(|| owner.clone())
    }

    /// Whether this stack owns the object, at this address or at one that the specs do not have.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::ThisStack | Self::FormerAddress(_))
    }

    /// The other stack that owns the object.
    pub fn other_stack(&self) -> Option<&str> {
        match self {
            Self::OtherStack { stack, .. } => Some(stack),
            Self::ThisStack | Self::OtherAddress(_) | Self::FormerAddress(_) | Self::Unowned => {
                None
            }
        }
    }
}

/// The address whose tag an object carries, if it is another one that the specs still have.
fn other_address(stack: &Stack, address: &Address, tag: &str) -> Option<Address> {
    let known = stack.resources.keys();
    known.filter(|other| *other != address).find(|address| tag_value(address) == tag).cloned()
}
