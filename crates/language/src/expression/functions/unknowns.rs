//! Which arguments of a function may be unknown.

use super::function::Function;
use super::{aws, collections, format, lists};
use crate::value::{Value, pending, unknown};

impl Function {
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
            "coalescelist" => !arguments
                .iter()
                .find(|candidate| !lists::is_passed_over(candidate))
                .is_some_and(hides_its_structure),
            "chunklist" => known(1) && !arguments.first().is_some_and(hides_its_structure),
            "arn_parse" => aws::has_known_parts(arguments),
            "zipmap" | "templatefile" | "templatestring" => known(0),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::expression::functions::{find, testing};

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
}
