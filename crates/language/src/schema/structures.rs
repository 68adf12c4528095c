//! Lists and maps: what they hold, which keys they must have, and which they may.

use super::checker::Checker;
use super::findings::Finding;
use super::help::Help;
use super::model::{Additional, Schema};
use super::words;
use crate::diagnostic::{Severity, did_you_mean, listed, suggestion};
use crate::value::{Object, Path, Value, unknown};

impl<'a> Checker<'a> {
    pub(super) fn check_list(&mut self, schema: &'a Schema, list: &[Value], path: &mut Path) {
        let count = (list.len(), "element");
        self.check_count(count, schema.min_items, schema.max_items, path);
        if let Some(items) = &schema.items {
            for (index, element) in list.iter().enumerate() {
                self.check(items, element, &mut path.index(index));
            }
        }
        if schema.unique_items {
            self.check_unique(list, path);
        }
    }

    /// Reports each element that is there already. Of an unknown one, nobody can tell.
    fn check_unique(&mut self, list: &[Value], path: &Path) {
        for (index, element) in list.iter().enumerate() {
            let earlier = list.iter().take(index).position(|earlier| earlier == element);
            if let Some(earlier) = earlier.filter(|_| !unknown::in_value(element)) {
                self.report(
                    &path.index(index),
                    element,
                    format!("`{}` is the same as `{}`", path.index(index), path.index(earlier)),
                    "AWS accepts each element once",
                    Help::always(Some("remove one of them".to_owned())),
                );
            }
        }
    }

    pub(super) fn check_object(&mut self, schema: &'a Schema, object: &Object, path: &mut Path) {
        let count = (object.len(), "entry");
        self.check_count(count, schema.min_properties, schema.max_properties, path);
        let mut unknown_keys = Vec::new();
        for (key, value) in object {
            let mut inner = path.key(key);
            let names = schema.property_names.as_deref();
            if let Some(names) = names.filter(|names| !self.fits_text(names, key))
                && !unknown::in_text(key)
            {
                self.report_bad_key(names, key, inner);
                continue;
            }
            match (schema.properties.get(key), &schema.additional_properties) {
                // A field that is null is a field omitted.
                (Some(_), _) if value.is_null() && !schema.required.contains(key) => {}
                (Some(property), _) => self.check(property, value, &mut inner),
                (None, _) if schema.read_only.contains(key) => self.report_read_only(key, inner),
                (None, Some(Additional::Each(each))) => {
                    if !schema.properties.is_empty() && !unknown::in_text(key) {
                        self.warn_of_key(schema, key, inner.clone());
                    }
                    self.check(each, value, &mut inner);
                }
                (None, Some(Additional::Allowed(false))) => {
                    unknown_keys.push(key.as_str());
                    self.report_unknown_key(schema, key, value, inner);
                }
                (None, _) => {}
            }
        }
        // A field is not missing where its name is there with a letter wrong.
        let missing = schema.required.iter().map(String::as_str).filter(|name| {
            let misspelt = |key: &&str| did_you_mean(key, [*name]).is_some();
            !object.contains_key(*name) && !unknown_keys.iter().any(misspelt)
        });
        self.report_missing(schema, &missing.collect::<Vec<_>>(), path);
        self.check_rules(schema, object, &unknown_keys, path);
    }

    fn report_read_only(&mut self, key: &str, path: Path) {
        self.findings.push(Finding {
            severity: Severity::Error,
            about_key: true,
            message: format!("`{key}` cannot be set"),
            why: "AWS sets it".to_owned(),
            help: Some(format!("remove `{key}`: it is an output")),
            path,
        });
    }

    fn report_unknown_key(&mut self, schema: &Schema, key: &str, value: &Value, path: Path) {
        let beside = match path.segments() {
            [_] => self.beside,
            _ => &[],
        };
        let fields = schema.properties.keys().map(String::as_str);
        // Only the fields are listed where nothing is close.
        let help = (self.foreign)(&path, value)
            .or_else(|| {
                let meant = did_you_mean(key, fields.clone().chain(beside.iter().copied()))?;
                Some(format!("did you mean `{meant}`?"))
            })
            .or_else(|| suggestion(key, fields));
        self.findings.push(Finding {
            severity: Severity::Error,
            about_key: true,
            message: format!("unknown key `{key}`"),
            why: "there is no such field here".to_owned(),
            help,
            path,
        });
    }

    /// A key of its owner's that has not the form of such keys. What is below it says nothing.
    fn report_bad_key(&mut self, names: &Schema, key: &str, path: Path) {
        self.findings.push(Finding {
            severity: Severity::Error,
            about_key: true,
            message: format!("bad key `{key}`"),
            why: match (&names.title, &names.pattern) {
                (None, Some(pattern)) => format!("a key here matches {pattern}"),
                (title, _) => format!("this is not a valid {}", title.as_deref().unwrap_or("key")),
            },
            help: names.description.clone(),
            path,
        });
    }

    /// A key that is none of the known ones of a map, where AWS may have added it since.
    fn warn_of_key(&mut self, schema: &Schema, key: &str, path: Path) {
        let fields = schema.properties.keys().map(String::as_str);
        self.findings.push(Finding {
            severity: Severity::Warning,
            about_key: true,
            message: format!("unknown key `{key}`"),
            why: "AWS may refuse it: this version does not know it".to_owned(),
            help: suggestion(key, fields),
            path,
        });
    }

    fn report_missing(&mut self, schema: &Schema, missing: &[&str], path: &Path) {
        if missing.is_empty() {
            return;
        }
        let fields: Vec<String> = missing
            .iter()
            .map(|name| {
                match schema.properties.get(*name).and_then(|field| field.description.as_deref()) {
                    Some(text) => format!("`{name}`: {}", words::first_paragraph(text)),
                    None => format!("`{name}`"),
                }
            })
            .collect();
        let (noun, list) = match fields.as_slice() {
            [only] => ("field", format!("add {only}")),
            _ => ("fields", format!("add\n- {}", fields.join("\n- "))),
        };
        let names = listed(missing.iter().copied());
        self.findings.push(Finding {
            severity: Severity::Error,
            path: path.clone(),
            about_key: true,
            message: format!("missing {noun} {names}"),
            why: format!("this needs {names}"),
            help: Some(list),
        });
    }
}
