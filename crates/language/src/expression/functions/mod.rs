//! The functions of the expression language. They behave as Terraform's do, so that an expression
//! can be carried over as it is; the few departures stand in the docs of the module that departs.
//!
//! A body sees arguments that are fully evaluated. `try` and `can`, which look at expressions that
//! may fail, are therefore not here but in the evaluator.

mod arguments;
mod collections;
mod conversion;
mod decoded;
mod encoding;
mod files;
mod format;
mod fraction;
mod network;
pub(super) mod numbers;
mod patterns;
mod sets;
mod text;
mod verbs;

pub(super) use arguments::check_length;

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::LazyLock;

use super::budget::Budget;
use crate::value::{Object, Value, pending, unknown};

/// What a function may ask of its surroundings.
pub trait Surroundings {
    /// The folder that relative paths start from.
    fn base_folder(&self) -> &Path;

    /// How much the evaluation may still do. What reads files or renders templates takes its part of it.
    fn budget(&self) -> &Budget;

    /// Renders a template text with these variables alone.
    ///
    /// # Errors
    /// Why the template has no value.
    fn render(&self, template: &str, variables: &Object) -> Result<Value, String>;
}

/// A number as it stands in text: in full digits, and without a fraction where it is whole.
pub fn number_text(number: &serde_json::Number) -> String {
    let value = Value::Number(number.clone());
    numbers::Numeric::of(&value).map_or_else(|| number.to_string(), |number| number.to_string())
}

/// A number without a fraction as a whole one, as all numbers here are.
pub fn normalized_number(number: serde_json::Number) -> serde_json::Number {
    let value = Value::Number(number.clone());
    match numbers::Numeric::of(&value).map(numbers::Numeric::value) {
        Some(Ok(Value::Number(normalized))) => normalized,
        _ => number,
    }
}

type Body = fn(&[Value], &dyn Surroundings) -> Result<Value, String>;

/// A function of the expression language.
#[derive(Debug)]
pub struct Function {
    pub name: &'static str,
    /// How to call it, in one line: `join(separator, list)`.
    pub signature: &'static str,
    /// What it gives, in one sentence.
    pub meaning: &'static str,
    /// How many arguments it takes; without an upper limit if the end is `usize::MAX`.
    pub arguments: RangeInclusive<usize>,
    /// Whether text that AWS has yet to invent may pass through, because the result merely contains
    /// the text unchanged and the text decides nothing. [`Function::passes`] is more precise.
    pub passes_unknown: bool,
    pub body: Body,
}

impl Function {
    /// Checks how many arguments there are, then runs.
    ///
    /// # Errors
    /// One sentence: what was expected, what was given, how to fix it.
    pub fn call(
        &self,
        arguments: &[Value],
        surroundings: &dyn Surroundings,
    ) -> Result<Value, String> {
        if !self.arguments.contains(&arguments.len()) {
            let (least, most) = (*self.arguments.start(), *self.arguments.end());
            let expected = match most {
                usize::MAX => format!("at least {}", arguments::counted(least, "argument")),
                _ if least == most => arguments::counted(most, "argument"),
                _ => format!("{least} to {most} arguments"),
            };
            return Err(format!(
                "{expected} needed, but {} given; call it as {}",
                arguments.len(),
                self.signature
            ));
        }
        (self.body)(arguments, surroundings)
    }

    /// Whether the body may run on these arguments although some of their text is unknown: that
    /// text must decide nothing. Some functions look at a part of their arguments only, as `length`
    /// does, which counts the elements of a list but not what they say.
    pub fn passes(&self, arguments: &[Value]) -> bool {
        let known = |position| !arguments.get(position).is_some_and(unknown::in_value);
        match self.name {
            _ if !arguments.iter().any(unknown::in_value) => true,
            "length" | "keys" | "values" | "merge" => !arguments.iter().any(hides_its_structure),
            "lookup" => known(1) && !arguments.first().is_some_and(hides_its_structure),
            "element" => known(1),
            "slice" => known(1) && known(2),
            // The first argument that is not empty decides; unknown text might be empty.
            "coalesce" => !arguments
                .iter()
                .find(|candidate| !collections::is_blank(candidate))
                .is_some_and(hides_its_structure),
            "zipmap" | "templatefile" => known(0),
            "format" | "formatlist" => known(0) && format::inserts_unchanged(arguments),
            _ => self.passes_unknown,
        }
    }

    /// The same for what is [pending], which may be anything: only what looks at keys and positions, and at
    /// no element, may run.
    pub fn passes_pending(&self, arguments: &[Value]) -> bool {
        let is_open = |value: &Value| pending::is(value) || hides_its_structure(value);
        let known = |position| !arguments.get(position).is_some_and(pending::in_value);
        match self.name {
            "keys" | "length" | "values" | "merge" | "concat" | "reverse" => {
                !arguments.iter().any(is_open)
            }
            "lookup" | "element" => known(1) && !arguments.first().is_some_and(is_open),
            "slice" => known(1) && known(2) && !arguments.first().is_some_and(is_open),
            "zipmap" => known(0) && !arguments.get(1).is_some_and(is_open),
            _ => false,
        }
    }
}

/// Whether the value has a number of elements or a set of keys that is not known.
fn hides_its_structure(value: &Value) -> bool {
    match value {
        Value::String(text) => unknown::in_text(text),
        Value::Object(map) => map.keys().any(|key| unknown::in_text(key)),
        _ => false,
    }
}

