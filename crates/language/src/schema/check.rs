//! Holds a value against a schema and reports everything that does not fit, not only the first.

use super::{Additional, Schema, forms, words};
use crate::diagnostic::{Severity, did_you_mean, joined, listed, listed_or, suggestion};
use crate::value::{Object, Path, Value, auto, pending, unknown};

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub path: Path,
    /// The key itself is wrong, not what it holds.
    pub about_key: bool,
    /// What is wrong.
    pub message: String,
    /// Why.
    pub why: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl Finding {
    /// Whether it stops a run.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// An error in the value at a path.
    pub fn error(path: Path, message: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            path,
            about_key: false,
            message: message.into(),
            why: why.into(),
            help: None,
        }
    }
}

/// Whether anything of what was found stops a run.
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(Finding::is_error)
}

/// Where a value comes from, which decides how errors speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is written in the file, and seen there.
    Written,
    /// An expression has computed it: the file does not show it, so the error does.
    Computed,
    /// It must not be shown.
    Secret,
}

/// Everything in `value` that does not fit `schema`.
///
/// Text with unknown parts fits every text field: its final form is not known.
pub fn check(schema: &Schema, value: &Value) -> Vec<Finding> {
    Check::new(schema).run(value)
}

/// A check of a value of which more is known than what it is.
pub struct Check<'a> {
    schema: &'a Schema,
    origin: &'a dyn Fn(&Path) -> Origin,
    spelling: &'a dyn Fn(&Path) -> Option<String>,
    beside: &'a [&'a str],
    foreign: &'a dyn Fn(&Path, &Value) -> Option<String>,
    word: &'a dyn Fn(&Path, &Value) -> Option<String>,
}

impl<'a> Check<'a> {
    pub fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            origin: &|_| Origin::Written,
            spelling: &|_| None,
            beside: &[],
            foreign: &|_, _| None,
            word: &|_, _| None,
        }
    }

    /// Says where the part of the value at a path comes from.
    pub fn origin(mut self, origin: &'a dyn Fn(&Path) -> Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Says how the number or the flag at a path is spelled, where it is written.
    pub fn spelling(mut self, spelling: &'a dyn Fn(&Path) -> Option<String>) -> Self {
        self.spelling = spelling;
        self
    }

    /// Names keys that may stand beside those of the schema, and that somebody else reads.
    pub fn beside(mut self, keys: &'a [&'a str]) -> Self {
        self.beside = keys;
        self
    }

    /// Says what to write for a key that is the word of another tool, with this value.
    pub fn foreign(mut self, help: &'a dyn Fn(&Path, &Value) -> Option<String>) -> Self {
        self.foreign = help;
        self
    }

    /// Says what to write for a value of the wrong type that is the word of another tool.
    pub fn word(mut self, help: &'a dyn Fn(&Path, &Value) -> Option<String>) -> Self {
        self.word = help;
        self
    }

    /// Everything that does not fit.
    pub fn run(self, value: &Value) -> Vec<Finding> {
        let mut checker = Checker::new(self);
        checker.check(checker.root, value, &mut Path::root());
        checker.findings
    }

    /// The same for one field alone. A field that is null does not fit here.
    pub fn run_field(self, name: &str, value: &Value) -> Vec<Finding> {
        let mut checker = Checker::new(self);
        if let Some(field) = checker.root.properties.get(name) {
            checker.check(field, value, &mut Path::field(name));
        }
        checker.findings
    }
}

pub(super) struct Checker<'a> {
    pub(super) root: &'a Schema,
    origin: &'a dyn Fn(&Path) -> Origin,
    spelling: &'a dyn Fn(&Path) -> Option<String>,
    beside: &'a [&'a str],
    foreign: &'a dyn Fn(&Path, &Value) -> Option<String>,
    word: &'a dyn Fn(&Path, &Value) -> Option<String>,
    findings: Vec<Finding>,
}

/// How to fix something, which differs with where it stands.
#[derive(Default)]
pub(super) struct Help {
    pub written: Option<String>,
    pub computed: Option<String>,
}

impl Help {
    pub(super) fn always(help: Option<String>) -> Self {
        Self { written: help.clone(), computed: help }
    }
}

impl<'a> Checker<'a> {
    fn new(check: Check<'a>) -> Self {
        Self {
            root: check.schema,
            origin: check.origin,
            spelling: check.spelling,
            beside: check.beside,
            foreign: check.foreign,
            word: check.word,
            findings: Vec::new(),
        }
    }

