//! Regular expressions, and `replace`, which takes one between slashes.
//!
//! Terraform's expressions are those of Go. The `regex` crate matches by the same rules in the same
//! linear time, but reads a few things differently; a pattern is therefore translated first.
//! Departures that remain, all of them errors: octal escapes and two groups of one name.

use regex::{Captures, Regex};

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, examines};
use super::limits::check_length;
use super::words::{counted, excerpt};
use crate::value::{Object, Value};

/// The most texts that `regexall` captures.
const CAPTURE_LIMIT: usize = 1_000_000;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "regex(pattern, text)",
            "The first match: its groups, or the whole where there is none. No match is an error.",
            2..=2,
            first_match,
        ),
        examines("regexall(pattern, text)", "Every match, in a list.", 2..=2, all_matches),
        examines(
            "replace(text, search, replacement)",
            "The text with each occurrence replaced; a search between slashes is a pattern.",
            3..=3,
            replace,
        ),
    ]
}

fn first_match(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let pattern = arguments::text(arguments, 0, "the pattern")?;
    let text = arguments::text(arguments, 1, "the text")?;
    let regex = compile(&pattern)?;
    let shape = Shape::of(&regex)?;
    regex
        .captures(&text)
        .map(|captures| shape.value(&regex, &captures))
        .ok_or_else(|| {
            format!(
                "the pattern {} does not match the text; adapt it, or fall back with try(regex(…), value)",
                excerpt(&pattern)
            )
        })
}

fn all_matches(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let pattern = arguments::text(arguments, 0, "the pattern")?;
    let text = arguments::text(arguments, 1, "the text")?;
    let regex = compile(&pattern)?;
    let shape = Shape::of(&regex)?;
    let most = CAPTURE_LIMIT / regex.captures_len();
    let mut matches = Vec::new();
    for captures in regex.captures_iter(&text) {
        if matches.len() == most {
            return Err(format!(
                "the pattern matches more than {}, the most that are taken; use a more specific pattern",
                counted(most, "time")
            ));
        }
        matches.push(shape.value(&regex, &captures));
    }
    Ok(Value::Array(matches))
}

/// What a match becomes.
enum Shape {
    /// No groups: the text of the match.
    Text,
    /// Groups without names: a list of their texts.
    List,
    /// Groups with names: a map of their texts.
    Map,
}

impl Shape {
    fn of(regex: &Regex) -> Result<Self, String> {
        let groups = regex.captures_len().saturating_sub(1);
        match regex.capture_names().flatten().count() {
            _ if groups == 0 => Ok(Self::Text),
            0 => Ok(Self::List),
            named if named == groups => Ok(Self::Map),
            _ => Err(
                "the pattern must name all of its groups or none, but it names some; write (?P<name>…) or (?:…)"
                    .to_owned(),
            ),
        }
    }

    fn value(&self, regex: &Regex, captures: &Captures) -> Value {
        let group = |matched: Option<regex::Match>| matched.map(|matched| matched.as_str()).into();
        match self {
            Self::Text => group(captures.get(0)),
            Self::List => captures.iter().skip(1).map(group).collect(),
            Self::Map => regex
                .capture_names()
                .flatten()
                .map(|name| (name.to_owned(), group(captures.name(name))))
                .collect::<Object>()
                .into(),
        }
    }
}

/// Replaces text, or what a pattern between slashes matches; then `$1` and `${name}` stand for its
/// groups.
fn replace(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let search = arguments::text(arguments, 1, "the search text")?;
    let replacement = arguments::text(arguments, 2, "the replacement")?;
    let between_slashes = search.strip_prefix('/').and_then(|search| search.strip_suffix('/'));
    let Some(pattern) = between_slashes else {
        let growth = text.matches(&*search).count().saturating_mul(replacement.len());
        check_length(text.len().saturating_add(growth))?;
        return Ok(text.replace(&*search, &replacement).into());
    };
    let regex = compile(pattern)?;
    let mut result = String::new();
    let mut end = 0;
    for captures in regex.captures_iter(&text) {
        let Some(matched) = captures.get(0) else {
            continue;
        };
        result.push_str(text.get(end..matched.start()).unwrap_or_default());
        captures.expand(&replacement, &mut result);
        end = matched.end();
        check_length(result.len())?;
    }
    result.push_str(text.get(end..).unwrap_or_default());
    Ok(result.into())
}

fn compile(pattern: &str) -> Result<Regex, String> {
    Regex::new(&translate(pattern)).map_err(|error| {
        // The crate draws the pattern on several lines; the reason is in the last one.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default();
        format!(
            "{} is not a regular expression: {}",
            excerpt(pattern),
            reason.trim_start_matches("error: ")
        )
    })
}

