//! Names that are alike but for some words, and texts in which such words stand.

use crate::text::{Piece, Reference, Text};
use compiler::Address;

/// What stands in a name for the words that differ. No name has it.
const GAP: &str = "{}";

/// Addresses of one kind that are alike but for the words of a key: `iam.role.shop-{}-role`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Pattern {
    pub kind: String,
    /// The words before the gap, and after it.
    pub before: String,
    pub after: String,
}

impl Pattern {
    /// Every pattern that an address may be of, with the key that fills its gap.
    pub fn all_of(address: &Address) -> Vec<(Self, String)> {
        let words: Vec<&str> = address.name.split('-').collect();
        let mut found = Vec::new();
        for start in 0..words.len() {
            for end in start + 1..=words.len() {
                let joined = |words: Option<&[&str]>| words.unwrap_or_default().join("-");
                let pattern = Self {
                    kind: address.kind.clone(),
                    before: joined(words.get(..start)),
                    after: joined(words.get(end..)),
                };
                found.push((pattern, joined(words.get(start..end))));
            }
        }
        found
    }

    /// The pattern that a reference inside a [keyed](keyed) text stands for, if it is for one.
    pub fn of_reference(reference: &Reference) -> Option<Self> {
        let (before, after) = reference.to.name.split_once(GAP)?;
        Some(Self {
            kind: reference.to.kind.clone(),
            before: before.trim_end_matches('-').to_owned(),
            after: after.trim_start_matches('-').to_owned(),
        })
    }

    /// How many letters all of its addresses have.
    pub fn length(&self) -> usize {
        self.before.len() + self.after.len()
    }

    /// The address whose key this is.
    pub fn address(&self, key: &str) -> Address {
        let words = [&self.before, key, &self.after];
        Address::new(&self.kind, &joined(&words), None)
    }

    /// What objects are called whose blocks have no `name`, with `each.key` in the gap.
    pub fn default_name(&self) -> Text {
        let mut name = Text::default();
        name.push(Piece::Expression("env.name_prefix".to_owned()));
        name.push_literal("-");
        if !self.before.is_empty() {
            name.push_literal(&format!("{}-", self.before));
        }
        name.push(Piece::Expression("each.key".to_owned()));
        if !self.after.is_empty() {
            name.push_literal(&format!("-{}", self.after));
        }
        name
    }

    /// What stands around the gap, without it.
    pub fn around(&self) -> String {
        joined(&[&self.before, &self.after])
    }
}

/// Words in one, without those that are empty.
fn joined(words: &[&str]) -> String {
    let words = words.iter().copied().filter(|words| !words.is_empty());
    words.collect::<Vec<&str>>().join("-")
}

/// A text with `each.key` wherever the key stands in it as a word of its own, and references to what is
/// called so with a gap.
pub(super) fn keyed(text: &Text, key: &str) -> Text {
    let mut keyed = Text::default();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(literal) => {
                let mut rest = literal.as_str();
                while let Some((before, after)) = split_at_word(rest, key) {
                    keyed.push_literal(before);
                    keyed.push(Piece::Expression("each.key".to_owned()));
                    rest = after;
                }
                keyed.push_literal(rest);
            }
            Piece::Output(reference) => keyed.push(Piece::Output(with_gap(reference, key))),
            Piece::Expression(_) => keyed.push(piece.clone()),
        }
    }
    keyed
}

fn with_gap(reference: &Reference, key: &str) -> Reference {
    let mut reference = reference.clone();
    if let Some((before, after)) = split_at_word(&reference.to.name, key)
        && reference.to.key.is_none()
    {
        reference.to.name = format!("{before}{GAP}{after}");
    }
    reference.plain = reference.plain.map(|plain| keyed(&plain, key));
    reference
}

/// What stands before and behind the first place at which a text has a word.
fn split_at_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let mut places = text.match_indices(word);
    places.find_map(|(at, _)| {
        let (before, rest) = text.split_at_checked(at)?;
        let after = rest.get(word.len()..)?;
        // Behind `$` and `%` an expression would not be read as one.
        let starts = !before.ends_with(|c: char| c.is_alphanumeric() || "$%".contains(c));
        let ends = !after.starts_with(char::is_alphanumeric);
        (starts && ends).then_some((before, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_every_pattern_that_leaves_some_of_its_words() {
        let address = Address::new("iam.role", "a-b-c", None);
        let found = Pattern::all_of(&address);
        let found: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|(pattern, key)| (&*pattern.before, &**key, &*pattern.after))
            .collect();
        let expected = [
            ("", "a", "b-c"),
            ("", "a-b", "c"),
            ("", "a-b-c", ""),
            ("a", "b", "c"),
            ("a", "b-c", ""),
            ("a-b", "c", ""),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_key_is_found_as_a_word_of_its_own() {
        for (text, found) in [
            ("/aws/lambda/files", "/aws/lambda/${each.key}"),
            ("files/files.zip", "${each.key}/${each.key}.zip"),
            ("profiles", "profiles"),
            ("files2", "files2"),
            ("$files", "$files"),
            ("user-files", "user-${each.key}"),
            ("é-files-é", "é-${each.key}-é"),
        ] {
            assert_eq!(keyed(&Text::literal(text), "files").template(), found);
        }
    }
}
