//! A compiled stack: every resource of an environment, with all that is known of it before AWS is
//! asked, and the means to evaluate each against what is known by then.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::address::Address;
use super::document::Block;
use super::environment::Environment;
use super::evaluated_names::Constants;
use super::existing::Existing;
use super::node::{Entry, Node};
use super::predict::predicted;
use super::resource_scope::Instance;
use super::resource_scope::ResourceScope;
use super::spelling::with_texts;
use super::written::Written;
use super::{bad_expression, evaluate_node};
use crate::lookups::Key;
use aws::tags::{self, Tags};
use kind::{AnyKind, Place, Prediction};
use language::diagnostic::{Diagnostic, Diagnostics, Sources, Span, Suggestions};
use language::expression::{Problem, Template};
use language::value::{Object, Path, Value, pending};

/// Everything that the specs and an environment say.
pub struct Stack {
    pub environment: Environment,
    pub root: PathBuf,
    pub sources: Sources,
    pub resources: BTreeMap<Address, Resource>,
    /// What AWS takes, and what hardly does what its author means.
    pub warnings: Diagnostics,
    pub(super) names: Names,
    pub(super) outputs: BTreeMap<String, Output>,
    pub(super) written: Written,
    /// Whether files that kinds need may be missing, as long as nothing is made of them.
    pub(super) may_lack_files: bool,
}

/// What expressions refer to, besides the outputs of resources.
#[derive(Default)]
pub(super) struct Names {
    pub variables: Object,
    pub sensitive_variables: BTreeSet<String>,
    /// Why a variable that is declared has no value.
    pub variable_faults: BTreeMap<String, Diagnostic>,
    /// The same of secrets, without which nobody can do but who is offline.
    pub absent_secrets: BTreeMap<String, Diagnostic>,
    pub environment: Object,
    pub locals: BTreeMap<String, Entry>,
    /// What was looked up, or waits to be.
    pub existing: BTreeMap<Key, Existing>,
    /// Every block by kind and name, and its instances.
    pub groups: BTreeMap<(String, String), Group>,
    /// Names that are written where they declare nothing, and what is wrong there.
    pub misplaced: BTreeMap<String, Diagnostic>,
    /// The locals that were evaluated and stay as they are.
    pub constants: Constants,
    pub suggestions: Suggestions,
}

/// A block, as references see it.
pub(super) struct Group {
    pub kind: &'static dyn AnyKind,
    /// The keys of its `for_each`, or nothing where it has none. Where one is [pending], there may be
    /// others, or none.
    pub keys: Option<Vec<String>>,
    pub enabled: bool,
    /// Whether AWS decides which instances there are, or whether it is there at all.
    pub is_undecided: bool,
    /// Why its instances are not known.
    pub fault: Option<Diagnostic>,
    /// Where its name stands, its `for_each` and its `enabled`.
    pub name_span: Span,
    pub for_each_span: Span,
    pub enabled_span: Span,
}

impl Group {
    pub fn new(block: &Block) -> Self {
        let place = |key: &str| block.meta.get(key).map_or(block.name_span, |node| node.span);
        Self {
            kind: block.kind,
            keys: None,
            enabled: true,
            is_undecided: false,
            fault: None,
            name_span: block.name_span,
            for_each_span: place("for_each"),
            enabled_span: place("enabled"),
        }
    }
}

impl Group {
    /// Whether a key stands for all that there will be.
    pub fn is_open(&self) -> bool {
        let mut keys = self.keys.iter().flatten();
        keys.any(|key| pending::in_text(key))
    }
}

/// An output that the specs declare.
pub(super) struct Output {
    pub value: Node,
    pub sensitive: bool,
}

/// One resource: a block, or one instance of a block with `for_each`.
pub struct Resource {
    pub address: Address,
    pub kind: &'static dyn AnyKind,
    /// Where its name stands in the specs.
    pub span: Span,
    pub place: Place,
    pub(super) body: Arc<Node>,
    /// What the instance is made for.
    pub(super) each: Option<Each>,
    /// The fields that decide the id, evaluated.
    pub identity: Value,
    pub prediction: Prediction,
    pub depends_on: Vec<NamedAddress>,
    pub lifecycle: Lifecycle,
    /// Whether an object that exists and is nobody's may be taken over.
    pub adopt: bool,
    /// The address that it had, under which the state may still know it.
    pub moved_from: Option<NamedAddress>,
}

/// What an instance is made for: `each.key` and `each.value`.
#[derive(Debug, Clone)]
pub(super) struct Each {
    pub key: String,
    pub value: EachValue,
}

/// The value of an instance.
#[derive(Debug, Clone)]
pub(super) enum EachValue {
    Known(Value),
    /// It refers to resources, or to something sensitive, so it is evaluated where it is used. This is what the
    /// block is made for each of.
    Late(Arc<Node>),
}

/// An address that a meta key names, and where.
#[derive(Debug, Clone)]
pub struct NamedAddress {
    pub address: Address,
    pub span: Span,
}