/// Writes a pattern of Go's as one of the crate's: `\d`, `\w`, `\s` and `\b` know ASCII only, `{` is
/// literal unless it counts, `\Q…\E` quotes, `\<` is a character, and brackets do not nest.
fn translate(pattern: &str) -> String {
    let mut result = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(symbol) = rest.chars().next() {
        let after = rest.get(symbol.len_utf8()..).unwrap_or_default();
        rest = match symbol {
            '\\' if after.starts_with('Q') => {
                let quoted = after.get(1..).unwrap_or_default();
                let (quoted, after) = quoted.split_once("\\E").unwrap_or((quoted, ""));
                result.push_str(&regex::escape(quoted));
                after
            }
            '\\' => escape(after, false, &mut result),
            '[' => class(after, &mut result),
            '{' => match repetition(after) {
                Some(count) => copy(rest, count + 1, &mut result),
                None => literal(symbol, after, &mut result),
            },
            '}' => literal(symbol, after, &mut result),
            _ => copy(rest, symbol.len_utf8(), &mut result),
        };
    }
    result
}

/// What stands between brackets, from behind the opening one.
fn class<'a>(mut rest: &'a str, result: &mut String) -> &'a str {
    result.push('[');
    if let Some(after) = rest.strip_prefix('^') {
        result.push('^');
        rest = after;
    }
    let mut is_first = true;
    while let Some(symbol) = rest.chars().next() {
        let after = rest.get(symbol.len_utf8()..).unwrap_or_default();
        rest = match symbol {
            ']' if !is_first => return copy(rest, 1, result),
            '\\' => escape(after, true, result),
            '[' => match class_name(after) {
                Some(length) => copy(rest, length + 1, result),
                None => literal(symbol, after, result),
            },
            // The range from some character to `-`, or a `-` that starts a range.
            '-' if after.starts_with('-') => {
                result.push_str(if is_first { r"\--" } else { r"-\-" });
                after.get(1..).unwrap_or_default()
            }
            ']' | '&' | '~' => literal(symbol, after, result),
            _ => copy(rest, symbol.len_utf8(), result),
        };
        is_first = false;
    }
    rest
}

/// What follows a backslash.
fn escape<'a>(after: &'a str, in_class: bool, result: &mut String) -> &'a str {
    let Some(symbol) = after.chars().next() else {
        result.push('\\');
        return after;
    };
    let rest = after.get(symbol.len_utf8()..).unwrap_or_default();
    let translated = match symbol {
        'd' => "[0-9]",
        'D' => "[^0-9]",
        'w' => "[0-9A-Za-z_]",
        'W' => "[^0-9A-Za-z_]",
        's' => r"[\t\n\f\r ]",
        'S' => r"[^\t\n\f\r ]",
        'b' if !in_class => r"(?-u:\b)",
        'B' if !in_class => r"(?-u:\B)",
        '<' | '>' => return copy(after, 1, result),
        'p' | 'P' | 'x' if rest.starts_with('{') => {
            result.push('\\');
            let end = after.find('}').map_or(after.len(), |end| end + 1);
            return copy(after, end, result);
        }
        _ => {
            result.push('\\');
            return copy(after, symbol.len_utf8(), result);
        }
    };
    result.push_str(translated);
    rest
}

/// How long `:alpha:]` is, from behind the opening bracket.
fn class_name(rest: &str) -> Option<usize> {
    let is_letter = |symbol: char| symbol.is_ascii_lowercase();
    let name = rest.strip_prefix(':')?;
    let after = name.trim_start_matches('^').trim_start_matches(is_letter);
    length_before(rest, after.strip_prefix(":]")?)
}

/// How long the counts and the closing brace of a repetition are, from behind the opening one.
fn repetition(rest: &str) -> Option<usize> {
    let is_digit = |symbol: char| symbol.is_ascii_digit();
    let behind_least = rest.strip_prefix(is_digit)?.trim_start_matches(is_digit);
    let after = behind_least
        .strip_prefix(',')
        .map_or(behind_least, |most| most.trim_start_matches(is_digit));
    length_before(rest, after.strip_prefix('}')?)
}

/// How much of `text` stands before its end `after`.
fn length_before(text: &str, after: &str) -> Option<usize> {
    text.len().checked_sub(after.len())
}

fn copy<'a>(rest: &'a str, length: usize, result: &mut String) -> &'a str {
    let (copied, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
    result.push_str(copied);
    rest
}

