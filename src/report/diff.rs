//! What changes in an object, nested as the object is, and how much stays.

use similar::{ChangeTag, TextDiff};

use super::style::{Mark, dim};
use super::value::{block, entry, inline, is_silent, key_width, padded, shown_key};
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
    let width = changed.iter().map(|(key, _, _)| shown_key(key).chars().count()).max().unwrap_or(0);
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
        (Some(old), Some(new)) => changed(key, old, new, width),
        (None, Some(new)) => marked(Mark::Add, entry(key, new, width)),
        (Some(old), None) => marked(Mark::Remove, entry(key, old, width)),
        (None, None) => Vec::new(),
    }
}

fn changed(key: &str, old: &Value, new: &Value, width: usize) -> Vec<String> {
    let shown = shown_key(key);
    let nested = matches!(
        (old, new),
        (Value::Object(_), Value::Object(_)) | (Value::Array(_), Value::Array(_))
    ) || is_long_text(old) && is_long_text(new);
    if nested {
        let mut result = marked(Mark::Change, vec![format!("{shown}:")]);
        result.extend(lines(old, new).into_iter().map(|line| format!("  {line}")));
        return result;
    }
    match (inline(old), inline(new)) {
        (Some(old), Some(new)) => {
            let label = padded(&format!("{shown}:"), width + 1);
            marked(Mark::Change, vec![format!("{label} {old} → {new}")])
        }
        _ => {
            let mut lines = marked(Mark::Remove, entry(key, old, width));
            lines.extend(marked(Mark::Add, entry(key, new, width)));
            lines
        }
    }
}

fn is_long_text(value: &Value) -> bool {
    matches!(value, Value::String(text) if text.contains('\n'))
}

/// Elements that stay are counted; others come or go, in the order in which they stand.
fn lists(before: &[Value], after: &[Value]) -> Vec<String> {
    let paired = before.len() == after.len()
        && before.iter().chain(after).all(Value::is_object)
        && before.iter().zip(after).any(|(old, new)| old == new || before.len() == 1);
    if paired {
        return pairs(before, after);
    }
    let text = |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>();
    let (old, new) = (text(before), text(after));
    let diff = TextDiff::from_slices(
        &old.iter().map(String::as_str).collect::<Vec<_>>(),
        &new.iter().map(String::as_str).collect::<Vec<_>>(),
    )
    .iter_all_changes()
    .map(|change| (change.tag(), change.old_index(), change.new_index()))
    .collect::<Vec<_>>();
    let mut unchanged = 0;
    let mut lines = Vec::new();
    for (tag, old_index, new_index) in diff {
        match tag {
            ChangeTag::Equal => unchanged += 1,
            ChangeTag::Delete => {
                let element = old_index.and_then(|index| before.get(index));
                lines.extend(
                    element.map(|value| element_lines(Mark::Remove, value)).unwrap_or_default(),
                );
            }
            ChangeTag::Insert => {
                let element = new_index.and_then(|index| after.get(index));
                lines.extend(
                    element.map(|value| element_lines(Mark::Add, value)).unwrap_or_default(),
                );
            }
        }
    }
    note_unchanged_elements(unchanged, &mut lines);
    lines
}

fn element_lines(mark: Mark, value: &Value) -> Vec<String> {
    marked(mark, inline(value).map_or_else(|| block(value), |line| vec![line]))
}

fn pairs(before: &[Value], after: &[Value]) -> Vec<String> {
    let mut unchanged = 0;
    let mut result = Vec::new();
    for (index, (old, new)) in before.iter().zip(after).enumerate() {
        if old == new {
            unchanged += 1;
            continue;
        }
        result.extend(marked(Mark::Change, vec![format!("[{index}]:")]));
        result.extend(lines(old, new).into_iter().map(|line| format!("  {line}")));
    }
    note_unchanged_elements(unchanged, &mut result);
    result
}

fn note_unchanged_elements(unchanged: usize, lines: &mut Vec<String>) {
    if unchanged > 0 {
        let noun = if unchanged == 1 { "element" } else { "elements" };
        lines.push(dim(&format!("  ({unchanged} unchanged {noun})")));
    }
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
