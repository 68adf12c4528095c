//! All functions, by name.

use std::sync::LazyLock;

use super::function::Function;
use super::{
    collections, conversion, encoding, files, format, network, numbers, patterns, sets, text,
};

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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::expression::functions::testing::{Folder, any_value};
    use crate::value::Value;

    #[test]
    fn all_functions_are_found_by_name() {
        let names: Vec<&str> = all().iter().map(|function| function.name).collect();
        let expected = [
            "abs", "alltrue", "anytrue", "base64decode", "base64encode", "ceil", "cidrsubnet",
            "coalesce", "compact", "concat", "contains", "distinct", "element", "endswith", "file",
            "filebase64sha256", "filesha256", "flatten", "floor", "format", "formatlist", "join",
            "jsondecode", "jsonencode", "keys", "length", "lookup", "lower", "max", "merge", "min",
            "one", "range", "regex", "regexall", "replace", "reverse", "setintersection",
            "setsubtract", "setunion", "sha256", "slice", "sort", "split", "startswith", "substr",
            "sum", "templatefile", "title", "tobool", "tolist", "tomap", "tonumber", "toset",
            "tostring", "trim", "trimprefix", "trimspace", "trimsuffix", "upper", "values",
            "yamldecode", "zipmap",
        ];
        assert_eq!(names, expected);
        for name in names {
            assert_eq!(find(name).map(|function| function.name), Some(name));
        }
        assert!(find("timestamp").is_none());
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
