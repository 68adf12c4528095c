//! Values that fit, broken in one place.

use language::value::Path;
use serde_json::{Value, json};

use crate::values::{list, required, resolve, types};

/// A way to break a value: where, what stands there then (`None`: nothing), and where the error is to be.
pub struct Break {
    pub what: &'static str,
    pub place: Path,
    pub instead: Option<Value>,
    pub error: Path,
}

/// All ways to break a value of a schema.
pub fn breaks(root: &Value, value: &Value) -> Vec<Break> {
    let mut found = Vec::new();
    collect(root, root, value, &Path::root(), &mut found);
    found
}

fn collect(root: &Value, schema: &Value, value: &Value, path: &Path, found: &mut Vec<Break>) {
    let schema = resolve(root, schema);
    // Where there are forms, another one may be meant.
    if schema.get("oneOf").or(schema.get("anyOf")).is_some() {
        return;
    }
    if !path.is_root() {
        of_value(schema, value, path, found);
    }
    match value {
        Value::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                if let Some(items) = schema.get("items") {
                    collect(root, items, element, &path.index(index), found);
                }
            }
        }
        Value::Object(object) => {
            of_object(schema, value, path, found);
            for (key, value) in object {
                let property = schema.get("properties").and_then(|all| all.get(key));
                let each = schema.get("additionalProperties").filter(|each| each.is_object());
                if let Some(inner) = property.or(each) {
                    collect(root, inner, value, &path.key(key), found);
                }
            }
        }
        _ => {}
    }
}

fn of_value(schema: &Value, value: &Value, path: &Path, found: &mut Vec<Break>) {
    let mut add = |what, instead: Value| {
        found.push(Break {
            what,
            place: path.clone(),
            instead: Some(instead),
            error: path.clone(),
        });
    };
    let types = types(schema);
    let takes = |name: &str| types.contains(&name);
    let others = [
        ("boolean", json!(true)),
        ("array", json!([])),
        ("object", json!({})),
        ("string", json!("zzz")),
    ];
    let other = others.into_iter().find(|(name, _)| !takes(name)).filter(|_| !types.is_empty());
    if let Some((_, other)) = other {
        add("wrong type", other);
    }
    let is_listed = schema.get("enum").is_some();
    if is_listed && value.is_string() {
        add("no such word", json!("zzz-no-such-word"));
    }
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    const EXACT: f64 = 1e15;
    if value.is_number() && !is_listed {
        let high = limit("maximum").filter(|most| most.abs() < EXACT).map(|most| most + 1.0);
        let low = limit("minimum").filter(|least| least.abs() < EXACT).map(|least| least - 1.0);
        for number in high.into_iter().chain(low) {
            match takes("integer") {
                true => add("out of range", json!(number as i64)),
                false => add("out of range", json!(number)),
            }
        }
    }
    let most = schema.get("maxLength").and_then(Value::as_u64).filter(|most| *most < 5000);
    let holds_json = schema.get("contentMediaType").is_some() || schema.get("properties").is_some();
    if let Some(most) = most.filter(|_| value.is_string() && !is_listed && !holds_json) {
        add("too long", "a".repeat(most as usize + 1).into());
    }
}

fn of_object(schema: &Value, value: &Value, path: &Path, found: &mut Vec<Break>) {
    let Some(object) = value.as_object() else {
        return;
    };
    let limit =
        |keyword: &str| schema.get(keyword).and_then(Value::as_u64).map(|limit| limit as usize);
    let has_room = limit("maxProperties").is_none_or(|most| object.len() < most);
    if schema.get("additionalProperties") == Some(&false.into()) && has_room {
        let place = path.key("Zzzqqqxxx");
        found.push(Break {
            what: "unknown key",
            error: place.clone(),
            place,
            instead: Some(json!(1)),
        });
    }
    let may_miss = limit("minProperties").is_none_or(|least| object.len() > least);
    let in_rules = |name: &str| {
        let rules = ["x-required-one-of", "x-required-any-of", "dependentRequired", "x-excludes"];
        let name = json!(name).to_string();
        rules
            .iter()
            .filter_map(|rule| schema.get(*rule))
            .any(|rule| rule.to_string().contains(&name))
    };
    for name in required(schema).into_iter().filter(|name| may_miss && !in_rules(name)) {
        found.push(Break {
            what: "missing",
            place: path.key(name),
            instead: None,
            error: path.clone(),
        });
    }
    debug_assert!(list(schema.get("required")).all(Value::is_string));
}
