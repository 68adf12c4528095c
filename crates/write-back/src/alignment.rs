//! Which elements of two lists are the same.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::literal::{holds_expression, may_mean};
use language::value::Value;

/// What becomes of the elements of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An element becomes another one.
    Becomes {
        old: usize,
        new: usize,
    },
    Goes {
        old: usize,
    },
    /// A new element, behind an old one or before all.
    Comes {
        behind: Option<usize>,
        new: usize,
    },
}

/// What turns one list into another.
pub fn changes(old: &[Value], new: &[Value]) -> Vec<Change> {
    let texts = |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>();
    let (old_texts, new_texts) = (texts(old), texts(new));
    let mut found = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts) {
        let (olds, news) = match operation {
            DiffOp::Equal { .. } => continue,
            other => (other.old_range(), other.new_range()),
        };
        let mut behind = olds.start.checked_sub(1);
        let mut left: Vec<usize> = olds.collect();
        for at in news {
            let likest = left
                .iter()
                .copied()
                .max_by_key(|one| (likeness(&old[*one], &new[at]), std::cmp::Reverse(*one)));
            let likest = likest.filter(|one| likeness(&old[*one], &new[at]) > 0);
            match likest {
                Some(one) => {
                    left.retain(|other| *other != one);
                    behind = Some(one);
                    found.push(Change::Becomes { old: one, new: at });
                }
                None => found.push(Change::Comes { behind, new: at }),
            }
        }
        found.extend(left.into_iter().map(|old| Change::Goes { old }));
    }
    found
}

/// How many fields two elements share. What has no fields, and no other kind of value in its stead, is a little alike.
fn likeness(old: &Value, new: &Value) -> usize {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            old.iter().filter(|(key, value)| new.get(*key) == Some(value)).count()
        }
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => 0,
        _ => 1,
    }
}

/// Which element of what is written stands for each of a list; nothing where one stands for none. What has no expression in
/// it finds its place first.
pub fn written_elements(list: &[Value], written: &[Value]) -> Option<Vec<usize>> {
    if list.len() != written.len() {
        return None;
    }
    let mut places = vec![None; list.len()];
    let (made, plain): (Vec<usize>, Vec<usize>) =
        (0..written.len()).partition(|at| holds_expression(&written[*at]));
    for at in plain.into_iter().chain(made) {
        let mut free = (0..list.len()).filter(|place| places[*place].is_none());
        let place = free.find(|place| may_mean(&written[at], &list[*place]))?;
        places[place] = Some(at);
    }
    places.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn list(value: Value) -> Vec<Value> {
        value.as_array().cloned().unwrap_or_default()
    }

    #[test]
    fn elements_come_go_and_change() {
        let (old, new) = (list(json!(["a", "b", "c"])), list(json!(["a", "x", "c", "d"])));
        assert_eq!(
            changes(&old, &new),
            [Change::Becomes { old: 1, new: 1 }, Change::Comes { behind: Some(2), new: 3 }]
        );
        assert_eq!(changes(&old, &list(json!(["b", "c"]))), [Change::Goes { old: 0 }]);
        let (old, new) = (
            list(json!([{ "Sid": "a", "n": 1 }, { "Sid": "b", "n": 1 }])),
            list(json!([{ "Sid": "b", "n": 2 }])),
        );
        assert_eq!(
            changes(&old, &new),
            [Change::Becomes { old: 1, new: 0 }, Change::Goes { old: 0 }]
        );
    }

    #[test]
    fn what_is_written_in_another_order_is_found() {
        let written = list(json!([{ "Sid": "b" }, "${x}", { "Sid": "a" }]));
        let sorted = list(json!([{ "Sid": "a", "e": 1 }, { "Sid": "b", "e": 1 }, { "Sid": "c" }]));
        assert_eq!(written_elements(&sorted, &written), Some(vec![2, 0, 1]));
        let other = list(json!([{ "Sid": "a" }, { "Sid": "x" }, { "Sid": "c" }]));
        assert_eq!(written_elements(&other, &written), None);
    }
}
