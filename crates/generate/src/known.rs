//! The texts by which resources are known: their outputs, found again inside other texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::text::Reference;
use compiler::Address;
use compiler::environment::Environment;
use kind::registry;

/// An output of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub address: Address,
    pub name: String,
    /// Whether the resource may refer to it itself: what AWS invents is not there before the resource is.
    pub is_predicted: bool,
    /// Whether the resource only serves others.
    pub is_companions: bool,
}

impl Output {
    pub fn reference(&self) -> Reference {
        Reference { to: self.address.clone(), output: self.name.clone(), plain: None }
    }

    /// Whether a context speaks of what the resource is: `lambda` or `function`.
    fn is_spoken_of(&self, context: &str) -> bool {
        speaks_of(context, &self.address.kind)
    }

    /// Of several outputs with one text, the one that says most plainly what is meant.
    fn rank(&self) -> (usize, &str) {
        const PLAIN: [&str; 3] = ["arn", "id", "name"];
        let rank = PLAIN.iter().position(|plain| *plain == self.name);
        (rank.unwrap_or(PLAIN.len()), &self.name)
    }
}

/// Outputs by their text.
#[derive(Debug, Default)]
pub(super) struct Known {
    texts: BTreeMap<String, Meaning>,
    /// All outputs, those included whose texts may stand elsewhere by chance.
    all: BTreeMap<String, Vec<Output>>,
}

/// What a text means.
#[derive(Debug)]
enum Meaning {
    /// An output of any of these resources, one of each.
    Outputs(Vec<Output>),
    /// What the environment is called. It is nobody's name.
    Environment,
}

impl Meaning {
    fn add(&mut self, other: Output) {
        let Self::Outputs(outputs) = self else {
            return;
        };
        match outputs.iter_mut().find(|one| one.address == other.address) {
            Some(one) if other.rank() < one.rank() => *one = other,
            Some(_) => {}
            None => outputs.push(other),
        }
    }

    /// The one output that is meant in a context, which may say what is spoken of: `/aws/lambda/`. Who refers to
    /// what is `proven`, or to itself, means that if it is spoken of, or if nothing is.
    fn output(&self, context: &str, meant: KnownReferences<'_>) -> Option<&Output> {
        let Self::Outputs(outputs) = self else {
            return None;
        };
        let only = |is: &dyn Fn(&Output) -> bool| {
            let mut fitting = outputs.iter().filter(|output| is(output));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let spoken = |output: &Output| output.is_spoken_of(context);
        only(&|_| true)
            .or_else(|| only(&|output| spoken(output) && meant.is_known(output)))
            .or_else(|| only(&spoken))
            // A function and its role may have one name, and mostly the function is meant.
            .or_else(|| {
                let is_any = |output: &Output| meant.proven.contains(&output.address);
                let proven = only(&|output| is_any(output) && !output.is_companions);
                let other = || only(&|output| !output.is_companions);
                (proven.or_else(other)).filter(|_| !speaks_of_a_kind(context))
            })
    }
}

/// What the object that is written is known to refer to.
#[derive(Clone, Copy)]
pub(super) struct KnownReferences<'a> {
    pub own: Option<&'a Address>,
    pub proven: &'a BTreeSet<Address>,
}

impl KnownReferences<'_> {
    fn is_known(&self, output: &Output) -> bool {
        self.own == Some(&output.address) || self.proven.contains(&output.address)
    }
}

/// Whether a context says of which kind something is, whichever that is.
fn speaks_of_a_kind(context: &str) -> bool {
    registry::all().into_iter().any(|kind| speaks_of(context, kind.name()))
}

/// Whether a context has a word of the name of a kind.
fn speaks_of(context: &str, kind: &str) -> bool {
    kind.split('.').any(|word| context.contains(word))
}

