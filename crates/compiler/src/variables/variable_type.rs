//! The types of variables, and what values become by them.

use serde_json::Number;

use crate::read::node::{Content, Literal, Node};
use crate::read::spelling::{is_ambiguous, keeps_its_text};
use crate::read::yaml;
use kind::SecretReference;
use language::diagnostic::{Diagnostic, Span};
use language::value::{Object, Path, Value, type_name};

/// The type of a variable.
#[derive(Debug, PartialEq, Eq)]
pub enum Type {
    Any,
    Text,
    Number,
    Bool,
    List(Box<Type>),
    Map(Box<Type>),
}

/// Why a value cannot be of a type.
#[derive(Debug)]
pub enum Mismatch {
    /// Where in it something else stands, and what.
    Type(Path, String),
    /// A number, and where it stands, that would not be as it is written.
    Spelling(Literal<Number>, Span),
}

impl Type {
    /// The type that a declaration names; nothing where there is no such type.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let element = |name: &str| {
            let inner = text.strip_prefix(name)?.trim().strip_prefix('(')?.strip_suffix(')')?;
            Self::parse(inner).map(Box::new)
        };
        match text {
            "any" => Some(Self::Any),
            "string" => Some(Self::Text),
            "number" => Some(Self::Number),
            "bool" => Some(Self::Bool),
            "list" | "set" => Some(Self::List(Box::new(Self::Any))),
            "map" => Some(Self::Map(Box::new(Self::Any))),
            _ => element("list")
                .or_else(|| element("set"))
                .map(Self::List)
                .or_else(|| element("map").map(Self::Map)),
        }
    }

    /// A value given as text, on the command line or in the process environment; nothing where the text itself
    /// is the value.
    ///
    /// # Errors
    /// The text is malformed.
    pub fn read(&self, text: &str) -> Result<Option<Node>, Diagnostic> {
        match self {
            Self::Text => Ok(None),
            _ => yaml::value(text),
        }
    }

    /// The value as this type. Numbers and flags become text as they are `written`.
    ///
    /// # Errors
    /// It is none of this type.
    pub fn convert(&self, value: Value, written: Option<&Node>) -> Result<Value, Mismatch> {
        self.convert_at(value, &Path::root(), written)
    }

    fn convert_at(
        &self,
        value: Value,
        path: &Path,
        written: Option<&Node>,
    ) -> Result<Value, Mismatch> {
        let wrong = |what: &str| Err(Mismatch::Type(path.clone(), what.to_owned()));
        let node = || written?.at(path);
        match (self, value) {
            (Self::Any, value) => {
                let changed = node().and_then(|node| first_number(node, &|n| !keeps_its_text(n)));
                changed.map_or(Ok(value), Err)
            }
            (Self::Text, value @ (Value::Number(_) | Value::Bool(_))) => {
                let spelling = node().and_then(Node::spelling);
                Ok(spelling.map_or_else(|| value.to_string(), str::to_owned).into())
            }
            (Self::Number, value @ Value::Number(_)) => {
                let ambiguous = node().and_then(|node| first_number(node, &is_ambiguous));
                ambiguous.map_or(Ok(value), Err)
            }
            (Self::Text, value @ Value::String(_)) | (Self::Bool, value @ Value::Bool(_)) => {
                Ok(value)
            }
            (Self::Number, Value::String(text)) => {
                match yaml::value(&text).map(|node| node.map(|node| node.content)) {
                    Ok(Some(Content::Number(number))) => Ok(Value::Number(number.value)),
                    _ => wrong("text, and not a number"),
                }
            }
            (Self::Bool, Value::String(text)) => match text.parse() {
                Ok(flag) => Ok(Value::Bool(flag)),
                Err(_) => wrong("text, and neither `true` nor `false`"),
            },
            // What refers to a secret stands for its text.
            (Self::Text, value) if SecretReference::is_like(&value) => Ok(value),
            (Self::List(element), Value::Array(list)) => list
                .into_iter()
                .enumerate()
                .map(|(index, value)| element.convert_at(value, &path.index(index), written))
                .collect(),
            (Self::Map(element), Value::Object(object)) => object
                .into_iter()
                .map(|(key, value)| {
                    let value = element.convert_at(value, &path.key(&key), written)?;
                    Ok((key, value))
                })
                .collect::<Result<Object, _>>()
                .map(Value::Object),
            (_, other) => wrong(type_name(&other)),
        }
    }
}

/// The first number in a node of which `is` holds.
fn first_number(node: &Node, is: &dyn Fn(&Literal<Number>) -> bool) -> Option<Mismatch> {
    match &node.content {
        Content::Number(number) if is(number) => {
            Some(Mismatch::Spelling(number.clone(), node.span))
        }
        Content::List(list) => list.iter().find_map(|node| first_number(node, is)),
        Content::Map(entries) => {
            let mut values = entries.iter().map(|entry| &entry.value);
            values.find_map(|node| first_number(node, is))
        }
        _ => None,
    }
}
