//! Values of the wrong type.

use super::checker::Checker;
use super::help::{self, Help};
use super::model::Schema;
use super::{forms, words};
use crate::value::{Path, Value, pending, unknown};

impl<'a> Checker<'a> {
    /// Whether a value has a type of its schema.
    pub(super) fn fits_type(&mut self, schema: &'a Schema, value: &Value, path: &Path) -> bool {
        let expected = schema.type_names();
        let actual = words::json_type(value);
        let fits = expected.is_empty()
            || expected.contains(&actual)
            || (actual == "integer" && expected.contains(&"number"))
            || (self.root.takes_unknown && value.as_str().is_some_and(unknown::is_whole));
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
    pub(super) fn report_type(
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
                ..help::conversion(expected, value, None, &fits)
            };
        }
        let allowed: Vec<&Value> = schemas
            .iter()
            .flat_map(|schema| schema.allowed.iter().chain(&schema.constant))
            .filter(|one| !one.is_null())
            .collect();
        let help = help::conversion(expected, value, (self.spelling)(path), &fits);
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
}
