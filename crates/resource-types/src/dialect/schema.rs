//! A schema, keyword by keyword.

use serde_json::{Value, json};

use super::node::{Node, count, is, may_be};
use super::reduction::Dialect;
use super::{rules, texts};

/// What is a limit of numbers in both dialects.
const NUMBER_LIMITS: [&str; 5] =
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/// What is a limit of counts in both dialects, and of which type.
const COUNTS: [(&str, &str); 6] = [
    ("minLength", "string"),
    ("maxLength", "string"),
    ("minItems", "array"),
    ("maxItems", "array"),
    ("minProperties", "object"),
    ("maxProperties", "object"),
];

/// What a schema may say that is not checked.
const UNCHECKED: [&str; 9] = [
    "if", "then", "else", "not", "contains", "prefixItems", "uniqueKeys", "maxUniqueItems",
    "propertyNames",
];

impl Dialect<'_> {
    /// The schema of a spec of the type, with its definitions.
    pub(crate) fn root(mut self) -> Value {
        let mut root = Node::new();
        root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        root.append(&mut self.node(self.registry, ""));
        root.insert("type".to_owned(), "object".into());
        root.insert("x-takes-unknown".to_owned(), true.into());
        let definitions = self.registry.get("definitions").and_then(Value::as_object);
        let definitions: Node = definitions
            .into_iter()
            .flatten()
            .map(|(name, raw)| (name.clone(), self.node(raw, name).into()))
            .collect();
        if !definitions.is_empty() {
            root.insert("$defs".to_owned(), definitions.into());
        }
        root.into()
    }

    /// One schema, whatever it describes.
    pub(super) fn node(&mut self, raw: &Value, place: &str) -> Node {
        let mut node = Node::new();
        let Some(raw) = raw.as_object() else {
            return node;
        };
        if let Some(target) = raw.get("$ref").and_then(Value::as_str) {
            match target.strip_prefix("#/definitions/").filter(|name| !name.contains('/')) {
                Some(name) => {
                    node.insert("$ref".to_owned(), format!("#/$defs/{name}").into());
                }
                // What some say of another property.
                None => match target
                    .strip_prefix('#')
                    .and_then(|pointer| self.registry.pointer(pointer))
                {
                    Some(other) => return self.node(other, place),
                    None => self.leave_out(place, "$ref"),
                },
            }
            self.order(raw, &mut node);
            return node;
        }
        self.types(raw, &mut node);
        self.values(raw, &mut node, place);
        self.list(raw, &mut node, place);
        self.object(raw, &mut node, place);
        self.order(raw, &mut node);
        rules::of_keywords(raw, &mut node);
        self.combinations(raw, &mut node, place);
        for keyword in UNCHECKED.into_iter().filter(|keyword| raw.contains_key(*keyword)) {
            self.leave_out(place, keyword);
        }
        rules::tidy(&mut node);
        node
    }

    /// The keyword `type`, which many schemas leave out.
    fn types(&mut self, raw: &Node, node: &mut Node) {
        let says = |keywords: &[&str]| keywords.iter().any(|keyword| raw.contains_key(*keyword));
        let names: Vec<&str> = match raw.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => {
                names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect()
            }
            _ if says(&["properties", "patternProperties"]) => vec!["object"],
            _ if says(&["items"]) => vec!["array"],
            _ if says(&["pattern", "minLength", "maxLength", "enumCaseInsensitive"]) => {
                vec!["string"]
            }
            _ => return,
        };
        let kind = match names.as_slice() {
            [] => return,
            [one] => Value::from(*one),
            names => json!(names),
        };
        if names.contains(&"string") && names.contains(&"object") {
            node.insert("x-json".to_owned(), true.into());
        }
        node.insert("type".to_owned(), kind);
    }

    /// Which values there are: words, numbers, texts of a form.
    fn values(&mut self, raw: &Node, node: &mut Node, place: &str) {
        for keyword in ["const", "default"] {
            if let Some(value) = raw.get(keyword) {
                node.insert(keyword.to_owned(), value.clone());
            }
        }
        let words = |keyword: &str| raw.get(keyword).and_then(Value::as_array).cloned();
        if let Some(words) = words("enum") {
            node.insert("enum".to_owned(), words.into());
        } else if let Some(words) = words("enumCaseInsensitive") {
            node.insert("enum".to_owned(), words.into());
            node.insert("x-any-case".to_owned(), true.into());
        }
        for keyword in NUMBER_LIMITS {
            if let Some(limit) = raw.get(keyword).filter(|limit| limit.is_number()) {
                node.insert(keyword.to_owned(), limit.clone());
            }
        }
        for (keyword, name) in COUNTS {
            if let Some(limit) = raw.get(keyword).and_then(count).filter(|_| may_be(node, name)) {
                node.insert(keyword.to_owned(), limit.into());
            }
        }
        if is(raw, "format", "json") && may_be(node, "string") {
            node.insert("contentMediaType".to_owned(), "application/json".into());
            node.insert("x-json".to_owned(), true.into());
        }
        if is(raw, "format", "password") {
            node.insert("x-sensitive".to_owned(), true.into());
        }
        if let Some(pattern) =
            raw.get("pattern").and_then(Value::as_str).filter(|_| may_be(node, "string"))
        {
            self.pattern(pattern, node, place);
        }
    }

    fn list(&mut self, raw: &Node, node: &mut Node, place: &str) {
        if let Some(items) = raw.get("items").filter(|items| items.is_object()) {
            let items = self.node(items, &format!("{place}/*"));
            if !items.is_empty() {
                node.insert("items".to_owned(), items.into());
            }
        }
        if raw.get("uniqueItems") == Some(&true.into()) && may_be(node, "array") {
            node.insert("uniqueItems".to_owned(), true.into());
        }
    }

    /// Whether a list is a set: AWS keeps its elements in any order.
    fn order(&mut self, raw: &Node, node: &mut Node) {
        let is_list = node.contains_key("$ref") || may_be(node, "array");
        if raw.get("insertionOrder") == Some(&false.into()) && is_list {
            node.insert("x-unordered".to_owned(), true.into());
        }
    }

    fn object(&mut self, raw: &Node, node: &mut Node, place: &str) {
        let properties = raw.get("properties").and_then(Value::as_object);
        if let Some(properties) = properties.filter(|properties| !properties.is_empty()) {
            let properties: Node = properties
                .iter()
                .map(|(name, raw)| {
                    (name.clone(), self.node(raw, &format!("{place}/{name}")).into())
                })
                .collect();
            node.insert("properties".to_owned(), properties.into());
        }
        let required = raw.get("required").and_then(Value::as_array);
        if let Some(required) = required.filter(|required| !required.is_empty()) {
            node.insert("required".to_owned(), required.clone().into());
        }
        let by_pattern = raw.get("patternProperties").and_then(Value::as_object);
        let others = raw.get("additionalProperties");
        match (by_pattern.filter(|patterns| !patterns.is_empty()), others) {
            (Some(patterns), others) => self.entries(patterns, others, node, place),
            (None, Some(Value::Object(_))) => {
                let each = others.map(|each| self.node(each, &format!("{place}/*")));
                node.insert("additionalProperties".to_owned(), each.unwrap_or_default().into());
            }
            (None, Some(Value::Bool(allowed))) => {
                node.insert("additionalProperties".to_owned(), (*allowed).into());
            }
            // A key that is none of the known ones, and that nothing forbids, is warned of.
            _ if node.contains_key("properties") => {
                node.insert("additionalProperties".to_owned(), json!({}));
            }
            _ => {}
        }
    }

    /// The entries of a map, whose keys have a form.
    fn entries(&mut self, patterns: &Node, others: Option<&Value>, node: &mut Node, place: &str) {
        let inner = format!("{place}/*");
        let mut each: Vec<Value> = Vec::new();
        for raw in patterns.values() {
            let one = Value::from(self.node(raw, &inner));
            if !each.contains(&one) {
                each.push(one);
            }
        }
        let each = match each.as_slice() {
            [one] => one.clone(),
            several => json!({ "anyOf": several }),
        };
        let is_any = each.as_object().is_some_and(Node::is_empty);
        let each = if is_any { true.into() } else { each };
        node.insert("additionalProperties".to_owned(), each);
        let any =
            |pattern: &String| [".*", "^.*$", "[\\S\\s]*", "[\\s\\S]*"].contains(&pattern.as_str());
        let closed = others == Some(&false.into());
        if closed && !patterns.keys().any(any) && !node.contains_key("properties") {
            let patterns: Vec<&str> = patterns.keys().map(String::as_str).collect();
            let mut names = Node::new();
            self.pattern(&texts::any_of(&patterns), &mut names, place);
            if !names.is_empty() {
                node.insert("propertyNames".to_owned(), names.into());
            }
        }
    }
}
