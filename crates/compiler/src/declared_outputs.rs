//! The outputs that specs declare: a value alone, or a map of `value`, `description` and `sensitive`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::findings::findings_to_diagnostics;
use crate::read::document::Documents;
use crate::read::node::{Entry, Node};
use language::diagnostic::Diagnostics;
use language::schema::{Check, Schema};
use language::value::{Path, Value};

/// An output that the specs declare.
pub struct Output {
    pub value: Node,
    pub sensitive: bool,
}

/// An output, in its long form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Declaration {
    /// The value, mostly a reference: `${dynamodb.table.users.arn}`.
    value: Value,
    /// What the output is for.
    description: Option<String>,
    /// Whether the value must never be shown.
    sensitive: bool,
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<Declaration>);

/// The outputs of all files. What is wrong with a declaration is reported.
pub fn declared_outputs(
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Output> {
    let outputs = documents.root.outputs.iter();
    outputs.map(|(name, entry)| (name.clone(), output(entry, diagnostics))).collect()
}

fn output(entry: &Entry, diagnostics: &mut Diagnostics) -> Output {
    let Some(value) = entry.value.get("value") else {
        return Output { value: entry.value.clone(), sensitive: false };
    };
    let literal = entry.value.literal();
    let spelling = |path: &Path| entry.value.spelling_at(path).map(str::to_owned);
    let findings = Check::new(&SCHEMA).spelling(&spelling).run(&literal);
    findings_to_diagnostics(findings, &entry.value, entry.key_span, diagnostics);
    let declaration = serde_json::from_value::<Declaration>(literal).unwrap_or_default();
    Output { value: value.clone(), sensitive: declaration.sensitive }
}