fn literal<'a>(symbol: char, after: &'a str, result: &mut String) -> &'a str {
    result.push('\\');
    result.push(symbol);
    after
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use crate::expression::functions::testing::{call, expect, expect_errors};

    #[test]
    fn a_match_takes_the_shape_of_its_groups() {
        expect([
            ("regex", json!(["[a-z]+", "42ab7cd"]), json!("ab")),
            ("regex", json!([r"(\d+)\.(\d+)(-rc)?", "v1.22"]), json!(["1", "22", null])),
            (
                "regex",
                json!([r"(?P<service>\w+)\.(?P<region>[\w-]+)", "s3.eu-west-1"]),
                json!({"service": "s3", "region": "eu-west-1"}),
            ),
            ("regex", json!(["(?P<a>x)|(?P<b>y)", "y"]), json!({"a": null, "b": "y"})),
            ("regexall", json!(["[a-z]+", "42ab7cd"]), json!(["ab", "cd"])),
            ("regexall", json!(["(a)(b)?", "a ab"]), json!([["a", null], ["a", "b"]])),
            ("regexall", json!(["x", "42"]), json!([])),
            ("regexall", json!(["b*", "abc"]), json!(["", "b", ""])),
        ]);
        expect_errors([
            ("regex", json!(["[a-z]", "42"]), "does not match the text; adapt it"),
            ("regex", json!(["(?P<a>x)(y)", "xy"]), "name all of its groups or none"),
            ("regexall", json!(["(", "x"]), "\"(\" is not a regular expression: unclosed group"),
            ("regexall", json!(["(?:)", "x".repeat(1_000_000)]), "more than 1000000 times"),
            ("regex", json!(["a{1000}{1000}{1000}", "a"]), "size limit"),
        ]);
    }

    #[test]
    fn patterns_are_those_of_go() {
        for (pattern, text, matched) in [
            (r"\d+", "٣3", "3"),
            (r"\w+", "éa", "a"),
            (r"\bé|\ba", "éa", "a"),
            (r"\s", "\u{a0} ", " "),
            (r"[\d-]+", "a1-2", "1-2"),
            (r"[^\d]+", "1ab", "ab"),
            (r"[[a]+", "x[a[", "[a["),
            (r"[]a]+", "xa]", "a]"),
            (r"[a&&b]+", "&b", "&b"),
            (r"[~~]", "~", "~"),
            (r"[+--]+", ",-", ",-"),
            (r"[[:alpha:]]+", "éab", "ab"),
            (r"{(?:.*)}", "x{y}", "{y}"),
            (r"a{,2}", "aa{,2}", "a{,2}"),
            (r"a{2}", "aaa", "aa"),
            (r"\Qa.b\E+", "axb a.bb", "a.bb"),
            (r"\<\/\>", "</>", "</>"),
            (r"\p{Greek}\x{41}\pL", "αAé", "αAé"),
            (r"\$\{x\}", "${x}", "${x}"),
            (r"(?U)a+", "aa", "a"),
        ] {
            assert_eq!(call("regex", json!([pattern, text])), Ok(json!(matched)), "{pattern}");
        }
        for pattern in
            [r"\", r"[\", "[", "[^", "[[:", r"\p{", r"\Z", "a{2,1}", "(?<", "[a--b]", r"\1"]
        {
            assert!(call("regexall", json!([pattern, ""])).is_err(), "{pattern}");
        }
    }

    #[test]
    fn text_and_patterns_are_replaced() {
        expect([
            ("replace", json!(["a.b.c", ".", "-"]), json!("a-b-c")),
            ("replace", json!(["ab", "", "-"]), json!("-a-b-")),
            ("replace", json!(["a/b", "/", "$1"]), json!("a$1b")),
            ("replace", json!(["hello", "/l+/", "L"]), json!("heLo")),
            ("replace", json!(["ab", "/(a)(b)/", "$2$1$$"]), json!("ba$")),
            ("replace", json!(["ab", "/(?P<x>a)/", "${x}x$x-$xx"]), json!("axa-b")),
            ("replace", json!(["baaac", "/a*/", "X"]), json!("XbXcX")),
            ("replace", json!(["éa", "//", "x"]), json!("xéxax")),
        ]);
        expect_errors([
            ("replace", json!(["a", "/[/", ""]), "unclosed character class"),
            ("replace", json!(["a".repeat(5000), "a", "b".repeat(5000)]), "longer than"),
            ("replace", json!(["a".repeat(5000), "/a/", "b".repeat(5000)]), "longer than"),
        ]);
    }

    proptest! {
        #[test]
        fn no_pattern_panics(pattern in r"[\[\]\\(){}a-c^?*+|&~:,0-9QEPpxbdw<>-]{0,12}", text in "[a-c\\[1é]{0,6}") {
            let _ = call("regexall", json!([pattern, text]));
            let _ = call("replace", json!([text, format!("/{pattern}/"), "$1"]));
        }

        #[test]
        fn quoted_text_matches_itself(text in "[^\\\\]{1,20}") {
            let pattern = format!("\\Q{text}\\E");
            prop_assert_eq!(call("regex", json!([pattern, text])), Ok(json!(text)));
        }
    }
}
