//! What changes in an object, nested as the object is, and how much stays.

mod lists;

use similar::{ChangeTag, TextDiff};

use self::lists::{Edit, edits};
use super::columns::columns;
use super::escape::in_line;
use super::style::{Mark, arrow, dim};
use super::value::{block, entry, inline, is_silent, item, key_width, labelled, padded, shown_key};
use language::diff;
use language::value::{Object, Value, unknown};

/// The lines that turn `before` into `after`. What is equal is counted, not shown.
pub(super) fn lines(before: &Value, after: &Value) -> Vec<String> {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => objects(before, after),
        (Value::Array(before), Value::Array(after)) => lists(before, after),
        (Value::String(before), Value::String(after)) => texts(before, after),
        _ => Vec::new(),
    }
}

/// All lines of something that comes or goes as a whole.
pub(super) fn whole(mark: Mark, value: &Value) -> Vec<String> {
    let Value::Object(object) = value else {
        return marked(mark, block(value));
    };
    let shown = || object.iter().filter(|(_, value)| !is_silent(value));
    let width = key_width(shown().map(|(key, value)| (key.as_str(), value)));
    shown().flat_map(|(key, value)| marked(mark, entry(key, value, width))).collect()
}

/// The lines of one place, told by its path.
pub(super) fn at(path: &str, old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let path = in_line(path);
    match (old, new) {
        (Some(old), Some(new)) => changed(&path, old, new, 0),
        (None, Some(new)) => marked(Mark::Add, labelled(&path, new, 0)),
        (Some(old), None) => marked(Mark::Remove, labelled(&path, old, 0)),
        (None, None) => Vec::new(),
    }
}

fn objects(before: &Object, after: &Object) -> Vec<String> {
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut unchanged = 0;
    let mut changed = Vec::new();
    for key in keys {
        match (before.get(key), after.get(key)) {
            (Some(old), Some(new)) if diff::changes(new, old).is_empty() => {
                unchanged += usize::from(!is_silent(old));
            }
            (None, Some(new)) if is_silent(new) => {}
            (old, new) => changed.push((key.as_str(), old, new)),
        }
    }
    let width = changed.iter().map(|(key, _, _)| columns(&shown_key(key))).max().unwrap_or(0);
    let mut lines: Vec<String> =
        changed.into_iter().flat_map(|(key, old, new)| field(key, old, new, width)).collect();
    if unchanged > 0 && !lines.is_empty() {
        let noun = if unchanged == 1 { "field" } else { "fields" };
        lines.push(dim(&format!("  ({unchanged} unchanged {noun})")));
    }
    lines
}

fn field(key: &str, old: Option<&Value>, new: Option<&Value>, width: usize) -> Vec<String> {
    match (old, new) {
        (Some(old), Some(new)) => changed(&shown_key(key), old, new, width),
        (None, Some(new)) => marked(Mark::Add, entry(key, new, width)),
        (Some(old), None) => marked(Mark::Remove, entry(key, old, width)),
        (None, None) => Vec::new(),
    }
}

fn changed(label: &str, old: &Value, new: &Value, width: usize) -> Vec<String> {
    if let (Some(old), Some(new)) = (inline(old), inline(new))
        && old.chars().count() + new.chars().count() <= MOST_BESIDE
    {
        let label = padded(&format!("{label}:"), width + 1);
        return marked(Mark::Change, vec![format!("{label} {old} {} {new}", arrow())]);
    }
    let nested = matches!(
        (old, new),
        (Value::Object(_), Value::Object(_)) | (Value::Array(_), Value::Array(_))
    ) || is_long_text(old) && is_long_text(new);
    if nested {
        let mut result = marked(Mark::Change, vec![format!("{label}:")]);
        result.extend(lines(old, new).into_iter().map(|line| format!("  {line}")));
        return result;
    }
    match (inline(old), inline(new)) {
        (Some(old), Some(new)) => {
            let label = padded(&format!("{label}:"), width + 1);
            marked(Mark::Change, vec![format!("{label} {old} {} {new}", arrow())])
        }
        _ => {
            let mut lines = marked(Mark::Remove, labelled(label, old, width));
            lines.extend(marked(Mark::Add, labelled(label, new, width)));
            lines
        }
    }
}

/// The longest two sides that stand beside each other where they could be told in more lines as well.
const MOST_BESIDE: usize = 72;

