//! AWS's rules of a secret that concern more than one field
//! (<https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>, `API_RotateSecret`,
//! `API_GetRandomPassword`).

use regex::Regex;

use super::spec::{Generated, Rotation, Secret};
use crate::prelude::*;
use kind::Place;

/// The characters of a resource policy.
const LARGEST_POLICY: usize = 20_480;

pub(super) fn check(secret: &Secret, findings: &mut Findings) {
    let said = [secret.value.0.is_some(), secret.values.0.is_some(), secret.generated.0.is_some()];
    let count = said.into_iter().filter(|is_said| *is_said).count();
    let is_specified = secret.value.0.is_some() || secret.values.0.is_some();
    let days = secret.recovery_window_days.0.unwrap_or(30);
    rules! { findings;
        Error if count > 1 =>
            "a secret has one of `value`, `values` and `generated`",
            "each says what the value is",
            "write one, and remove the others";
        Error "generation" if secret.generation.0.is_some() && secret.generated.0.is_none() =>
            "there is nothing to make another value of",
            "a generation is one of a `generated` value",
            "add `generated`, or remove `generation`";
        Error "recovery_window_days" if (1..7).contains(&days) =>
            "the recovery window is too short",
            "AWS accepts 7–30 days, or none at all",
            "write 7, or 0";
        Error "policy" if secret.policy.as_ref().is_some_and(|it| it.size() > LARGEST_POLICY) =>
            "the policy is too long",
            format!("a policy of a secret has at most {LARGEST_POLICY} characters"),
            "name principals by a condition";
        Warning "rotation" if secret.rotation.is_some() && is_specified =>
            "each apply puts back what a rotation has changed",
            "the spec says what the value is, and the rotation function says otherwise",
            "write `generated`, or leave the value to the function";
        Warning "name" if looks_like_an_arn(&secret.name) =>
            "the name may be taken for the end of an ARN",
            "AWS adds a hyphen and six characters to the names in ARNs, and looks for a secret without them",
            "choose a name that does not end in a hyphen and six characters";
    }
    if let Some(rotation) = &secret.rotation {
        check_rotation(rotation, findings);
    }
    if let Some(generated) = &secret.generated.0 {
        check_generated(generated, findings);
    }
}

/// A replica is elsewhere.
pub(super) fn regions(secret: &Secret, place: &Place, findings: &mut Findings) {
    let region = &place.region;
    rules! { findings;
        Error "replicas" / region if secret.replicas.contains_key(region) =>
            "the secret itself is in this region",
            "a replica is a copy in another region",
            "remove it";
    }
}

fn check_rotation(rotation: &Rotation, findings: &mut Findings) {
    let schedule = rotation.schedule.as_deref().unwrap_or_default();
    let hours =
        rotation.duration.as_deref().and_then(|text| text.trim_end_matches('h').parse().ok());
    let hours: u32 = hours.unwrap_or(1);
    rules! { findings, Path::field("rotation");
        Error if rotation.days.is_some() == rotation.schedule.is_some() =>
            "rotation has either `days` or a `schedule`",
            "each says when the secret changes",
            "write one of them";
        Error "duration" if !(1..=24).contains(&hours) =>
            "a rotation does not take so long",
            "it ends with the day at the latest",
            "write `1h` to `24h`";
        Error "schedule" if too_often(schedule) =>
            "the secret would change too often",
            "AWS rotates a secret every four hours at most",
            "write `rate(4 hours)` or more";
        Warning "function" if rotation.function.is_none() =>
            "nothing rotates the secret",
            "only secrets that another service has made, such as those of RDS, rotate without a function",
            "name the function that makes new values";
    }
}

fn check_generated(generated: &Generated, findings: &mut Findings) {
    let excluded = [
        generated.exclude_lowercase, generated.exclude_uppercase, generated.exclude_numbers,
        generated.exclude_punctuation,
    ];
    let sorts = excluded.into_iter().filter(|is_excluded| !is_excluded).count();
    let sorts = i64::try_from(sorts + usize::from(generated.include_space)).unwrap_or(i64::MAX);
    let has_key = generated.key.is_some();
    rules! { findings, Path::field("generated");
        Error if sorts == 0 =>
            "there are no characters to make a text of",
            "every sort of them is left out",
            "let one sort in";
        Error if generated.require_each_type && generated.length < sorts =>
            "the text is too short for a character of each sort",
            format!("there are {sorts} sorts"),
            "make it longer, or write `require_each_type: false`";
        Error if generated.template.is_empty() == has_key =>
            "a template and the key of the random text go together",
            "the random text stands under `key` beside what the `template` has",
            "write both or neither";
        Error if generated.key.as_ref().is_some_and(|key| generated.template.contains_key(key)) =>
            "the template has the key of the random text already",
            "each key has one text",
            "take it out of the template";
        Warning if generated.length < 12 =>
            "the text is short for a secret",
            "whoever may try often enough finds it",
            "write 20 or more characters";
    }
}

fn looks_like_an_arn(name: &str) -> bool {
    let tail = name.rsplit_once('-').map(|(_, tail)| tail);
    let is_plain = |tail: &str| tail.len() == 6 && tail.chars().all(|c| c.is_ascii_alphanumeric());
    tail.is_some_and(is_plain) && !unknown::in_text(name)
}

fn too_often(schedule: &str) -> bool {
    let hours = Regex::new(r"^rate\((\d+) hours?\)$").ok();
    let hours =
        hours.and_then(|form| form.captures(schedule)?.get(1)?.as_str().parse::<u32>().ok());
    hours.is_some_and(|hours| hours < 4)
}
