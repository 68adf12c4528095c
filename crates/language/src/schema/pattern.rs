//! Regular expressions of schemas, which are ECMAScript's and, where AWS writes them, often Java's.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex::Regex;

/// A pattern, compiled.
#[derive(Debug)]
pub enum Pattern {
    Plain(Regex),
    /// One that looks around or back.
    Looking(fancy_regex::Regex),
}

/// The most memory for one pattern. `^\w{1,1024}$` needs more where `\w` is any letter of Unicode.
const SIZE: usize = 2 << 20;

impl Pattern {
    /// Compiles a pattern, once for the life of the program: a stack of 10,000 resources checks the same few. `None`
    /// for one that cannot be read.
    pub fn compile(pattern: &str) -> Option<Arc<Self>> {
        static PATTERNS: LazyLock<Mutex<HashMap<String, Option<Arc<Pattern>>>>> =
            LazyLock::new(Mutex::default);
        let mut patterns = PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = patterns.get(pattern) {
            return known.clone();
        }
        let compiled = Self::new(pattern).map(Arc::new);
        patterns.insert(pattern.to_owned(), compiled.clone());
        compiled
    }

    fn new(pattern: &str) -> Option<Self> {
        let plain = |pattern: &str| {
            let built = regex::RegexBuilder::new(pattern).size_limit(SIZE).build();
            built.map(Self::Plain)
        };
        let written = translated(pattern, false);
        match plain(&written) {
            Ok(pattern) => Some(pattern),
            // Its form without its counts is better than nothing.
            Err(regex::Error::CompiledTooBig(_)) => plain(&translated(pattern, true)).ok(),
            Err(_) => {
                let looking =
                    fancy_regex::RegexBuilder::new(&written).delegate_size_limit(SIZE).build();
                looking.ok().map(Self::Looking)
            }
        }
    }

    /// Whether a text fits. One that takes too long to compare does.
    pub fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Plain(pattern) => pattern.is_match(text),
            Self::Looking(pattern) => pattern.is_match(text).unwrap_or(true),
        }
    }
}

/// A pattern in the syntax of the `regex` crate: there, brackets and double signs within a class have a meaning of
/// their own, and `\d` and `\w` take the digits and letters of all scripts. `loosely` leaves out how often something
/// is repeated at most.
fn translated(pattern: &str, loosely: bool) -> String {
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut in_class = false;
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let digits = if in_class { "0-9" } else { "[0-9]" };
                let letters = if in_class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" };
                match characters.next() {
                    Some('d') => written.push_str(digits),
                    Some('w') => written.push_str(letters),
                    Some('Z') if !in_class => written.push_str("\\z"),
                    Some('/') => written.push('/'),
                    Some(other) => written.extend(['\\', other]),
                    None => written.push('\\'),
                }
            }
            '[' if in_class => written.push_str("\\["),
            '[' => {
                in_class = true;
                written.push('[');
                if characters.next_if_eq(&'^').is_some() {
                    written.push('^');
                }
            }
            ']' if in_class => {
                in_class = false;
                written.push(']');
            }
            '&' | '~' if in_class => written.extend(['\\', character]),
            '-' if in_class && characters.peek() == Some(&'-') => written.push_str("\\-"),
            '{' if !in_class && loosely => {
                let counts: String = characters.clone().take_while(|c| *c != '}').collect();
                match repeated(&counts) {
                    Some(least) => {
                        written.push(if least == 0 { '*' } else { '+' });
                        characters.nth(counts.len());
                    }
                    None => written.push('{'),
                }
            }
            other => written.push(other),
        }
    }
    written
}

/// The least of two counts, such as `1` of `1,64`.
fn repeated(counts: &str) -> Option<usize> {
    let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
    let is_count = most.is_empty() || most.parse::<usize>().is_ok();
    least.parse().ok().filter(|_| is_count)
}
