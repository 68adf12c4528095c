//! Which file each block goes to: what is there for one thing stands together.
//!
//! The kinds say what their objects are there for. A role, a policy or a log group is there for whatever it
//! serves, so it goes to the file of that where there is one such file, and to a file of its own kind where
//! there are several or none.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Block;
use compiler::Address;
use kind::Concern;
use kind::registry;

/// The blocks of a spec file, in the order in which it has them.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecFile {
    pub concern: Concern,
    pub blocks: Vec<Block>,
}

/// Blocks in files, in the order of the concerns. A section follows on what it refers to, roles and logs follow
/// on what they serve, and the blocks of a section are in the order of their names.
pub fn arranged(blocks: Vec<Block>) -> Vec<SpecFile> {
    let dependencies = Dependencies::of(&blocks);
    let homes: Vec<Concern> =
        blocks.iter().map(|block| dependencies.home(&block.address)).collect();
    let mut files: BTreeMap<Concern, Vec<Block>> = BTreeMap::new();
    for (home, block) in homes.into_iter().zip(blocks) {
        files.entry(home).or_default().push(block);
    }
    files
        .into_iter()
        .map(|(concern, blocks)| SpecFile { concern, blocks: sorted(blocks) })
        .collect()
}

/// What the objects of an address's kind are there for.
fn concern(address: &Address) -> Concern {
    // Every block has a kind.
    registry::find(&address.kind).map_or(Concern::Access, |kind| kind.facts().concern)
}

/// Who serves whom.
struct Dependencies<'a> {
    /// By what serves them: the blocks that refer to it.
    dependents: BTreeMap<&'a Address, BTreeSet<&'a Address>>,
    /// By what serves them: the blocks after which it is called.
    namesakes: BTreeMap<&'a Address, BTreeSet<&'a Address>>,
}

impl<'a> Dependencies<'a> {
    fn of(blocks: &'a [Block]) -> Self {
        let there: BTreeSet<&Address> = blocks.iter().map(|block| &block.address).collect();
        let mut dependencies = Self { dependents: BTreeMap::new(), namesakes: BTreeMap::new() };
        for block in blocks {
            let from = &block.address;
            for reference in block.body.references() {
                if let Some(to) = there.get(&reference.to).filter(|to| **to != from) {
                    dependencies.dependents.entry(to).or_default().insert(from);
                }
            }
            for reference in block.namesakes() {
                if let Some(to) = there.get(&reference.to) {
                    dependencies.namesakes.entry(from).or_default().insert(to);
                }
            }
        }
        dependencies
    }

    /// The concern that a block is there for.
    fn home(&self, address: &'a Address) -> Concern {
        let own = concern(address);
        let mut homes = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut pending = vec![address];
        while let Some(next) = pending.pop() {
            let concern = concern(next);
            if !concern.is_companion() {
                homes.insert(concern);
            } else if seen.insert(next) {
                // What is called after something has no other dependent.
                let dependents = self.namesakes.get(next).or_else(|| self.dependents.get(next));
                pending.extend(dependents.into_iter().flatten());
            }
        }
        match homes.first() {
            Some(home) if homes.len() == 1 => *home,
            _ => own,
        }
    }
}

/// The blocks of a file in its order.
fn sorted(mut blocks: Vec<Block>) -> Vec<Block> {
    let order = sections(&blocks);
    let place = |block: &Block| order.iter().position(|kind| *kind == block.address.kind);
    blocks.sort_by(|one, other| {
        let key = |block: &Block| (place(block), block.address.clone());
        key(one).cmp(&key(other))
    });
    blocks
}

/// The kinds of these blocks in the order of their sections.
fn sections(blocks: &[Block]) -> Vec<String> {
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for block in blocks {
        let own = block.address.kind.as_str();
        let needed = needs.entry(own).or_default();
        let references = block.body.references();
        let kinds = references.map(|reference| reference.to.kind.as_str());
        needed.extend(kinds.filter(|kind| *kind != own));
    }
    let is_companion = |kind: &&str| {
        let kind = registry::find(kind);
        kind.is_some_and(|kind| kind.facts().concern.is_companion())
    };
    let (companions, mains): (Vec<&str>, Vec<&str>) =
        needs.keys().partition(|kind| is_companion(kind));
    let needs =
        |one: &str, other: &str| needs.get(one).is_some_and(|needed| needed.contains(other));
    // Main things are read from the ground up, and what serves them from those who are served down.
    let mains = in_order(mains, &|first, second| needs(first, second));
    let companions = in_order(companions, &|first, second| needs(second, first));
    mains.into_iter().chain(companions).map(str::to_owned).collect()
}

