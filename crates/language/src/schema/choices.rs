//! Values of which there are several forms.

use super::checker::{Checker, fits_everywhere};
use super::help::Help;
use super::model::Schema;
use super::words;
use crate::diagnostic::{did_you_mean, joined, listed_or};
use crate::value::{Object, Path, Value, unknown};

impl<'a> Checker<'a> {
    /// A value of which there are several forms: names of a list, or shapes of different types or keys.
    pub(super) fn check_choices(&mut self, choices: &[&'a Schema], value: &Value, path: &mut Path) {
        if self.root.takes_unknown && value.as_str().is_some_and(unknown::is_whole) {
            return;
        }
        let nullable = choices.iter().any(|choice| choice.type_names() == ["null"]);
        if value.is_null() && nullable || fits_everywhere(value) {
            return;
        }
        let constants: Vec<&Value> = choices
            .iter()
            .flat_map(|choice| choice.allowed.iter().chain(&choice.constant))
            .filter(|constant| constant.is_string())
            .collect();
        if let Value::String(text) = value
            && !constants.is_empty()
            && !unknown::in_text(text)
        {
            match choices.iter().find(|choice| choice.is_free_text()) {
                Some(free) => self.check_open(&constants, free, text, path),
                None => {
                    self.check_allowed(&constants, value, path);
                }
            }
            return;
        }
        let fitting: Vec<&&Schema> =
            choices.iter().filter(|choice| could_be(choice, value)).collect();
        match (fitting.as_slice(), value) {
            ([single], _) => self.check(single, value, path),
            // One key says which form it is, and it is the only one.
            (_, Value::Object(_)) => self.check_tagged(choices, value, path),
            ([], _) => {
                let form = form_for(choices, value).map(|form| Help::always(Some(form)));
                self.report_type(choices, value, form, path);
            }
            _ => {}
        }
    }

    fn check_tagged(&mut self, choices: &[&'a Schema], value: &Value, path: &mut Path) {
        let tags = |choice: &'a Schema| choice.required.iter().map(String::as_str);
        let chosen = choices.iter().find(|choice| {
            tags(choice).next().is_some() && tags(choice).all(|tag| value.get(tag).is_some())
        });
        // Where some of the keys of one form alone are there, it is that form.
        let begun = || {
            let mut begun =
                choices.iter().filter(|choice| tags(choice).any(|tag| value.get(tag).is_some()));
            begun.next().filter(|_| begun.next().is_none())
        };
        match chosen.or_else(begun) {
            Some(choice) => self.check(choice, value, path),
            None => {
                let names: Vec<&str> = choices.iter().flat_map(|choice| tags(choice)).collect();
                let keys = value.as_object().into_iter().flat_map(Object::keys);
                let meant = keys.filter_map(|key| did_you_mean(key, names.iter().copied())).next();
                self.report(
                    path,
                    value,
                    format!("none of the forms{} fits", words::of(path)),
                    format!("it needs {}", listed_or(names.iter().copied())),
                    Help::always(meant.map(|name| format!("did you mean `{name}`?"))),
                );
            }
        }
    }
}

/// How to say what a text says, where a map is expected whose key tells what it is: `{ zip: api.zip }`.
fn form_for(choices: &[&Schema], value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !unknown::in_text(text))?;
    let forms = choices.iter().filter(|choice| choice.required.len() == 1);
    let forms = forms.flat_map(|choice| &choice.required);
    let forms: Vec<String> = forms.map(|tag| format!("`{{ {tag}: {text} }}`")).collect();
    (!forms.is_empty()).then(|| format!("say what it is: {}", joined(&forms, "or")))
}

fn could_be(choice: &Schema, value: &Value) -> bool {
    let types = choice.type_names();
    match words::json_type(value) {
        "integer" | "number" => types.contains(&"integer") || types.contains(&"number"),
        name => types.contains(&name),
    }
}
