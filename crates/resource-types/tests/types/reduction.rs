//! How registry schemas become ours.

use resource_types::{PropertyPath, parse, parse_noting};
use serde_json::{Value, json};

fn published(schema: Value) -> Value {
    parse("AWS::Test::Thing", &schema).unwrap_or_else(|error| panic!("{error}")).published
}

#[test]
fn prose_goes_and_facts_stay() {
    let published = published(json!({
        "description": "A thing.",
        "properties": { "Name": { "type": "string", "description": "Its name.", "maxLength": 64.0, "examples": ["a"] } },
        "required": ["Name"], "additionalProperties": false,
    }));
    assert_eq!(
        published,
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "x-takes-unknown": true,
            "properties": { "Name": { "type": "string", "maxLength": 64 } },
            "required": ["Name"], "additionalProperties": false,
        })
    );
}

#[test]
fn a_shared_definition_is_marked_at_the_place_that_is_meant() {
    let schema = json!({
        "properties": { "One": { "$ref": "#/definitions/Part" }, "Others": { "type": "array", "items": { "$ref": "#/definitions/Part" } } },
        "definitions": {
            "Part": { "type": "object", "additionalProperties": false, "required": ["Arn", "Size"],
                      "properties": { "Size": { "type": "integer" }, "Arn": { "type": "string" } } },
            "Unused": { "type": "string" },
        },
        "createOnlyProperties": ["/properties/One/Size"],
        "readOnlyProperties": ["/properties/Others/Arn"],
        "additionalProperties": false,
    });
    let kind = parse("AWS::Test::Thing", &schema).unwrap_or_else(|error| panic!("{error}"));
    let facts = |path: &str| {
        let path = language::value::Path::parse(path).unwrap_or_default();
        (kind.schema.knows(&path), kind.schema.facts_of(&path).create_only)
    };
    assert_eq!(facts("One.Size"), (true, true));
    assert_eq!(facts("Others[0].Size"), (true, false));
    assert_eq!(facts("One.Arn"), (true, false));
    assert_eq!(facts("Others[0].Arn"), (false, false));
    // The path had left out that there is a list on the way.
    assert_eq!(
        kind.read_only.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["Others.*.Arn"]
    );
    assert!(kind.published.pointer("/$defs/Unused").is_none());
    assert!(kind.published.to_string().contains("\"x-read-only\":[\"Arn\"]"));
}

#[test]
fn a_schema_that_holds_itself_is_marked_where_it_starts() {
    let published = published(json!({
        "properties": { "Tree": { "$ref": "#/definitions/Node" } },
        "definitions": { "Node": { "type": "object", "properties": {
            "Password": { "type": "string" }, "Child": { "$ref": "#/definitions/Node" },
        } } },
        "writeOnlyProperties": ["/properties/Tree"],
    }));
    assert_eq!(published.pointer("/properties/Tree/x-write-only"), Some(&true.into()));
    assert!(published.to_string().contains("\"x-sensitive\":true"));
}

#[test]
fn forms_that_are_unions_become_one_object_and_a_rule() {
    let form = |name: &str| json!({ "type": "object", "additionalProperties": false, "required": [name], "properties": { name: { "type": "string" } } });
    let published =
        published(json!({ "properties": { "Target": { "oneOf": [form("A"), form("B")] } } }));
    assert_eq!(
        published.pointer("/properties/Target"),
        Some(&json!({
            "type": "object", "additionalProperties": false, "x-required-one-of": [[["A"], ["B"]]],
            "properties": { "A": { "type": "string" }, "B": { "type": "string" } },
        }))
    );
}

#[test]
fn forms_that_are_types_become_types_and_formats_go() {
    let published = published(json!({ "properties": {
        "Policy": { "anyOf": [{ "type": "object" }, { "type": "string" }] },
        "Key": { "type": "string", "anyOf": [{ "format": "AWS::KMS::Key.Arn" }, { "format": "AWS::KMS::Key.Id" }] },
        "Name": { "type": "string", "oneOf": [{ "pattern": "^a" }, { "pattern": "^b" }] },
    } }));
    assert_eq!(
        published.pointer("/properties"),
        Some(&json!({
            "Policy": { "x-json": true, "type": ["object", "string"] },
            "Key": { "type": "string" },
            "Name": { "type": "string", "pattern": "(?:^a)|(?:^b)" },
        }))
    );
}

#[test]
fn lists_say_whether_they_are_sets() {
    let published = published(json!({ "properties": {
        "Set": { "type": "array", "insertionOrder": false, "uniqueItems": true, "items": { "type": "string" } },
        "Row": { "type": "array", "insertionOrder": true, "items": { "type": "string" } },
    } }));
    assert_eq!(
        published.pointer("/properties"),
        Some(&json!({
            "Set": { "type": "array", "items": { "type": "string" }, "uniqueItems": true, "x-unordered": true },
            "Row": { "type": "array", "items": { "type": "string" } },
        }))
    );
}

#[test]
fn a_length_in_a_pattern_is_a_length() {
    let published = published(
        json!({ "properties": { "Name": { "type": "string", "pattern": "^[a-z\\]]{1,64}$", "maxLength": 80 } } }),
    );
    assert_eq!(
        published.pointer("/properties/Name"),
        Some(
            &json!({ "type": "string", "pattern": "^[a-z\\]]*$", "minLength": 1, "maxLength": 64 })
        )
    );
}

#[test]
fn what_is_not_checked_is_noted() {
    let mut left_out = Vec::new();
    let schema = json!({ "properties": { "Name": { "type": "string", "pattern": "[" } }, "if": { "required": ["Name"] } });
    assert!(parse_noting("AWS::Test::Thing", &schema, &mut left_out).is_ok());
    let left_out: Vec<&str> = left_out.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(left_out, ["pattern", "if"]);
    assert!(parse("AWS::Test::Thing", &json!([])).is_err());
}

#[test]
fn paths_lead_into_values() {
    let path = PropertyPath::from_pointer("/properties/Rules/*/Arn").unwrap_or_default();
    let value = json!({ "Rules": [{ "Arn": "a" }, {}, { "Arn": "c" }] });
    let found: Vec<String> =
        path.find_in(&value).into_iter().map(|(path, value)| format!("{path}={value}")).collect();
    assert_eq!(found, ["Rules[0].Arn=\"a\"", "Rules[2].Arn=\"c\""]);
}
