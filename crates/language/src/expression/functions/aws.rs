//! Functions of our own, for what AWS's names and ARNs need.

use sha2::{Digest as _, Sha256};

use super::arguments::{self, Outcome};
use super::digests::hexadecimal;
use super::function::{Function, Surroundings, carries, examines};
use super::words::excerpt;
use crate::diagnostic::{did_you_mean, listed_or};
use crate::value::{Object, Value, unknown};

/// The parts of an ARN behind `arn:`, in order. The last may have colons.
const PARTS: [&str; 5] = ["partition", "service", "region", "account_id", "resource"];

/// How many hexadecimal digits of a SHA-256 end a name that does not fit: 32 bits.
const DIGITS: usize = 8;

/// The sets of characters, with what each takes beside ASCII letters and digits.
const CHARACTERS: [(&str, &str); 3] = [("iam", "+=,.@_-"), ("name", "_-"), ("dns", "-")];

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "arn_parse(arn)",
            "The parts of an ARN: `partition`, `service`, `region`, `account_id` and `resource`.",
            1..=1,
            arn_parse,
        ),
        carries(
            "arn_build(parts) or arn_build(partition, service, region, account_id, resource)",
            "The ARN of its parts, of which region and account may be empty.",
            1..=5,
            arn_build,
        ),
        examines(
            "fit_name(text, length) or fit_name(text, length, characters)",
            "The text as a name of so many characters of `iam` (the default), `name` (letters, digits, `_` and `-`) or `dns` (lower case). What does not fit is cut, other characters become `-`, and the end is 8 digits of the whole text's SHA-256.",
            2..=3,
            fit_name,
        ),
    ]
}

/// Whether all that is unknown of an ARN lies in its last part, so that its parts are known apart.
pub(super) fn has_known_parts(arguments: &[Value]) -> bool {
    let text = arguments.first().and_then(Value::as_str).unwrap_or_default();
    let mut parts = text.splitn(PARTS.len() + 1, ':');
    parts.by_ref().take(PARTS.len()).all(|part| !unknown::in_text(part)) && parts.next().is_some()
}

fn arn_parse(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let arn = arguments::text(arguments, 0, "the ARN")?;
    let parts = arn.strip_prefix("arn:").map(|rest| rest.splitn(PARTS.len(), ':'));
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.len() < PARTS.len() {
        return Err(format!(
            "{} is not an ARN; write one as in \"arn:aws:s3:::bucket\"",
            excerpt(&unknown::display(&arn))
        ));
    }
    let named = PARTS.iter().zip(parts).map(|(name, part)| ((*name).to_owned(), part.into()));
    Ok(named.collect::<Object>().into())
}

fn arn_build(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let parts = match arguments {
        [_] => parts_of(arguments::map(arguments, 0, "the map of parts")?)?,
        several if several.len() == PARTS.len() => several.to_vec(),
        several => {
            return Err(format!(
                "an ARN has {} parts, but there are {}; write all of them, or a map",
                PARTS.len(),
                several.len()
            ));
        }
    };
    let mut arn = "arn".to_owned();
    for (position, name) in PARTS.iter().enumerate() {
        let part = arguments::text(&parts, position, name)?;
        if part.contains(':') && *name != "resource" {
            return Err(format!("{name} must have no colon, but it has one; take it out"));
        }
        arn.push(':');
        arn.push_str(&part);
    }
    Ok(arn.into())
}

/// The parts that a map names. What it does not name is empty, except for what every ARN has.
fn parts_of(map: &Object) -> Result<Vec<Value>, String> {
    if let Some(other) = map.keys().find(|key| !PARTS.contains(&key.as_str())) {
        let meant = did_you_mean(other, PARTS)
            .map_or_else(|| listed_or(PARTS), |name| format!("did you mean `{name}`?"));
        return Err(format!("{} is not part of an ARN; {meant}", excerpt(other)));
    }
    let part = |name: &&str| match (*name, map.get(*name)) {
        (_, Some(part)) => Ok(part.clone()),
        ("region" | "account_id", None) => Ok("".into()),
        (name, None) => Err(format!("the map has no {name:?}, which every ARN has; add it")),
    };
    PARTS.iter().map(part).collect()
}

/// Two texts of which neither fits have different names: the end is made of all of the text.
fn fit_name(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let length = arguments::whole(arguments, 1, "the length")?;
    let set = match arguments.get(2) {
        Some(set) => arguments::as_text(set, "the set of characters")?,
        None => "iam".into(),
    };
    let Some((_, others)) = CHARACTERS.iter().find(|(name, _)| *name == set) else {
        let names = CHARACTERS.map(|(name, _)| name);
        return Err(format!(
            "there is no set of characters {}; write {}",
            excerpt(&set),
            listed_or(names)
        ));
    };
    // A character, a hyphen and the digits.
    let least = DIGITS + 2;
    let length =
        usize::try_from(length).ok().filter(|length| *length >= least).ok_or_else(|| {
            format!("the length must be {least} or more, but it is {length}; write a larger one")
        })?;
    let lower = set == "dns";
    let is_allowed = |symbol: &char| {
        others.contains(*symbol)
            || symbol.is_ascii_digit()
            || if lower { symbol.is_ascii_lowercase() } else { symbol.is_ascii_alphabetic() }
    };
    if text.len() <= length && text.chars().all(|symbol| is_allowed(&symbol)) {
        return Ok(text.into());
    }
    let symbols =
        text.chars().map(|symbol| if lower { symbol.to_ascii_lowercase() } else { symbol });
    let fitted: String = symbols
        .map(|symbol| if is_allowed(&symbol) { symbol } else { '-' })
        .take(length - DIGITS - 1)
        .collect();
    let digest = hexadecimal(Sha256::digest(text.as_bytes()));
    let end = digest.get(..DIGITS).unwrap_or_default();
    Ok(match fitted.trim_end_matches('-') {
        "" => end.into(),
        start => format!("{start}-{end}").into(),
    })
}
