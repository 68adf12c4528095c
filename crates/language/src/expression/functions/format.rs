//! `format` and `formatlist`: a template whose `%` verbs are filled with values.

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, carries};
use super::limits::check_length;
use super::verbs::{VERBS, Verb};
use super::words::{counted, excerpt};
use crate::value::{Value, unknown};

/// The largest width and precision. A larger one is a mistake and would fill the memory.
const WIDTH_LIMIT: usize = 10_000;

pub(super) fn functions() -> Vec<Function> {
    vec![
        carries(
            "format(template, value, …)",
            "The template with its `%` verbs filled: `%s`, `%d`, `%05.2f`, `%q`, `%v`.",
            1..=usize::MAX,
            format,
        ),
        carries(
            "formatlist(template, value or list, …)",
            "`format` for each element of the lists.",
            1..=usize::MAX,
            formatlist,
        ),
    ]
}

/// A template between and at its verbs.
#[derive(Debug)]
enum Piece<'a> {
    Literal(&'a str),
    Verb(Verb),
}

fn format(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let template = arguments::text(arguments, 0, "the template")?;
    let values: Vec<&Value> = arguments.iter().skip(1).collect();
    fill(&parse(&template)?, &values).map(Value::String)
}

/// One text for each element of the lists among the values, all of one length; other values are the
/// same in each text.
fn formatlist(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let template = arguments::text(arguments, 0, "the template")?;
    let pieces = parse(&template)?;
    let values = || arguments.iter().skip(1);
    let mut lists = values().filter_map(Value::as_array);
    let count = lists.next().map_or(1, Vec::len);
    if let Some(other) = lists.find(|list| list.len() != count) {
        return Err(format!(
            "all lists must have one length, but one has {} and another {}; make them equal",
            counted(count, "element"),
            counted(other.len(), "element")
        ));
    }
    let mut texts = Vec::new();
    let mut length = 0_usize;
    for position in 0..count {
        let row: Vec<&Value> = values()
            .map(|value| match value {
                Value::Array(list) => list.get(position).unwrap_or(&Value::Null),
                other => other,
            })
            .collect();
        let text = fill(&pieces, &row)?;
        length = length.saturating_add(text.len());
        check_length(length)?;
        texts.push(text);
    }
    Ok(texts.into())
}

/// Whether all unknown text among the values is inserted as it is: by `%s` or `%v`, without a width
/// that would depend on its length. A template that cannot be read is left to fail.
pub(super) fn inserts_unchanged(arguments: &[Value]) -> bool {
    let template = arguments::text(arguments, 0, "the template").unwrap_or_default();
    parse(&template).unwrap_or_default().iter().all(|piece| match piece {
        Piece::Literal(_) => true,
        Piece::Verb(verb) => {
            let value = arguments.get(verb.position.saturating_add(1));
            verb.inserts_unchanged() || !value.is_some_and(unknown::in_value)
        }
    })
}

fn fill(pieces: &[Piece], values: &[&Value]) -> Result<String, String> {
    let needed = pieces.iter().map(|piece| match piece {
        Piece::Literal(_) => 0,
        Piece::Verb(verb) => verb.position.saturating_add(1),
    });
    let needed = needed.max().unwrap_or(0);
    if needed != values.len() {
        return Err(format!(
            "the template takes {}, but {} given; give each verb one value",
            counted(needed, "value"),
            match values.len() {
                1 => "1 was".to_owned(),
                several => format!("{several} were"),
            }
        ));
    }
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Verb(verb) => {
                let value = values.get(verb.position).unwrap_or(&&Value::Null);
                text.push_str(&verb.render(value)?);
            }
        }
        check_length(text.len())?;
    }
    Ok(text)
}

fn parse(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = template;
    let mut position = 0;
    while let Some((literal, after)) = rest.split_once('%') {
        pieces.push(Piece::Literal(literal));
        if let Some(after) = after.strip_prefix('%') {
            pieces.push(Piece::Literal("%"));
            rest = after;
            continue;
        }
        let (verb, after) = parse_verb(after, position)?;
        position = verb.position.saturating_add(1);
        pieces.push(Piece::Verb(verb));
        rest = after;
    }
    pieces.push(Piece::Literal(rest));
    Ok(pieces)
}

/// Flags, width, precision, `[index]` and the letter; then what follows them.
fn parse_verb(text: &str, next_position: usize) -> Result<(Verb, &str), String> {
    let rest = text.trim_start_matches(['+', '-', ' ', '0', '#']);
    let flags = before(text, rest);
    let (width, rest) = parse_count(rest, "width")?;
    let (precision, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (precision, rest) = parse_count(rest, "precision")?;
            (Some(precision), rest)
        }
        None => (None, rest),
    };
    let (position, rest) = match rest.strip_prefix('[') {
        Some(rest) => parse_index(rest)?,
        None => (next_position, rest),
    };
    let mut symbols = rest.chars();
    let letter =
        symbols.next().ok_or("the template ends within a verb; write %% for a percent sign")?;
    if !VERBS.contains(letter) {
        return Err(format!(
            "%{letter} is not a verb; use %s for text, %d for whole numbers, %f for decimals, %v for anything, or %% for a percent sign"
        ));
    }
    let verb = Verb {
        letter,
        plus: flags.contains('+'),
        space: flags.contains(' '),
        left: flags.contains('-'),
        zeros: flags.contains('0'),
        sharp: flags.contains('#'),
        width,
        precision,
        position,
    };
    Ok((verb, symbols.as_str()))
}

