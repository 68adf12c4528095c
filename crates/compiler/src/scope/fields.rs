//! Which fields of a value hold which outputs.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use super::resource_scope::ResourceScope;
use super::trace::References;
use crate::address::Address;
use crate::each_text::each_text;
use language::value::{Path, Value, unknown};

impl ResourceScope<'_> {
    /// For each reference of an expression at `path` the fields that hold what it refers to: those inside of the value
    /// that have it in their text, or all of the value where none has. Takes one pass, as a value may hold thousands.
    pub(super) fn fields_of(
        &self,
        path: &Path,
        value: &Value,
        references: &References,
    ) -> Vec<Vec<Path>> {
        let mut fields = vec![Vec::new(); references.len()];
        if matches!(value, Value::Array(_) | Value::Object(_)) {
            let texts = references.iter().map(|(to, output, _)| self.text_of(to, output));
            let texts = texts.enumerate().filter_map(|(reference, text)| Some((reference, text?)));
            let (owners, texts): (Vec<usize>, Vec<String>) = texts.unzip();
            if let Ok(finder) = AhoCorasick::new(&texts) {
                each_text(value, &mut path.clone(), &mut |field, text| {
                    let held = finder.find_overlapping_iter(text).map(|held| held.pattern());
                    for held in held.collect::<BTreeSet<_>>() {
                        fields[owners[held.as_usize()]].push(field.clone());
                    }
                });
            }
        }
        for fields in fields.iter_mut().filter(|fields| fields.is_empty()) {
            fields.push(path.clone());
        }
        fields
    }

    /// The text that stands where an output is referred to; nothing where it is not text.
    fn text_of(&self, to: &Address, output: &str) -> Option<String> {
        match self.outputs.output(to, output) {
            Ok(Some(Value::String(text))) => Some(text),
            Ok(Some(_)) | Err(_) => None,
            Ok(None) => Some(unknown::mark(&format!("{to}.{output}"))),
        }
    }
}
