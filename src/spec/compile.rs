//! Compiles the specs for an environment: every stage runs as far as it can, so that one run reports
//! every error of every file.

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};

use super::address::Address;
use super::document::{self, Block, Documents};
use super::environment::{self, Environment};
use super::node::{Content, Node};
use super::predict::predict_all;
use super::resource_scope::ResourceScope;
use super::stack::{Group, Lifecycle, Names, Output, OutputSource, Resource, Stack};
use super::{evaluate_node, findings_to_diagnostics, variables};
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span, suggestion};
use crate::expression::Problem;
use crate::kind::{Place, Prediction};
use crate::value::{Object, Path, Value, type_name};

/// What to compile.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder that holds `specs/` and `environments/`.
    pub root: PathBuf,
    pub environment: String,
    /// `--var name=value`, in order.
    pub variables: Vec<(String, String)>,
    /// Stands in for the environment's `endpoint_url`.
    pub endpoint_url: Option<String>,
    /// Stands in for the environment's `state`.
    pub state: Option<String>,
}

/// Errors with the texts that they point into.
#[derive(Debug, Clone)]
pub struct Failure {
    pub sources: Sources,
    pub diagnostics: Diagnostics,
}

/// Reads, expands, resolves and checks the specs of an environment. Needs no network and no
/// credentials.
///
/// # Errors
/// Every error of every file.
pub fn compile(options: &Options) -> Result<Stack, Failure> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let root = &options.root;
    let loaded = environment::load(root, &options.environment, &mut sources, &mut diagnostics);
    let documents = document::load(root, &mut sources, &mut diagnostics);
    let Some(mut loaded) = loaded else {
        return Err(Failure {
            sources,
            diagnostics,
        });
    };
    let variables = variables::resolve(
        &documents.variables,
        &loaded,
        &options.variables,
        root,
        &mut diagnostics,
    );
    if !diagnostics.is_empty() {
        // Everything below refers to variables: without them each use would be an error again.
        return Err(Failure {
            sources,
            diagnostics,
        });
    }
    let environment = &mut loaded.environment;
    environment.endpoint_url = options
        .endpoint_url
        .clone()
        .or(environment.endpoint_url.take());
    environment.state = options.state.clone().or(environment.state.take());
    let mut names = Names {
        variables: variables.values,
        sensitive_variables: variables.sensitive,
        environment: environment.references(),
        locals: documents.locals.clone(),
        groups: BTreeMap::new(),
    };
    let mut resources = expand(root, environment, &documents, &mut names, &mut diagnostics);
    predict_all(
        root,
        &names,
        environment.prefix(),
        &mut resources,
        &mut diagnostics,
    );
    let stack = Stack {
        environment: loaded.environment,
        root: root.clone(),
        sources,
        resources,
        names,
        outputs: outputs(&documents),
    };
    check(&stack, &documents, &mut diagnostics);
    if diagnostics.is_empty() {
        Ok(stack)
    } else {
        Err(Failure {
            sources: stack.sources,
            diagnostics,
        })
    }
}

/// Makes the resources of every block: one, or one for each key of its `for_each`.
fn expand(
    root: &FilePath,
    environment: &Environment,
    documents: &Documents,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Address, Resource> {
    let mut expanded = Vec::new();
    let mut groups = BTreeMap::new();
    for block in &documents.blocks {
        let expander = Expander {
            root,
            environment,
            names,
            block,
        };
        let instances = expander.instances(diagnostics);
        groups.insert(
            (block.kind.name().to_owned(), block.name.clone()),
            Group {
                kind: block.kind,
                keys: block.meta.contains_key("for_each").then(|| {
                    let instances = instances.iter().flatten();
                    instances.filter_map(|(key, _)| key.clone()).collect()
                }),
                enabled: instances.is_some(),
            },
        );
        for (key, each) in instances.into_iter().flatten() {
            expanded.push(expander.resource(key, each, diagnostics));
        }
    }
    names.groups = groups;
    expanded
        .into_iter()
        .map(|resource| (resource.address.clone(), resource))
        .collect()
}

type Instance = (Option<String>, Option<Object>);

struct Expander<'a> {
    root: &'a FilePath,
    environment: &'a Environment,
    names: &'a Names,
    block: &'a Block,
}

