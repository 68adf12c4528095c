//! AWS's limits on single values: what is allowed, how long, how many, in which form.

use super::checker::Checker;
use super::help::Help;
use super::model::Schema;
use super::pattern::Pattern;
use super::words;
use crate::diagnostic::{Severity, did_you_mean, joined};
use crate::value::{Path, Segment, Value, unknown};

impl Checker<'_> {
    /// The first limit that a text breaks: the others follow from it more often than not.
    pub(super) fn check_text(&mut self, schema: &Schema, text: &str, path: &Path) {
        if unknown::in_text(text) {
            return;
        }
        let value = Value::from(text);
        let allowed: Vec<&Value> = schema.allowed.iter().chain(&schema.constant).collect();
        let is_it =
            |word: &&Value| word.as_str().is_some_and(|word| word.eq_ignore_ascii_case(text));
        let fits_in_any_case = schema.any_case && allowed.iter().any(is_it);
        if !fits_in_any_case && !self.check_allowed(&allowed, &value, path) {
            return;
        }
        if schema.takes_json_text() && !self.check_json(schema, text, path) {
            return;
        }
        let length = text.chars().count();
        let too_long = schema.max_length.filter(|most| length > *most);
        let too_short = schema.min_length.filter(|least| length < *least);
        if let Some(most) = too_long {
            self.report(
                path,
                &value,
                format!("`{path}` is too long"),
                format!("this has {}", words::counted(length, "character")),
                Help::always(Some(format!("AWS accepts at most {most}: remove {}", length - most))),
            );
        } else if let Some(least) = too_short {
            let why = match length {
                0 => "this is empty".to_owned(),
                _ => format!("this has {}", words::counted(length, "character")),
            };
            let help = format!("AWS requires at least {}", words::counted(least, "character"));
            let message = format!("`{path}` is too short");
            self.report(path, &value, message, why, Help::always(Some(help)));
        } else {
            self.check_pattern(schema, text, path);
        }
    }

    /// Whether a text that must hold JSON does.
    fn check_json(&mut self, schema: &Schema, text: &str, path: &Path) -> bool {
        let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) else {
            return true;
        };
        let help = match schema.type_names().contains(&"object") {
            true => "write it as a map, or as text that holds JSON",
            false => "write text that holds JSON, such as `${jsonencode(…)}` gives",
        };
        self.report(
            path,
            &text.into(),
            format!("`{path}` holds no JSON"),
            format!("as JSON it has a mistake: {error}"),
            Help::always(Some(help.to_owned())),
        );
        false
    }

    /// Whether a text that is known breaks no limit.
    pub(super) fn fits_text(&self, schema: &Schema, text: &str) -> bool {
        let pattern = schema.pattern.as_deref().and_then(Pattern::compile);
        !unknown::in_text(text) && pattern.is_none_or(|pattern| pattern.is_match(text))
    }

    fn check_pattern(&mut self, schema: &Schema, text: &str, path: &Path) {
        let Some(pattern) = &schema.pattern else {
            return;
        };
        let Some(regex) = Pattern::compile(pattern).filter(|regex| !regex.is_match(text)) else {
            return;
        };
        let refused = match is_one_class(pattern) {
            true => words::characters(text.chars().filter(|c| !regex.is_match(&c.to_string()))),
            false => None,
        };
        let (message, why) = match refused {
            Some(refused) => {
                (format!("bad characters in `{path}`"), format!("{refused} cannot stand in this"))
            }
            None => (
                format!("`{path}` has the wrong form"),
                match self.about(schema, path).and_then(|about| example(about, &regex)) {
                    Some(example) => format!("this has not the form of `{example}`"),
                    None => format!("this does not match {pattern}"),
                },
            ),
        };
        let help = self.about(schema, path).map(words::first_paragraph);
        self.report(path, &text.into(), message, why, Help::always(help));
    }

    /// What is said of the field at a path, which may be a list or omitted: then it is said of the whole.
    fn about<'b>(&'b self, schema: &'b Schema, path: &Path) -> Option<&'b str> {
        let said = |segments: &[Segment]| {
            let schemas = self.root.at(segments).into_iter();
            let mut said = schemas.filter_map(|schema| {
                let target = self.root.resolve(schema).description.as_deref();
                schema.description.as_deref().or(target)
            });
            said.next()
        };
        let segments = path.segments();
        let of_list = || match segments {
            [list @ .., Segment::Index(_)] => said(list),
            _ => None,
        };
        let own = schema.description.as_deref();
        own.or_else(|| said(segments)).or_else(of_list)
    }

    /// Whether a value is one of a list.
    pub(super) fn check_allowed(&mut self, allowed: &[&Value], value: &Value, path: &Path) -> bool {
        let is_it = |one: &&&Value| match (one.as_f64(), value.as_f64()) {
            (Some(a), Some(b)) => a == b,
            _ => *one == &value,
        };
        let allowed: Vec<&Value> = allowed.iter().filter(|one| !one.is_null()).copied().collect();
        if allowed.is_empty() || allowed.iter().any(|one| is_it(&one)) {
            return true;
        }
        let list = words::any_of(&allowed);
        let closest = closest(&allowed, value);
        let message = format!("bad value for `{path}`");
        // A long list would not fit below the line that it is about.
        const SHORT: usize = 60;
        if list.len() <= SHORT {
            let why = format!("{list} is expected");
            self.report(path, value, message, why, Help::always(closest));
        } else {
            let why = "this is none of the values that AWS accepts";
            let help = match closest {
                Some(closest) => format!("{closest}\nAWS accepts {list}"),
                None => format!("AWS accepts {list}"),
            };
            self.report(path, value, message, why, Help::always(Some(help)));
        }
        false
    }

    /// Warns of a text that has the form it must have and is none of those that are known: AWS may have
    /// added it since.
    pub(super) fn check_open(&mut self, known: &[&Value], free: &Schema, text: &str, path: &Path) {
        let value = &Value::from(text);
        let found = self.count();
        if known.contains(&value) {
            return;
        }
        self.check_text(free, text, path);
        if self.count() > found {
            return;
        }
        let list = words::any_of(known);
        let help = match closest(known, value) {
            Some(closest) => format!("{closest}\nthis version knows {list}"),
            None => format!("this version knows {list}"),
        };
        self.report_as(
            Severity::Warning,
            path,
            value,
            format!("unknown word for `{path}`"),
            "AWS refuses it unless it has added it since",
            Help::always(Some(help)),
        );
    }

    pub(super) fn check_number(
        &mut self,
        schema: &Schema,
        number: &serde_json::Number,
        path: &Path,
    ) {
        let value = Value::from(number.clone());
        let allowed: Vec<&Value> = schema.allowed.iter().chain(&schema.constant).collect();
        if !self.check_allowed(&allowed, &value, path) {
            return;
        }
        let float = number.as_f64().unwrap_or(0.0);
        let low = schema.minimum.is_some_and(|least| float < least);
        let high = schema.maximum.is_some_and(|most| float > most);
        let not_above = schema.exclusive_minimum.is_some_and(|limit| float <= limit);
        let not_below = schema.exclusive_maximum.is_some_and(|limit| float >= limit);
        if low || high || not_above || not_below {
            let message = format!("`{path}` is out of range");
            self.report(path, &value, message, range(schema), Help::default());
        } else if let Some(step) = schema.multiple_of.filter(|step| !is_multiple(float, *step)) {
            let nearest = (float / step).round() * step;
            self.report(
                path,
                &value,
                format!("bad value for `{path}`"),
                format!("AWS accepts multiples of {step}"),
                Help::always(Some(format!("the nearest is {nearest}"))),
            );
        }
    }

    pub(super) fn check_count(
        &mut self,
        (count, noun): (usize, &str),
        least: Option<usize>,
        most: Option<usize>,
        path: &Path,
    ) {
        if most.is_some_and(|most| count > most) || least.is_some_and(|least| count < least) {
            let range = match (least, most) {
                (Some(least), Some(most)) => format!("AWS accepts {least} to {most}"),
                (Some(least), None) => format!("AWS requires at least {least}"),
                (None, most) => format!("AWS accepts at most {}", most.unwrap_or_default()),
            };
            let message = format!("`{path}` has {}", words::counted(count, noun));
            self.report(path, &Value::Null, message, range, Help::default());
        }
    }
}