fn is_long_text(value: &Value) -> bool {
    matches!(value, Value::String(text) if text.contains('\n'))
}

/// Elements that stay are counted; others come, go or change, in the order in which they stand.
fn lists(before: &[Value], after: &[Value]) -> Vec<String> {
    let mut unchanged = 0;
    let mut result = Vec::new();
    for edit in edits(before, after) {
        match edit {
            Edit::Same => unchanged += 1,
            Edit::Removed(old) => result.extend(marked(Mark::Remove, item(old))),
            Edit::Added(new) => result.extend(marked(Mark::Add, item(new))),
            Edit::Changed { index, old, new } => {
                result.extend(changed(&format!("[{index}]"), old, new, 0));
            }
        }
    }
    if unchanged > 0 {
        let noun = if unchanged == 1 { "element" } else { "elements" };
        result.push(dim(&format!("  ({unchanged} unchanged {noun})")));
    }
    result
}

fn texts(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (unknown::display(before), unknown::display(after));
    let mut unchanged = 0;
    let mut lines = Vec::new();
    for change in TextDiff::from_lines(&before, &after).iter_all_changes() {
        let line = change.value().trim_end_matches('\n').to_owned();
        match change.tag() {
            ChangeTag::Equal => unchanged += 1,
            ChangeTag::Delete => lines.extend(marked(Mark::Remove, vec![line])),
            ChangeTag::Insert => lines.extend(marked(Mark::Add, vec![line])),
        }
    }
    if unchanged > 0 {
        lines.push(dim(&format!("  ({unchanged} unchanged lines)")));
    }
    lines
}

fn marked(mark: Mark, lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| format!("{} {}", mark.paint(mark.symbol()), line)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use language::value::Auto;

    fn shown(before: &Value, after: &Value) -> Vec<String> {
        let lines = lines(before, after).into_iter();
        lines.map(|line| crate::report::escape::plain(&line)).collect()
    }

    #[test]
    fn a_map_in_which_only_aws_has_chosen_is_no_change() {
        let anything = serde_json::to_value(Auto::<String>::default()).unwrap();
        let live = json!({ "aliases": { "live": { "version": "3" } }, "memory": 128 });
        let wanted = json!({ "aliases": { "live": { "version": anything } }, "memory": 256 });
        assert_eq!(shown(&live, &wanted), ["~ memory: 128 → 256", "  (1 unchanged field)"]);
    }

    #[test]
    fn elements_of_lists_are_told_apart() {
        let statement = |action: &str, resource: &str| json!({ "Action": action, "Effect": "Allow", "Resource": resource });
        let before =
            json!({ "Statement": [statement("s3:Get", "a"), statement("s3:Put", "b")], "n": 1 });
        let after = json!({ "Statement": [statement("s3:Get", "a"), statement("s3:List", "b"), statement("sqs:Send", "c"), statement("sns:Publish", "d")], "n": 1 });
        assert_eq!(
            shown(&before, &after),
            [
                "~ Statement:", "  ~ [1]:", "    ~ Action: \"s3:Put\" → \"s3:List\"",
                "      (2 unchanged fields)", "  + - Action:   \"sqs:Send\"",
                "  +   Effect:   \"Allow\"", "  +   Resource: \"c\"",
                "  + - Action:   \"sns:Publish\"", "  +   Effect:   \"Allow\"",
                "  +   Resource: \"d\"", "    (1 unchanged element)", "  (1 unchanged field)",
            ]
        );
        assert_eq!(
            shown(&json!({ "l": ["a", "b"] }), &json!({ "l": ["a", "c"] })),
            ["~ l: [\"a\", \"b\"] → [\"a\", \"c\"]"]
        );
        let long = |last: &str| json!({ "l": ["x".repeat(30), "y".repeat(30), last] });
        assert_eq!(
            shown(&long("a"), &long("b")),
            ["~ l:", "  ~ [2]: \"a\" → \"b\"", "    (2 unchanged elements)"]
        );
    }

    #[test]
    fn keys_that_could_be_misread_stand_in_quotes() {
        assert_eq!(
            shown(&json!({ "a": 1 }), &json!({ "a": 1, "a: 2": 3, "b\nc": 4, "": 5, "x/y.z": 6 })),
            [
                r#"+ "":     5"#, r#"+ "a: 2": 3"#, r#"+ "b\nc": 4"#, "+ x/y.z:  6",
                "  (1 unchanged field)",
            ]
        );
    }
}
