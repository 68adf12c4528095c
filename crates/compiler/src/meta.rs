//! The keys that every resource may have beside the fields of its kind. They decide what exists, so they
//! may look at variables, locals and the environment, and not at other resources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;
use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::address::Address;
use super::document::Block;
use super::node::{Content, Entry, Node};
use super::resource_scope::ResourceScope;
use super::stack::{Each, EachValue, Lifecycle, NamedAddress, Names, OutputSource};
use super::{evaluate_node, findings_to_diagnostics, foreign_words, spelling};
use aws::regions;
use kind::registry;
use language::diagnostic::{Diagnostic, Diagnostics, Span, suggestion};
use language::expression::Problem;
use language::schema::{Check, Origin, Schema};
use language::value::{Path, Value, pending};

/// The keys, as users write them.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "a schema alone: each key is read at its own time")]
pub struct MetaKeys {
    /// Takes over an object that exists and belongs to no stack.
    adopt: bool,
    /// Addresses of resources that must be done before this one, where no field refers to them.
    depends_on: Vec<String>,
    /// Whether the resource exists in this environment. Default: true.
    enabled: bool,
    /// Makes an instance for each entry of a map, or for each text of a list: `each.key` and
    /// `each.value` in its fields.
    for_each: ForEach,
    /// How the resource is changed and deleted.
    lifecycle: LifecycleKeys,
    /// The address that the resource had before: its object stays, and the state gets the new address.
    moved_from: String,
    /// The AWS region, such as `us-east-2`, where it is not the environment's.
    #[schemars(extend("title" = "AWS region", "anyOf" = regions::schema()))]
    region: String,
}

/// What `for_each` goes over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum ForEach {
    Map(BTreeMap<String, Value>),
    Texts(Vec<String>),
}

/// What `lifecycle` holds.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct LifecycleKeys {
    /// Refuses every plan that would delete or replace the resource.
    prevent_destroy: bool,
    /// Fields that are left as they are in AWS.
    ignore_changes: Vec<String>,
    /// Whether the new object or the old one goes first. Default: `delete_first`.
    replacement: Replacement,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Replacement {
    CreateFirst,
    #[default]
    DeleteFirst,
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<MetaKeys>);

/// Whether a key is one of them.
pub(super) fn is_key(name: &str) -> bool {
    SCHEMA.properties.contains_key(name)
}

/// Their names.
pub fn keys() -> &'static [&'static str] {
    static KEYS: LazyLock<Vec<&str>> =
        LazyLock::new(|| SCHEMA.properties.keys().map(String::as_str).collect());
    &KEYS
}

/// Takes the numbers in a key as they are meant. What a block is made for each of is for its fields to say.
pub(super) fn settle(entry: &mut Entry, diagnostics: &mut Diagnostics) {
    match (entry.key.as_str(), &entry.value.content) {
        ("for_each", Content::Map(_)) => spelling::refuse_changed(&mut entry.value, diagnostics),
        _ => {
            let path = Path::field(&entry.key);
            spelling::settle(&mut entry.value, &SCHEMA, path, diagnostics);
        }
    }
}

/// Reads the keys of one block.
pub(super) struct Reader<'a> {
    pub root: &'a FilePath,
    pub names: &'a Names,
    pub block: &'a Block,
}

