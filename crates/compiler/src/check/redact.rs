//! Keeps what is sensitive out of findings.

use std::collections::BTreeSet;

use crate::model::Evaluation;
use language::schema::Finding;
use language::value::{Path, Segment, Value};

/// What no finding may show.
pub struct Redaction<'a> {
    sensitive: &'a BTreeSet<Path>,
    /// All texts, keys included, that are or may be made of something sensitive.
    texts: BTreeSet<String>,
}

impl<'a> Redaction<'a> {
    /// What the findings about a resource may not show.
    pub fn of(evaluation: &'a Evaluation, is_secret: &dyn Fn(&Path) -> bool) -> Self {
        let mut texts = BTreeSet::new();
        collect(&evaluation.spec, &mut Path::root(), false, is_secret, &mut texts);
        Self { sensitive: &evaluation.sensitive, texts }
    }

    /// A finding that says no more than which field it is about, where it would show something.
    pub fn of_finding(&self, finding: Finding) -> Finding {
        let Finding { message, why, help, path, .. } = &finding;
        let field = self.sensitive.iter().find(|field| path.is_within(field));
        let is_inside = field.is_some_and(|field| field != path);
        let said = [Some(message), Some(why), help.as_ref()];
        // A short word stands in every sentence by chance.
        let is_word = |text: &String| field.is_some() || text.len() > 3;
        let shows = |text: &String| {
            is_word(text) && said.iter().flatten().any(|said| said.contains(text.as_str()))
        };
        if !is_inside && !self.texts.iter().any(shows) {
            return finding;
        }
        let path = field.unwrap_or(path).clone();
        Finding {
            message: format!("`{path}` does not fit"),
            why: "what is wrong with it would show something sensitive".to_owned(),
            help: None,
            about_key: false,
            path,
            ..finding
        }
    }
}

fn collect(
    value: &Value,
    path: &mut Path,
    inside: bool,
    is_secret: &dyn Fn(&Path) -> bool,
    texts: &mut BTreeSet<String>,
) {
    let inside = inside || is_secret(path);
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if inside {
                    texts.insert(key.clone());
                }
                path.push(Segment::Key(key.clone()));
                collect(value, path, inside, is_secret, texts);
                path.pop();
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                path.push(Segment::Index(index));
                collect(value, path, inside, is_secret, texts);
                path.pop();
            }
        }
        Value::String(text) if inside && !text.is_empty() => {
            texts.insert(text.clone());
        }
        Value::Number(number) if inside => {
            texts.insert(number.to_string());
        }
        _ => {}
    }
}
