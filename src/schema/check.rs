//! Holds a value against a schema and reports everything that does not fit, not only the first.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use regex::Regex;

use super::{Additional, Schema};
use crate::diagnostic::{did_you_mean, suggestion};
use crate::value::{Object, Path, Value, auto, type_name, unknown};

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: Path,
    /// The key itself is wrong, not what it holds.
    pub about_key: bool,
    /// What is wrong.
    pub message: String,
    /// Why.
    pub why: String,
    /// How to fix it.
    pub help: Option<String>,
}

/// Everything in `value` that does not fit `schema`.
///
/// Text with unknown parts fits every text field: its final form is not known.
pub fn check(schema: &Schema, value: &Value) -> Vec<Finding> {
    let mut checker = Checker {
        root: schema,
        findings: Vec::new(),
    };
    checker.check(schema, value, &mut Path::root());
    checker.findings
}

struct Checker<'a> {
    root: &'a Schema,
    findings: Vec<Finding>,
}

impl<'a> Checker<'a> {
    fn check(&mut self, schema: &'a Schema, value: &Value, path: &mut Path) {
        let schema = self.root.resolve(schema);
        let choices = self.choices(schema);
        if !choices.is_empty() {
            return self.check_choices(&choices, value, path);
        }
        if auto::accepts_any(value) || !self.fits_type(schema, value, path) {
            return;
        }
        match value {
            Value::String(text) => self.check_text(schema, text, path),
            Value::Number(number) => self.check_number(schema, number, path),
            Value::Array(list) => self.check_list(schema, list, path),
            Value::Object(object) => self.check_object(schema, object, path),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// The forms that a value may have, those within forms included.
    fn choices(&self, schema: &'a Schema) -> Vec<&'a Schema> {
        let forms = schema.one_of.iter().chain(&schema.any_of);
        forms
            .flat_map(|form| {
                let form = self.root.resolve(form);
                let within = self.choices(form);
                if within.is_empty() {
                    vec![form]
                } else {
                    within
                }
            })
            .collect()
    }

    fn report(&mut self, path: &Path, message: String, why: String, help: Option<String>) {
        self.findings.push(Finding {
            path: path.clone(),
            about_key: false,
            message,
            why,
            help,
        });
    }

    fn fits_type(&mut self, schema: &Schema, value: &Value, path: &Path) -> bool {
        let expected = schema.type_names();
        let actual = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let fits = expected.is_empty()
            || expected.contains(&actual)
            || (actual == "integer" && expected.contains(&"number"));
        if !fits {
            self.report_type(&expected, value, path);
        }
        fits
    }

    fn report_type(&mut self, expected: &[&str], value: &Value, path: &Path) {
        let wanted = expected
            .iter()
            .filter(|name| **name != "null")
            .map(|name| friendly(name))
            .collect::<Vec<_>>()
            .join(" or ");
        let found = type_name(value);
        if unknown::in_value(value) {
            return self.report(
                path,
                format!("`{path}` cannot wait for AWS"),
                format!("it needs {wanted} while planning, and this is known only after apply"),
                Some(
                    "use a variable, or a value that can be predicted such as a name or an ARN"
                        .to_owned(),
                ),
            );
        }
        let help = match value {
            Value::Number(number) if expected.contains(&"string") => Some(format!(
                "put it in quotes: \"{number}\" (or `tostring(…)` around an expression)"
            )),
            Value::Bool(flag) if expected.contains(&"string") => Some(format!(
                "put it in quotes: \"{flag}\" (or `tostring(…)` around an expression)"
            )),
            Value::String(text) if text.parse::<f64>().is_ok() && wanted.contains("number") => {
                Some(format!("take the quotes away: {text}"))
            }
            Value::String(text)
                if ["true", "false"].contains(&text.as_str()) && wanted.contains("true") =>
            {
                Some(format!("take the quotes away: {text}"))
            }
            _ if expected.contains(&"array") => Some("put it in a list: [ … ]".to_owned()),
            _ => None,
        };
        self.report(
            path,
            format!("wrong type for `{path}`"),
            format!("this is {found}, and {wanted} is expected"),
            help,
        );
    }

    fn check_text(&mut self, schema: &Schema, text: &str, path: &Path) {
        if unknown::in_text(text) {
            return;
        }
        self.check_allowed(schema, text, path);
        let length = text.chars().count();
        if let Some(most) = schema.max_length.filter(|most| length > *most) {
            self.report(
                path,
                format!("`{path}` is too long"),
                format!("it has {length} characters, and AWS takes {most} at the most"),
                Some(
                    "shorten it; a name is built from `name_prefix` and the logical name"
                        .to_owned(),
                ),
            );
        }
        if let Some(least) = schema.min_length.filter(|least| length < *least) {
            self.report(
                path,
                format!("`{path}` is too short"),
                format!("it has {length} characters, and AWS takes {least} at the least"),
                None,
            );
        }
        if let Some(pattern) = &schema.pattern
            && let Some(regex) = compiled(pattern)
            && !regex.is_match(text)
        {
            self.report(
                path,
                format!("`{path}` has characters that AWS refuses"),
                format!("\"{text}\" does not match {pattern}"),
                schema.description.as_deref().map(first_sentence),
            );
        }
    }

    fn check_allowed(&mut self, schema: &Schema, text: &str, path: &Path) {
        let allowed: Vec<&str> = schema
            .allowed
            .iter()
            .chain(&schema.constant)
            .filter_map(Value::as_str)
            .collect();
        if !allowed.is_empty() && !allowed.contains(&text) {
            self.report_not_allowed(&allowed, text, path);
        }
    }

    fn report_not_allowed(&mut self, allowed: &[&str], text: &str, path: &Path) {
        let help = allowed
            .iter()
            .find(|allowed| allowed.eq_ignore_ascii_case(text))
            .copied()
            .or_else(|| did_you_mean(text, allowed.iter().copied()))
            .map(|meant| format!("did you mean `{meant}`?"));
        self.report(
            path,
            format!("`{text}` is no value of `{path}`"),
            format!("it is one of {}", listed(allowed)),
            help,
        );
    }

    fn check_number(&mut self, schema: &Schema, number: &serde_json::Number, path: &Path) {
        let float = number.as_f64().unwrap_or(0.0);
        let allowed: Vec<&Value> = schema.allowed.iter().chain(&schema.constant).collect();
        if !allowed.is_empty() && !allowed.iter().any(|value| value.as_f64() == Some(float)) {
            let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            self.report(
                path,
                format!("{number} is no value of `{path}`"),
                format!("it is one of {}", allowed.join(", ")),
                nearest(float, &allowed),
            );
        }
        let low = schema.minimum.filter(|least| float < *least);
        let high = schema.maximum.filter(|most| float > *most);
        if low.is_some() || high.is_some() {
            let range = match (schema.minimum, schema.maximum) {
                (Some(least), Some(most)) => format!("from {least} to {most}"),
                (Some(least), None) => format!("of {least} or more"),
                (None, most) => format!("of {} or less", most.unwrap_or_default()),
            };
            self.report(
                path,
                format!("`{path}` is out of range"),
                format!("{number} is given, and AWS takes a number {range}"),
                None,
            );
        }
    }

    fn check_list(&mut self, schema: &'a Schema, list: &[Value], path: &mut Path) {
        self.check_count(
            list.len(),
            schema.min_items,
            schema.max_items,
            "elements",
            path,
        );
        if let Some(items) = &schema.items {
            for (index, element) in list.iter().enumerate() {
                self.check(items, element, &mut path.index(index));
            }
        }
    }

    fn check_object(&mut self, schema: &'a Schema, object: &Object, path: &mut Path) {
        self.check_count(
            object.len(),
            schema.min_properties,
            schema.max_properties,
            "entries",
            path,
        );
        for (key, value) in object {
            let mut inner = path.key(key);
            match (schema.properties.get(key), &schema.additional_properties) {
                // A field that is null is a field left out.
                (Some(_), _) if value.is_null() && !schema.required.contains(key) => {}
                (Some(property), _) => self.check(property, value, &mut inner),
                (None, Some(Additional::Each(each))) => self.check(each, value, &mut inner),
                (None, Some(Additional::Allowed(false))) => {
                    self.report_unknown_key(schema, key, inner)
                }
                (None, _) => {}
            }
        }
        for name in &schema.required {
            if !object.contains_key(name) {
                self.report_missing(schema, name, path);
            }
        }
    }

    fn check_count(
        &mut self,
        count: usize,
        least: Option<usize>,
        most: Option<usize>,
        what: &str,
        path: &Path,
    ) {
        if most.is_some_and(|most| count > most) || least.is_some_and(|least| count < least) {
            let range = match (least, most) {
                (Some(least), Some(most)) => format!("from {least} to {most}"),
                (Some(least), None) => format!("{least} or more"),
                (None, most) => format!("{} or fewer", most.unwrap_or_default()),
            };
            self.report(
                path,
                format!("`{path}` has {count} {what}"),
                format!("AWS takes {range}"),
                None,
            );
        }
    }

    fn report_unknown_key(&mut self, schema: &Schema, key: &str, path: Path) {
        let known = schema.properties.keys().map(String::as_str);
        self.findings.push(Finding {
            about_key: true,
            message: format!("unknown key `{key}`"),
            why: "there is no such field here".to_owned(),
            help: suggestion(key, known),
            path,
        });
    }

    fn report_missing(&mut self, schema: &Schema, name: &str, path: &Path) {
        let description = schema
            .properties
            .get(name)
            .and_then(|property| property.description.as_deref())
            .map(|text| format!("add `{name}`: {}", first_sentence(text)));
        self.findings.push(Finding {
            path: path.clone(),
            about_key: true,
            message: format!("missing field `{name}`"),
            why: format!("this needs `{name}`"),
            help: description,
        });
    }

    /// A value of which there are several forms: names of a list, or shapes of different types or keys.
    fn check_choices(&mut self, choices: &[&'a Schema], value: &Value, path: &mut Path) {
        if value.is_null() || auto::accepts_any(value) {
            return;
        }
        let constants: Vec<&str> = choices
            .iter()
            .flat_map(|choice| choice.allowed.iter().chain(&choice.constant))
            .filter_map(Value::as_str)
            .collect();
        if let Value::String(text) = value
            && !constants.is_empty()
            && !unknown::in_text(text)
        {
            if !constants.contains(&text.as_str()) {
                self.report_not_allowed(&constants, text, path);
            }
            return;
        }
        let fitting: Vec<&&Schema> = choices
            .iter()
            .filter(|choice| self.could_be(choice, value))
            .collect();
        match (fitting.as_slice(), value) {
            ([single], _) => self.check(single, value, path),
            // One key says which form it is, and it is the only one.
            (_, Value::Object(_)) => self.check_tagged(choices, value, path),
            ([], _) => {
                let expected: Vec<&str> = choices
                    .iter()
                    .flat_map(|choice| choice.type_names())
                    .collect();
                self.report_type(&expected, value, path);
            }
            _ => {}
        }
    }

    fn check_tagged(&mut self, choices: &[&'a Schema], value: &Value, path: &mut Path) {
        let tags = |choice: &'a Schema| choice.required.iter().map(String::as_str);
        let chosen = choices.iter().find(|choice| {
            tags(choice).next().is_some() && tags(choice).all(|tag| value.get(tag).is_some())
        });
        match chosen {
            Some(choice) => self.check(choice, value, path),
            None => {
                let names: Vec<&str> = choices.iter().flat_map(|choice| tags(choice)).collect();
                self.report(
                    path,
                    format!("`{path}` takes one of several forms"),
                    format!("it needs one of the keys {}", listed(&names)),
                    value
                        .as_object()
                        .and_then(|object| object.keys().next())
                        .and_then(|key| suggestion(key, names.iter().copied())),
                );
            }
        }
    }

    fn could_be(&self, choice: &Schema, value: &Value) -> bool {
        let types = choice.type_names();
        let name = match value {
            Value::String(_) => "string",
            Value::Bool(_) => "boolean",
            Value::Number(_) => return types.contains(&"integer") || types.contains(&"number"),
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            Value::Null => "null",
        };
        types.contains(&name)
    }
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn nearest(number: f64, allowed: &[String]) -> Option<String> {
    let distance = |text: &&String| (text.parse::<f64>().unwrap_or(f64::MAX) - number).abs();
    allowed
        .iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .map(|closest| format!("the nearest is {closest}"))
}

fn friendly(type_name: &str) -> &str {
    match type_name {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a map",
        other => other,
    }
}

fn first_sentence(text: &str) -> String {
    let text = text.split("\n\n").next().unwrap_or(text).replace('\n', " ");
    text.trim_end_matches('.').to_owned()
}

/// Patterns are compiled once: a stack of 10,000 resources checks the same few.
fn compiled(pattern: &str) -> Option<Arc<Regex>> {
    static PATTERNS: LazyLock<Mutex<HashMap<String, Option<Arc<Regex>>>>> =
        LazyLock::new(Mutex::default);
    let mut patterns = PATTERNS
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = patterns.get(pattern) {
        return known.clone();
    }
    let regex = Regex::new(pattern).ok().map(Arc::new);
    patterns.insert(pattern.to_owned(), regex.clone());
    regex
}
