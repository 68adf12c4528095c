//! The formats of `formatdate`: the same letter once or several times in a row, and between `'` what stays as it is.

use super::super::words::excerpt;
use super::timestamp::Timestamp;

/// The time in a format.
pub(super) fn written(format: &str, time: &Timestamp) -> Result<String, String> {
    let mut text = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let (part, behind) = match first {
            '\'' => quoted(rest)?,
            letter if letter.is_ascii_alphabetic() => {
                let length = rest.len() - rest.trim_start_matches(letter).len();
                let (verb, behind) = rest.split_at(length);
                (of_verb(letter, verb, time)?, behind)
            }
            other => (other.to_string(), rest.strip_prefix(other).unwrap_or_default()),
        };
        text.push_str(&part);
        rest = behind;
    }
    Ok(text)
}

/// What stands between two `'`, where two in a row stand for one; and what is behind. Two that have nothing between them
/// are one, too.
fn quoted(text: &str) -> Result<(String, &str), String> {
    if let Some(behind) = text.strip_prefix("''") {
        return Ok(("'".to_owned(), behind));
    }
    let mut literal = String::new();
    let mut rest = text.strip_prefix('\'').unwrap_or(text);
    while let Some((before, behind)) = rest.split_once('\'') {
        literal.push_str(before);
        match behind.strip_prefix('\'') {
            Some(behind) => {
                literal.push('\'');
                rest = behind;
            }
            None => return Ok((literal, behind)),
        }
    }
    Err("the format has a ' that is not closed; write two of them, or another behind the text"
        .to_owned())
}

fn of_verb(letter: char, verb: &str, time: &Timestamp) -> Result<String, String> {
    let date = time.date();
    let twelve = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if time.hour() < 12 { "am" } else { "pm" };
    let (month, weekday) = (date.month().to_string(), date.weekday().to_string());
    let short = |name: &str| name.chars().take(3).collect::<String>();
    Ok(match (letter, verb.len()) {
        ('Y', 2) => format!("{:02}", date.year() % 100),
        ('Y', 4) => format!("{:04}", date.year()),
        ('M', 1) => u8::from(date.month()).to_string(),
        ('M', 2) => format!("{:02}", u8::from(date.month())),
        ('M', 3) => short(&month),
        ('M', 4) => month,
        ('D', 1) => date.day().to_string(),
        ('D', 2) => format!("{:02}", date.day()),
        ('E', 3) => short(&weekday),
        ('E', 4) => weekday,
        ('h', 1) => time.hour().to_string(),
        ('h', 2) => format!("{:02}", time.hour()),
        ('H', 1) => twelve.to_string(),
        ('H', 2) => format!("{twelve:02}"),
        ('A', 2) => half.to_uppercase(),
        ('a', 2) => half.to_owned(),
        ('m', 1) => time.minute().to_string(),
        ('m', 2) => format!("{:02}", time.minute()),
        ('s', 1) => time.second().to_string(),
        ('s', 2) => format!("{:02}", time.second()),
        ('Z', 1) if time.is_utc() => "Z".to_owned(),
        ('Z', 3) if time.is_utc() => "UTC".to_owned(),
        ('Z', 1 | 5) => time.offset(":"),
        ('Z', 3 | 4) => time.offset(""),
        _ => {
            return Err(format!(
                "{} is not part of a date; write {}, or put it between two '",
                excerpt(verb),
                known(letter)
            ));
        }
    })
}

/// What may be meant by a letter.
fn known(letter: char) -> &'static str {
    match letter.to_ascii_uppercase() {
        'Y' => "YY or YYYY",
        'M' => "M, MM, MMM or MMMM for months, m or mm for minutes",
        'D' => "D or DD",
        'E' => "EEE or EEEE",
        'H' => "h or hh, or H or HH for 12 hours",
        'A' => "AA or aa",
        'S' => "s or ss",
        'Z' => "Z, ZZZ, ZZZZ or ZZZZZ",
        _ => "one of YYYY, MM, DD, EEEE, hh, mm, ss and Z",
    }
}
