//! Variables of secrets that several blocks have: each has one name, and is declared in one file.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::SpecFile;
use super::block::Block;
use super::names::Names;
use super::text::Piece;

/// Gives a variable that several blocks need the name of what it is, and not of one of them.
pub(super) fn rename(blocks: &mut [Block], names: &mut Names) {
    let mut users: BTreeMap<&String, usize> = BTreeMap::new();
    for variable in blocks.iter().flat_map(|block| &block.variables) {
        *users.entry(variable).or_default() += 1;
    }
    let shared: BTreeSet<String> = users
        .into_iter()
        .filter(|(_, users)| *users > 1)
        .map(|(variable, _)| variable.clone())
        .collect();
    let renamed: BTreeMap<String, String> = shared
        .into_iter()
        .map(|variable| {
            let general = names.general(&variable);
            (variable, general)
        })
        .collect();
    for block in blocks.iter_mut().filter(|block| !block.variables.is_empty()) {
        let variables = std::mem::take(&mut block.variables).into_iter();
        let new_name = |name: &String| renamed.get(name).unwrap_or(name).clone();
        block.variables = variables.map(|name| new_name(&name)).collect();
        for remark in &mut block.remarks {
            for (old, new) in &renamed {
                remark.text = remark.text.replace(&format!("`{old}`"), &format!("`{new}`"));
            }
        }
        block.body.each_text(&mut |text| {
            text.each_expression(&mut |expression| {
                let new = renamed.get(expression.strip_prefix("var.")?)?;
                Some(Piece::Expression(format!("var.{new}")))
            });
        });
    }
}

/// Leaves each variable to the first file that needs it: no two may declare it.
pub(super) fn declare_once(files: &mut [SpecFile]) {
    let mut declared = BTreeSet::new();
    for file in files {
        let mut own = BTreeSet::new();
        for block in &mut file.blocks {
            block.variables.retain(|name| !declared.contains(name));
            own.extend(block.variables.iter().cloned());
        }
        declared.extend(own);
    }
}