/// The `lifecycle` of a resource.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    /// Refuse every plan that would delete or replace it.
    pub prevent_destroy: bool,
    /// Fields that are left as they are in AWS.
    pub ignore_changes: Vec<Path>,
    /// Create the new object before the old one is deleted.
    pub create_first: bool,
}

/// A reference that an evaluation followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field that holds it.
    pub field: Path,
    pub to: Address,
    pub output: String,
    /// Whether the value was known; what is not, AWS must invent first.
    pub known: bool,
}

/// A resource's fields with everything in them evaluated.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    pub spec: Value,
    pub references: Vec<Reference>,
    /// Fields that hold something from a sensitive variable.
    pub sensitive: BTreeSet<Path>,
}

/// Where the outputs of resources come from: predictions, live objects, or both.
pub trait OutputSource {
    /// An output's value; `Ok(None)` where AWS has yet to invent it.
    ///
    /// # Errors
    /// Why it cannot be told.
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem>;

    /// Whether resources can be referred to at all.
    ///
    /// # Errors
    /// Why not.
    fn available(&self) -> Result<(), Problem> {
        Ok(())
    }

    /// Whether nothing is known of resources yet, not even which there are. What refers to them is
    /// [pending], and evaluated again.
    fn comes_later(&self) -> bool {
        false
    }
}

/// What is known offline.
impl OutputSource for BTreeMap<Address, Resource> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        Ok(self.get(address).and_then(|resource| {
            predicted(address, output, &resource.identity, &resource.prediction)
        }))
    }
}

impl Stack {
    /// The names of the locals that the specs declare.
    pub fn locals(&self) -> impl Iterator<Item = &str> {
        self.names.locals.keys().map(String::as_str)
    }

