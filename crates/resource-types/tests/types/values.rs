//! Values that fit a published schema.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::texts;

/// Makes values of one schema.
pub struct Generator<'a> {
    pub root: &'a Value,
    pub random: Random,
}

/// Below this, only what must be there is.
const DEEP: usize = 5;

/// Below this, a schema needs itself.
const TOO_DEEP: usize = 24;

impl<'a> Generator<'a> {
    /// A value that fits; `None` where none was found.
    pub fn value(&mut self, schema: &'a Value, depth: usize) -> Option<Value> {
        let schema = resolve(self.root, schema);
        if depth > TOO_DEEP {
            return None;
        }
        if let Some(constant) = schema.get("const") {
            return Some(constant.clone());
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(forms) = schema.get(keyword).and_then(Value::as_array) {
                let start = self.random.below(forms.len());
                let mut forms = forms.iter().cycle().skip(start).take(forms.len());
                return forms.find_map(|form| self.value(form, depth + 1));
            }
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            let word = self.random.pick(words)?;
            return match word {
                Value::String(word)
                    if schema.get("x-any-case").is_some() && self.random.once_in(2) =>
                {
                    Some(word.to_uppercase().into())
                }
                word => Some(word.clone()),
            };
        }
        match self.random.pick(&types(schema)).copied() {
            Some("object") => self.object(schema, depth),
            Some("array") => self.list(schema, depth),
            Some("string") => self.text(schema),
            Some("boolean") => Some(self.random.once_in(2).into()),
            Some(number) => self.number(schema, number == "integer"),
            None => Some("anything".into()),
        }
    }

    fn text(&mut self, schema: &Value) -> Option<Value> {
        let limit =
            |keyword: &str| schema.get(keyword).and_then(Value::as_u64).map(|limit| limit as usize);
        let (least, most) =
            (limit("minLength").unwrap_or(0), limit("maxLength").unwrap_or(usize::MAX));
        let pattern = schema.get("pattern").and_then(Value::as_str);
        let holds_json = schema.get("contentMediaType").is_some()
            || types(schema).contains(&"object") && schema.get("properties").is_some();
        if holds_json {
            return Some(format!("{{{}}}", " ".repeat(least.saturating_sub(2))).into());
        }
        texts::fitting(pattern, least, most, &mut self.random).map(Value::from)
    }

    fn number(&mut self, schema: &Value, whole: bool) -> Option<Value> {
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
        let step = limit("multipleOf").unwrap_or(1.0);
        let above = limit("exclusiveMinimum").map(|limit| limit + step);
        let below = limit("exclusiveMaximum").map(|limit| limit - step);
        let (least, most) = (limit("minimum").or(above), limit("maximum").or(below));
        let number = match (least, most) {
            (Some(least), Some(most)) if self.random.once_in(2) => least.max(most.min(least + 3.0)),
            (Some(least), _) => least,
            (None, Some(most)) => most,
            (None, None) => self.random.below(100) as f64,
        };
        let stepped = (number / step).ceil() * step;
        match whole {
            true => Some(json!(stepped.ceil() as i64)),
            false => Some(json!(stepped)),
        }
    }

    fn list(&mut self, schema: &'a Value, depth: usize) -> Option<Value> {
        let limit =
            |keyword: &str| schema.get(keyword).and_then(Value::as_u64).map(|limit| limit as usize);
        let least = limit("minItems").unwrap_or(0);
        let more = if depth < DEEP { 1 + self.random.below(2) } else { 0 };
        let count = (least + more).min(limit("maxItems").unwrap_or(usize::MAX));
        let unique = schema.get("uniqueItems").is_some();
        let mut list: Vec<Value> = Vec::new();
        for number in 0..count * 5 {
            let element = match schema.get("items") {
                Some(items) => self.value(items, depth + 1),
                None => Some(json!(number)),
            };
            let Some(element) = element else {
                break;
            };
            if list.len() < count && !(unique && list.contains(&element)) {
                list.push(element);
            }
        }
        (list.len() >= least).then(|| list.into())
    }