impl Expander<'_> {
    /// The instances of the block; nothing if it is not enabled.
    fn instances(&self, diagnostics: &mut Diagnostics) -> Option<Vec<Instance>> {
        if let Some(node) = self.block.meta.get("enabled") {
            match self.meta(node, None, diagnostics) {
                Value::Bool(true) => {}
                Value::Bool(false) => return None,
                other => wrong_meta("enabled", "true or false", node, &other, diagnostics),
            }
        }
        let Some(node) = self.block.meta.get("for_each") else {
            return Some(vec![(None, None)]);
        };
        let each = |key: &str, value: &Value| {
            let object: Object = [
                ("key".to_owned(), key.into()),
                ("value".to_owned(), value.clone()),
            ]
            .into_iter()
            .collect();
            (Some(key.to_owned()), Some(object))
        };
        match self.meta(node, None, diagnostics) {
            Value::Object(object) => {
                Some(object.iter().map(|(key, value)| each(key, value)).collect())
            }
            Value::Array(list) if list.iter().all(Value::is_string) => {
                let mut keys: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                keys.sort_unstable();
                keys.dedup();
                Some(keys.into_iter().map(|key| each(key, &key.into())).collect())
            }
            other => {
                wrong_meta(
                    "for_each",
                    "a map, or a list of texts",
                    node,
                    &other,
                    diagnostics,
                );
                Some(Vec::new())
            }
        }
    }

    fn resource(
        &self,
        key: Option<String>,
        each: Option<Object>,
        diagnostics: &mut Diagnostics,
    ) -> Resource {
        let block = self.block;
        let each_ref = each.as_ref();
        Resource {
            address: Address::new(block.kind.name(), &block.name, key.as_deref()),
            kind: block.kind,
            span: block.name_span,
            place: Place::new(
                &self.environment.account,
                &self.region(each_ref, diagnostics),
            ),
            body: block.body.clone(),
            identity: Value::Null,
            prediction: Prediction::default(),
            depends_on: self.depends_on(diagnostics),
            lifecycle: self.lifecycle(each_ref, diagnostics),
            adopt: self.flag("adopt", each_ref, diagnostics),
            each,
        }
    }

    fn region(&self, each: Option<&Object>, diagnostics: &mut Diagnostics) -> String {
        let Some(node) = self.block.meta.get("region") else {
            return self.environment.region.clone();
        };
        match self.meta(node, each, diagnostics) {
            Value::String(region) => region,
            other => {
                wrong_meta("region", "the name of a region", node, &other, diagnostics);
                self.environment.region.clone()
            }
        }
    }

    fn flag(&self, name: &str, each: Option<&Object>, diagnostics: &mut Diagnostics) -> bool {
        let Some(node) = self.block.meta.get(name) else {
            return false;
        };
        match self.meta(node, each, diagnostics) {
            Value::Bool(flag) => flag,
            other => {
                wrong_meta(name, "true or false", node, &other, diagnostics);
                false
            }
        }
    }

    fn depends_on(&self, diagnostics: &mut Diagnostics) -> Vec<Address> {
        let Some(node) = self.block.meta.get("depends_on") else {
            return Vec::new();
        };
        let Content::List(list) = &node.content else {
            wrong_meta(
                "depends_on",
                "a list of addresses",
                node,
                &Value::Null,
                diagnostics,
            );
            return Vec::new();
        };
        let mut addresses = Vec::new();
        for item in list {
            let address = match &item.content {
                Content::Text(text) => Address::parse(text),
                _ => None,
            };
            match address {
                Some(address) => addresses.push(address),
                None => wrong_meta(
                    "depends_on",
                    "addresses such as `iam.role.api`",
                    item,
                    &Value::Null,
                    diagnostics,
                ),
            }
        }
        addresses
    }

    fn lifecycle(&self, each: Option<&Object>, diagnostics: &mut Diagnostics) -> Lifecycle {
        let mut lifecycle = Lifecycle::default();
        let Some(node) = self.block.meta.get("lifecycle") else {
            return lifecycle;
        };
        for entry in node.entries() {
            let value = self.meta(&entry.value, each, diagnostics);
            match (entry.key.as_str(), &value) {
                ("prevent_destroy", Value::Bool(flag)) => lifecycle.prevent_destroy = *flag,
                ("replacement", Value::String(order)) if order == "create_first" => {
                    lifecycle.create_first = true
                }
                ("replacement", Value::String(order)) if order == "delete_first" => {
                    lifecycle.create_first = false
                }
                ("ignore_changes", Value::Array(fields)) => {
                    let paths = fields
                        .iter()
                        .filter_map(Value::as_str)
                        .filter_map(Path::parse);
                    lifecycle.ignore_changes = paths.collect();
                }
                ("prevent_destroy", _) => wrong_meta(
                    "prevent_destroy",
                    "true or false",
                    &entry.value,
                    &value,
                    diagnostics,
                ),
                ("replacement", _) => {
                    wrong_meta(
                        "replacement",
                        "`create_first` or `delete_first`",
                        &entry.value,
                        &value,
                        diagnostics,
                    );
                }
                ("ignore_changes", _) => wrong_meta(
                    "ignore_changes",
                    "a list of fields",
                    &entry.value,
                    &value,
                    diagnostics,
                ),
                (unknown, _) => diagnostics.push(
                    Diagnostic::new(format!("unknown key `{unknown}`"))
                        .at(entry.key_span, "`lifecycle` has no such setting")
                        .maybe_help(suggestion(
                            unknown,
                            ["prevent_destroy", "ignore_changes", "replacement"],
                        )),
                ),
            }
        }
        lifecycle
    }

    /// Evaluates a meta key. It decides what exists, so it cannot look at other resources.
    fn meta(&self, node: &Node, each: Option<&Object>, diagnostics: &mut Diagnostics) -> Value {
        let scope = ResourceScope::new(self.root, self.names, each, &NoOutputs);
        let value = evaluate_node(node, &scope, &mut Path::root(), diagnostics);
        let (_, sensitive) = scope.into_findings();
        if !sensitive.is_empty() {
            diagnostics.push(
                Diagnostic::new("what decides over resources cannot be sensitive")
                    .at(node.span, "addresses and plans would show it")
                    .help("use a variable that is not `sensitive`"),
            );
        }
        value
    }
}

