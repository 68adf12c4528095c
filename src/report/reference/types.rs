//! The type of a field in words: what its JSON Schema says, as people say it.

use serde_json::Value;

/// Says types, and notes which structs it has named on the way.
pub(super) struct Types<'a> {
    /// The kind's name, with which the headings of its structs begin.
    pub kind: &'a str,
    pub root: &'a Value,
    /// Every struct that was named, in the order of first mention.
    pub named: Vec<&'a str>,
}

impl<'a> Types<'a> {
    /// The words for a schema. A struct, and what has many forms, is a link to its table.
    pub fn words(&mut self, schema: &'a Value) -> String {
        if let Some(name) = reference(schema) {
            let target = self.definition(name);
            // What has a title is known by it, and needs no table of its own.
            let has_table = target["properties"].is_object() || choices(target).is_some();
            return match has_table && target["title"].is_null() {
                true => self.link(name),
                false => self.words(target),
            };
        }
        if let Some(title) = schema["title"].as_str() {
            return title.to_owned();
        }
        let mut words: Vec<String> = if let Some(forms) = forms(schema) {
            forms.into_iter().map(|form| self.words(form)).collect()
        } else if let Some(constants) = constants(schema) {
            constants.into_iter().map(constant).collect()
        } else {
            let names = plain_types(schema).into_iter();
            names.map(|name| self.plain(name, schema)).collect()
        };
        words.dedup();
        listed(&words)
    }

    /// What a `$ref` points at, or the schema itself.
    pub fn resolved(&self, schema: &'a Value) -> &'a Value {
        reference(schema).map_or(schema, |name| self.definition(name))
    }

    pub fn definition(&self, name: &str) -> &'a Value {
        &self.root["$defs"][name]
    }

    fn link(&mut self, name: &'a str) -> String {
        if !self.named.contains(&name) {
            self.named.push(name);
        }
        format!("[{name}](#{})", anchor(&heading(self.kind, name)))
    }

    fn plain(&mut self, name: &str, schema: &'a Value) -> String {
        match name {
            "array" => format!("list of {}", self.words(&schema["items"])),
            "object" if schema["properties"].is_object() => self.inline_struct(schema),
            "object" if schema["additionalProperties"].is_object() => {
                format!("map of {}", self.words(&schema["additionalProperties"]))
            }
            "object" => "map".to_owned(),
            "string" => "text".to_owned(),
            "integer" => format!("whole number{}", bounds(schema)),
            "number" => format!("number{}", bounds(schema)),
            "boolean" => "true or false".to_owned(),
            other => other.to_owned(),
        }
    }

    fn inline_struct(&mut self, schema: &'a Value) -> String {
        let fields = schema["properties"].as_object().into_iter().flatten();
        let fields: Vec<String> =
            fields.map(|(name, field)| format!("`{name}` ({})", self.words(field))).collect();
        format!("map with {}", fields.join(", "))
    }
}

/// The heading of a struct's table.
pub(super) fn heading(kind: &str, name: &str) -> String {
    format!("{kind}: {name}")
}

/// The anchor that Markdown renderers give a heading.
pub(super) fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// The alternatives that a value has, without null, which stands for a field that is omitted.
fn forms(schema: &Value) -> Option<Vec<&Value>> {
    let forms = schema["anyOf"].as_array().or(schema["oneOf"].as_array())?;
    let forms: Vec<&Value> = forms.iter().filter(|form| form["type"] != "null").collect();
    // Where known words are listed, that others may be is not said of each field.
    let lists_words = |form: &Value| constants(form).is_some() || form["oneOf"].is_array();
    let is_open = forms.iter().any(|form| lists_words(form));
    let is_free = |form: &Value| form["type"] == "string" && !lists_words(form);
    Some(forms.into_iter().filter(|form| !is_open || !is_free(form)).collect())
}

/// The forms of a value where these are too many for a sentence: words, and maps with one key each.
pub(super) fn choices(schema: &Value) -> Option<Vec<&Value>> {
    const MOST_IN_A_SENTENCE: usize = 3;
    let forms = forms(schema)?;
    let maps = forms.iter().filter(|form| form["properties"].is_object()).count();
    (maps > MOST_IN_A_SENTENCE).then_some(forms)
}

/// The values that a schema allows, where it lists them.
pub(super) fn constants(schema: &Value) -> Option<Vec<&Value>> {
    if let Some(constant) = schema.get("const") {
        return Some(vec![constant]);
    }
    let listed = schema["enum"].as_array()?.iter();
    Some(listed.filter(|value| !value.is_null()).collect())
}

/// A value as a spec holds it.
pub(super) fn constant(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Number(number) => number.to_string(),
        other => format!("`{other}`"),
    }
}

fn plain_types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str);
            names.filter(|name| *name != "null").collect()
        }
        _ => vec!["any value"],
    }
}

fn bounds(schema: &Value) -> String {
    match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        (Some(least), Some(most)) => format!(", {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        (None, Some(most)) => format!(" up to {most}"),
        (None, None) => String::new(),
    }
}

/// `a`, `a or b`, `a, b or c`.
fn listed(words: &[String]) -> String {
    match words {
        [] => "any value".to_owned(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}