    /// The names of the variables that the specs declare.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        let names = &self.names;
        let without_value = names.variable_faults.keys().chain(names.absent_secrets.keys());
        names.variables.keys().chain(without_value).map(String::as_str)
    }

    /// The sensitive variables that have a value, and what each is as a text.
    pub fn secrets(&self) -> impl Iterator<Item = (&str, String)> {
        let variables = self.names.variables.iter();
        let sensitive =
            variables.filter(|(name, _)| self.names.sensitive_variables.contains(*name));
        sensitive.map(|(name, value)| {
            let text = value.as_str().map(str::to_owned);
            (name.as_str(), text.unwrap_or_else(|| value.to_string()))
        })
    }

    /// The fields of a resource, evaluated against the outputs of others, with the tags that it owes
    /// to its stack.
    ///
    /// # Errors
    /// Every expression that has no value.
    pub fn evaluate(
        &self,
        resource: &Resource,
        outputs: &dyn OutputSource,
    ) -> Result<Evaluation, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let evaluation = self.evaluate_partly(resource, outputs, &mut diagnostics);
        if diagnostics.is_empty() { Ok(evaluation) } else { Err(diagnostics) }
    }

    /// The same as far as it goes: a value that fits everywhere stands in for what has none.
    pub(super) fn evaluate_partly(
        &self,
        resource: &Resource,
        outputs: &dyn OutputSource,
        diagnostics: &mut Diagnostics,
    ) -> Evaluation {
        let scope = ResourceScope::new(&self.root, &self.names, resource.each.as_ref(), outputs);
        let mut spec = evaluate_node(&resource.body, &scope, &mut Path::root(), diagnostics);
        with_texts(&mut spec, resource.kind.schema(), &mut Path::root());
        self.complete(resource, &mut spec);
        let (references, sensitive) = scope.into_findings();
        Evaluation { spec, references, sensitive }
    }

    /// Fills in what every resource has without its owner writing it: the physical name and the tags.
    fn complete(&self, resource: &Resource, spec: &mut Value) {
        let Value::Object(object) = spec else {
            return;
        };
        if let Value::Object(identity) = &resource.identity {
            for (field, value) in identity {
                object.entry(field.clone()).or_insert_with(|| value.clone());
            }
        }
        if resource.kind.is_taggable() {
            let tags = object.entry("tags").or_insert_with(|| Value::Object(Object::new()));
            if let Value::Object(tags) = tags {
                for (key, value) in &self.environment.tags {
                    match tags.get(key) {
                        // Its owner does without this one.
                        Some(Value::Null) => drop(tags.remove(key)),
                        Some(_) => {}
                        None => drop(tags.insert(key.clone(), value.as_str().into())),
                    }
                }
                for (key, value) in self.ownership(&resource.address) {
                    tags.insert(key, value.into());
                }
            }
        }
    }

    /// The identity of a resource against the outputs of others, and what it refers to. Only the field
    /// that names a parent can differ from what was known offline.
    ///
    /// # Errors
    /// Every expression that has no value.
    pub fn identity(
        &self,
        resource: &Resource,
        outputs: &dyn OutputSource,
    ) -> Result<(Value, Vec<Reference>), Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let scope = ResourceScope::new(&self.root, &self.names, resource.each.as_ref(), outputs);
        let mut identity = resource.identity.clone();
        let parent = resource.kind.facts().parent_field();
        let node = parent.and_then(|field| Some((field, resource.body.get(field)?)));
        if let (Some((field, node)), Value::Object(identity)) = (node, &mut identity) {
            let value = evaluate_node(node, &scope, &mut Path::field(field), &mut diagnostics);
            identity.insert(field.to_owned(), value);
        }
        if diagnostics.is_empty() {
            Ok((identity, scope.into_findings().0))
        } else {
            Err(diagnostics)
        }
    }

    /// The tags by which we know an object as ours.
    pub fn ownership(&self, address: &Address) -> Tags {
        [
            (tags::STACK.to_owned(), self.environment.stack()),
            (tags::ADDRESS.to_owned(), tag_value(address)),
        ]
        .into()
    }

    /// The spec of an object with the tags by which we know it as ours, where its kind has tags.
    pub fn owned(&self, resource: &Resource, mut spec: Value) -> Value {
        if resource.kind.is_taggable() {
            for (key, value) in self.ownership(&resource.address) {
                spec["tags"][key] = value.into();
            }
        }
        spec
    }

    /// The place where a field of a resource refers to another.
    pub fn span_of_reference(&self, resource: &Resource, reference: &Reference) -> Span {
        let Address { kind, name, .. } = &reference.to;
        let names: Vec<&str> = kind.split('.').chain([name.as_str()]).collect();
        let written = resource.body.nearest(&reference.field);
        let place = written.place_of_reference(&names);
        place.unwrap_or_else(|| self.span_of(resource, &reference.field))
    }

    /// The place in the specs of a field of a resource.
    pub fn span_of(&self, resource: &Resource, field: &Path) -> Span {
        if field.is_root() {
            return resource.span;
        }
        resource.body.span_of(field)
    }

    /// The resources of which it is known that they exist.
    pub fn decided(&self) -> impl Iterator<Item = &Resource> {
        let resources = self.resources.values();
        resources.filter(|resource| {
            let Address { kind, name, .. } = &resource.address;
            let group = self.names.groups.get(&(kind.clone(), name.clone()));
            !group.is_some_and(|group| group.is_undecided)
        })
    }

    /// The blocks of which AWS decides whether there is something, or how many: `logs.log_group.api`.
    pub fn undecided(&self) -> impl Iterator<Item = Address> {
        let groups = self.names.groups.iter();
        let undecided = groups.filter(|(_, group)| group.is_undecided);
        undecided.map(|((kind, name), _)| Address::new(kind, name, None))
    }

    /// The secrets that nobody has given, with what to say of each. Their values are
    /// [pending](language::value::pending), so nothing can be applied.
    pub fn absent_secrets(&self) -> impl Iterator<Item = (&str, &Diagnostic)> {
        let absent = self.names.absent_secrets.iter();
        absent.map(|(name, diagnostic)| (name.as_str(), diagnostic))
    }

    /// The outputs that the specs declare.
    pub fn output_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.outputs.keys().map(String::as_str)
    }

    /// The values of the declared outputs. A sensitive one has none to show.
    ///
    /// # Errors
    /// Every output whose expression has no value.
    pub fn outputs(
        &self,
        outputs: &dyn OutputSource,
    ) -> Result<BTreeMap<String, Option<Value>>, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let mut values = BTreeMap::new();
        for (name, output) in &self.outputs {
            let scope = ResourceScope::new(&self.root, &self.names, Instance::No, outputs);
            let value = evaluate_node(&output.value, &scope, &mut Path::root(), &mut diagnostics);
            let (_, sensitive) = scope.into_findings();
            let shown = !output.sensitive && sensitive.is_empty();
            values.insert(name.clone(), shown.then_some(value));
        }
        if diagnostics.is_empty() { Ok(values) } else { Err(diagnostics) }
    }

    /// What is wrong with a local, told at the local itself.
    pub(super) fn check_local(&self, name: &str) -> Diagnostics {
        let scope = ResourceScope::new(&self.root, &self.names, Instance::No, &self.resources);
        match scope.local(name).map_err(|problem| problem.cause) {
            Err(Some(cause)) => Diagnostics::from(*cause),
            _ => Diagnostics::default(),
        }
    }

    /// The references in a template that lead nowhere, in whatever branch they stand.
    pub(super) fn dangling(&self, template: &Template, each: bool, diagnostics: &mut Diagnostics) {
        let each = match each {
            true => Instance::Any,
            false => Instance::No,
        };
        let scope = ResourceScope::new(&self.root, &self.names, each, &self.resources);
        for mention in template.mentions() {
            if let Err(problem) = scope.check_mention(&mention) {
                let problem =
                    Problem { range: problem.range.or(Some(mention.range.clone())), ..problem };
                diagnostics.push(bad_expression(template, problem));
            }
        }
    }
}

/// An address as a tag value: AWS takes letters, digits, white space and `_.:/=+-@` in one, which does
/// not include the brackets and quotes of an instance's key.
pub fn tag_value(address: &Address) -> String {
    match &address.key {
        None => address.to_string(),
        Some(key) => {
            let plain: String =
                key.chars().map(|c| if tags::is_tag_character(c) { c } else { '_' }).collect();
            format!("{}.{}:{plain}", address.kind, address.name)
        }
    }
}
