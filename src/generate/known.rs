//! The texts by which resources are known: their outputs, found again inside other texts.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::spec::Address;
use crate::spec::environment::Environment;

/// An output of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub address: Address,
    pub name: String,
    /// Whether the resource may refer to it itself: what AWS invents is not there before the resource is.
    pub is_predicted: bool,
}

impl Output {
    /// The expression that gives its value.
    pub fn expression(&self) -> String {
        format!("{}.{}", self.address, self.name)
    }

    /// Of several outputs with one text, the one that says most plainly what is meant.
    fn rank(&self) -> (usize, &str) {
        const PLAIN: [&str; 3] = ["arn", "id", "name"];
        let rank = PLAIN.iter().position(|plain| *plain == self.name);
        (rank.unwrap_or(PLAIN.len()), &self.name)
    }
}

/// Outputs by their text; none where two resources have the same.
#[derive(Debug, Default)]
pub(super) struct Known {
    texts: BTreeMap<String, Option<Output>>,
}

impl Known {
    /// Knows nothing, and that what an environment is called is nobody's name.
    pub fn new(environment: &Environment) -> Self {
        let ambiguous = [
            environment.account.clone(),
            environment.region.clone(),
            environment.project.clone(),
            environment.name.clone(),
            environment.prefix().to_owned(),
        ];
        Self {
            texts: ambiguous.into_iter().map(|text| (text, None)).collect(),
        }
    }

    /// Adds the outputs of a resource.
    pub fn add(
        &mut self,
        address: &Address,
        outputs: &BTreeMap<String, Option<String>>,
        is_predicted: &dyn Fn(&str) -> bool,
    ) {
        let outputs = outputs.iter();
        for (name, text) in outputs.filter_map(|(name, text)| Some((name, text.as_ref()?))) {
            if !is_telling(text) {
                continue;
            }
            let output = Output {
                address: address.clone(),
                name: name.clone(),
                is_predicted: is_predicted(name),
            };
            match self.texts.get_mut(text) {
                None => {
                    self.texts.insert(text.clone(), Some(output));
                }
                Some(Some(known)) if known.address == output.address => {
                    if output.rank() < known.rank() {
                        *known = output;
                    }
                }
                Some(ambiguous) => *ambiguous = None,
            }
        }
    }

    /// The outputs with which a text begins, the longest first.
    pub fn beginning<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a str, &'a Output)> {
        let mut bound = Bound::Included(text);
        std::iter::from_fn(move || {
            loop {
                let range = self.texts.range::<str, _>((Bound::Unbounded, bound));
                let (key, output) = range.last()?;
                if text.starts_with(key.as_str()) {
                    bound = Bound::Excluded(key);
                    if let Some(output) = output {
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