    fn check(&mut self, schema: &'a Schema, value: &Value, path: &mut Path) {
        let schema = self.root.resolve(schema);
        let choices = self.choices(schema);
        if !choices.is_empty() {
            return self.check_choices(&choices, value, path);
        }
        if fits_everywhere(value) || !self.fits_type(schema, value, path) {
            return;
        }
        match value {
            Value::String(text) => self.check_text(schema, text, path),
            Value::Number(number) => self.check_number(schema, number, path),
            Value::Array(list) => self.check_list(schema, list, path),
            Value::Object(object) => self.check_object(schema, object, path),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// How much was found so far.
    pub(super) fn count(&self) -> usize {
        self.findings.len()
    }

    /// The forms that a value may have, those within forms included.
    fn choices(&self, schema: &'a Schema) -> Vec<&'a Schema> {
        let forms = schema.one_of.iter().chain(&schema.any_of);
        forms
            .flat_map(|form| {
                let form = self.root.resolve(form);
                let within = self.choices(form);
                if within.is_empty() { vec![form] } else { within }
            })
            .collect()
    }

    pub(super) fn report(
        &mut self,
        path: &Path,
        value: &Value,
        message: impl Into<String>,
        why: impl Into<String>,
        help: Help,
    ) {
        self.report_as(Severity::Error, path, value, message, why, help);
    }

    pub(super) fn report_as(
        &mut self,
        severity: Severity,
        path: &Path,
        value: &Value,
        message: impl Into<String>,
        why: impl Into<String>,
        help: Help,
    ) {
        let mut why = why.into();
        let origin = (self.origin)(path);
        if origin == Origin::Computed
            && let Some(shown) = words::shown(value)
        {
            why.push_str(&format!(" (its value is {shown})"));
        }
        self.findings.push(Finding {
            severity,
            path: path.clone(),
            about_key: false,
            message: message.into(),
            why,
            help: match origin {
                Origin::Written => help.written,
                Origin::Computed | Origin::Secret => help.computed,
            },
        });
    }

    fn fits_type(&mut self, schema: &'a Schema, value: &Value, path: &Path) -> bool {
        let expected = schema.type_names();
        let actual = words::json_type(value);
        let fits = expected.is_empty()
            || expected.contains(&actual)
            || (actual == "integer" && expected.contains(&"number"));
        if !fits {
            let part = self
                .part_that_fits(schema, value)
                .map(|part| Help { written: None, computed: Some(part) });
            self.report_type(&[schema], value, part, path);
        }
        fits
    }

    /// What to write in the place of a reference to something as a whole: the one part that its field is
    /// about, by its documentation or by its form.
    fn part_that_fits(&self, schema: &Schema, value: &Value) -> Option<String> {
        let parts = value.as_object()?;
        let about = schema.description.as_deref()?.to_lowercase();
        let named = |part: &&String| {
            let rest = about.strip_prefix(part.as_str());
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        let fits = |part: &&String| {
            let text = parts.get(part.as_str()).and_then(Value::as_str);
            schema.pattern.is_some() && text.is_some_and(|text| self.fits_text(schema, text))
        };
        let part = parts.keys().find(named).or_else(|| parts.keys().find(fits))?;
        Some(format!("add `.{part}`: this asks for the {part} of it"))
    }

    /// `instead` is what to write in its place, where that is known.
    fn report_type(
        &mut self,
        schemas: &[&'a Schema],
        value: &Value,
        instead: Option<Help>,
        path: &Path,
    ) {
        let expected: Vec<&str> = schemas.iter().flat_map(|schema| schema.type_names()).collect();
        let wanted = words::wanted(&expected);
        // A structure is of the wrong type, whatever in it is still unknown.
        let is_single = !value.is_object() && !value.is_array();
        if is_single && unknown::in_value(value) && !pending::in_value(value) {
            return self.report(
                path,
                &Value::Null,
                format!("`{path}` cannot wait for AWS"),
                format!("{wanted} is needed while planning, and AWS invents this at creation"),
                Help::always(Some(
                    "use a variable, or a value that can be predicted, such as a name or an ARN"
                        .to_owned(),
                )),
            );
        }
        self.report(
            path,
            value,
            format!("wrong type{}", words::of(path)),
            format!("this is {}, and {wanted} is expected", words::found(value)),
            match instead {
                Some(instead) => instead,
                None => self.conversion(schemas, &expected, value, path),
            },
        );
    }

    /// How to make what is expected of a value. What would not fit either is not proposed.
    fn conversion(
        &self,
        schemas: &[&'a Schema],
        expected: &[&str],
        value: &Value,
        path: &Path,
    ) -> Help {
        if let Some(word) = (self.word)(path, value) {
            return Help::always(Some(word));
        }
        let fits = |value: &Value| self.fits(schemas, value, path);
        if let Some(written) = forms::written(schemas, self.root, value, path, &fits) {
            return Help {
                written: Some(written),
                ..words::conversion(expected, value, None, &fits)
            };
        }
        let allowed: Vec<&Value> = schemas
            .iter()
            .flat_map(|schema| schema.allowed.iter().chain(&schema.constant))
            .filter(|one| !one.is_null())
            .collect();
        let help = words::conversion(expected, value, (self.spelling)(path), &fits);
        // A long list helps nobody.
        const SHORT: usize = 100;
        let list = words::any_of(&allowed);
        match help.written.is_none() && !list.is_empty() && list.len() <= SHORT {
            true => Help { written: Some(format!("write {list}")), ..help },
            false => help,
        }
    }

    /// Whether a value fits these forms of a schema, and is nothing that this version does not know.
    fn fits(&self, schemas: &[&'a Schema], value: &Value, path: &Path) -> bool {
        let mut probe = Checker { findings: Vec::new(), ..*self };
        let mut path = path.clone();
        match schemas {
            [single] => probe.check(single, value, &mut path),
            forms => probe.check_choices(forms, value, &mut path),
        }
        probe.findings.is_empty()
    }

    fn check_list(&mut self, schema: &'a Schema, list: &[Value], path: &mut Path) {
        let count = (list.len(), "element");
        self.check_count(count, schema.min_items, schema.max_items, path);
        if let Some(items) = &schema.items {
            for (index, element) in list.iter().enumerate() {
                self.check(items, element, &mut path.index(index));
            }
        }
    }

    fn check_object(&mut self, schema: &'a Schema, object: &Object, path: &mut Path) {
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
                // A field that is null is a field left out.
                (Some(_), _) if value.is_null() && !schema.required.contains(key) => {}
                (Some(property), _) => self.check(property, value, &mut inner),
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
            why: format!("this is no {}", names.title.as_deref().unwrap_or("key")),
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

    /// A value of which there are several forms: names of a list, or shapes of different types or keys.
    fn check_choices(&mut self, choices: &[&'a Schema], value: &Value, path: &mut Path) {
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

/// Whether a value stands for one that nobody knows.
fn fits_everywhere(value: &Value) -> bool {
    auto::accepts_any(value) || pending::is(value)
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