struct NoOutputs;

impl OutputSource for NoOutputs {
    fn output(&self, address: &Address, _: &str) -> Result<Option<Value>, Problem> {
        Err(
            Problem::new(format!("`{address}` cannot be referred to here")).help(Some(
                "this decides what exists, so it may use variables, locals and `env.` only"
                    .to_owned(),
            )),
        )
    }
}

fn wrong_meta(
    key: &str,
    expected: &str,
    node: &Node,
    value: &Value,
    diagnostics: &mut Diagnostics,
) {
    // An expression that failed has been reported, and left null behind.
    if value.is_null() && matches!(node.content, Content::Template(_)) {
        return;
    }
    let found = if value.is_null() {
        node.type_name()
    } else {
        type_name(value)
    };
    diagnostics.push(Diagnostic::new(format!("wrong type for `{key}`")).at(
        node.span,
        format!("this is {found}, and {expected} is expected"),
    ));
}

/// Outputs are written with a map of `value`, `description` and `sensitive`, or as the value alone.
fn outputs(documents: &Documents) -> BTreeMap<String, Output> {
    documents
        .outputs
        .iter()
        .map(|(name, entry)| {
            let value = entry.value.get("value").unwrap_or(&entry.value).clone();
            let sensitive = entry
                .value
                .get("sensitive")
                .is_some_and(|node| matches!(node.content, Content::Bool(true)));
            (name.clone(), Output { value, sensitive })
        })
        .collect()
}

/// Finds everything in the resources, locals and outputs that cannot be right.
fn check(stack: &Stack, documents: &Documents, diagnostics: &mut Diagnostics) {
    for entry in documents.locals.values() {
        check_mentions(stack, &entry.value, false, diagnostics);
    }
    for output in stack.outputs.values() {
        check_mentions(stack, &output.value, false, diagnostics);
    }
    for block in &documents.blocks {
        check_mentions(
            stack,
            &block.body,
            block.meta.contains_key("for_each"),
            diagnostics,
        );
    }
    for resource in stack.resources.values() {
        check_depends_on(stack, resource, diagnostics);
        check_resource(stack, resource, diagnostics);
    }
    if let Err(found) = stack.outputs(&stack.resources) {
        diagnostics.extend(found);
    }
    check_names(stack, diagnostics);
}

fn check_mentions(stack: &Stack, node: &Node, each: bool, diagnostics: &mut Diagnostics) {
    match &node.content {
        Content::Template(template) => stack.dangling(template, each, diagnostics),
        Content::List(list) => {
            for node in list {
                check_mentions(stack, node, each, diagnostics);
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                if let Some(template) = &entry.key_template {
                    stack.dangling(template, each, diagnostics);
                }
                check_mentions(stack, &entry.value, each, diagnostics);
            }
        }
        _ => {}
    }
}

fn check_depends_on(stack: &Stack, resource: &Resource, diagnostics: &mut Diagnostics) {
    for wanted in &resource.depends_on {
        let exists = stack
            .names
            .groups
            .contains_key(&(wanted.kind.clone(), wanted.name.clone()));
        if !exists {
            let names: Vec<String> = stack.resources.keys().map(ToString::to_string).collect();
            diagnostics.push(
                Diagnostic::new(format!("there is no `{wanted}`"))
                    .at(resource.span, "`depends_on` of this resource names it")
                    .maybe_help(suggestion(
                        &wanted.to_string(),
                        names.iter().map(String::as_str),
                    )),
            );
        }
    }
}

fn check_resource(stack: &Stack, resource: &Resource, diagnostics: &mut Diagnostics) {
    match stack.evaluate(resource, &stack.resources) {
        Ok(evaluation) => {
            let mut findings = resource.kind.check(&evaluation.spec);
            if findings.is_empty() {
                findings = resource.kind.check_files(&evaluation.spec, &stack.root);
            }
            findings_to_diagnostics(findings, &resource.body, resource.span, diagnostics);
        }
        Err(found) => diagnostics.extend(found),
    }
}

/// Two resources that are one object in AWS would undo each other at every apply.
fn check_names(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, &str, &str), Span> = BTreeMap::new();
    for resource in stack.resources.values() {
        let Some(id) = &resource.prediction.id else {
            continue;
        };
        let key = (
            resource.kind.name(),
            resource.place.region.as_str(),
            id.as_str(),
        );
        if let Some(first) = seen.insert(key, resource.span) {
            diagnostics.push(
                Diagnostic::new(format!("two resources are one object in AWS: `{id}`"))
                    .at(resource.span, "this one has the name")
                    .at(first, "and so has this one")
                    .help("give one of them another `name`"),
            );
        }
    }
}
