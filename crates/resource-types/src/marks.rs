//! What the registry says of single properties, by their paths, put where they are in the schema.
//!
//! A definition may be used at several places, of which a path means one. Then that place gets a copy of its own.

use serde_json::{Map, Value};

use crate::dialect::forget;
use crate::path::{EACH, PropertyPath};

/// A schema whose properties are being marked.
pub(crate) struct Marks {
    root: Value,
}

/// A place in a schema: a JSON pointer into the document, and the path of the property that it describes.
#[derive(Clone)]
struct Place {
    pointer: String,
    path: Vec<String>,
}

/// How deep a schema is searched for texts: deeper ones refer to themselves.
const DEEPEST: usize = 12;

impl Marks {
    pub(crate) fn new(root: Value) -> Self {
        Self { root }
    }

    /// Sets a flag on a property, and gives its path with a `*` for every list on the way.
    pub(crate) fn set(&mut self, path: &PropertyPath, keyword: &str) -> PropertyPath {
        let places = self.places(path.segments());
        for place in &places {
            if let Some(Value::Object(node)) = self.root.pointer_mut(&place.pointer) {
                node.insert(keyword.to_owned(), true.into());
            }
        }
        full(path, &places)
    }

    /// Takes a property out of what users write: AWS sets it.
    pub(crate) fn remove_read_only(&mut self, path: &PropertyPath) -> PropertyPath {
        let places = self.places(path.segments());
        for place in &places {
            let Some((parent, _)) = place.pointer.rsplit_once("/properties/") else {
                continue;
            };
            if let (Some(Value::Object(parent)), Some(name)) =
                (self.root.pointer_mut(parent), place.path.last())
            {
                take_out(parent, name);
            }
        }
        full(path, &places)
    }

    /// Sets a flag on each text at or inside a property whose name is one that `is` holds for.
    pub(crate) fn set_texts_within(
        &mut self,
        path: &PropertyPath,
        keyword: &str,
        is: &dyn Fn(&str) -> bool,
    ) {
        let mut found = Vec::new();
        for place in self.places(path.segments()) {
            self.texts(&place, is, &mut Vec::new(), &mut found);
        }
        for path in found {
            self.set(&PropertyPath::of_segments(path), keyword);
        }
    }

    /// The schema, without the definitions that nothing refers to any more.
    pub(crate) fn finish(mut self) -> Value {
        loop {
            let mut used = Vec::new();
            references(&self.root, &mut used);
            let Some(Value::Object(definitions)) = self.root.get_mut("$defs") else {
                break;
            };
            let before = definitions.len();
            definitions.retain(|name, _| used.contains(name));
            if definitions.len() == before {
                break;
            }
        }
        if self.root.get("$defs").and_then(Value::as_object).is_some_and(Map::is_empty)
            && let Some(root) = self.root.as_object_mut()
        {
            root.remove("$defs");
        }
        self.root
    }

    /// The places of what a path means; several where a value has several forms.
    fn places(&mut self, segments: &[String]) -> Vec<Place> {
        let mut places = vec![Place { pointer: String::new(), path: Vec::new() }];
        for segment in segments {
            places = places.into_iter().flat_map(|place| self.step(place, segment)).collect();
        }
        places
    }

