//! What is known of an object before it exists.

use std::collections::BTreeMap;

use kind::Prediction;
use language::value::{Value, pending, unknown};
use resource_types::PropertyPath;

use crate::definition::Definition;
use crate::identifier::text_of;

/// What stands between the parts of an identifier of several properties
/// (<https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-identifier.html>).
const BETWEEN: &str = "|";

/// The identifier and the outputs that follow from the properties that are known.
pub(crate) fn predict(type_: &Definition, identity: &Value) -> Prediction {
    let Definition { identifier, outputs, .. } = type_;
    let known = |path: &PropertyPath| {
        let value = identity.get(path.to_string())?;
        let text = text_of(value)?;
        let text = if type_.lower_case.contains(path) { text.to_lowercase() } else { text };
        let is_known = !unknown::in_text(&text) && !pending::in_text(&text);
        is_known.then_some(text)
    };
    let parts: Option<Vec<String>> = identifier.iter().map(known).collect();
    let id = parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join(BETWEEN));
    let mut predicted: BTreeMap<String, Option<String>> =
        outputs.iter().map(|output| (output.name.clone(), None)).collect();
    predicted.extend(identifier.iter().map(|path| (path.to_string(), known(path))));
    predicted.insert("id".to_owned(), id.clone());
    Prediction { id, outputs: predicted }
}