static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let families = [
        collections::functions(),
        conversion::functions(),
        encoding::functions(),
        files::functions(),
        format::functions(),
        network::functions(),
        numbers::functions(),
        patterns::functions(),
        sets::functions(),
        text::functions(),
    ];
    let mut all: Vec<Function> = families.into_iter().flatten().collect();
    all.sort_by_key(|function| function.name);
    all
});

/// All functions, by name.
pub fn all() -> &'static [Function] {
    &ALL
}

/// The function with a name.
pub fn find(name: &str) -> Option<&'static Function> {
    let position = ALL.binary_search_by_key(&name, |function| function.name).ok()?;
    ALL.get(position)
}

/// A function that carries text along without looking at it.
fn carries(
    signature: &'static str,
    meaning: &'static str,
    arguments: RangeInclusive<usize>,
    body: Body,
) -> Function {
    Function { passes_unknown: true, ..examines(signature, meaning, arguments, body) }
}

/// A function whose result depends on what the text says.
fn examines(
    signature: &'static str,
    meaning: &'static str,
    arguments: RangeInclusive<usize>,
    body: Body,
) -> Function {
    Function {
        name: signature.split_once('(').map_or(signature, |(name, _)| name),
        signature,
        meaning,
        arguments,
        passes_unknown: false,
        body,
    }
}

#[cfg(test)]
mod testing;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::testing::{Folder, any_value};
    use super::*;

    #[test]
    fn all_functions_are_found_by_name() {
        let names: Vec<&str> = all().iter().map(|function| function.name).collect();
        let expected = [
            "abs",
            "alltrue",
            "anytrue",
            "base64decode",
            "base64encode",
            "ceil",
            "cidrsubnet",
            "coalesce",
            "compact",
            "concat",
            "contains",
            "distinct",
            "element",
            "endswith",
            "file",
            "filebase64sha256",
            "filesha256",
            "flatten",
            "floor",
            "format",
            "formatlist",
            "join",
            "jsondecode",
            "jsonencode",
            "keys",
            "length",
            "lookup",
            "lower",
            "max",
            "merge",
            "min",
            "one",
            "range",
            "regex",
            "regexall",
            "replace",
            "reverse",
            "setintersection",
            "setsubtract",
            "setunion",
            "sha256",
            "slice",
            "sort",
            "split",
            "startswith",
            "substr",
            "sum",
            "templatefile",
            "title",
            "tobool",
            "tolist",
            "tomap",
            "tonumber",
            "toset",
            "tostring",
            "trim",
            "trimprefix",
            "trimspace",
            "trimsuffix",
            "upper",
            "values",
            "yamldecode",
            "zipmap",
        ];
        assert_eq!(names, expected);
        for name in names {
            assert_eq!(find(name).map(|function| function.name), Some(name));
        }
        assert!(find("timestamp").is_none());
    }

    #[test]
    fn unknown_text_passes_unless_it_decides_something() {
        let id = unknown::mark("vpc.id");
        let keyed = json!({ id.clone(): 1 });
        for (name, arguments, passes) in [
            ("upper", json!([id]), false),
            ("upper", json!(["a"]), true),
            ("join", json!([",", [id]]), true),
            ("jsonencode", json!([{"a": id}]), true),
            ("length", json!([id]), false),
            ("length", json!([[id, "a"]]), true),
            ("length", json!([keyed]), false),
            ("keys", json!([{"a": id}]), true),
            ("merge", json!([{"a": id}, keyed]), false),
            ("lookup", json!([{"a": id}, "a", id]), true),
            ("lookup", json!([{"a": 1}, id, "b"]), false),
            ("zipmap", json!([["a"], [id]]), true),
            ("zipmap", json!([[id], ["a"]]), false),
            ("element", json!([[id], 0]), true),
            ("slice", json!([[id], 0, id]), false),
            ("coalesce", json!(["", "a", id]), true),
            ("coalesce", json!(["", id, "a"]), false),
            ("format", json!(["%s", id]), true),
            ("format", json!(["%9s", id]), false),
            ("templatefile", json!([id, {}]), false),
            ("templatefile", json!(["a.tftpl", {"id": id}]), true),
            ("toset", json!([[id]]), false),
        ] {
            let arguments = arguments.as_array().unwrap();
            assert_eq!(find(name).unwrap().passes(arguments), passes, "{name} {arguments:?}");
        }
    }

    #[test]
    fn what_passes_comes_out_unchanged() {
        let id = unknown::mark("vpc.id");
        for (name, arguments) in [
            ("join", json!(["-", ["a", id]])),
            ("jsonencode", json!([{"a": id}])),
            ("format", json!(["%s/%v", id, [id]])),
            ("merge", json!([{"a": id}, {"b": 1}])),
            ("tolist", json!([[id, 1]])),
            ("lookup", json!([{"a": id}, "a"])),
        ] {
            let result = testing::call(name, arguments).unwrap();
            assert!(result.to_string().contains(&id), "{name}: {result}");
        }
    }

    proptest! {
        #[test]
        fn no_function_panics(arguments in prop::collection::vec(
            prop_oneof![4 => any_value(), 1 => any::<f64>().prop_map(Value::from)],
            0..5,
        )) {
            for function in all() {
                let _ = function.passes(&arguments);
                let outcome = function.call(&arguments, &Folder(Path::new("/nowhere")));
                // The body guards itself, too: the evaluator might call it without the check.
                let unchecked = (function.body)(&arguments, &Folder(Path::new("/nowhere")));
                prop_assert!(outcome.is_err() || outcome == unchecked, "{}", function.name);
                if let Err(sentence) = outcome {
                    prop_assert!(!sentence.contains('\n') && !sentence.ends_with('.'), "{}", sentence);
                }
            }
        }
    }
}
