//! Parts of a document, and where they are written.

use language::value::{Path, Value, texts};

/// A part of a document: where it stands, and how it is written there. The canonical form, which is what is
/// checked, has another order.
#[derive(Clone)]
pub(super) struct Place<'a> {
    pub path: Path,
    pub written: &'a Value,
}

impl<'a> Place<'a> {
    pub fn of_statement(index: usize, document: &'a Value, path: &Path) -> Self {
        let (path, statements) = (path.key("Statement"), &document["Statement"]);
        match statements.is_object() {
            true => Self { path, written: statements },
            false => Self { path: path.index(index), written: &statements[index] },
        }
    }

    pub fn key(&self, key: &str) -> Self {
        Self { path: self.path.key(key), written: &self.written[key] }
    }

    /// The text, or each text of a list, with the place where it is written.
    pub fn texts<'v>(&self, value: &'v Value) -> Vec<(Path, &'v str)> {
        let written = self.written.as_array();
        let place = |text: &str| {
            let mut list = written?.iter();
            let is_it = |element: &Value| {
                let element = element.as_str();
                element.is_some_and(|element| element.eq_ignore_ascii_case(text))
            };
            Some(self.path.index(list.position(is_it)?))
        };
        let placed = |text| (place(text).unwrap_or_else(|| self.path.clone()), text);
        texts(value).map(placed).collect()
    }
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}
