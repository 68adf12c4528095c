//! Logical names: what a person would call an object that AWS knows by a physical name.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::Subject;
use compiler::document::is_name;
use compiler::{Address, Stack};
use kind::registry;
use kind::{AnyKind, Concern};

/// The names that are given away.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<Address>,
    locals: BTreeSet<String>,
    variables: BTreeSet<String>,
    /// The variables of secrets, by what they hold. Nothing of it is ever written.
    secrets: BTreeMap<String, String>,
    /// The variables of secrets that the specs declare already.
    declared: BTreeSet<String>,
    /// What variables hold, in the words of their fields.
    meanings: BTreeMap<String, String>,
}

/// A physical name that is longer than this is called as its owner has called it.
const LONGEST: usize = 32;

impl Names {
    /// The names that specs declare, but for those of resources.
    pub fn of(stack: &Stack) -> Self {
        Self {
            taken: BTreeSet::new(),
            locals: stack.locals().map(str::to_owned).collect(),
            variables: stack.variables().map(str::to_owned).collect(),
            secrets: stack.secrets().map(|(name, value)| (value, name.to_owned())).collect(),
            declared: stack.secrets().map(|(name, _)| name.to_owned()).collect(),
            meanings: BTreeMap::new(),
        }
    }

    /// A name that no other local has.
    pub fn local(&mut self, wanted: &str) -> String {
        numbered(&mut self.locals, wanted, '_')
    }

    /// The variable of a secret: the one that holds it already or, for a new one, a name that no other has.
    /// `meaning` says what it is, without whose. The flag says whether specs declare it already.
    pub fn secret(&mut self, value: &str, wanted: &str, meaning: &str) -> (String, bool) {
        if let Some(known) = self.secrets.get(value) {
            return (known.clone(), self.declared.contains(known));
        }
        let name = numbered(&mut self.variables, wanted, '_');
        self.secrets.insert(value.to_owned(), name.clone());
        self.meanings.insert(name.clone(), meaning.to_owned());
        (name, false)
    }

    /// A name for a variable that several need, by what it is.
    pub fn general(&mut self, variable: &str) -> String {
        match self.meanings.get(variable).cloned() {
            Some(meaning) => numbered(&mut self.variables, &meaning, '_'),
            None => variable.to_owned(),
        }
    }

    pub fn take(&mut self, address: &Address) {
        // An instance has its block's name.
        self.taken.insert(Address::new(&address.kind, &address.name, None));
    }

    /// An address for each object that nothing else has.
    pub fn give_all(&mut self, subjects: &[Subject], prefix: &str) -> Vec<Address> {
        let own: Vec<(&str, String)> = subjects
            .iter()
            .map(|subject| {
                let kind = subject.kind.name();
                (kind, logical(&physical(subject), prefix, kind))
            })
            .collect();
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (kind, name) in &own {
            *counts.entry((*kind, name.as_str())).or_default() += 1;
        }
        let both = subjects.iter().zip(&own);
        let given = both.map(|(subject, (kind, own))| {
            let is_alone = counts.get(&(*kind, own.as_str())) == Some(&1);
            self.give(subject, own, is_alone)
        });
        given.collect()
    }

    /// An address that nothing else has. Where an object's own name says little, it is what its owner has called
    /// it.
    fn give(&mut self, subject: &Subject, own: &str, is_alone: bool) -> Address {
        let kind = subject.kind.name();
        if let Some(name) = &subject.name {
            return self.free(kind, name.clone());
        }
        let suggested_name = subject.suggested_name.as_deref();
        let suggested_name = suggested_name.map(|name| logical(name, "", kind));
        let suggested_name = suggested_name.filter(|suggested_name| {
            let says_little = is_invented(subject) || is_made_up(own);
            !is_alone || says_little || own.len() > LONGEST && suggested_name.len() < own.len()
        });
        self.free(kind, suggested_name.unwrap_or_else(|| own.to_owned()))
    }

    /// The name of a block for several objects: what their names have alike or, where that says nothing or
    /// another block has it, what they are or serve.
    pub fn of_several(&mut self, kind: &str, alike: &str, concern: Concern) -> String {
        let own = of_kind(kind);
        let facts = registry::find(kind).map(AnyKind::facts);
        let general = match facts.is_some_and(|facts| facts.concern == concern) {
            true => plural(&own),
            false => concern.file_name().to_owned(),
        };
        let is_taken = |name: &str| self.taken.contains(&Address::new(kind, name, None));
        let wanted = match is_name(alike) && alike != own {
            true if is_taken(alike) => format!("{alike}-{general}"),
            true => alike.to_owned(),
            false => general,
        };
        self.free(kind, wanted).name.clone()
    }

