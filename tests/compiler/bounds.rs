//! Specs that ask for more than there is: time, memory, or both.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::{compiled, first_error, local};

/// Each of 60 locals refers to the one before twice.
fn diamonds(leaf: &str, join: &str) -> String {
    let mut locals = format!("  a0: {leaf}\n");
    for level in 1..60 {
        let below = format!("local.a{}", level - 1);
        let _ = writeln!(locals, "  a{level}: '${{{}}}'", join.replace('_', &below));
    }
    locals + "  it: '${local.a59}'\n"
}

#[test]
fn a_local_is_evaluated_once() {
    let start = Instant::now();
    assert_eq!(local(&diamonds("1", "_ > 0 ? _ : _")), Ok(1.into()));
    let specs = format!(
        "locals:\n{}fake.thing: {{ a: {{ note: '${{local.it}}' }}, b: {{}} }}",
        diamonds("'${fake.thing.b.id}'", "coalesce(_, _)")
    );
    let stack = compiled(&specs, &[]).unwrap();
    assert_eq!(crate::evaluated(&stack, "fake.thing.a").references.len(), 1);
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_grows_with_every_reference_is_refused() {
    for (leaf, join) in [
        ("[x]", "[_, _]"),
        ("[x]", "concat(_, _)"),
        ("xxxxxxxxxxxxxxxx", "\"${_}${_}\""),
        ("'\"'", "jsonencode(jsonencode(_))"),
        ("{ a: 1 }", "{ a = _, b = _ }"),
    ] {
        let error = local(&diamonds(leaf, join)).unwrap_err();
        let told = ["exceeds the evaluation limit", "exceed the size limit", "longer than"];
        assert!(told.iter().any(|words| error.contains(words)), "{join}: {error}");
    }
}

#[test]
fn loops_in_loops_are_refused() {
    let numbers = "range(1024)";
    for expression in [
        format!("[for a in {numbers} : [for b in {numbers} : [for c in {numbers} : a]]]"),
        format!("[for a in {numbers} : [for b in {numbers} : [for c in {numbers} : c if false]]]"),
        format!("[for a in {numbers} : [for b in {numbers} : try([for c in {numbers} : c], 0)]]"),
        format!(
            "[for a in {numbers} : formatlist(\"%s\", [for b in {numbers} : join(\"\", [for c in {numbers} : \"xxxxxxxx\"])])]"
        ),
        format!("flatten([for a in {numbers} : [for b in {numbers} : {numbers}]])"),
        format!(
            "[for a in {numbers} : split(\"\", join(\"\", formatlist(\"%1000s\", {numbers})))]"
        ),
    ] {
        let error = first_error(&format!("locals: {{ it: '${{{expression}}}' }}"));
        let told = error.message + &error.labels[0].text;
        assert!(
            told.contains("steps") || told.contains("at most") || told.contains("the most"),
            "{expression}: {told}"
        );
    }
    let text = format!(
        "%{{ for a in {numbers} }}%{{ for b in {numbers} }}xxxxxxxxxxxxxxxx%{{ endfor }}%{{ endfor }}"
    );
    let error = first_error(&format!("locals: {{ it: '{text}{text}{text}' }}"));
    assert!(
        error.message.contains("longer than") || error.message.contains("exceed"),
        "{}",
        error.message
    );
}

#[test]
fn files_are_read_at_the_cost_of_who_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let template = "%{ for a in range(1024) }%{ for b in range(100) }%{ endfor }%{ endfor }";
    std::fs::write(path("t.tpl"), template).unwrap();
    let large = std::fs::File::create(path("large")).unwrap();
    large.set_len(1 << 30).unwrap();
    for (name, expression) in [
        ("t.tpl", "[for a in range(1000): templatefile(\"_\", { a = a })]"),
        ("t.tpl", "[for a in range(1000): [for b in range(1000): file(\"_\")]]"),
        ("large", "[for a in range(1000): filesha256(\"_\")]"),
        ("large", "[for a in range(1000): filebase64sha256(\"_\")]"),
    ] {
        let start = Instant::now();
        let expression = expression.replace('_', &path(name));
        let error = first_error(&format!("locals: {{ it: '${{{expression}}}' }}"));
        assert_eq!(error.message, "this expression exceeds the evaluation limit", "{expression}");
        assert!(start.elapsed() < Duration::from_secs(60), "{expression}");
    }
}

#[test]
fn thousands_of_wrong_references_are_told_at_once() {
    let mut specs = "locals:\n".to_owned();
    for number in 0..3_000 {
        let _ = writeln!(specs, "  right{number}: 1\n  wrong{number}: '${{local.rigth{number}}}'");
    }
    let start = Instant::now();
    let errors = compiled(&specs, &[]).map(drop).unwrap_err();
    assert!(errors.contains("3000 errors") && errors.contains("did you mean"), "{errors}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}
