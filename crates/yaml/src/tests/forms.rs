//! Texts of every form: one value in blocks and between braces, in quotes and without, between comments.

use proptest::prelude::*;

use language::value::{Object, Value};

/// A value as specs have them: a map.
pub fn map() -> impl Strategy<Value = Value> {
    value().prop_map(|value| match value {
        Value::Object(object) if !object.is_empty() => Value::Object(object),
        other => Object::from_iter([("a".to_owned(), other)]).into(),
    })
}

/// Any value.
pub fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z]{1,6}",
        "[a-z :#'\"\\\\,{}\\[\\]&*!|>%@-]{0,8}",
        "[a-z]{1,4}\n[a-z ]{0,4}\n?",
        Just("on".to_owned()),
        Just("1.10".to_owned()),
        Just("null".to_owned()),
        Just("été ⚙".to_owned()),
    ];
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        Just(Value::Null),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let key = prop_oneof!["[a-d]", "[a-d]", Just("a b".to_owned()), Just("x: y".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<Object>().into()),
        ]
    })
}

/// Writes values in forms that `choices` choose.
pub struct Author<'a> {
    choices: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    comments: usize,
}

impl<'a> Author<'a> {
    pub fn new(choices: &'a [u8]) -> Self {
        Self { choices: choices.iter().cycle(), comments: 0 }
    }

    fn choose(&mut self, of: u8) -> u8 {
        self.choices.next().map_or(0, |choice| choice % of)
    }

    /// The text of a map.
    pub fn document(&mut self, value: &Value) -> String {
        let mut text = String::new();
        if self.choose(3) == 0 {
            text.push_str("# the first line\n\n");
        }
        match value {
            Value::Object(object) if !object.is_empty() => self.block(value, 0, &mut text),
            other => text.push_str(&format!("{}\n", self.flow(other))),
        }
        if self.choose(4) == 0 {
            text.push_str("# the last line\n");
        }
        text
    }

    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# comment {}, with a: b", self.comments)
    }

    /// Lines of a map or a list that is not empty, each behind `indent` spaces.
    fn block(&mut self, value: &Value, indent: usize, text: &mut String) {
        let pad = " ".repeat(indent);
        let parts: Vec<(String, &Value)> = match value {
            Value::Object(object) => {
                object.iter().map(|(key, value)| (format!("{}:", key_text(key)), value)).collect()
            }
            Value::Array(list) => list.iter().map(|value| ("-".to_owned(), value)).collect(),
            _ => Vec::new(),
        };
        for (mark, value) in parts {
            if self.choose(5) == 0 {
                let comment = self.comment();
                text.push_str(&format!("{pad}{comment}\n"));
            }
            if self.choose(7) == 0 {
                text.push('\n');
            }
            text.push_str(&format!("{pad}{mark}"));
            let is_block = match value {
                Value::Object(object) => !object.is_empty() && self.choose(3) > 0,
                Value::Array(list) => !list.is_empty() && self.choose(3) > 0,
                _ => false,
            };
            let behind =
                if self.choose(4) == 0 { format!(" {}", self.comment()) } else { String::new() };
            let mut inner = String::new();
            if is_block {
                let is_list = value.is_array();
                let below = match mark.as_str() {
                    "-" => indent + 2,
                    _ if is_list && self.choose(2) == 0 => indent,
                    _ => indent + 2,
                };
                self.block(value, below, &mut inner);
                let first_is_part =
                    !inner.trim_start().starts_with('#') && !inner.starts_with('\n');
                match mark == "-" && behind.is_empty() && first_is_part {
                    // The first part stands behind the mark.
                    true => text.push_str(&format!(" {}", inner.trim_start_matches(' '))),
                    false => text.push_str(&format!("{behind}\n{inner}")),
                }
                continue;
            }
            match value {
                Value::Null if mark != "-" && self.choose(2) == 0 => {
                    text.push_str(&format!("{behind}\n"))
                }
                Value::String(written) if self.literal(written) => {
                    let (chomp, lines) = match written.strip_suffix('\n') {
                        Some(lines) => ("|", lines),
                        None => ("|-", written.as_str()),
                    };
                    text.push_str(&format!(" {chomp}{behind}\n"));
                    for line in lines.split('\n') {
                        match line.is_empty() {
                            true => text.push('\n'),
                            false => text.push_str(&format!("{pad}  {line}\n")),
                        }
                    }
                }
                other => text.push_str(&format!(" {}{behind}\n", self.flow(other))),
            }
        }
    }

    fn literal(&mut self, text: &str) -> bool {
        let lines = text.strip_suffix('\n').unwrap_or(text);
        text.contains('\n')
            && !lines.ends_with('\n')
            && !text.starts_with([' ', '\n'])
            && !lines.lines().any(|line| line.starts_with(' '))
            && self.choose(2) == 0
    }

    fn flow(&mut self, value: &Value) -> String {
        let spaces = if self.choose(2) == 0 { " " } else { "" };
        match value {
            Value::Array(list) => {
                let list: Vec<String> = list.iter().map(|value| self.flow(value)).collect();
                format!("[{}]", list.join(", "))
            }
            Value::Object(object) if object.is_empty() => "{}".to_owned(),
            Value::Object(object) => {
                let entries = object.iter();
                let entries: Vec<String> = entries
                    .map(|(key, value)| format!("{}: {}", key_text(key), self.flow(value)))
                    .collect();
                format!("{{{spaces}{}{spaces}}}", entries.join(", "))
            }
            Value::String(text) => {
                let is_word =
                    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase());
                match self.choose(3) {
                    0 if is_word && !["on", "null"].contains(&text.as_str()) => text.clone(),
                    1 if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
                    _ => value.to_string(),
                }
            }
            other => other.to_string(),
        }
    }
}

fn key_text(key: &str) -> String {
    match key.contains(':') {
        true => format!("\"{key}\""),
        false => key.to_owned(),
    }
}
