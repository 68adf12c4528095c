//! `allOf`, `anyOf` and `oneOf`: most say which properties go together, and few describe different forms.

use serde_json::{Value, json};

use super::node::{Node, may_be};
use super::reduction::Dialect;
use super::rules::{self, ANY_OF, ONE_OF};
use super::texts;

impl Dialect<'_> {
    /// What the keywords that combine schemas say of a value.
    pub(super) fn combinations(&mut self, raw: &Node, node: &mut Node, place: &str) {
        for part in list(raw, "allOf") {
            let mut part = self.node(part, place);
            // What a part says of a property that is known is more than we can say of one.
            let known = node.get("properties").and_then(Value::as_object);
            if let (Some(known), Some(Value::Object(added))) = (known, part.get_mut("properties")) {
                added.retain(|name, _| !known.contains_key(name));
            }
            self.add(part, node, place);
        }
        for (keyword, rule) in [("anyOf", ANY_OF), ("oneOf", ONE_OF)] {
            let forms: Vec<Node> = list(raw, keyword).map(|form| self.form(form, place)).collect();
            match forms.as_slice() {
                [] => {}
                [one] => self.add(one.clone(), node, place),
                several => self.several(several, rule, node, place),
            }
        }
    }

    /// A form as it is written, with what it refers to in its place where that is the schema of an object.
    fn form(&mut self, raw: &Value, place: &str) -> Node {
        let target = raw.get("$ref").and_then(Value::as_str);
        let name = target.and_then(|target| target.strip_prefix("#/definitions/"));
        let target = name.and_then(|name| self.registry.get("definitions")?.get(name));
        match target {
            Some(target) if target.get("properties").is_some() => self.node(target, place),
            _ => self.node(raw, place),
        }
    }

    fn several(&mut self, forms: &[Node], rule: &str, node: &mut Node, place: &str) {
        let is_any = |form: &Node| without_type(form).next().is_none() && fits_type(form, node);
        let (any, some): (Vec<&Node>, Vec<&Node>) = forms.iter().partition(|form| is_any(form));
        match (any.as_slice(), some.as_slice()) {
            // All of them say nothing, such as what a value is the id of.
            (_, []) => {}
            // One form is everything: the others are not to be there, or are what is known of it.
            ([_, ..], [one]) if rule == ONE_OF => {
                let required: Vec<&str> = list(one, "required").filter_map(Value::as_str).collect();
                if let [name, other] = required.as_slice() {
                    rules::exclude(node, name, other);
                }
            }
            ([_, ..], _) if node.contains_key("type") => {}
            _ => self.forms(forms, rule, node, place),
        }
    }

    fn forms(&mut self, forms: &[Node], rule: &str, node: &mut Node, place: &str) {
        let keyword = if rule == ONE_OF { "oneOf" } else { "anyOf" };
        if forms.iter().all(|form| without_type(form).next().is_none()) {
            let mut names: Vec<Value> = Vec::new();
            for kind in forms.iter().filter_map(|form| form.get("type")) {
                match kind {
                    Value::Array(several) => names.extend(several.iter().cloned()),
                    one => names.push(one.clone()),
                }
            }
            if names.contains(&"string".into()) && names.contains(&"object".into()) {
                node.insert("x-json".to_owned(), true.into());
            }
            node.insert("type".to_owned(), names.into());
        } else if node.contains_key("x-any-case") && forms.iter().all(is_word) {
            // The forms spell out what that says already.
        } else if let Some(free) = free_text(forms, node) {
            self.add(free, node, place);
        } else if forms.iter().all(is_pattern) {
            let patterns = forms.iter().filter_map(|form| form.get("pattern")?.as_str());
            let pattern = texts::any_of(&patterns.collect::<Vec<_>>());
            self.pattern(&pattern, node, place);
        } else if forms.iter().all(|form| is_rule(form, node)) {
            rules::add_group(node, rule, forms.iter().map(alternative).collect());
        } else if forms.iter().all(is_object) && may_be(node, "object") {
            self.union(forms, rule, node, place);
        } else if node.keys().all(|key| {
            ["type", "default", "x-unordered", "minItems", "maxItems"].contains(&key.as_str())
        }) {
            let forms: Vec<Node> = forms.iter().map(|form| with_type(form, node)).collect();
            node.remove("type");
            node.insert(keyword.to_owned(), json!(forms));
        } else {
            self.leave_out(place, keyword);
        }
    }

    /// An object that has the properties of one of several forms: it has those of all, and a rule which of them.
    fn union(&mut self, forms: &[Node], rule: &str, node: &mut Node, place: &str) {
        let alternatives: Vec<Vec<Value>> = forms.iter().map(alternative).collect();
        for form in forms {
            let mut form = form.clone();
            form.remove("required");
            self.add(form, node, place);
        }
        if alternatives.iter().any(Vec::is_empty) {
            return self.leave_out(place, if rule == ONE_OF { "oneOf" } else { "anyOf" });
        }
        rules::add_group(node, rule, alternatives);
    }

    /// Adds what a part says to what is said already.
    fn add(&mut self, part: Node, node: &mut Node, place: &str) {
        for (key, value) in part {
            match (key.as_str(), node.get_mut(&key), value) {
                (_, None, value) => {
                    node.insert(key, value);
                }
                ("properties", Some(Value::Object(known)), Value::Object(added)) => {
                    for (name, property) in added {
                        match known.get_mut(&name) {
                            Some(known) => *known = either(known.take(), property),
                            None => {
                                known.insert(name, property);
                            }
                        }
                    }
                }
                ("required" | ONE_OF | ANY_OF, Some(Value::Array(known)), Value::Array(added)) => {
                    known.extend(
                        added.into_iter().filter(|new| !known.contains(new)).collect::<Vec<_>>(),
                    );
                }
                (_, Some(known), value) if *known == value => {}
                // Closed and open at once: a form that others add to.
                ("additionalProperties", Some(known), _) => *known = false.into(),
                _ => self.leave_out(place, &key),
            }
        }
    }
}

