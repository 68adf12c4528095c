//! Forms of texts.

use language::schema::Pattern;
use serde_json::Value;

use super::node::Node;
use super::reduction::Dialect;

impl Dialect<'_> {
    /// A pattern, if it can be read. What it says of the length alone becomes a limit of the length.
    pub(super) fn pattern(&mut self, pattern: &str, node: &mut Node, place: &str) {
        let (pattern, least, most) = match counted_class(pattern) {
            Some((class, least, most)) => (format!("^{class}*$"), Some(least), most),
            None => (pattern.to_owned(), None, None),
        };
        match Pattern::compile(&pattern) {
            Some(_) => {
                node.insert("pattern".to_owned(), pattern.into());
            }
            None => self.leave_out(place, "pattern"),
        }
        limit(node, "minLength", least.filter(|least| *least > 0), u64::max);
        limit(node, "maxLength", most, u64::min);
    }
}

/// Makes a limit narrower.
fn limit(node: &mut Node, keyword: &str, new: Option<u64>, narrower: fn(u64, u64) -> u64) {
    if let Some(new) = new {
        let old = node.get(keyword).and_then(Value::as_u64);
        node.insert(keyword.to_owned(), old.map_or(new, |old| narrower(old, new)).into());
    }
}

/// A pattern that one of several fits.
pub(super) fn any_of(patterns: &[&str]) -> String {
    match patterns {
        [one] => (*one).to_owned(),
        several => several.iter().map(|one| format!("(?:{one})")).collect::<Vec<_>>().join("|"),
    }
}

/// The parts of a pattern such as `^[a-z]{1,64}$`: the class, and how many of its characters.
fn counted_class(pattern: &str) -> Option<(&str, u64, Option<u64>)> {
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let inner = match inner.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(group) if !group.contains(['(', ')']) => group,
        _ => inner,
    };
    let (class, counts) = inner.strip_suffix('}')?.rsplit_once('{')?;
    let is_class = class == "." || is_one_class(class);
    let (least, most) = match counts.split_once(',') {
        Some((least, "")) => (least.parse().ok()?, None),
        Some((least, most)) => (least.parse().ok()?, Some(most.parse().ok()?)),
        None => (counts.parse().ok()?, Some(counts.parse().ok()?)),
    };
    is_class.then_some((class, least, most))
}

/// Whether it is one class of characters in brackets.
fn is_one_class(class: &str) -> bool {
    let Some(inner) = class.strip_prefix('[').and_then(|class| class.strip_suffix(']')) else {
        return false;
    };
    let mut escaped = false;
    let mut ends = inner.chars().map(|character| {
        let is_end = character == ']' && !escaped;
        escaped = character == '\\' && !escaped;
        is_end
    });
    let has_end = ends.any(|is_end| is_end);
    !has_end && !escaped
}
