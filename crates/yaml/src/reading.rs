//! What a text means.

use super::fault::Fault;
use language::value::Value;

/// The value of a text, read as specs are: `on` and `no` are texts, and no key stands twice. A text with nothing in
/// it is null.
///
/// # Errors
/// It is not YAML.
pub fn value(text: &str) -> Result<Value, Fault> {
    let mut options = serde_saphyr::Options::default();
    options.strict_booleans = true;
    options.with_snippet = false;
    // A project's own files are read, and however long they are.
    options.budget = None;
    let read = serde_saphyr::from_str_with_options::<Option<Value>>(text, options);
    match read {
        Ok(value) => Ok(value.unwrap_or_default()),
        Err(error) => Err(Fault::Malformed(reason(&error))),
    }
}

/// What is wrong and where, without what the library advises its callers.
fn reason(error: &serde_saphyr::Error) -> String {
    let said = error.to_string();
    let (what, place) = said.split_once(" at line ").unwrap_or((&said, ""));
    let advice = [", set ", "; use "].iter().filter_map(|start| what.find(start)).min();
    let what = advice.and_then(|start| what.get(..start)).unwrap_or(what);
    if place.is_empty() { what.to_owned() } else { format!("{what} at line {place}") }
}