    fn step(&mut self, place: Place, segment: &str) -> Vec<Place> {
        let pointer = self.own(&place.pointer);
        let Some(node) = self.root.pointer(&pointer) else {
            return Vec::new();
        };
        let below = |keyword: &str, segment: &str| {
            let mut path = place.path.clone();
            path.push(segment.to_owned());
            Place { pointer: format!("{pointer}/{keyword}"), path }
        };
        let named = node.pointer(&format!("/properties/{}", escaped(segment))).is_some();
        if named {
            return vec![below(&format!("properties/{}", escaped(segment)), segment)];
        }
        let each = ["items", "additionalProperties"];
        if let Some(each) =
            each.into_iter().find(|each| node.get(*each).is_some_and(Value::is_object))
        {
            let inner = below(each, EACH);
            return match segment {
                EACH => vec![inner],
                // Some paths leave out that there is a list on the way.
                _ if each == "items" => self.step(inner, segment),
                _ => Vec::new(),
            };
        }
        let forms = ["oneOf", "anyOf"].into_iter().flat_map(|keyword| {
            let count = node.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).map(move |index| format!("{keyword}/{index}"))
        });
        let forms: Vec<Place> = forms
            .map(|form| Place { pointer: format!("{pointer}/{form}"), path: place.path.clone() })
            .collect();
        forms.into_iter().flat_map(|form| self.step(form, segment)).collect()
    }

    /// Where the schema at a pointer is, once it is used at this place alone.
    fn own(&mut self, pointer: &str) -> String {
        let Some(name) = self.root.pointer(pointer).and_then(reference).map(str::to_owned) else {
            return pointer.to_owned();
        };
        let mut used = Vec::new();
        references(&self.root, &mut used);
        let mut own = name.clone();
        if used.iter().filter(|used| **used == name).count() > 1 {
            let definitions = self.root.get("$defs").and_then(Value::as_object);
            let taken = |name: &str| definitions.is_some_and(|all| all.contains_key(name));
            let copy = definitions.and_then(|all| all.get(&name)).cloned();
            let mut numbers = 2..;
            let mut names = numbers.by_ref().map(|number| format!("{name}{number}"));
            if let (Some(fresh), Some(copy)) = (names.find(|name| !taken(name)), copy) {
                if let Some(Value::Object(all)) = self.root.get_mut("$defs") {
                    all.insert(fresh.clone(), copy);
                }
                if let Some(Value::Object(node)) = self.root.pointer_mut(pointer) {
                    node.insert("$ref".to_owned(), format!("#/$defs/{fresh}").into());
                }
                own = fresh;
            }
        }
        self.own(&format!("/$defs/{}", escaped(&own)))
    }

    /// The paths of the texts at a place and below it whose names are such.
    fn texts(
        &self,
        place: &Place,
        is: &dyn Fn(&str) -> bool,
        around: &mut Vec<String>,
        found: &mut Vec<Vec<String>>,
    ) {
        let Some(mut node) = self.root.pointer(&place.pointer) else {
            return;
        };
        let mut pointer = place.pointer.clone();
        let mut entered = 0;
        while let Some(name) = reference(node).map(str::to_owned) {
            if around.contains(&name) || around.len() > DEEPEST {
                around.truncate(around.len() - entered);
                return;
            }
            pointer = format!("/$defs/{}", escaped(&name));
            around.push(name);
            entered += 1;
            match self.root.pointer(&pointer) {
                Some(target) => node = target,
                None => break,
            }
        }
        let last = place.path.iter().rfind(|segment| *segment != EACH);
        let is_text = node.get("type").is_some_and(|types| {
            types == "string"
                || types.as_array().is_some_and(|types| types.contains(&"string".into()))
        });
        if is_text && node.get("enum").is_none() && last.is_some_and(|name| is(name)) {
            found.push(place.path.clone());
        }
        let below = |keyword: String, segment: &str| {
            let mut path = place.path.clone();
            path.push(segment.to_owned());
            Place { pointer: format!("{pointer}/{keyword}"), path }
        };
        let properties = node.get("properties").and_then(Value::as_object);
        for name in properties.into_iter().flat_map(Map::keys) {
            let inner = below(format!("properties/{}", escaped(name)), name);
            self.texts(&inner, is, around, found);
        }
        for each in ["items", "additionalProperties"] {
            if node.get(each).is_some_and(Value::is_object) {
                self.texts(&below(each.to_owned(), EACH), is, around, found);
            }
        }
        around.truncate(around.len() - entered);
    }
}

/// The path with a `*` for every list on the way, where the schema knows it.
fn full(path: &PropertyPath, places: &[Place]) -> PropertyPath {
    match places.first() {
        Some(place) => PropertyPath::of_segments(place.path.clone()),
        None => path.clone(),
    }
}

/// Takes a property out of an object's schema, and says that AWS sets it.
fn take_out(node: &mut Map<String, Value>, name: &str) {
    if let Some(Value::Object(properties)) = node.get_mut("properties") {
        properties.remove(name);
    }
    if let Some(Value::Array(required)) = node.get_mut("required") {
        required.retain(|required| required != name);
        if required.is_empty() {
            node.remove("required");
        }
    }
    forget(node, name);
    match node.get_mut("x-read-only") {
        Some(Value::Array(names)) => names.push(name.into()),
        _ => {
            node.insert("x-read-only".to_owned(), vec![Value::from(name)].into());
        }
    }
}

/// The definition that a schema refers to.
fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The names of the definitions that are referred to, each as often as it is.
fn references(node: &Value, found: &mut Vec<String>) {
    match node {
        Value::Object(object) => {
            found.extend(reference(node).map(str::to_owned));
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// A name as a segment of a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
