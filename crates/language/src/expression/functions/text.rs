//! Functions on text.
//!
//! Departure from Terraform: a `substr` of length 0 is empty from any offset.

use unicode_segmentation::UnicodeSegmentation as _;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, carries, examines};
use super::limits::{check_count, check_length};
use crate::value::Value;

pub(super) fn functions() -> Vec<Function> {
    vec![
        carries(
            "join(separator, list, …)",
            "The elements of the lists as one text.",
            2..=usize::MAX,
            join,
        ),
        examines("split(separator, text)", "The parts of a text, in a list.", 2..=2, split),
        examines("lower(text)", "The text in lower case.", 1..=1, lower),
        examines("upper(text)", "The text in upper case.", 1..=1, upper),
        examines(
            "title(text)",
            "The text with the first letter of each word in upper case.",
            1..=1,
            title,
        ),
        examines(
            "trim(text, characters)",
            "The text without these characters at its ends.",
            2..=2,
            trim,
        ),
        examines(
            "trimprefix(text, prefix)",
            "The text without the prefix, if it has it.",
            2..=2,
            trimprefix,
        ),
        examines(
            "trimsuffix(text, suffix)",
            "The text without the suffix, if it has it.",
            2..=2,
            trimsuffix,
        ),
        examines("trimspace(text)", "The text without white space at its ends.", 1..=1, trimspace),
        examines(
            "substr(text, offset, length)",
            "A part of the text; a negative offset counts from the end, a negative length means all the rest.",
            3..=3,
            substr,
        ),
        examines("startswith(text, prefix)", "Whether the text starts so.", 2..=2, startswith),
        examines("endswith(text, suffix)", "Whether the text ends so.", 2..=2, endswith),
        examines(
            "strcontains(text, part)",
            "Whether the part stands somewhere in the text.",
            2..=2,
            strcontains,
        ),
        examines("strrev(text)", "The characters of the text from last to first.", 1..=1, strrev),
        examines("chomp(text)", "The text without ends of lines at its end.", 1..=1, chomp),
        examines(
            "indent(spaces, text)",
            "The text with so many spaces before each line but the first.",
            2..=2,
            indent,
        ),
    ]
}

fn join(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let separator = arguments::text(arguments, 0, "the separator")?;
    let mut texts = Vec::new();
    for position in 1..arguments.len() {
        let list = arguments::list(arguments, position, "the list")?;
        texts.extend(arguments::texts(list, "each element")?);
    }
    let separators = texts.len().saturating_mul(separator.len());
    let length = texts.iter().map(|text| text.len()).sum::<usize>();
    check_length(length.saturating_add(separators))?;
    Ok(texts.join(&*separator).into())
}

/// An empty separator splits between all characters.
fn split(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let separator = arguments::text(arguments, 0, "the separator")?;
    let text = arguments::text(arguments, 1, "the text")?;
    let count = match separator.is_empty() {
        true => text.chars().count(),
        false => text.matches(&*separator).count(),
    };
    check_count(count)?;
    Ok(if separator.is_empty() {
        text.chars().map(String::from).collect()
    } else {
        text.split(&*separator).collect()
    })
}

fn lower(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let lower = |symbol: char| symbol.to_lowercase().next().unwrap_or(symbol);
    Ok(text.chars().map(lower).collect::<String>().into())
}

fn upper(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    Ok(text.chars().map(upper_case).collect::<String>().into())
}

/// One character becomes one character, as in Terraform: `ß` stays as it is.
fn upper_case(symbol: char) -> char {
    let mut upper = symbol.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) => single,
        _ => symbol,
    }
}

/// The first letter of each word in upper case. An apostrophe ends a word, as in Terraform.
fn title(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let mut starts_word = true;
    let title = text.chars().map(|symbol| {
        let titled = if starts_word { upper_case(symbol) } else { symbol };
        starts_word = if symbol.is_ascii() {
            !symbol.is_ascii_alphanumeric() && symbol != '_'
        } else {
            symbol.is_whitespace()
        };
        titled
    });
    Ok(title.collect::<String>().into())
}

fn trim(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let characters = arguments::text(arguments, 1, "the characters")?;
    Ok(text.trim_matches(|symbol| characters.contains(symbol)).into())
}

fn trimprefix(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let prefix = arguments::text(arguments, 1, "the prefix")?;
    Ok(text.strip_prefix(&*prefix).unwrap_or(&text).into())
}

fn trimsuffix(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let suffix = arguments::text(arguments, 1, "the suffix")?;
    Ok(text.strip_suffix(&*suffix).unwrap_or(&text).into())
}

fn trimspace(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    Ok(text.trim().into())
}