/// The numbers that AWS accepts, in words.
fn range(schema: &Schema) -> String {
    let above = schema.exclusive_minimum.map(|limit| format!("more than {limit}"));
    let below = schema.exclusive_maximum.map(|limit| format!("less than {limit}"));
    match (schema.minimum, schema.maximum, above, below) {
        (Some(least), Some(most), None, None) => format!("AWS accepts {least} to {most}"),
        (least, most, above, below) => {
            let least = least.map(|least| format!("{least} at least"));
            let most = most.map(|most| format!("{most} at most"));
            let limits: Vec<String> = [above, least, below, most].into_iter().flatten().collect();
            format!("AWS accepts {}", joined(&limits, "and"))
        }
    }
}

/// Whether a number is so many steps, as far as fractions can tell.
fn is_multiple(number: f64, step: f64) -> bool {
    const TOLERANCE: f64 = 1e-9;
    let steps = number / step;
    (steps - steps.round()).abs() <= TOLERANCE * steps.abs().max(1.0)
}

/// The first of the words in a documentation that has the form that is wanted.
fn example<'a>(documentation: &'a str, form: &Pattern) -> Option<&'a str> {
    let mut words = documentation.split('`').skip(1).step_by(2);
    words.find(|word| form.is_match(word))
}

/// The value that is most likely meant.
fn closest(allowed: &[&Value], value: &Value) -> Option<String> {
    if let Some(number) = value.as_f64() {
        let distance = |one: &&&Value| (one.as_f64().unwrap_or(f64::MAX) - number).abs();
        let nearest = allowed.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        return Some(format!("the nearest is {nearest}"));
    }
    let names = allowed.iter().filter_map(|one| one.as_str());
    did_you_mean(value.as_str()?, names).map(|name| format!("did you mean `{name}`?"))
}

/// Whether a pattern says which characters a text has and nothing of their order, as `^[a-z]+$` does.
fn is_one_class(pattern: &str) -> bool {
    let class = pattern
        .strip_prefix("^[")
        .and_then(|rest| ["]+$", "]*$"].iter().find_map(|end| rest.strip_suffix(end)));
    class.is_some_and(|class| !class.replace("\\]", "").contains(']'))
}
