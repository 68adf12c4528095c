//! Instances whose keys are known, whatever their values refer to.

use serde_json::json;

use crate::{compiled, evaluated, first_error};

#[test]
fn values_of_for_each_may_refer_to_resources() {
    let things = "fake.thing: { one: {}, two: {}";
    for for_each in [
        "{ a: '${fake.thing.one.id}', b: '${fake.thing.two.arn}' }",
        "'${local.map}'",
        "'${local.all.inner}'",
        "'${merge(local.map, {})}'",
        "'${ { for key, value in local.map : key => value } }'",
        "'${ { for key in keys(local.map) : key => local.map[key] } }'",
        "'${zipmap([\"a\", \"b\"], [fake.thing.one.id, fake.thing.two.arn])}'",
    ] {
        let specs = format!(
            "{things}, each: {{ for_each: {for_each}, note: '<${{each.value}}>', tags: {{ Key: '${{each.key}}' }} }} }}\n\
             locals:\n  map: {{ a: '${{fake.thing.one.id}}', b: '${{fake.thing.two.arn}}' }}\n  \
             all: {{ inner: {{ a: '${{fake.thing.one.id}}', b: '${{fake.thing.two.arn}}' }} }}\n"
        );
        let stack = compiled(&specs, &[]).unwrap_or_else(|errors| panic!("{for_each}: {errors}"));
        let a = evaluated(&stack, "fake.thing.each[\"a\"]");
        assert_eq!(a.spec["tags"]["Key"], "a");
        let note = language::value::unknown::display(a.spec["note"].as_str().unwrap());
        assert_eq!(note, "<${fake.thing.one.id}>", "{for_each}");
        assert!(a.references.iter().any(|reference| reference.to.name == "one"));
        let b = evaluated(&stack, "fake.thing.each[\"b\"]");
        assert!(b.spec["note"].as_str().unwrap().contains("shop-dev-two"), "{:?}", b.spec);
    }
}

/// What another instance refers to is nothing to this one.
#[test]
fn an_instance_refers_to_no_more_than_its_own_value() {
    for for_each in ["{ a: '${fake.thing.one.id}', b: '${fake.thing.two.id}' }", "'${local.map}'"] {
        let specs = format!(
            "fake.thing: {{ one: {{}}, two: {{}}, each: {{ for_each: {for_each}, note: '${{each.value}}' }} }}\n\
             locals:\n  map: {{ a: '${{fake.thing.one.id}}', b: '${{fake.thing.two.id}}' }}\n"
        );
        let stack = compiled(&specs, &[]).unwrap();
        let references = evaluated(&stack, "fake.thing.each[\"b\"]").references;
        let names: Vec<&str> = references.iter().map(|to| to.to.name.as_str()).collect();
        assert_eq!(names, ["two"], "{for_each}");
    }
}

#[test]
fn keys_that_depend_on_resources_are_told_with_the_for_each() {
    for for_each in [
        "['${fake.thing.one.id}']", "{ '${fake.thing.one.name}': x }",
        "'${split(\",\", fake.thing.one.arn)}'",
        "'${fake.thing.one.name == \"a\" ? { a = 1 } : {}}'", "'${fake.thing.one}'",
    ] {
        let specs = format!("fake.thing: {{ one: {{}}, each: {{ for_each: {for_each} }} }}");
        let error = first_error(&specs);
        let message = "the keys of the `for_each` of `each` depend on resources";
        assert_eq!(error.message, message, "{for_each}");
    }
}

#[test]
fn a_reference_in_for_each_that_leads_nowhere_is_told() {
    let error = first_error("fake.thing: { each: { for_each: { a: '${fake.thing.two.id}' } } }");
    assert_eq!(error.message, "there is no `fake.thing.two`");
}

#[test]
fn values_may_be_sensitive_and_keys_may_not() {
    let variable = "variables: { pin: { sensitive: true, type: string, default: hunter2 } }\n";
    let specs = format!(
        "{variable}fake.thing: {{ each: {{ for_each: {{ a: '${{var.pin}}', b: plain }}, note: '${{each.value}}' }} }}"
    );
    let stack = compiled(&specs, &[]).unwrap();
    let a = evaluated(&stack, "fake.thing.each[\"a\"]");
    assert_eq!(a.spec["note"], "hunter2");
    assert_eq!(a.sensitive, [language::value::Path::field("note")].into());
    assert!(evaluated(&stack, "fake.thing.each[\"b\"]").sensitive.is_empty());
    for for_each in ["['${var.pin}']", "'${ { (var.pin) = 1 } }'", "'${toset([var.pin])}'"] {
        let error =
            first_error(&format!("{variable}fake.thing: {{ each: {{ for_each: {for_each} }} }}"));
        assert!(
            error.message.contains("`for_each`") && error.message.contains("sensitive"),
            "{}",
            error.message
        );
    }
}

#[test]
fn an_instance_of_a_known_map_has_its_value() {
    let stack = compiled(
        "fake.thing: { each: { for_each: { a: { n: 1 } }, size: '${each.value.n}' } }",
        &[],
    )
    .unwrap();
    assert_eq!(evaluated(&stack, "fake.thing.each[\"a\"]").spec["size"], json!(1));
}
