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

    /// The text, or each text of a list.
    pub fn texts<'v>(&'v self, value: &'v Value) -> impl Iterator<Item = TextAt<'v>> {
        texts(value).map(|text| TextAt { place: self, text })
    }
}

/// Where something is written that may be wrong.
pub(super) trait Spot {
    fn path(&self) -> Path;
}

impl Spot for Path {
    fn path(&self) -> Path {
        self.clone()
    }
}

/// A text of a list, or alone. It is looked for in the list only where something is said of it: most are right, and a list
/// may be long.
#[derive(Clone, Copy)]
pub(super) struct TextAt<'a> {
    place: &'a Place<'a>,
    pub text: &'a str,
}

impl Spot for TextAt<'_> {
    fn path(&self) -> Path {
        let Place { path, written } = self.place;
        let is_it = |element: &Value| {
            element.as_str().is_some_and(|element| element.eq_ignore_ascii_case(self.text))
        };
        let mut list = written.as_array().into_iter().flatten();
        list.position(is_it).map_or_else(|| path.clone(), |index| path.index(index))
    }
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}
