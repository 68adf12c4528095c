//! Draws specs: blocks of every kind that Terraform's table knows, and references between them.
//!
//! Blocks are drawn one by one, without knowing of each other. Where one refers to others it has a hole,
//! `<kind.output#number>`, and once all are there each hole gets one of those that fit.

use std::collections::BTreeMap;
use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;
use regex::{Captures, Regex};
use serde_json::{Map, Value, json};

use super::kinds;

/// What blocks are called: some are the beginning of others, and every kind has the same.
const WORDS: [&str; 6] = ["orders", "orders-archive", "users", "User", "api", "v2"];

/// What stands in a hole that cannot be filled.
const OPEN: &str = "<open>";

/// A set of specs that compiles.
#[derive(Clone)]
pub struct Specs(pub Value);

impl fmt::Debug for Specs {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{:#}", self.0)
    }
}

/// A block before it is known what else there is.
#[derive(Debug, Clone)]
struct Block {
    word: &'static str,
    name: Name,
    body: Map<String, Value>,
    /// Whether `for_each` makes several of it.
    is_repeated: bool,
    twin: Option<Twin>,
}

/// How a physical name is made of the logical one.
#[derive(Debug, Clone, Copy)]
enum Name {
    /// As the compiler makes it where none is written.
    Default,
    Prefixed,
    /// With the prefix in the middle.
    Around,
    Foreign,
}

/// A second block that is the same in all but its name, or nearly so.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Twin {
    Same,
    Tagged,
}