/// The number at the start, 0 if there is none.
fn parse_count<'a>(text: &'a str, what: &str) -> Result<(usize, &'a str), String> {
    let rest = text.trim_start_matches(|symbol: char| symbol.is_ascii_digit());
    let digits = before(text, rest);
    if digits.is_empty() {
        return Ok((0, rest));
    }
    match digits.parse() {
        Ok(count) if count <= WIDTH_LIMIT => Ok((count, rest)),
        _ => Err(format!(
            "a {what} must be at most {WIDTH_LIMIT}, but it is {}; use a smaller one",
            excerpt(digits)
        )),
    }
}

/// What of `text` stands before its end `rest`.
fn before<'a>(text: &'a str, rest: &str) -> &'a str {
    let length = text.len().saturating_sub(rest.len());
    text.get(..length).unwrap_or_default()
}

/// The position that `1]` stands for, from behind the opening bracket.
fn parse_index(text: &str) -> Result<(usize, &str), String> {
    text.split_once(']')
        .and_then(|(index, rest)| {
            let is_number = index.bytes().all(|byte| byte.is_ascii_digit());
            let index: usize = index.parse().ok().filter(|_| is_number)?;
            Some((index.checked_sub(1)?, rest))
        })
        .ok_or_else(|| {
            "an index must be the number of a value, counted from 1; write it as in %[1]s"
                .to_owned()
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::expression::functions::testing::{any_value, call, expect, expect_errors};

    #[test]
    fn values_fill_their_verbs() {
        expect([
            ("format", json!(["plain"]), json!("plain")),
            ("format", json!(["%s-%s", "eu", 1]), json!("eu-1")),
            ("format", json!(["100%% of %s%%", "é"]), json!("100% of é%")),
            ("format", json!(["%[2]s %[1]s %s", "a", "b"]), json!("b a b")),
            ("format", json!(["%[2]s", "a", "b"]), json!("b")),
            ("format", json!(["%5[1]s|%[1]d", 7]), json!("    7|7")),
        ]);
        expect_errors([
            ("format", json!(["%s"]), "the template takes 1 value, but 0 were given"),
            ("format", json!(["%s", "a", "b"]), "the template takes 1 value, but 2 were given"),
            ("format", json!(["x", "a"]), "the template takes 0 values, but 1 was given"),
            ("format", json!(["%[2]s", "a"]), "the template takes 2 values"),
            ("format", json!(["%z", "a"]), "%z is not a verb; use %s"),
            ("format", json!(["a%", "a"]), "ends within a verb"),
            ("format", json!(["%[0]s", "a"]), "counted from 1"),
            ("format", json!(["%[1s", "a"]), "counted from 1"),
            (
                "format",
                json!(["%[18446744073709551615]s", "a"]),
                "takes 18446744073709551615 values",
            ),
            ("format", json!(["%10001s", "a"]), "a width must be at most 10000"),
            ("format", json!(["%.99999999999999999999f", 1]), "a precision must be at most 10000"),
            ("format", json!([["a"]]), "the template must be text"),
        ]);
        let bomb = "%[1]s".repeat(100);
        let error = call("format", json!([bomb, "x".repeat(1 << 20)])).unwrap_err();
        assert!(error.contains("longer than"), "{error}");
    }

    #[test]
    fn lists_are_formatted_element_by_element() {
        expect([
            ("formatlist", json!(["%s.%s", ["a", "b"], "org"]), json!(["a.org", "b.org"])),
            ("formatlist", json!(["%s=%d", ["a", "b"], [1, 2]]), json!(["a=1", "b=2"])),
            ("formatlist", json!(["%s", []]), json!([])),
            ("formatlist", json!(["%v", null]), json!(["null"])),
            ("formatlist", json!(["x"]), json!(["x"])),
        ]);
        expect_errors([
            ("formatlist", json!(["%s%s", ["a"], []]), "one has 1 element and another 0 elements"),
            ("formatlist", json!(["%s", [["a"]]]), "%s"),
        ]);
    }

    #[test]
    fn unknown_text_passes_where_it_is_inserted_as_it_is() {
        let id = unknown::mark("vpc.id");
        for (template, passes) in [
            ("%s-%d", true),
            ("%v-%03d", true),
            ("%5s-%d", false),
            ("%q-%d", false),
            ("%.3s-%d", false),
            ("%[2]5d-%[1]s", true),
            ("%z", true),
        ] {
            assert_eq!(
                inserts_unchanged(&[json!(template), json!(id), json!(1)]),
                passes,
                "{template}"
            );
            assert_eq!(
                inserts_unchanged(&[json!(template), json!([id]), json!(1)]),
                passes,
                "{template}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_template_panics(template in "[%a-zA-Z0-9+#. \\[\\]é*-]{0,12}", values in prop::collection::vec(any_value(), 0..4)) {
            let mut arguments = vec![json!(template)];
            arguments.extend(values);
            let _ = call("format", json!(arguments.clone()));
            let _ = call("formatlist", json!(arguments));
        }

        #[test]
        fn text_is_inserted_as_it_is(before in "[^%]{0,6}", text: String, after in "[^%]{0,6}") {
            let template = format!("{before}%s{after}");
            prop_assert_eq!(call("format", json!([template, text.clone()])), Ok(json!(before + &text + &after)));
        }
    }
}