impl Known {
    /// Knows nothing but the environment.
    pub fn new(environment: &Environment) -> Self {
        let own = [
            environment.account.clone(),
            environment.region.clone(),
            environment.project.clone(),
            environment.name.clone(),
            environment.prefix().to_owned(),
        ];
        Self { texts: own.map(|text| (text, Meaning::Environment)).into(), all: BTreeMap::new() }
    }

    /// Adds the outputs of a resource.
    pub fn add(
        &mut self,
        address: &Address,
        outputs: &BTreeMap<String, Option<String>>,
        is_predicted: &dyn Fn(&str) -> bool,
    ) {
        let kind = registry::find(&address.kind);
        let is_companions = kind.is_some_and(|kind| kind.facts().concern.is_companion());
        let outputs = outputs.iter();
        for (name, text) in outputs.filter_map(|(name, text)| Some((name, text.as_ref()?))) {
            let output = Output {
                address: address.clone(),
                name: name.clone(),
                is_predicted: is_predicted(name),
                is_companions,
            };
            let alike = self.all.entry(text.clone()).or_default();
            match alike.iter_mut().find(|one| one.address == output.address) {
                Some(one) if output.rank() < one.rank() => *one = output.clone(),
                Some(_) => {}
                None => alike.push(output.clone()),
            }
            if !is_telling(text) {
                continue;
            }
            match self.texts.get_mut(text) {
                None => {
                    let outputs = vec![output];
                    self.texts.insert(text.clone(), Meaning::Outputs(outputs));
                }
                Some(meaning) => meaning.add(output),
            }
        }
    }

    /// The word with which a text begins, and the one output with this text of what is proven to be referred to
    /// and spoken of.
    pub fn proven_word<'t>(
        &self,
        text: &'t str,
        is_word: fn(char) -> bool,
        context: &str,
        meant: KnownReferences<'_>,
    ) -> Option<(&'t str, &Output)> {
        let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
        let word = text.get(..end).filter(|word| !word.is_empty())?;
        Some((word, self.proven(word, context, meant)?))
    }

    /// The one output with this text of what is proven to be referred to, and what a context speaks of.
    pub fn proven(&self, text: &str, context: &str, meant: KnownReferences<'_>) -> Option<&Output> {
        let outputs = self.all.get(text)?.iter();
        let mut spoken = outputs.filter(|output| {
            meant.proven.contains(&output.address) && output.is_spoken_of(context)
        });
        spoken.next().filter(|_| spoken.next().is_none())
    }

    /// Whether a text is what something is called, whatever that is.
    pub fn has(&self, text: &str) -> bool {
        self.texts.contains_key(text)
    }

    /// The outputs with which a text begins, the longest first. `context`, in small letters, is what stands
    /// around the text.
    pub fn beginning<'a>(
        &'a self,
        text: &'a str,
        context: &'a str,
        meant: KnownReferences<'a>,
    ) -> impl Iterator<Item = (&'a str, &'a Output)> {
        let mut bound = Bound::Included(text);
        std::iter::from_fn(move || {
            loop {
                let range = self.texts.range::<str, _>((Bound::Unbounded, bound));
                let (key, meaning) = range.last()?;
                if text.starts_with(key.as_str()) {
                    bound = Bound::Excluded(key);
                    if let Some(output) = meaning.output(context, meant) {
                        return Some((key.as_str(), output));
                    }
                } else {
                    // Whatever begins the text and is longer than this would have come before the key.
                    bound = Bound::Included(common_beginning(text, key));
                }
            }
        })
    }
}

/// Whether a text is found elsewhere only where the same thing is meant: no plain word, and nothing short.
fn is_telling(text: &str) -> bool {
    const SHORTEST: usize = 8;
    text.len() >= SHORTEST && text.contains(|c: char| !c.is_alphabetic())
}

fn common_beginning<'a>(text: &'a str, other: &str) -> &'a str {
    let pairs = text.char_indices().zip(other.chars());
    let mut differing = pairs.skip_while(|((_, one), other)| one == other);
    let end = differing.next().map(|((at, _), _)| at);
    text.get(..end.unwrap_or(other.len())).unwrap_or_default()
}
