//! Blocks that differ in one word become one block with `for_each`.
//!
//! ```text
//! logs.log_group:                      logs.log_group:
//!   shop-files:                          shop:
//!     name: /shop/files          ──►       for_each: [files, sessions, users]
//!   shop-sessions:                         name: /shop/${each.key}
//!     name: /shop/sessions
//!   …
//! ```
//!
//! The word is a part of their logical names. It is put back as it stands wherever the block has it, so the
//! instances are what the blocks were.

mod choice;
mod pattern;

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::SpecFile;
use super::names::Names;
use super::text::{Piece, Reference, Text};
use super::{Block, Body};
use compiler::Address;
use kind::Concern;
use kind::registry;

use choice::Choice;
use pattern::Pattern;

/// Blocks that are one block but for a key.
#[derive(Debug, Clone)]
struct Fold {
    pattern: Pattern,
    /// That of the file.
    concern: Concern,
    /// The blocks by their keys.
    members: BTreeMap<String, Address>,
    /// What they have alike.
    body: Body,
}

impl Fold {
    /// The one block, of this name. Its references still have gaps.
    fn block(&self, name: &str) -> Block {
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

/// Folds what is plainly shorter as one block, within each file, and lets references follow. Gives the new
/// addresses by the old ones.
pub(super) fn fold(files: &mut [SpecFile], names: &mut Names) -> BTreeMap<Address, Address> {
    let choice = Choice::of(files);
    let names: Vec<String> = choice
        .folds
        .iter()
        .map(|fold| {
            let Fold { pattern, concern, .. } = fold;
            names.of_several(&pattern.kind, &pattern.around(), *concern)
        })
        .collect();
    let mut moved: BTreeMap<&Address, Address> = BTreeMap::new();
    let mut folded: BTreeMap<&Address, Block> = BTreeMap::new();
    for (fold, name) in choice.folds.iter().zip(&names) {
        for (key, address) in &fold.members {
            let instance = Address::new(&fold.pattern.kind, name, Some(key));
            moved.insert(address, instance);
        }
        let mut block = fold.block(name);
        block.body.each_text(&mut |text| {
            text.each_reference(&mut |reference| {
                let pattern = Pattern::of_reference(reference)?;
                let peer = names.get(choice.peer(fold, &pattern)?)?;
                let Reference { to, output, .. } = reference;
                let peers_output = format!("{}.{peer}[each.key].{output}", to.kind);
                Some(Piece::Expression(peers_output))
            });
        });
        folded.extend(fold.members.values().next().map(|first| (first, block)));
    }
    for file in files {
        let blocks = std::mem::take(&mut file.blocks).into_iter();
        let blocks = blocks.filter_map(|block| match moved.contains_key(&block.address) {
            true => folded.remove(&block.address).map(|folded| Block {
                remarks: block.remarks,
                variables: block.variables,
                ..folded
            }),
            false => Some(block),
        });
        file.blocks = blocks.collect();
        for block in &mut file.blocks {
            block.body.each_text(&mut |text| {
                text.each_reference(&mut |reference| {
                    let to = moved.get(&reference.to)?.clone();
                    let reference = reference.clone();
                    Some(Piece::Output(Reference { to, ..reference }))
                });
            });
        }
    }
    let moved = moved.into_iter();
    moved.map(|(from, to)| (from.clone(), to)).collect()
}