    /// The first address of this name, or of this name with a number, that nothing else has.
    fn free(&mut self, kind: &str, wanted: String) -> Address {
        let names = with_numbers(&wanted, '-');
        let mut addresses = names.map(|name| Address::new(kind, &name, None));
        let free = addresses.find(|address| self.taken.insert(address.clone()));
        free.unwrap_or_else(|| Address::new(kind, &wanted, None))
    }
}

/// The first of this name and the same with a number that is not taken. It is then.
fn numbered(taken: &mut BTreeSet<String>, wanted: &str, separator: char) -> String {
    let mut names = with_numbers(wanted, separator);
    let free = names.find(|name| taken.insert(name.clone()));
    free.unwrap_or_else(|| wanted.to_owned())
}

/// A name, and the same with every number from two on.
fn with_numbers(name: &str, separator: char) -> impl Iterator<Item = String> {
    let numbered = (2_u32..).map(move |number| format!("{name}{separator}{number}"));
    std::iter::once(name.to_owned()).chain(numbered)
}

/// The name that AWS shows, or the id of what has none.
fn physical(subject: &Subject) -> String {
    let name = subject.live.spec.get("name");
    let name = name.and_then(|name| name.as_str());
    name.unwrap_or(&subject.id).to_owned()
}

/// Whether AWS has invented all by which an object is known.
fn is_invented(subject: &Subject) -> bool {
    subject.live.spec.get("name").is_none() && subject.prediction().id.is_none()
}

/// Whether a name ends in the 26 digits, a time and a number, that Terraform puts behind a `name_prefix`.
fn is_made_up(name: &str) -> bool {
    const DIGITS: usize = 26;
    let digits = name.bytes().rev().take_while(u8::is_ascii_hexdigit);
    digits.count() >= DIGITS
}

/// The part of a physical name behind the prefix, in small letters with dashes in between.
fn logical(physical: &str, prefix: &str, kind: &str) -> String {
    let own = after_prefix(physical, prefix).unwrap_or(physical);
    let mut name = String::with_capacity(own.len());
    let mut before = '-';
    for character in own.chars() {
        let starts_word = character.is_ascii_uppercase() && before.is_ascii_lowercase();
        if starts_word || !character.is_ascii_alphanumeric() {
            name.push('-');
        }
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        }
        before = character;
    }
    let words: Vec<&str> = name.split('-').filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    let of_kind = of_kind(kind);
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        Some(_) => format!("{of_kind}-{name}"),
        None => of_kind,
    }
}

/// What an object of a kind is called where it has no name.
fn of_kind(kind: &str) -> String {
    kind.rsplit('.').next().unwrap_or(kind).replace('_', "-")
}

/// The plural of one of our words.
fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    }
}

/// What follows the prefix, wherever in the name that stands and whatever separates its words.
fn after_prefix<'a>(physical: &'a str, prefix: &str) -> Option<&'a str> {
    if prefix.is_empty() {
        return None;
    }
    let is_separator = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric();
    // Every separator has one byte, so places stay what they are.
    let alike = |text: &str| text.replace(is_separator, "-");
    let (name, prefix) = (alike(physical), alike(prefix));
    let mut places = name.match_indices(&prefix);
    places.find_map(|(at, _)| {
        let before = physical.get(..at)?.chars().next_back();
        let after = physical.get(at + prefix.len()..)?;
        let own = after.strip_prefix(is_separator)?;
        let is_start = before.is_none_or(is_separator);
        (is_start && !own.is_empty()).then_some(own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logical_name_is_what_is_behind_the_prefix() {
        for (physical, name) in [
            ("shop-dev-users", "users"),
            ("shop-dev-UserProfiles", "user-profiles"),
            ("/aws/lambda/shop-dev-sign_in", "sign-in"),
            ("shop-dev api / orders", "api-orders"),
            ("shop_dev_identity_pool", "identity-pool"),
            ("/aws/apigateway/other", "aws-apigateway-other"),
            ("shop-developers", "shop-developers"),
            ("shop-dev", "shop-dev"),
            ("api.example.com", "api-example-com"),
            ("2024-archive", "table-2024-archive"),
            ("Ünïcode", "n-code"),
            ("…", "table"),
        ] {
            assert_eq!(logical(physical, "shop-dev", "dynamodb.table"), name);
        }
    }
}
