//! The words in which two environments differ by what they are: their names, prefixes, accounts and regions.

use compiler::environment::Environment;
use language::value::{Object, Value, unknown};

/// A word of each of two environments, by what expressions call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentValue {
    /// `env.name`, `env.account` and so on.
    pub reference: &'static str,
    pub first: String,
    pub second: String,
}

/// Which of the two environments a value is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    First,
    Second,
}

impl EnvironmentValue {
    /// The word in one of the two environments.
    pub fn of(&self, which: Which) -> &str {
        match which {
            Which::First => &self.first,
            Which::Second => &self.second,
        }
    }
}

/// The words that are not the same in both environments, of which none stands in one after it.
pub fn environment_values(first: &Environment, second: &Environment) -> Vec<EnvironmentValue> {
    let words = |environment: &Environment| {
        [
            ("env.name_prefix", environment.prefix().to_owned()),
            ("env.name", environment.name.clone()),
            ("env.project", environment.project.clone()),
            ("env.account", environment.account.clone()),
            ("env.region", environment.region.clone()),
        ]
    };
    let pairs = words(first).into_iter().zip(words(second));
    let mut words: Vec<EnvironmentValue> = pairs
        .map(|((reference, first), (_, second))| EnvironmentValue { reference, first, second })
        .filter(|word| word.first != word.second)
        .filter(|word| !word.first.is_empty() && !word.second.is_empty())
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.first.len().max(word.second.len())));
    words
}

/// Two values with references in place of the words that each environment has of its own. A text that both have in
/// one place is not made from such a word, and stays.
pub fn folded(words: &[EnvironmentValue], first: &Value, second: &Value) -> (Value, Value) {
    if words.is_empty() || first == second {
        return (first.clone(), second.clone());
    }
    match (first, second) {
        // Keys are parts of paths, by which it is told what is sensitive: they stay.
        (Value::Object(first), Value::Object(second)) => folded_fields(words, first, second),
        (Value::Array(first), Value::Array(second)) if first.len() == second.len() => {
            let pairs =
                first.iter().zip(second).map(|(first, second)| folded(words, first, second));
            let (first, second): (Vec<Value>, Vec<Value>) = pairs.unzip();
            (first.into(), second.into())
        }
        (Value::Array(first), Value::Array(second)) => {
            let among = |own: &[Value], others: &[Value], which| -> Value {
                let kept = own.iter().map(|value| match others.contains(value) {
                    true => value.clone(),
                    false => with_references(value, words, which),
                });
                kept.collect()
            };
            (among(first, second, Which::First), among(second, first, Which::Second))
        }
        (first, second) => (
            with_references(first, words, Which::First),
            with_references(second, words, Which::Second),
        ),
    }
}

/// The fields of two objects, those of one name beside each other.
fn folded_fields(words: &[EnvironmentValue], first: &Object, second: &Object) -> (Value, Value) {
    let (mut own, mut others) = (Object::new(), Object::new());
    for (key, value) in first {
        let value = match second.get(key) {
            Some(other) => {
                let (value, other) = folded(words, value, other);
                others.insert(key.clone(), other);
                value
            }
            None => with_references(value, words, Which::First),
        };
        own.insert(key.clone(), value);
    }
    for (key, value) in second.iter().filter(|(key, _)| !first.contains_key(*key)) {
        others.insert(key.clone(), with_references(value, words, Which::Second));
    }
    (own.into(), others.into())
}

fn with_references(value: &Value, words: &[EnvironmentValue], which: Which) -> Value {
    match value {
        Value::String(text) => referring(text, words, which).into(),
        Value::Array(list) => {
            list.iter().map(|value| with_references(value, words, which)).collect()
        }
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), with_references(value, words, which)))
            .collect::<Object>()
            .into(),
        other => other.clone(),
    }
}

/// A text with references in place of the words of an environment, as far as they stand alone.
fn referring(text: &str, words: &[EnvironmentValue], which: Which) -> String {
    let [start, end, _] = unknown::RESERVED;
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(next) = rest.chars().next() {
        if next == start {
            // What is not known yet is an address, and no text of the environment.
            let length = rest.find(end).map_or(rest.len(), |at| at + end.len_utf8());
            written.push_str(&rest[..length]);
            (rest, before) = (&rest[length..], None);
            continue;
        }
        let found = words.iter().find(|word| stands_alone(rest, word.of(which), before));
        let length = match found {
            Some(word) => {
                written.push_str(&format!("${{{}}}", word.reference));
                word.of(which).len()
            }
            None => {
                written.push(next);
                next.len_utf8()
            }
        };
        before = rest[..length].chars().last();
        rest = &rest[length..];
    }
    written
}

/// Whether a text begins with a word that is not part of a longer one.
fn stands_alone(text: &str, word: &str, before: Option<char>) -> bool {
    let joins = |inside: Option<char>, outside: Option<char>| {
        inside.is_some_and(char::is_alphanumeric) && outside.is_some_and(char::is_alphanumeric)
    };
    text.strip_prefix(word).is_some_and(|after| {
        !joins(word.chars().next(), before) && !joins(word.chars().last(), after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words() -> Vec<EnvironmentValue> {
        let word = |reference, first: &str, second: &str| EnvironmentValue {
            reference,
            first: first.to_owned(),
            second: second.to_owned(),
        };
        vec![
            word("env.name_prefix", "shop-dev", "shop-prod"),
            word("env.account", "111111111111", "222222222222"),
            word("env.name", "dev", "prod"),
        ]
    }

    #[test]
    fn names_that_differ_by_the_environment_alone_are_the_same() {
        let first = json!({ "name": "shop-dev-api", "arn": "arn:aws:iam::111111111111:role/dev" });
        let second =
            json!({ "name": "shop-prod-api", "arn": "arn:aws:iam::222222222222:role/prod" });
        let (first, second) = folded(&words(), &first, &second);
        assert_eq!(first, second);
        assert_eq!(first["name"], "${env.name_prefix}-api");
        assert_eq!(first["arn"], "arn:aws:iam::${env.account}:role/${env.name}");
    }

    #[test]
    fn a_word_inside_of_another_is_none() {
        let (first, _) = folded(&words(), &json!("developer dev_x"), &json!(""));
        assert_eq!(first, "developer ${env.name}_x");
    }

    #[test]
    fn what_both_have_in_one_place_is_no_word_of_one() {
        let (first, second) = (json!({ "a": "dev", "b": ["dev"] }), json!({ "a": "dev", "b": [] }));
        let expected = (json!({ "a": "dev", "b": ["${env.name}"] }), second.clone());
        assert_eq!(folded(&words(), &first, &second), expected);
        let (first, second) = (json!(["dev", "a"]), json!(["x", "dev", "b"]));
        assert_eq!(folded(&words(), &first, &second), (first, second));
    }

    #[test]
    fn an_address_that_is_not_known_yet_stays() {
        let mark = unknown::mark("logs.log_group.dev.arn");
        let (first, _) = folded(&words(), &json!(format!("{mark}/dev")), &json!(""));
        assert_eq!(first, format!("{mark}/${{env.name}}"));
    }
}