/// An offset below zero counts from the end; a length below zero means all the rest.
fn substr(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let offset = arguments::whole(arguments, 1, "the offset")?;
    let length = arguments::whole(arguments, 2, "the length")?;
    let back = usize::try_from(offset.saturating_neg()).unwrap_or(usize::MAX);
    let start = match usize::try_from(offset) {
        Ok(offset) => offset,
        Err(_) if offset < 0 => text.graphemes(true).count().saturating_sub(back),
        Err(_) => usize::MAX,
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(text.graphemes(true).skip(start).take(length).collect::<String>().into())
}

fn startswith(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let prefix = arguments::text(arguments, 1, "the prefix")?;
    Ok(text.starts_with(&*prefix).into())
}

fn endswith(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let suffix = arguments::text(arguments, 1, "the suffix")?;
    Ok(text.ends_with(&*suffix).into())
}

fn strcontains(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let part = arguments::text(arguments, 1, "the part")?;
    Ok(text.contains(&*part).into())
}

fn strrev(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    Ok(text.graphemes(true).rev().collect::<String>().into())
}

fn chomp(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    Ok(text.trim_end_matches(['\r', '\n']).into())
}

fn indent(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let spaces = arguments::whole(arguments, 0, "the number of spaces")?;
    let text = arguments::text(arguments, 1, "the text")?;
    let spaces = match usize::try_from(spaces) {
        Err(_) if spaces < 0 => {
            return Err(format!("the number of spaces must be 0 or more, but it is {spaces}"));
        }
        spaces => spaces.unwrap_or(usize::MAX),
    };
    let lines = text.matches('\n').count();
    check_length(lines.saturating_mul(spaces).saturating_add(text.len()))?;
    // With no line to indent, there may be any number of spaces.
    Ok(if lines == 0 { text } else { text.replace('\n', &format!("\n{:spaces$}", "")).into() }
        .into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use crate::expression::functions::testing::{call, expect, expect_errors};

    #[test]
    fn text_is_joined_and_split() {
        expect([
            ("join", json!(["-", ["eu", "west", 1]]), json!("eu-west-1")),
            ("join", json!([", ", ["a"], ["b", true]]), json!("a, b, true")),
            ("join", json!([",", []]), json!("")),
            ("join", json!([0, ["a", "b"]]), json!("a0b")),
            ("split", json!([",", "a,b,"]), json!(["a", "b", ""])),
            ("split", json!([",", ""]), json!([""])),
            ("split", json!(["", "äb"]), json!(["ä", "b"])),
            ("split", json!(["", ""]), json!([])),
        ]);
        expect_errors([
            ("join", json!([","]), "at least 2 arguments needed, but 1 given; call it as join("),
            ("join", json!([",", "a"]), "put it in brackets, as in [value]"),
            ("join", json!([",", ["a", null]]), "each element must be text, but null was given"),
            ("join", json!([",", [["a"]]]), "each element must be text"),
            ("join", json!(["x".repeat(1 << 14), vec![""; 1 << 12]]), "longer than"),
        ]);
    }

    #[test]
    fn letters_change_case() {
        expect([
            ("lower", json!(["ÄÖ Σ"]), json!("äö σ")),
            ("upper", json!(["straße 1"]), json!("STRAßE 1")),
            ("upper", json!([true]), json!("TRUE")),
            ("title", json!(["the queue's d-l_q éa"]), json!("The Queue'S D-L_q Éa")),
        ]);
        expect_errors([("upper", json!([["a"]]), "must be text")]);
    }

    #[test]
    fn ends_are_trimmed_and_looked_at() {
        expect([
            ("trim", json!(["?!order?!", "!?"]), json!("order")),
            ("trim", json!([" a ", ""]), json!(" a ")),
            ("trimprefix", json!(["arn:arn:aws", "arn:"]), json!("arn:aws")),
            ("trimprefix", json!(["aws", "arn:"]), json!("aws")),
            ("trimsuffix", json!(["example.org.", "."]), json!("example.org")),
            ("trimspace", json!(["\u{a0} a b\r\n"]), json!("a b")),
            ("startswith", json!(["arn:aws", "arn"]), json!(true)),
            ("startswith", json!([51, 5]), json!(true)),
            ("endswith", json!(["arn:aws", "arn"]), json!(false)),
        ]);
    }

    #[test]
    fn parts_are_counted_in_characters() {
        expect([
            ("substr", json!(["grüße", 1, 3]), json!("rüß")),
            ("substr", json!(["a👨‍👩‍👧b", 1, 1]), json!("👨‍👩‍👧")),
            ("substr", json!(["grüße", 2, -1]), json!("üße")),
            ("substr", json!(["grüße", -2, 1]), json!("ß")),
            ("substr", json!(["grüße", -9, 2]), json!("gr")),
            ("substr", json!(["grüße", 9, 2]), json!("")),
            ("substr", json!(["grüße", i64::MIN, i64::MAX]), json!("grüße")),
            ("substr", json!(["grüße", u64::MAX, -1]), json!("")),
            ("substr", json!(["grüße", "0", "1"]), json!("g")),
        ]);
        expect_errors([(
            "substr",
            json!(["a", 0.5, 1]),
            "must be a whole number, but the number 0.5",
        )]);
    }

    proptest! {
        #[test]
        fn joining_undoes_splitting(separator in "[a-c,é]{0,2}", text in "[a-c,é]{0,12}") {
            let parts = call("split", json!([separator, text])).unwrap();
            prop_assert_eq!(call("join", json!([separator, parts])), Ok(json!(text)));
        }

        #[test]
        fn a_cut_divides_the_text(text: String, at in 0..20_u8) {
            let start = call("substr", json!([text, 0, at])).unwrap();
            let rest = call("substr", json!([text, at, -1])).unwrap();
            prop_assert_eq!(call("join", json!(["", [start, rest]])), Ok(json!(text)));
        }
    }
}
