//! Blocks that are alike but for a word.

use std::collections::{BTreeMap, BTreeSet};

use super::pattern::Pattern;
use crate::block::Block;
use crate::body::Body;
use crate::text::Text;
use compiler::Address;
use kind::Concern;
use kind::registry;

/// Blocks that are one block but for a key.
#[derive(Debug, Clone)]
pub(super) struct Fold {
    pub pattern: Pattern,
    /// That of the file.
    pub concern: Concern,
    /// The blocks by their keys.
    pub members: BTreeMap<String, Address>,
    /// What they have alike.
    pub body: Body,
}

impl Fold {
    /// The one block, of this name. Its references still have gaps.
    pub fn block(&self, name: &str) -> Block {
        let keys = self.members.keys();
        let keys = keys.map(|key| Body::Text(Text::literal(key))).collect();
        let mut fields = vec![(Text::literal("for_each"), Body::List(keys))];
        let kind = registry::find(&self.pattern.kind);
        let is_named = kind.is_some_and(|kind| kind.identity_fields().contains("name"));
        let has_default_name = is_named && self.body.field("name").is_none();
        // The default follows from the name of the block, which is another now.
        if has_default_name && (name != self.pattern.before || !self.pattern.after.is_empty()) {
            let name = Body::Text(self.pattern.default_name());
            fields.push((Text::literal("name"), name));
        }
        if let Body::Map(own) = &self.body {
            fields.extend(own.iter().cloned());
        }
        Block {
            address: Address::new(&self.pattern.kind, name, None),
            body: Body::Map(fields),
            remarks: Vec::new(),
            variables: BTreeSet::new(),
            files: Vec::new(),
        }
    }
}