    fn object(&mut self, schema: &'a Value, depth: usize) -> Option<Value> {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return self.map(schema, depth);
        };
        let attempts = [true, true, true, false, false, false, false, false, false, false];
        attempts.into_iter().find_map(|with_others| {
            let names = self.names(schema, properties, with_others && depth < DEEP);
            let mut object = Map::new();
            for name in names {
                match self.value(properties.get(&name)?, depth + 1) {
                    Some(value) => {
                        object.insert(name, value);
                    }
                    None if required(schema).contains(&name.as_str()) => return None,
                    None => {}
                }
            }
            let fits = follows(schema, &object);
            fits.then(|| object.into())
        })
    }

    /// Which properties there are to be.
    fn names(
        &mut self,
        schema: &Value,
        properties: &Map<String, Value>,
        with_others: bool,
    ) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = required(schema).into_iter().map(str::to_owned).collect();
        for keyword in ["x-required-one-of", "x-required-any-of"] {
            for group in list(schema.get(keyword)) {
                let alternatives: Vec<&Value> = list(Some(group)).collect();
                let chosen = self.random.pick(&alternatives).copied();
                names.extend(list(chosen).filter_map(Value::as_str).map(str::to_owned));
            }
        }
        let least = schema.get("minProperties").and_then(Value::as_u64).unwrap_or(0) as usize;
        for name in properties.keys() {
            if with_others && self.random.once_in(3) || names.len() < least {
                names.insert(name.clone());
            }
        }
        for _ in 0..4 {
            let pairs =
                schema.get("dependentRequired").and_then(Value::as_object).into_iter().flatten();
            let needed = pairs
                .filter(|(name, _)| names.contains(*name))
                .flat_map(|(_, needed)| list(Some(needed)));
            let needed: Vec<String> = needed.filter_map(Value::as_str).map(str::to_owned).collect();
            names.extend(needed);
        }
        names
    }

    fn map(&mut self, schema: &'a Value, depth: usize) -> Option<Value> {
        let limit =
            |keyword: &str| schema.get(keyword).and_then(Value::as_u64).map(|limit| limit as usize);
        let least = limit("minProperties").unwrap_or(0);
        let count = least.max(if depth < DEEP { 1 } else { 0 });
        let each = match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => return (least == 0).then(|| json!({})),
            each => each.filter(|each| each.is_object()),
        };
        let names = schema.get("propertyNames");
        let names = names.and_then(|names| names.get("pattern")).and_then(Value::as_str);
        let mut map = Map::new();
        for number in 0..count * 4 {
            let key = match names {
                Some(pattern) => texts::fitting(Some(pattern), 0, usize::MAX, &mut self.random)?,
                None => format!("key{number}"),
            };
            let value = match each {
                Some(each) => self.value(each, depth + 1),
                None => Some(json!(1)),
            };
            if map.len() < count {
                map.insert(key, value?);
            }
        }
        (map.len() >= least).then(|| map.into())
    }
}

/// Whether an object follows the rules of its schema.
fn follows(schema: &Value, object: &Map<String, Value>) -> bool {
    let given = |alternative: &&Value| {
        list(Some(alternative))
            .all(|name| name.as_str().is_some_and(|name| object.contains_key(name)))
    };
    let counts = |keyword: &str| {
        let groups = list(schema.get(keyword));
        groups.map(|group| list(Some(group)).filter(given).count()).collect::<Vec<_>>()
    };
    let pairs = |keyword: &str, must: bool| {
        let pairs = schema.get(keyword).and_then(Value::as_object).into_iter().flatten();
        let mut pairs = pairs
            .filter(|(name, _)| object.contains_key(*name))
            .flat_map(|(_, others)| list(Some(others)));
        pairs.all(|other| other.as_str().is_some_and(|other| object.contains_key(other)) == must)
    };
    let limit =
        |keyword: &str| schema.get(keyword).and_then(Value::as_u64).map(|limit| limit as usize);
    counts("x-required-one-of").into_iter().all(|count| count == 1)
        && counts("x-required-any-of").into_iter().all(|count| count > 0)
        && pairs("dependentRequired", true)
        && pairs("x-excludes", false)
        && limit("minProperties").is_none_or(|least| object.len() >= least)
        && limit("maxProperties").is_none_or(|most| object.len() <= most)
        && required(schema).iter().all(|name| object.contains_key(*name))
}

pub fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

pub fn required(schema: &Value) -> Vec<&str> {
    list(schema.get("required")).filter_map(Value::as_str).collect()
}

/// The types that a value may have.
pub fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        names => list(names).filter_map(Value::as_str).collect(),
    }
}

pub fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema.get("$ref").and_then(Value::as_str);
    let name = name.and_then(|name| name.strip_prefix("#/$defs/"));
    match name.and_then(|name| root.get("$defs")?.get(name)) {
        Some(target) => resolve(root, target),
        None => schema,
    }
}
