//! Which blocks are folded with which.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::alike::Fold;
use super::pattern::{Pattern, keyed};
use crate::arrange::SpecFile;
use crate::block::Block;
use crate::body::Body;
use crate::yaml;
use compiler::Address;
use kind::AnyKind;
use kind::registry;
use language::value::{Path, Segment};

/// Fewer blocks than this read better as they are.
const FEWEST: usize = 3;

/// Folds that can all be made together: where one refers to what is called by its key, that is folded by the
/// same key.
#[derive(Debug)]
pub(super) struct Choice {
    pub folds: Vec<Fold>,
    /// The fold of each block, by its place in the list, and the block's key.
    places: BTreeMap<Address, (usize, String)>,
}

impl Choice {
    pub fn of(files: &[SpecFile]) -> Self {
        let mut left = BTreeSet::new();
        let mut plain = BTreeSet::new();
        loop {
            let choice = Self::new(files, &left, &plain);
            let broken = choice.folds.iter().filter(|fold| choice.is_broken(fold));
            let broken: Vec<&Address> = broken.flat_map(|fold| fold.members.values()).collect();
            if broken.is_empty() {
                return choice;
            }
            for address in broken {
                // What an object is called after can be written out.
                if !plain.insert(address.clone()) {
                    left.insert(address.clone());
                }
            }
        }
    }

    /// What could be folded, were it not for what it refers to. Blocks of `left` could not, and those of
    /// `plain` are called after nothing.
    fn new(files: &[SpecFile], left: &BTreeSet<Address>, plain: &BTreeSet<Address>) -> Self {
        let files = files.iter();
        let folds: Vec<Fold> = files.flat_map(|file| folds_of(file, left, plain)).collect();
        let mut places = BTreeMap::new();
        for (place, fold) in folds.iter().enumerate() {
            for (key, address) in &fold.members {
                places.insert(address.clone(), (place, key.clone()));
            }
        }
        Self { folds, places }
    }

    fn is_broken(&self, fold: &Fold) -> bool {
        let mut patterns = fold.body.references().filter_map(Pattern::of_reference);
        patterns.any(|pattern| self.peer(fold, &pattern).is_none())
    }

    /// The fold, by its place, that has for each key of `fold` what the pattern is with that key.
    pub fn peer(&self, fold: &Fold, pattern: &Pattern) -> Option<usize> {
        let mut places = fold.members.keys().map(|key| {
            let (place, peers_key) = self.places.get(&pattern.address(key))?;
            (peers_key == key).then_some(*place)
        });
        let first = places.next()??;
        places.all(|place| place == Some(first)).then_some(first)
    }
}

/// A block as a member of a fold.
struct Member<'a> {
    block: &'a Block,
    key: String,
}

fn folds_of(file: &SpecFile, left: &BTreeSet<Address>, plain: &BTreeSet<Address>) -> Vec<Fold> {
    let mut groups = groups(file, left, plain);
    groups.sort_by_key(|(pattern, members)| Reverse((members.len(), pattern.length())));
    let mut folds = Vec::new();
    let mut taken = BTreeSet::new();
    for (pattern, mut members) in groups {
        members.retain(|member| !taken.contains(&member.block.address));
        let first = members.first().filter(|_| members.len() >= FEWEST);
        let Some(body) = first.and_then(|first| body_of(first.block, &first.key, plain)) else {
            continue;
        };
        let fold = Fold {
            pattern,
            concern: file.concern,
            members: members
                .iter()
                .map(|member| (member.key.clone(), member.block.address.clone()))
                .collect(),
            body,
        };
        if is_plainly_shorter(&fold, &members) {
            taken.extend(members.iter().map(|member| &member.block.address));
            folds.push(fold);
        }
    }
    folds
}

/// Blocks that are one block but for a key, in every way in which they are.
fn groups<'a>(
    file: &'a SpecFile,
    left: &BTreeSet<Address>,
    plain: &BTreeSet<Address>,
) -> Vec<(Pattern, Vec<Member<'a>>)> {
    let mut called_alike: BTreeMap<Pattern, Vec<Member>> = BTreeMap::new();
    for block in &file.blocks {
        if left.contains(&block.address) {
            continue;
        }
        for (pattern, key) in Pattern::all_of(&block.address) {
            let members = called_alike.entry(pattern).or_default();
            members.push(Member { block, key });
        }
    }
    called_alike.retain(|_, members| members.len() >= FEWEST);
    let mut groups = Vec::new();
    for (pattern, members) in called_alike {
        let mut alike: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for member in members {
            if let Some(body) = body_of(member.block, &member.key, plain) {
                let looks = format!("{:?} {body:?}", member.block.remarks);
                alike.entry(looks).or_default().push(member);
            }
        }
        alike.retain(|_, members| members.len() >= FEWEST);
        groups.extend(alike.into_values().map(|members| (pattern.clone(), members)));
    }
    groups
}

/// Whether a fold has half as many lines as its members, or fewer.
fn is_plainly_shorter(fold: &Fold, members: &[Member]) -> bool {
    let lines = |block: &Block| Some(yaml::text_of(block).ok()?.lines().count());
    let apart = members.iter().map(|member| lines(member.block));
    let apart: Option<usize> = apart.sum();
    let folded = lines(&fold.block(&fold.pattern.around()));
    folded.zip(apart).is_some_and(|(folded, apart)| 2 * folded <= apart)
}

/// The body of a block with `each.key` in the place of a key.
fn body_of(block: &Block, key: &str, plain: &BTreeSet<Address>) -> Option<Body> {
    let kind = registry::find(&block.address.kind)?;
    let mut body = block.body.clone();
    if plain.contains(&block.address) {
        body.each_text(&mut |text| *text = text.without_namesakes());
    }
    Some(with_key(&body, kind, key, &mut Path::root()))
}

/// A body with `each.key` in the place of a key, but in the names of fields.
fn with_key(body: &Body, kind: &dyn AnyKind, key: &str, path: &mut Path) -> Body {
    match body {
        Body::Map(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                path.push(Segment::Key(name.template()));
                let name = match kind.schema().declares(path) {
                    true => name.clone(),
                    false => keyed(name, key),
                };
                let value = with_key(value, kind, key, path);
                path.pop();
                (name, value)
            });
            Body::Map(entries.collect())
        }
        Body::List(list) => {
            let elements = list.iter().enumerate().map(|(index, value)| {
                path.push(Segment::Index(index));
                let value = with_key(value, kind, key, path);
                path.pop();
                value
            });
            Body::List(elements.collect())
        }
        Body::Text(text) => Body::Text(keyed(text, key)),
        Body::Plain(_) => body.clone(),
    }
}
