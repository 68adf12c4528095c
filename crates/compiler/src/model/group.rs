//! A block with its instances, as references see it.

use crate::read::document::Block;
use kind::AnyKind;
use language::diagnostic::{Diagnostic, Span};
use language::value::pending;

/// A block, as references see it.
pub struct Group {
    pub kind: &'static dyn AnyKind,
    /// The keys of its `for_each`, or nothing where it has none. Where one is [pending], there may be
    /// others, or none.
    pub keys: Option<Vec<String>>,
    pub enabled: bool,
    /// Whether AWS decides which instances there are, or whether it is there at all.
    pub is_undecided: bool,
    /// Why its instances are not known.
    pub fault: Option<Diagnostic>,
    /// Where its name stands, its `for_each` and its `enabled`.
    pub name_span: Span,
    pub for_each_span: Span,
    pub enabled_span: Span,
}

impl Group {
    /// A block of which no instance is known yet.
    pub fn new(block: &Block) -> Self {
        let place = |key: &str| block.meta.get(key).map_or(block.name_span, |node| node.span);
        Self {
            kind: block.kind,
            keys: None,
            enabled: true,
            is_undecided: false,
            fault: None,
            name_span: block.name_span,
            for_each_span: place("for_each"),
            enabled_span: place("enabled"),
        }
    }

    /// Whether a key stands for all that there will be.
    pub fn is_open(&self) -> bool {
        let mut keys = self.keys.iter().flatten();
        keys.any(|key| pending::in_text(key))
    }
}
