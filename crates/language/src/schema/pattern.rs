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

/// The most steps back for one text.
const BACKTRACKING: usize = 100_000;

impl Pattern {
    /// Compiles a pattern, once for the life of the program: a stack of 10,000 resources checks the same few. `None`
    /// for one that cannot be read.
    pub fn compile(pattern: &str) -> Option<Arc<Self>> {
        static PATTERNS: LazyLock<Mutex<HashMap<String, Option<Arc<Pattern>>>>> =
            LazyLock::new(Mutex::default);
        let patterns = || PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = patterns().get(pattern) {
            return known.clone();
        }
        // Others go on meanwhile: some patterns take a while.
        let compiled = Self::new(pattern).map(Arc::new);
        patterns().insert(pattern.to_owned(), compiled.clone());
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
                let looking = |pattern: &str| {
                    let mut builder = fancy_regex::RegexBuilder::new(pattern);
                    builder.delegate_size_limit(SIZE).backtrack_limit(BACKTRACKING);
                    builder.build().ok().map(Self::Looking)
                };
                looking(&written).or_else(|| looking(&translated(pattern, true)))
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
/// their own, a class such as `\w` is not an end of a range, `\d` and `\w` take the digits and letters of all scripts, and
/// there are no halves of characters as in UTF-16. `loosely` leaves out how often something is repeated at most.
fn translated(pattern: &str, loosely: bool) -> String {
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut in_class = false;
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        let escape = escape(rest);
        let length = escape.map_or(character.len_utf8(), str::len);
        let (token, after) = rest.split_at(length);
        rest = after;
        match (token, in_class) {
            ("\\d", true) => written.push_str("0-9"),
            ("\\d", false) => written.push_str("[0-9]"),
            ("\\w", true) => written.push_str("0-9A-Za-z_"),
            ("\\w", false) => written.push_str("[0-9A-Za-z_]"),
            ("\\Z", false) => written.push_str("\\z"),
            ("\\/", _) => written.push('/'),
            // Pairs of halves stand for all characters that UTF-16 writes with two.
            (half, true) if is_half(half) => {
                while let Some(half) = after_half(rest) {
                    rest = half;
                }
                written.push_str("\\x{10000}-\\x{10FFFF}");
            }
            ("[", true) => written.push_str("\\["),
            ("[", false) => {
                in_class = true;
                written.push('[');
                if let Some(after) = rest.strip_prefix('^') {
                    written.push('^');
                    rest = after;
                }
            }
            ("]", true) => {
                in_class = false;
                written.push(']');
            }
            ("&" | "~", true) => {
                written.push('\\');
                written.push_str(token);
            }
            ("-", true)
                if rest.starts_with('-') || is_class(self::escape(rest).unwrap_or_default()) =>
            {
                written.push_str("\\-");
            }
            ("{", false) if loosely => {
                match rest.split_once('}').map(|(counts, after)| (repeated(counts), after)) {
                    Some((Some(least), after)) => {
                        written.push(if least == 0 { '*' } else { '+' });
                        rest = after;
                    }
                    _ => written.push('{'),
                }
            }
            _ => written.push_str(token),
        }
        if in_class
            && is_class(token)
            && let Some(after) = rest.strip_prefix('-')
        {
            written.push_str("\\-");
            rest = after;
        }
    }
    written
}

/// The escape that a pattern starts with.
fn escape(pattern: &str) -> Option<&str> {
    let name = pattern.strip_prefix('\\')?.chars().next()?;
    let length = match name {
        'u' if pattern.get(2..6).is_some_and(|digits| u32::from_str_radix(digits, 16).is_ok()) => 6,
        'p' | 'P' if pattern.get(2..3) == Some("{") => pattern.find('}')? + 1,
        other => 1 + other.len_utf8(),
    };
    pattern.get(..length)
}

/// Whether an escape stands for several characters.
fn is_class(escape: &str) -> bool {
    let name = escape.strip_prefix('\\').and_then(|name| name.chars().next());
    name.is_some_and(|name| "dDwWsSpP".contains(name))
}

/// Whether an escape is one half of a character, as UTF-16 has them.
fn is_half(escape: &str) -> bool {
    let code = escape.strip_prefix("\\u").and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.is_some_and(|code| (0xD800..0xE000).contains(&code))
}

/// What follows on another half, where a pattern starts with one or with a range to one.
fn after_half(pattern: &str) -> Option<&str> {
    let half = pattern.strip_prefix('-').unwrap_or(pattern);
    let escape = escape(half).filter(|escape| is_half(escape))?;
    half.strip_prefix(escape)
}

/// The least of two counts, such as `1` of `1,64`.
fn repeated(counts: &str) -> Option<usize> {
    let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
    let is_count = most.is_empty() || most.parse::<usize>().is_ok();
    least.parse().ok().filter(|_| is_count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        match Pattern::compile(pattern) {
            Some(compiled) => compiled.is_match(text),
            None => panic!("{pattern} is not read"),
        }
    }

    #[test]
    fn classes_are_those_of_ecmascript() {
        assert!(fits("^[\\w-.~]+$", "a-b.c"));
        assert!(fits("^[a-zA-Z0-9\\s-_()]+$", "a b-c"));
        assert!(fits("^[^[]+$", "a&b"));
        assert!(!fits("^[^[]+$", "a[b"));
        assert!(!fits("^\\d+$", "\u{663}"), "a digit of another script");
        assert!(fits("^[A-Z&&]+$", "A&B"));
    }

    #[test]
    fn halves_of_characters_stand_for_whole_ones() {
        let pattern = "^[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDBFF-\\uDC00\\uDFFF\\t]*$";
        assert!(fits(pattern, "plain, \u{1F600} and a tab\t"));
        assert!(!fits(pattern, "a line\n"));
    }

    #[test]
    fn patterns_may_look_around() {
        assert!(fits("^(?!aws:).+$", "team"));
        assert!(!fits("^(?!aws:).+$", "aws:team"));
    }

    #[test]
    fn a_pattern_that_needs_too_much_memory_is_taken_without_its_counts() {
        assert!(fits("^(\\p{L}{1,3000},){1,9}$", "a,b,"));
        assert!(!fits("^(\\p{L}{1,3000},){1,9}$", "a,7,"));
    }
}
