//! A variable as specs declare it.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::noun::Noun;
use super::variable_type::Type;
use crate::findings::findings_to_diagnostics;
use crate::read::node::Entry;
use language::diagnostic::{Diagnostic, Diagnostics};
use language::schema::{Check, Schema};
use language::value::{Object, Path, Value};

/// A variable as specs declare it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "the condition and the default are read off the node, for their places"
)]
pub struct Declaration {
    /// `string`, `number`, `bool`, `list`, `map`, `any`, or with an element type as `list(string)`.
    #[serde(rename = "type", default)]
    of_type: Option<String>,
    /// The value where nothing else gives one.
    #[serde(default)]
    default: Option<Value>,
    /// What the variable is for.
    #[serde(default)]
    description: Option<String>,
    /// A rule that the value must keep.
    #[serde(default)]
    validation: Option<Validation>,
    /// Whether the value must never be shown.
    #[serde(default)]
    pub sensitive: bool,
}

impl Declaration {
    /// The type as it is written; `any` where none is.
    pub fn type_text(&self) -> &str {
        self.of_type.as_deref().unwrap_or("any")
    }

    /// Whether it is a text.
    pub fn is_text(&self) -> bool {
        Type::parse(self.type_text()) == Some(Type::Text)
    }
}

/// The schema of a declaration, for editors.
pub fn declaration_schema() -> Value {
    Schema::generate::<Declaration>()
}

/// A rule for the value of a variable.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read off the node, for its place")]
struct Validation {
    /// An expression that is true for good values.
    condition: String,
    /// What to tell who breaks the rule.
    message: String,
}

/// What an entry under `variables:` or `inputs:` declares, if it fits. What is wrong with it is reported.
pub fn declaration(
    noun: Noun,
    name: &str,
    entry: &Entry,
    diagnostics: &mut Diagnostics,
) -> Option<Declaration> {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<Declaration>);
    let literal = match entry.value.literal() {
        Value::Null => Object::new().into(),
        other => other,
    };
    if !literal.is_object() {
        diagnostics.push(
            Diagnostic::new(format!("{noun} `{name}` is declared by a map"))
                .at(entry.value.span, format!("this is {}", entry.value.type_name()))
                .help(format!("write `{name}: {{ default: {literal} }}`")),
        );
        return None;
    }
    let spelling = |path: &Path| entry.value.spelling_at(path).map(str::to_owned);
    let findings = Check::new(&SCHEMA).spelling(&spelling).run(&literal);
    let fits = findings.is_empty();
    findings_to_diagnostics(findings, &entry.value, entry.key_span, diagnostics);
    if fits { serde_json::from_value(literal).ok() } else { None }
}
