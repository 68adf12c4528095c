//! A resource, with all that is known of it before AWS is asked.

use std::sync::Arc;

use super::fields::{Fields, Predicted};
use super::module_id::ModuleId;
use crate::address::{Address, Part};
use crate::read::node::Node;
use kind::{AnyKind, Place};
use language::diagnostic::Span;
use language::value::{Path, Shared, Value};

/// One resource: a block, or one instance of a block with `for_each`.
pub struct Resource {
    pub address: Address,
    pub kind: &'static dyn AnyKind,
    /// Where its name stands in the specs.
    pub span: Span,
    pub place: Shared<Place>,
    /// What it stands together with.
    pub(crate) module: ModuleId,
    pub(crate) body: Arc<Node>,
    /// What the instance is made for.
    pub(crate) each: Option<Box<Each>>,
    /// The fields that decide the id, evaluated.
    pub identity: Fields<Value>,
    pub prediction: Predicted,
    pub depends_on: Vec<NamedAddress>,
    pub lifecycle: Lifecycle,
    /// Whether an object that exists and is nobody's may be taken over.
    pub adopt: bool,
    /// Where it asks that what it names lets it in (`grants: auto`).
    pub(crate) grants: Option<Span>,
    /// The address that it had, under which the state may still know it.
    pub moved_from: Option<Box<NamedAddress>>,
}

/// What an instance is made for: `each.key` and `each.value`.
#[derive(Debug, Clone)]
pub struct Each {
    pub key: String,
    pub value: EachValue,
}

/// The value of an instance.
#[derive(Debug, Clone)]
pub enum EachValue {
    Known(Value),
    /// It refers to resources, or to something sensitive, so it is evaluated where it is used. This is what the
    /// block is made for each of.
    Late(Arc<Node>),
}

/// An address that a meta key names, and where.
#[derive(Debug, Clone)]
pub struct NamedAddress {
    pub address: Address,
    pub span: Span,
}

impl NamedAddress {
    /// The same where it is seen from outside of these components.
    pub fn in_front(&self, within: &[Part]) -> Self {
        Self { address: self.address.clone().in_front(within), span: self.span }
    }
}

/// The `lifecycle` of a resource.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    /// Refuse every plan that would delete or replace it.
    pub prevent_destroy: bool,
    /// Fields that are left as they are in AWS.
    pub ignore_changes: Vec<Path>,
    /// Create the new object before the old one is deleted.
    pub create_first: bool,
}