/// Names in such an order that none comes before another which it is to follow, as far as that is possible,
/// and in that of the alphabet otherwise.
fn in_order<'a>(mut names: Vec<&'a str>, follows: &dyn Fn(&str, &str) -> bool) -> Vec<&'a str> {
    let mut ordered = Vec::with_capacity(names.len());
    while !names.is_empty() {
        let is_free = |name: &&str| !names.iter().any(|other| follows(name, other));
        let next = names.iter().position(is_free).unwrap_or_default();
        ordered.push(names.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Piece, Reference, Text};

    /// A block that refers to others, and is called after one.
    fn block(address: &str, references: &[&str], namesake: Option<&str>) -> Block {
        let text = |to: &str| {
            let mut text = Text::default();
            text.push(Piece::Output(Reference {
                to: Address::parse(to).unwrap(),
                output: "name".to_owned(),
                plain: None,
            }));
            Body::Text(text)
        };
        let references = references.iter().map(|to| text(to)).collect();
        let mut fields = vec![(Text::literal("references"), Body::List(references))];
        fields.extend(namesake.map(|to| (Text::literal("name"), text(to))));
        Block {
            address: Address::parse(address).unwrap(),
            body: Body::Map(fields),
            remarks: Vec::new(),
            variables: BTreeSet::new(),
            files: Vec::new(),
        }
    }

    fn files(blocks: Vec<Block>) -> Vec<(&'static str, Vec<String>)> {
        let files = arranged(blocks).into_iter();
        files
            .map(|file| {
                let addresses = file.blocks.iter().map(|block| block.address.to_string());
                (file.concern.file_name(), addresses.collect())
            })
            .collect()
    }

    #[test]
    fn what_serves_one_thing_stands_with_it() {
        let blocks = vec![
            block("iam.policy.read", &["dynamodb.table.users"], None),
            block("iam.policy.everything", &[], None),
            block("iam.policy.nobody", &[], None),
            block("iam.role.sign-in", &["iam.policy.read", "iam.policy.everything"], None),
            block(
                "iam.role.users",
                &["cognito.identity_pool.users", "iam.policy.everything"],
                None,
            ),
            block("logs.log_group.sign-in", &[], Some("lambda.function.sign-in")),
            block("logs.log_group.api", &[], None),
            block("logs.log_group.other", &[], None),
            block("lambda.function.sign-in", &["iam.role.sign-in", "dynamodb.table.users"], None),
            block(
                "apigateway.rest_api.main",
                &["logs.log_group.api", "lambda.function.sign-in", "logs.log_group.sign-in"],
                None,
            ),
            block("dynamodb.table.users", &[], None),
            block(
                "cognito.identity_pool.users",
                &["iam.role.users", "cognito.user_pool.users"],
                None,
            ),
            block("cognito.user_pool.users", &[], None),
        ];
        let expected: Vec<(&str, Vec<&str>)> = vec![
            (
                "identity",
                vec!["cognito.user_pool.users", "cognito.identity_pool.users", "iam.role.users"],
            ),
            ("tables", vec!["dynamodb.table.users"]),
            (
                "functions",
                vec![
                    "lambda.function.sign-in", "iam.role.sign-in", "iam.policy.read",
                    "logs.log_group.sign-in",
                ],
            ),
            ("api", vec!["apigateway.rest_api.main", "logs.log_group.api"]),
            ("access", vec!["iam.policy.everything", "iam.policy.nobody"]),
            ("logs", vec!["logs.log_group.other"]),
        ];
        let found = files(blocks);
        let found: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|(file, blocks)| (*file, blocks.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn servants_of_each_other_alone_are_their_own() {
        let blocks = vec![
            block("iam.role.one", &["iam.role.two"], None),
            block("iam.role.two", &["iam.role.one"], None),
        ];
        let names = vec!["iam.role.one".to_owned(), "iam.role.two".to_owned()];
        assert_eq!(files(blocks), [("access", names)]);
    }
}