/// The schemas that a keyword lists.
fn list<'b>(raw: &'b Node, keyword: &str) -> impl Iterator<Item = &'b Value> {
    raw.get(keyword).and_then(Value::as_array).into_iter().flatten()
}

/// What a schema says beside the type.
fn without_type(form: &Node) -> impl Iterator<Item = &str> {
    form.keys().map(String::as_str).filter(|key| !["type", "x-json"].contains(key))
}

/// Whether a form has no type, or that of the whole.
fn fits_type(form: &Node, node: &Node) -> bool {
    form.get("type").is_none_or(|kind| node.get("type") == Some(kind))
}

fn with_type(form: &Node, node: &Node) -> Node {
    let mut form = form.clone();
    if let Some(kind) = node.get("type").filter(|_| !form.contains_key("$ref")) {
        form.entry("type").or_insert_with(|| kind.clone());
    }
    form
}

fn is_pattern(form: &Node) -> bool {
    without_type(form).all(|key| key == "pattern") && form.contains_key("pattern")
}

/// What is left of the forms of a text, where a list of words is one and a text of the owner's is the other: any text.
fn free_text(forms: &[Node], node: &Node) -> Option<Node> {
    let is_text = |form: &Node| with_type(form, node).get("type") == Some(&"string".into());
    let mut free = forms.iter().filter(|form| !form.contains_key("enum"));
    let only = free.next().filter(|_| free.next().is_none());
    only.filter(|_| forms.iter().all(is_text)).cloned()
}

fn is_word(form: &Node) -> bool {
    without_type(form).all(|key| ["pattern", "enum"].contains(&key))
}

/// Whether a form only says which of the properties of the whole there must be.
fn is_rule(form: &Node, node: &Node) -> bool {
    let keys: &[&str] = match node.contains_key("properties") {
        true => &["required", "properties", "additionalProperties"],
        false => &["required"],
    };
    form.contains_key("required")
        && without_type(form).all(|key| keys.contains(&key))
        && form.get("additionalProperties") != Some(&false.into())
}

fn is_object(form: &Node) -> bool {
    form.contains_key("properties") && may_be(form, "object")
}

/// The properties that tell a form from others.
fn alternative(form: &Node) -> Vec<Value> {
    let required: Vec<Value> = list(form, "required").cloned().collect();
    let properties = form.get("properties").and_then(Value::as_object);
    match (required.as_slice(), properties) {
        // A form of one property is told by it, required or not.
        ([], Some(properties)) if properties.len() == 1 => {
            properties.keys().map(|name| Value::from(name.as_str())).collect()
        }
        _ => required,
    }
}

/// A property that two forms describe.
fn either(one: Value, other: Value) -> Value {
    if one == other {
        return one;
    }
    let words = |schema: &Value| schema.get("enum").and_then(Value::as_array).cloned();
    match (words(&one), words(&other)) {
        (Some(mut words), Some(others)) => {
            words.extend(
                others.into_iter().filter(|word| !words.contains(word)).collect::<Vec<_>>(),
            );
            json!({ "type": one.get("type"), "enum": words })
        }
        _ => json!({ "anyOf": [one, other] }),
    }
}
