//! All functions, by name.

use std::sync::LazyLock;

use super::function::Function;
use super::{
    aws, collections, conversion, csv, digests, encoding, files, format, lists, network, numbers,
    patterns, sets, text, time, yaml_text,
};

static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let families = [
        aws::functions(),
        collections::functions(),
        conversion::functions(),
        csv::functions(),
        digests::functions(),
        encoding::functions(),
        files::functions(),
        format::functions(),
        lists::functions(),
        network::functions(),
        numbers::functions(),
        patterns::functions(),
        sets::functions(),
        text::functions(),
        time::functions(),
        yaml_text::functions(),
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
            "abs", "abspath", "alltrue", "anytrue", "arn_build", "arn_parse", "base64decode",
            "base64encode", "base64gzip", "base64sha256", "base64sha512", "basename", "ceil",
            "chomp", "chunklist", "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets",
            "coalesce", "coalescelist", "compact", "concat", "contains", "csvdecode", "dirname",
            "distinct", "element", "endswith", "file", "filebase64", "filebase64sha256",
            "filebase64sha512", "fileexists", "filemd5", "fileset", "filesha1", "filesha256",
            "filesha512", "fit_name", "flatten", "floor", "format", "formatdate", "formatlist",
            "indent", "index", "join", "jsondecode", "jsonencode", "keys", "length", "log",
            "lookup", "lower", "matchkeys", "max", "md5", "merge", "min", "one", "parseint",
            "pathexpand", "plantimestamp", "pow", "range", "regex", "regexall", "replace",
            "reverse", "setintersection", "setproduct", "setsubtract", "setunion", "sha1",
            "sha256", "sha512", "signum", "slice", "sort", "split", "startswith", "strcontains",
            "strrev", "substr", "sum", "templatefile", "templatestring", "timeadd", "timecmp",
            "title", "tobool", "tolist", "tomap", "tonumber", "toset", "tostring", "transpose",
            "trim", "trimprefix", "trimspace", "trimsuffix", "upper", "urlencode", "uuidv5",
            "values", "yamldecode", "yamlencode", "zipmap",
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