/// Any set of specs.
pub fn specs() -> impl Strategy<Value = Specs> {
    let kinds: Vec<BoxedStrategy<(&'static str, Vec<Block>)>> = kinds::all()
        .into_iter()
        .map(|(kind, most, body)| {
            let blocks = blocks(body, most);
            blocks.prop_map(move |blocks| (kind, blocks)).boxed()
        })
        .collect();
    kinds.prop_map(|kinds| assembled(kinds.into_iter().collect()))
}

fn blocks(body: BoxedStrategy<Value>, most: usize) -> impl Strategy<Value = Vec<Block>> {
    let name = select(vec![Name::Default, Name::Prefixed, Name::Around, Name::Foreign]);
    let is_repeated = prop::bool::weighted(0.15);
    let twin = prop::option::weighted(0.2, select(vec![Twin::Same, Twin::Tagged]));
    let block = (name, body, is_repeated, twin);
    let words = Just(WORDS).prop_shuffle();
    (words, prop::collection::vec(block, 0..=most)).prop_map(|(words, blocks)| {
        let blocks = words.into_iter().zip(blocks);
        let block = |(word, (name, body, is_repeated, twin))| Block {
            word,
            name,
            body: object(body),
            is_repeated,
            twin,
        };
        blocks.map(block).collect()
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// The document of these blocks, every hole filled.
fn assembled(kinds: BTreeMap<&'static str, Vec<Block>>) -> Specs {
    let mut document: BTreeMap<&'static str, BTreeMap<String, Value>> = BTreeMap::new();
    for (kind, blocks) in &kinds {
        let written = blocks.iter().flat_map(|block| written(kind, block));
        document.insert(kind, written.collect());
    }
    // Nobody can make up the pool of a client, or below the stream of a table.
    if document.get("cognito.user_pool").is_none_or(BTreeMap::is_empty) {
        document.remove("cognito.user_pool_client");
    }
    let there_is: Vec<Instance> = document
        .iter()
        .flat_map(|(kind, blocks)| blocks.iter().flat_map(|block| instances(kind, block)))
        .collect();
    for (kind, blocks) in &mut document {
        for (name, body) in blocks {
            let own = format!("{kind}.{name}");
            fill(body, &|hole| filled(hole, &own, &there_is));
        }
    }
    for body in document.values_mut().flat_map(BTreeMap::values_mut) {
        let fields = body.as_object_mut().expect("a map");
        fields.retain(|_, value| !is_open(value));
    }
    Specs(json!(document))
}

/// The blocks of one and of its twin, by their names.
fn written(kind: &str, block: &Block) -> Vec<(String, Value)> {
    // One of several instances cannot refer to itself.
    let is_repeated = block.is_repeated && !json!(block.body).to_string().contains("<self.");
    let mut blocks = vec![(block.word.to_owned(), block.body.clone())];
    if let Some(twin) = block.twin {
        let mut body = block.body.clone();
        if twin == Twin::Tagged && kind != "cognito.user_pool_client" {
            let tags = body.entry("tags").or_insert_with(|| json!({}));
            tags["Twin"] = "yes".into();
        }
        blocks.push((format!("{}-twin", block.word), body));
    }
    for (word, body) in &mut blocks {
        let own = match is_repeated {
            true => format!("{}-${{each.key}}", word.to_lowercase()),
            false => word.to_lowercase(),
        };
        if let Some(name) = physical(kind, block.name, &own) {
            body.insert("name".to_owned(), name.into());
        }
        if is_repeated {
            body.insert("for_each".to_owned(), json!(["eu", "us"]));
        }
        for value in body.values_mut() {
            replace(value, &|text| text.replace(kinds::OWN, &own));
        }
    }
    let blocks = blocks.into_iter();
    blocks.map(|(word, body)| (word, body.into())).collect()
}

/// A name as it is written; nothing where the default is meant.
fn physical(kind: &str, name: Name, own: &str) -> Option<String> {
    const PREFIX: &str = "${env.name_prefix}";
    let suffix = match kind {
        // All accounts share the names of buckets.
        "s3.bucket" => "-${env.account}",
        "apigateway.domain_name" => ".example.com",
        _ => "",
    };
    let name = match name {
        Name::Default if suffix.is_empty() => return None,
        Name::Default | Name::Prefixed => format!("{PREFIX}-the-{own}"),
        Name::Around if kind == "logs.log_group" => format!("/aws/lambda/{PREFIX}-{own}"),
        Name::Around => format!("x-{PREFIX}-{own}"),
        Name::Foreign => format!("legacy-{own}"),
    };
    Some(format!("{name}{suffix}"))
}

/// One of those that a block makes.
struct Instance {
    kind: &'static str,
    /// How others refer to it.
    expression: String,
    body: Value,
}

fn instances(kind: &'static str, (name, body): (&String, &Value)) -> Vec<Instance> {
    let instance = |expression: String| Instance { kind, expression, body: body.clone() };
    match body.get("for_each").and_then(Value::as_array) {
        None => vec![instance(format!("{kind}.{name}"))],
        Some(keys) => keys.iter().map(|key| instance(format!("{kind}.{name}[{key}]"))).collect(),
    }
}

/// Replaces the holes in all texts, those of keys included.
fn fill(value: &mut Value, with: &dyn Fn(&Captures) -> String) {
    let hole = Regex::new(r"<([a-z0-9_.]+)\.([a-z_]+)#(\d+)>").expect("a pattern");
    replace(value, &|text| hole.replace_all(text, with).into_owned());
}

fn is_open(value: &Value) -> bool {
    value.to_string().contains(OPEN)
}

fn replace(value: &mut Value, with: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = with(text),
        Value::Array(list) => list.iter_mut().for_each(|value| replace(value, with)),
        Value::Object(object) => {
            let entries = std::mem::take(object).into_iter();
            *object = entries
                .map(|(key, mut value)| {
                    replace(&mut value, with);
                    (with(&key), value)
                })
                .collect();
        }
        _ => {}
    }
}

/// What stands in a hole: an output of the block itself, of one of the set, or what is in no set.
fn filled(hole: &Captures, own: &str, there_is: &[Instance]) -> String {
    let (kind, output) = (&hole[1], &hole[2]);
    if kind == "self" {
        return format!("${{{own}.{output}}}");
    }
    let number: usize = hole[3].parse().expect("a number");
    let fitting = there_is
        .iter()
        .filter(|instance| instance.kind == kind && kinds::has(&instance.body, output));
    let fitting: Vec<&Instance> = fitting.collect();
    match fitting.as_slice() {
        [] => kinds::elsewhere(kind, output).unwrap_or(OPEN).to_owned(),
        some => format!("${{{}.{output}}}", some[number % some.len()].expression),
    }
}