impl Reader<'_> {
    /// Whether the resource exists: nothing where AWS decides, true where something is wrong.
    pub(super) fn enabled(&self, diagnostics: &mut Diagnostics) -> Option<bool> {
        match self.value("enabled", None, diagnostics) {
            Some(value) if pending::is(&value) => None,
            value => Some(value.and_then(read).unwrap_or(true)),
        }
    }

    /// What the block is made for each of, by key. Where AWS decides, one key stands for all that there will be.
    ///
    /// The keys decide what exists. The values may refer to whatever they like: those that refer to
    /// resources, or to something sensitive, are evaluated where they are used.
    pub(super) fn for_each(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<Each>> {
        let Evaluated { value, sensitive, is_late } =
            self.evaluated("for_each", None, &Later, diagnostics)?;
        let late = EachValue::Late(Arc::new(node.clone()));
        let is_open = pending::is(&value);
        let for_each = match is_open {
            true => ForEach::Texts(vec![pending::value("each.key").as_str()?.to_owned()]),
            false => read(value)?,
        };
        let root = Path::field("for_each");
        let mut entries = BTreeMap::new();
        let is_at = |path: &Path, key: &str| path.is_within(&root.key(key));
        let is_secret = |key: &str| sensitive.iter().any(|path| is_at(path, key));
        match for_each {
            ForEach::Texts(texts) => {
                // A text is its own key, and counts once.
                let texts = texts.into_iter();
                entries.extend(texts.map(|text| (text.clone(), EachValue::Known(text.into()))));
            }
            ForEach::Map(map) => entries.extend(map.into_iter().map(|(key, value)| {
                let is_late = is_late && pending::in_value(&value) || is_secret(&key);
                let value = match is_late {
                    true => late.clone(),
                    false => EachValue::Known(value),
                };
                (key, value)
            })),
        }
        let is_of_key = |path: &Path| !entries.keys().any(|key| is_at(path, key));
        let keys_are_secret = sensitive.iter().any(is_of_key);
        let keys_are_late = is_late && entries.keys().any(|key| pending::in_text(key));
        if keys_are_secret || keys_are_late {
            diagnostics.push(self.undecided_keys(node, keys_are_secret));
            return None;
        }
        Some(entries.into_iter().map(|(key, value)| Each { key, value }).collect())
    }

    fn undecided_keys(&self, node: &Node, are_secret: bool) -> Diagnostic {
        let name = &self.block.name;
        match are_secret {
            true => Diagnostic::new(format!("the keys of the `for_each` of `{name}` cannot be sensitive"))
                .at(node.span, "addresses and plans would show them")
                .help("write the map out below `for_each`, as `key: value`: an expression that makes a whole map of something \
                       sensitive makes its keys sensitive too. Only the values may be"),
            false => Diagnostic::new(format!("the keys of the `for_each` of `{name}` depend on resources"))
                .at(place_of_resource(node), "they decide what exists, before anything does")
                .help("use variables, locals and `env.` for the keys; only the values may refer to resources"),
        }
    }

    pub(super) fn region(
        &self,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        self.value("region", each, diagnostics).and_then(read)
    }

    pub(super) fn adopt(&self, each: Option<&Each>, diagnostics: &mut Diagnostics) -> bool {
        let adopt = self.known("adopt", each, diagnostics);
        adopt.unwrap_or_default()
    }

    pub(super) fn depends_on(
        &self,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<NamedAddress> {
        let texts: Vec<String> = self.known("depends_on", each, diagnostics).unwrap_or_default();
        let span = |index| {
            let path = Path::field("depends_on").index(index);
            self.block.meta.span_of(&path)
        };
        let addresses = texts.iter().enumerate();
        addresses
            .filter_map(|(index, text)| {
                address(text, span(index), "`depends_on` lists addresses", diagnostics)
            })
            .collect()
    }

    pub(super) fn moved_from(
        &self,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Option<NamedAddress> {
        let text: String = self.known("moved_from", each, diagnostics)?;
        let span = self.block.meta.span_of(&Path::field("moved_from"));
        address(&text, span, "this is where it was", diagnostics)
    }

    pub(super) fn lifecycle(
        &self,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Lifecycle {
        let keys: LifecycleKeys = self.known("lifecycle", each, diagnostics).unwrap_or_default();
        let mut ignore_changes = Vec::new();
        for (index, text) in keys.ignore_changes.iter().enumerate() {
            match Path::parse(text).filter(|path| self.block.kind.schema().knows(path)) {
                Some(path) => ignore_changes.push(path),
                None => {
                    let place = Path::field("lifecycle").key("ignore_changes").index(index);
                    let fields = self.block.kind.schema().properties.keys();
                    diagnostics.push(
                        Diagnostic::new(format!("there is no field `{text}`"))
                            .at(
                                self.block.meta.span_of(&place),
                                format!("`{}` has no such field", self.block.kind.name()),
                            )
                            .maybe_help(suggestion(text, fields.map(String::as_str))),
                    );
                }
            }
        }
        Lifecycle {
            prevent_destroy: keys.prevent_destroy,
            ignore_changes,
            create_first: keys.replacement == Replacement::CreateFirst,
        }
    }

    /// What a key says, if it is there, fits, and waits for nothing.
    fn known<T: DeserializeOwned>(
        &self,
        key: &str,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let value = self.value(key, each, diagnostics)?;
        (!pending::in_value(&value)).then(|| read(value))?
    }

    /// The value of a key, if it is there and fits.
    fn value(
        &self,
        key: &str,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        let evaluated = self.evaluated(key, each, &NoOutputs, diagnostics)?;
        for path in &evaluated.sensitive {
            diagnostics.push(
                Diagnostic::new("what decides over resources cannot be sensitive")
                    .at(self.block.meta.span_of(path), "addresses and plans would show it")
                    .help("use a variable that is not `sensitive`"),
            );
        }
        evaluated.sensitive.is_empty().then_some(evaluated.value)
    }

    /// The value of a key, if it is there and fits, and what it is made of.
    fn evaluated(
        &self,
        key: &str,
        each: Option<&Each>,
        outputs: &dyn OutputSource,
        diagnostics: &mut Diagnostics,
    ) -> Option<Evaluated> {
        let meta = &self.block.meta;
        let scope = ResourceScope::new(self.root, self.names, each, outputs);
        let mut found = Diagnostics::default();
        let value = evaluate_node(meta.get(key)?, &scope, &mut Path::field(key), &mut found);
        let is_late = scope.is_passing();
        let (_, sensitive) = scope.into_findings();
        let origin = |path: &Path| match meta.is_written(path) {
            _ if sensitive.iter().any(|secret| path.is_within(secret)) => Origin::Secret,
            true => Origin::Written,
            false => Origin::Computed,
        };
        let spelling = |path: &Path| meta.spelling_at(path).map(str::to_owned);
        let check = Check::new(&SCHEMA)
            .origin(&origin)
            .spelling(&spelling)
            .foreign(&|path, _| foreign_words::lifecycle(path))
            .word(&foreign_words::word);
        let findings = check.run_field(key, &value);
        findings_to_diagnostics(findings, meta, meta.span, &mut found);
        let fits = !found.has_errors();
        diagnostics.extend(found);
        fits.then_some(Evaluated { value, sensitive, is_late })
    }
}

/// What a key says, and what it is made of.
struct Evaluated {
    value: Value,
    /// Where it holds something sensitive.
    sensitive: BTreeSet<Path>,
    /// Whether it refers to resources.
    is_late: bool,
}

/// Where a node refers to a resource; all of it where something does that it refers to.
fn place_of_resource(node: &Node) -> Span {
    let mut place = None;
    node.for_each_template(&mut |template| {
        let mentions = template.mentions().into_iter();
        let mut of_resources = mentions
            .filter(|mention| mention.names.first().is_some_and(|root| registry::is_service(root)));
        place =
            place.or_else(|| of_resources.next().map(|mention| template.place_of(mention.range)));
    });
    place.unwrap_or(node.span)
}

fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

fn address(
    text: &str,
    span: Span,
    why: &str,
    diagnostics: &mut Diagnostics,
) -> Option<NamedAddress> {
    let address = Address::parse(text);
    if address.is_none() {
        diagnostics.push(Diagnostic::new(format!("`{text}` is no address")).at(span, why).help(
            foreign_words::address(text).unwrap_or_else(|| {
                "an address is `<kind>.<name>`, such as `dynamodb.table.users`".to_owned()
            }),
        ));
    }
    address.map(|address| NamedAddress { address, span })
}

/// Where resources cannot be referred to, as what they decide comes before them.
pub(super) struct NoOutputs;

impl OutputSource for NoOutputs {
    fn output(&self, address: &Address, _: &str) -> Result<Option<Value>, Problem> {
        Err(Problem::new(format!("`{address}` cannot be referred to here")))
    }

    fn available(&self) -> Result<(), Problem> {
        Err(Problem::new("a resource cannot be referred to here")
            .why("this decides what exists, before anything does")
            .help(Some(
                "use variables, locals and `env.`; `depends_on` takes an address as it is, without \
                 `${ }`"
                    .to_owned(),
            )))
    }
}

/// Where resources may be referred to in values that are evaluated later.
struct Later;

impl OutputSource for Later {
    fn output(&self, _: &Address, _: &str) -> Result<Option<Value>, Problem> {
        Ok(None)
    }

    fn comes_later(&self) -> bool {
        true
    }
}
