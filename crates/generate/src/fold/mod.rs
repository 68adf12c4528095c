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

mod alike;
mod choice;
mod pattern;

use std::collections::BTreeMap;

use super::arrange::SpecFile;
use super::block::Block;
use super::names::Names;
use super::text::{Piece, Reference};
use compiler::Address;

use alike::Fold;
use choice::Choice;
use pattern::Pattern;

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
