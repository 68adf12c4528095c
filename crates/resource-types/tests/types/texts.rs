//! Texts that fit a pattern and a length.

use language::schema::Pattern;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::random::Random;

/// What many patterns that look around take.
const COMMON: [&str; 12] = [
    "test", "a1b2", "test-1", "Test1234", "/test", "1.0.0", "a@example.com", "https://example.com",
    "arn:aws:service:eu-west-1:123456789012:thing/name",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:name", "example.com", "AbCd1234!xyz",
];

/// A text that fits, if one is found.
pub fn fitting(
    pattern: Option<&str>,
    least: usize,
    most: usize,
    random: &mut Random,
) -> Option<String> {
    let Some(pattern) = pattern else {
        return Some("x".repeat(least.max(3).min(most)));
    };
    let compiled = Pattern::compile(pattern)?;
    let fits = |text: &String| {
        let length = text.chars().count();
        (least..=most).contains(&length) && compiled.is_match(text)
    };
    let parsed = parsed(pattern).or_else(|| parsed(&without_looks(pattern)));
    let grown = [1, 2, 4, 8, 16, 40, 130, 600, 2100].into_iter().flat_map(|size| [size; 6]);
    let mut made = grown.filter_map(|size| {
        let mut text = String::new();
        write(parsed.as_ref()?, size, random, &mut text);
        let missing = least.saturating_sub(text.chars().count());
        let padded = format!("{text}{}", "x".repeat(missing));
        [text, padded].into_iter().find(|text| fits(text))
    });
    let common = || COMMON.into_iter().map(str::to_owned).find(|text| fits(text));
    made.next().or_else(common)
}

/// ECMAScript's pattern as the crate reads it, which mostly is the same.
fn parsed(pattern: &str) -> Option<Hir> {
    let pattern = pattern
        .replace("\\d", "[0-9]")
        .replace("\\w-", "\\w\\-")
        .replace("\\/", "/")
        .replace("\\Z", "$");
    regex_syntax::Parser::new().parse(&pattern).ok()
}

/// A pattern without what it says of the text around.
fn without_looks(pattern: &str) -> String {
    let mut rest = pattern;
    let mut written = String::new();
    while let Some(start) =
        ["(?!", "(?=", "(?<!", "(?<="].iter().filter_map(|look| rest.find(look)).min()
    {
        written.push_str(&rest[..start]);
        let mut depth = 0;
        let mut escaped = false;
        let end = rest[start..].char_indices().find(|(_, character)| {
            match character {
                _ if escaped => {}
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            escaped = *character == '\\' && !escaped;
            depth == 0
        });
        rest = end.map_or("", |(end, _)| &rest[start + end + 1..]);
    }
    written + rest
}

/// Writes a text of a form, in which what may be repeated is so up to `size` times.
fn write(form: &Hir, size: usize, random: &mut Random, text: &mut String) {
    match form.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let plain = |character: &char| class_has(class, *character);
            let letters: Vec<char> =
                ('a'..='z').chain('A'..='Z').chain('0'..='9').filter(plain).collect();
            let first = || class.ranges().first().map(|range| range.start());
            text.extend(random.pick(&letters).copied().or_else(first));
        }
        HirKind::Class(Class::Bytes(_)) => {}
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            let most =
                repetition.max.map_or(least + size, |most| (most as usize).min(least + size));
            let count = least + random.below(most - least + 1);
            (0..count).for_each(|_| write(&repetition.sub, size, random, text));
        }
        HirKind::Capture(capture) => write(&capture.sub, size, random, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, size, random, text)),
        HirKind::Alternation(forms) => {
            if let Some(form) = random.pick(forms) {
                write(form, size, random, text);
            }
        }
    }
}

fn class_has(class: &regex_syntax::hir::ClassUnicode, character: char) -> bool {
    class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&character))
}
