//! Which elements of a list stay, come, go and change.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use language::value::Value;

/// What becomes of one element.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Edit<'a> {
    Same,
    Removed(&'a Value),
    Added(&'a Value),
    /// It is another, at this place of the new list.
    Changed {
        index: usize,
        old: &'a Value,
        new: &'a Value,
    },
}

/// The most elements that are paired by how like they are: the effort grows with the square.
const MOST_PAIRED: usize = 64;

/// How like two elements have to be to count as one that has changed.
const LIKE: f64 = 0.5;

/// What turns `before` into `after`, in order.
pub(super) fn edits<'a>(before: &'a [Value], after: &'a [Value]) -> Vec<Edit<'a>> {
    let text = |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>();
    let operations = capture_diff_slices(Algorithm::Myers, &text(before), &text(after));
    let mut edits = Vec::new();
    // What goes and what comes at one place belong together, however the steps of the comparison cut them.
    let (mut old, mut new) = (0..0, 0..0);
    for operation in operations {
        if let DiffOp::Equal { len, .. } = operation {
            edits.extend(gap(before, after, &old, &new));
            edits.extend(std::iter::repeat_n(Edit::Same, len));
            let (then, now) = (operation.old_range().end, operation.new_range().end);
            (old, new) = (then..then, now..now);
        } else {
            old.end = operation.old_range().end;
            new.end = operation.new_range().end;
        }
    }
    edits.extend(gap(before, after, &old, &new));
    edits
}

/// What becomes of the elements between two that stay.
fn gap<'a>(
    before: &'a [Value],
    after: &'a [Value],
    old: &Range<usize>,
    new: &Range<usize>,
) -> Vec<Edit<'a>> {
    let (from, to) = (&before[old.clone()], &after[new.clone()]);
    let pairs = pairs(from, to);
    let mut edits = Vec::new();
    let (mut done, mut told) = (0, 0);
    for (left, right) in pairs.into_iter().chain([(from.len(), to.len())]) {
        edits.extend(from[done..left].iter().map(Edit::Removed));
        edits.extend(to[told..right].iter().map(Edit::Added));
        if let (Some(old), Some(value)) = (from.get(left), to.get(right)) {
            edits.push(Edit::Changed { index: new.start + right, old, new: value });
        }
        (done, told) = (left + 1, right + 1);
    }
    edits
}

/// The elements that are taken for the same one before and after, in order.
fn pairs(from: &[Value], to: &[Value]) -> Vec<(usize, usize)> {
    if from.is_empty() || to.is_empty() || from.len().max(to.len()) > MOST_PAIRED {
        return Vec::new();
    }
    if from.len() == to.len() && from.iter().chain(to).all(is_scalar) {
        return (0..from.len()).map(|position| (position, position)).collect();
    }
    best_pairs(from, to)
}

/// The pairs in order that are most alike in all, by dynamic programming.
fn best_pairs(from: &[Value], to: &[Value]) -> Vec<(usize, usize)> {
    let likeness: Vec<Vec<f64>> =
        from.iter().map(|old| to.iter().map(|new| likeness(old, new)).collect()).collect();
    // best[i][j]: the most that the elements from i and from j on can come to.
    let mut best = vec![vec![0.0_f64; to.len() + 1]; from.len() + 1];
    for i in (0..from.len()).rev() {
        for j in (0..to.len()).rev() {
            let paired = match likeness[i][j] {
                like if like >= LIKE => like + best[i + 1][j + 1],
                _ => 0.0,
            };
            best[i][j] = paired.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < from.len() && j < to.len() {
        let like = likeness[i][j];
        if like >= LIKE && best[i][j] <= like + best[i + 1][j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i][j] <= best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// How much of two elements is the same, from 0 to 1: of objects, the share of their fields. A single object in the
/// place of another is that one, changed.
fn likeness(old: &Value, new: &Value) -> f64 {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let same = old.iter().filter(|(key, value)| new.get(*key) == Some(*value)).count();
            let all = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))).count();
            // Counts of fields are small.
            if all == 0 { 1.0 } else { as_number(same) / as_number(all) }
        }
        _ => 0.0,
    }
}

fn as_number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn list() -> impl Strategy<Value = Vec<Value>> {
        let element = prop_oneof![
            (0..4).prop_map(Value::from),
            (0..3, 0..3).prop_map(|(a, b)| json!({ "a": a, "b": b, "c": 1 })),
        ];
        prop::collection::vec(element, 0..8)
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_the_order_is_kept(before in list(), after in list()) {
            let (mut old, mut new) = (before.iter(), Vec::new());
            for edit in edits(&before, &after) {
                match edit {
                    Edit::Same => new.push(old.next().unwrap().clone()),
                    Edit::Removed(gone) => prop_assert_eq!(old.next(), Some(gone)),
                    Edit::Added(value) => new.push(value.clone()),
                    Edit::Changed { index, old: was, new: value } => {
                        prop_assert_eq!(old.next(), Some(was));
                        prop_assert_eq!(index, new.len());
                        new.push(value.clone());
                    }
                }
            }
            prop_assert_eq!(old.next(), None);
            prop_assert_eq!(new, after);
        }
    }

    #[test]
    fn what_is_put_in_between_is_one_that_comes() {
        let one = |name: &str| json!({ "name": name, "from": 1, "to": 2 });
        let (before, after) = ([one("a"), one("c")], [one("a"), one("b"), one("c")]);
        let b = one("b");
        assert_eq!(edits(&before, &after), [Edit::Same, Edit::Added(&b), Edit::Same]);
    }

    #[test]
    fn one_that_changes_beside_one_that_comes_is_told_as_changed() {
        let one = |name: &str, port: u16| json!({ "name": name, "port": port, "to": 2 });
        let (before, after) = ([one("a", 1)], [one("n", 9), one("a", 3)]);
        assert_eq!(
            edits(&before, &after),
            [Edit::Added(&after[0]), Edit::Changed { index: 1, old: &before[0], new: &after[1] }]
        );
    }
}
