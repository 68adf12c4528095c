//! Tables of calls: each line is `call => result as JSON`, or `call !! a part of what is wrong`. `(unknown)` stands for
//! a text that is or has something that AWS has yet to invent. The results are those of Terraform, but where
//! docs/functions.md names a difference.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use crate::expression::{NamedScope, Problem, Template, evaluate};
use crate::value::{Object, Value, unknown};

const TABLES: [&str; 7] = [
    include_str!("collections.txt"),
    include_str!("digests.txt"),
    include_str!("files.txt"),
    include_str!("formats.txt"),
    include_str!("numbers.txt"),
    include_str!("text.txt"),
    include_str!("time.txt"),
];

fn cases() -> impl Iterator<Item = &'static str> {
    let lines = TABLES.iter().flat_map(|table| table.lines());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A folder with the files that the tables name.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("dir/deep")).unwrap();
    let files: [(&str, &[u8]); 8] = [
        ("a.txt", b"abc"),
        ("empty", b""),
        ("picture.bin", &[0xff, 0xfe, 0]),
        ("hello.tftpl", b"Hello, ${name}!"),
        (".hidden", b"h"),
        ("dir/b.json", b"{}"),
        ("dir/c.txt", b"c"),
        ("dir/deep/d.json", b"[]"),
    ];
    for (path, content) in files {
        std::fs::write(folder.path().join(path), content).unwrap();
    }
    folder
}

fn called(folder: &Path, call: &str) -> Result<Value, Problem> {
    let mut variables = Object::new();
    variables.insert("unknown".to_owned(), unknown::mark("vpc.id").into());
    let scope = NamedScope::new(folder, [("var", &variables)]);
    let template = Template::detached(&format!("${{{call}}}")).expect(call);
    evaluate(&template, &scope)
}

/// The value with `(unknown)` in place of texts that are not known.
fn shown(value: Value) -> Value {
    match value {
        Value::String(text) if unknown::in_text(&text) => json!("(unknown)"),
        Value::Array(list) => list.into_iter().map(shown).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(key, value)| (key, shown(value))).collect::<Object>().into()
        }
        other => other,
    }
}

#[test]
fn calls_give_what_terraform_gives() {
    let folder = folder();
    let mut wrong = Vec::new();
    for case in cases() {
        let (call, expected) = match (case.split_once(" => "), case.split_once(" !! ")) {
            (_, Some((call, part))) => (call, Err(part)),
            (Some((call, "(unknown)")), _) => (call, Ok(json!("(unknown)"))),
            (Some((call, result)), _) => (call, Ok(serde_json::from_str(result).expect(case))),
            _ => panic!("{case} has neither a result nor an error"),
        };
        let fits = match (called(folder.path(), call).map(shown), &expected) {
            (Ok(value), Ok(expected)) if value == *expected => continue,
            (Err(problem), Err(part)) => {
                let told = [problem.message, problem.why, problem.help.unwrap_or_default()];
                if told.join("; ").contains(part) {
                    continue;
                }
                told.join("; ")
            }
            (Ok(value), _) => value.to_string(),
            (Err(problem), _) => format!("{}: {}", problem.message, problem.why),
        };
        wrong.push(format!("{case}\n    but it is {fits}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every table has its functions in groups of lines, one group for each.
#[test]
fn each_function_has_five_cases_with_an_error_and_an_unknown_value() {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for table in TABLES {
        for group in table.split("\n\n") {
            let lines: Vec<&str> =
                group.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
            // Some cases look at a function through another; the last stands for itself.
            if let Some((name, _)) = lines.last().and_then(|line| line.split_once('(')) {
                groups.entry(name).or_default().extend(lines);
            }
        }
    }
    assert!(groups.len() > 60, "{}", groups.len());
    for (name, cases) in groups {
        assert!(cases.len() >= 5, "{name} has {} cases", cases.len());
        assert!(cases.iter().any(|case| case.contains(" !! ")), "{name} has no error");
        let looks_at_unknown = |case: &&str| case.contains("var.unknown");
        assert!(name == "plantimestamp" || cases.iter().any(looks_at_unknown), "{name}");
    }
}
