//! What the checks of these schemas say.

use language::schema::check;
use resource_types::parse;
use serde_json::{Value, json};

/// What is found in a value, in one line each: place, message, why, help.
fn found(schema: Value, value: Value) -> Vec<String> {
    let kind = parse("AWS::Test::Thing", &schema).unwrap_or_else(|error| panic!("{error}"));
    let findings = check(&kind.schema, &value);
    let shown = findings.into_iter().map(|one| {
        let place = if one.path.is_root() { ".".to_owned() } else { one.path.to_string() };
        format!("{place}: {}. {}. {}", one.message, one.why, one.help.unwrap_or_default())
    });
    shown.collect()
}

fn texts(names: &[&str]) -> Value {
    names
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "type": "string" })))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn exactly_one_of_several() {
    let schema = json!({
        "properties": texts(&["Id", "Name", "Arn"]), "additionalProperties": false,
        "oneOf": [{ "required": ["Id"] }, { "required": ["Name", "Arn"] }],
    });
    assert_eq!(
        found(schema.clone(), json!({})),
        [".: missing `Id` or `Name` with `Arn`. this needs exactly one of `Id` and `Arn` with `Name`. add `Id` or `Arn` with `Name`"]
            .map(|text| text.replace("`Name` with `Arn`", "`Arn` with `Name`"))
    );
    assert_eq!(
        found(schema.clone(), json!({ "Name": "a" })),
        [
            ".: missing `Id` or `Arn` with `Name`. this needs exactly one of `Id` and `Arn` with `Name`. add `Arn`"
        ]
    );
    assert_eq!(found(schema.clone(), json!({ "Id": "a" })), [""; 0]);
    assert_eq!(
        found(schema, json!({ "Id": "a", "Arn": "b", "Name": "c" })),
        [
            "Arn: `Id` and `Arn` together. AWS accepts exactly one of `Id` and `Arn` with `Name`. keep one of them, and remove `Id` or `Arn`"
        ]
    );
}

#[test]
fn at_least_one_of_several() {
    let schema = json!({
        "properties": texts(&["Rate", "Pattern"]), "additionalProperties": false, "requiredOr": ["Rate", "Pattern"],
    });
    assert_eq!(
        found(schema.clone(), json!({})),
        [
            ".: missing `Rate` or `Pattern`. this needs at least one of `Rate` and `Pattern`. add `Rate` or `Pattern`"
        ]
    );
    assert_eq!(found(schema, json!({ "Rate": "1", "Pattern": "2" })), [""; 0]);
}

#[test]
fn what_goes_together_and_what_does_not() {
    let schema = json!({
        "properties": texts(&["Certificate", "Support", "Default"]), "additionalProperties": false,
        "dependentRequired": { "Certificate": ["Support"] },
        "dependentExcluded": { "Certificate": ["Default"], "Default": ["Certificate"] },
    });
    assert_eq!(
        found(schema.clone(), json!({ "Certificate": "a" })),
        [
            "Certificate: `Certificate` without `Support`. AWS accepts `Certificate` only together with `Support`. add `Support`, or remove `Certificate`"
        ]
    );
    assert_eq!(
        found(schema, json!({ "Certificate": "a", "Support": "b", "Default": "c" })),
        [
            "Certificate: `Certificate` and `Default` together. AWS does not take `Default` where `Certificate` is given. remove `Certificate` or `Default`"
        ]
    );
}

#[test]
fn what_aws_sets_is_said_to_be_so() {
    let schema = json!({
        "properties": texts(&["Name", "Arn"]), "additionalProperties": false, "readOnlyProperties": ["/properties/Arn"],
    });
    assert_eq!(
        found(schema, json!({ "Arn": "a" })),
        ["Arn: `Arn` cannot be set. AWS sets it. remove `Arn`: it is an output"]
    );
}

#[test]
fn numbers_and_flags_are_no_text() {
    let schema = json!({ "properties": texts(&["Size"]), "additionalProperties": false });
    assert_eq!(
        found(schema, json!({ "Size": 5 })),
        [
            "Size: wrong type for `Size`. this is a number, and text is expected. put it in quotes: \"5\""
        ]
    );
    let number =
        json!({ "properties": { "Size": { "type": "integer" } }, "additionalProperties": false });
    assert_eq!(
        found(number.clone(), json!({ "Size": "5" })),
        [
            "Size: wrong type for `Size`. this is text, and a whole number is expected. remove the quotes: 5"
        ]
    );
    let unknown = language::value::unknown::mark("other.Size");
    assert_eq!(found(number, json!({ "Size": unknown })), [""; 0]);
}

#[test]
fn elements_of_a_set_and_steps_of_numbers() {
    let schema = json!({ "properties": {
        "Zones": { "type": "array", "uniqueItems": true, "items": { "type": "string" } },
        "Share": { "type": "number", "multipleOf": 0.1, "exclusiveMaximum": 1 },
    }, "additionalProperties": false });
    assert_eq!(
        found(schema.clone(), json!({ "Zones": ["a", "b", "a"], "Share": 0.3 })),
        [
            "Zones[2]: `Zones[2]` is the same as `Zones[0]`. AWS accepts each element once. remove one of them"
        ]
    );
    assert_eq!(
        found(schema.clone(), json!({ "Share": 1 })),
        ["Share: `Share` is out of range. AWS accepts less than 1. "]
    );
    assert_eq!(
        found(schema, json!({ "Share": 0.25 })),
        [
            "Share: bad value for `Share`. AWS accepts multiples of 0.1. the nearest is 0.30000000000000004"
        ]
    );
}

#[test]
fn text_in_the_place_of_an_object_is_json() {
    let schema = json!({ "properties": {
        "Redrive": { "type": ["object", "string"], "properties": texts(&["Arn"]), "additionalProperties": false },
        "Policy": { "type": ["object", "string"] },
        "Level": { "type": "string", "enumCaseInsensitive": ["high", "low"] },
    }, "additionalProperties": false });
    assert_eq!(
        found(
            schema.clone(),
            json!({ "Redrive": "{\"Arn\":\"a\"}", "Policy": "any", "Level": "HIGH" })
        ),
        [""; 0]
    );
    assert_eq!(
        found(schema, json!({ "Level": "highest", "Redrive": "arn" })),
        [
            "Level: bad value for `Level`. `high` or `low` is expected. did you mean `high`?",
            "Redrive: `Redrive` holds no JSON. as JSON it has a mistake: expected value at line 1 column 1. write it as a map, or as text that holds JSON",
        ]
    );
}

#[test]
fn keys_of_a_map_have_a_form() {
    let schema = json!({ "properties": {
        "Labels": { "type": "object", "patternProperties": { "^[a-z]+$": { "type": "string" } }, "additionalProperties": false },
    }, "additionalProperties": false });
    assert_eq!(
        found(schema, json!({ "Labels": { "ok": "a", "No": "b" } })),
        ["Labels.No: bad key `No`. a key here matches ^[a-z]+$. "]
    );
}
