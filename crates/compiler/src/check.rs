//! Finds everything in a stack that cannot be right, before AWS is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::address::Address;
use super::arns::{self, Call};
use super::findings_to_diagnostics;
use super::foreign_words;
use super::meta;
use super::node::Node;
use super::resource_scope::{Instance, ResourceScope};
use super::rules;
use super::stack::{Evaluation, NamedAddress, Resource, Stack};
use kind::policy_check;
use language::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use language::schema::{Check, Finding, Origin, has_errors};
use language::value::{Path, Segment, Value, pending, unknown};

/// Checks the locals, the resources and the outputs.
pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    check_locals(stack, diagnostics);
    for output in stack.outputs.values() {
        check_mentions(stack, &output.value, false, diagnostics);
    }
    for block in &stack.written.documents.blocks {
        let each = block.meta.get("for_each").is_some();
        check_mentions(stack, &block.body, each, diagnostics);
        if let Some(for_each) = block.meta.get("for_each") {
            check_mentions(stack, for_each, false, diagnostics);
        }
    }
    let mut calls = Vec::new();
    for resource in stack.resources.values() {
        check_depends_on(stack, resource, diagnostics);
        let found = check_resource(stack, resource, diagnostics);
        calls.extend(found.into_iter().map(|call| (resource, call)));
    }
    arns::check_calls(stack, &calls, diagnostics);
    if let Err(found) = stack.outputs(&stack.resources) {
        diagnostics.extend(found);
    }
    check_names(stack, diagnostics);
    check_moves(stack, diagnostics);
}

/// A local is wrong where it stands, whoever uses it, and even if nobody does.
fn check_locals(stack: &Stack, diagnostics: &mut Diagnostics) {
    for (name, entry) in &stack.names.locals {
        check_mentions(stack, &entry.value, false, diagnostics);
        diagnostics.extend(stack.check_local(name));
    }
}

/// References that lead nowhere, in whatever branch of an expression they stand.
fn check_mentions(stack: &Stack, node: &Node, each: bool, diagnostics: &mut Diagnostics) {
    node.for_each_template(&mut |template| stack.dangling(template, each, diagnostics));
}

fn check_depends_on(stack: &Stack, resource: &Resource, diagnostics: &mut Diagnostics) {
    let scope = ResourceScope::new(&stack.root, &stack.names, Instance::No, &stack.resources);
    for NamedAddress { address, span } in &resource.depends_on {
        let group = scope.group(&address.kind, &address.name);
        let found = group.and_then(|group| scope.check_instance(group, address));
        if let Err(problem) = found {
            diagnostics.push(problem.placed(*span));
        }
    }
}

/// Checks a resource by itself, and gives the functions that it wants to be called.
fn check_resource(stack: &Stack, resource: &Resource, diagnostics: &mut Diagnostics) -> Vec<Call> {
    let mut found = Diagnostics::default();
    let evaluation = stack.evaluate_partly(resource, &stack.resources, &mut found);
    let schema = resource.kind.schema();
    let is_secret = |path: &Path| {
        let mut sensitive = evaluation.sensitive.iter();
        sensitive.any(|field| path.is_within(field)) || schema.facts_of(path).sensitive
    };
    let origin = |path: &Path| match resource.body.is_written(path) {
        _ if is_secret(path) => Origin::Secret,
        true => Origin::Written,
        false => Origin::Computed,
    };
    let spelling = |path: &Path| resource.body.spelling_at(path).map(str::to_owned);
    let foreign =
        |path: &Path, value: &Value| foreign_words::field(resource.kind.name(), path, value);
    let check = Check::new(schema)
        .origin(&origin)
        .spelling(&spelling)
        .beside(meta::keys())
        .foreign(&foreign);
    let mut findings = check.run(&evaluation.spec);
    let is_whole = found.is_empty() && !pending::in_value(&evaluation.spec);
    if found.is_empty() {
        let root = (!stack.may_lack_files).then_some(stack.root.as_path());
        let rules = rules::check(resource, &evaluation.spec, &findings, root);
        findings.extend(rules);
    }
    let policies = policy_check::check_fields(schema, &evaluation.spec);
    // What its form forbids is told already.
    let is_told = |policy: &Finding, finding: &Finding| {
        finding.is_error() && (finding.path.is_within(&policy.path) || finding.path == policy.path)
    };
    let is_new = |policy: &Finding| !findings.iter().any(|finding| is_told(policy, finding));
    let new: Vec<Finding> = policies.into_iter().filter(is_new).collect();
    findings.extend(new);
    findings.extend(arns::check_regions(&evaluation.spec));
    let has_errors = has_errors(&findings);
    if !findings.is_empty() {
        let secrets = Secrets::of(&evaluation, &is_secret);
        let kept = findings.into_iter().map(|finding| secrets.kept_from(finding));
        findings = kept.collect();
    }
    findings_to_diagnostics(findings, &resource.body, resource.span, &mut found);
    let calls = match is_whole && !has_errors {
        true => arns::calls(schema, &evaluation.spec),
        false => Vec::new(),
    };
    diagnostics.extend(found);
    calls
}

/// What no finding may show.
struct Secrets<'a> {
    sensitive: &'a BTreeSet<Path>,
    /// All texts, keys included, that are or may be made of something sensitive.
    texts: BTreeSet<String>,
}

impl<'a> Secrets<'a> {
    fn of(evaluation: &'a Evaluation, is_secret: &dyn Fn(&Path) -> bool) -> Self {
        let mut texts = BTreeSet::new();
        collect(&evaluation.spec, &mut Path::root(), false, is_secret, &mut texts);
        Self { sensitive: &evaluation.sensitive, texts }
    }

    /// A finding that says no more than which field it is about, where it would show something.
    fn kept_from(&self, finding: Finding) -> Finding {
        let Finding { message, why, help, path, .. } = &finding;
        let field = self.sensitive.iter().find(|field| path.is_within(field));
        let is_inside = field.is_some_and(|field| field != path);
        let said = [Some(message), Some(why), help.as_ref()];
        // A short word stands in every sentence by chance.
        let is_word = |text: &String| field.is_some() || text.len() > 3;
        let shows = |text: &String| {
            is_word(text) && said.iter().flatten().any(|said| said.contains(text.as_str()))
        };
        if !is_inside && !self.texts.iter().any(shows) {
            return finding;
        }
        let path = field.unwrap_or(path).clone();
        Finding {
            message: format!("`{path}` does not fit"),
            why: "what is wrong with it would show something sensitive".to_owned(),
            help: None,
            about_key: false,
            path,
            ..finding
        }
    }
}

fn collect(
    value: &Value,
    path: &mut Path,
    inside: bool,
    is_secret: &dyn Fn(&Path) -> bool,
    texts: &mut BTreeSet<String>,
) {
    let inside = inside || is_secret(path);
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if inside {
                    texts.insert(key.clone());
                }
                path.push(Segment::Key(key.clone()));
                collect(value, path, inside, is_secret, texts);
                path.pop();
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                path.push(Segment::Index(index));
                collect(value, path, inside, is_secret, texts);
                path.pop();
            }
        }
        Value::String(text) if inside && !text.is_empty() => {
            texts.insert(text.clone());
        }
        Value::Number(number) if inside => {
            texts.insert(number.to_string());
        }
        _ => {}
    }
}

/// Two resources that are one object in AWS would undo each other at every apply.
fn check_names(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut same: BTreeMap<(&str, &str, String), Vec<&Resource>> = BTreeMap::new();
    for resource in stack.resources.values() {
        if let Some(name) = only_name(resource) {
            let region = resource.place.region.as_str();
            let key = (resource.kind.name(), region, name);
            same.entry(key).or_default().push(resource);
        }
    }
    for ((_, _, name), resources) in same {
        if let [first, .., last] = resources.as_slice() {
            let instances = first.address.name == last.address.name;
            diagnostics.push(one_object(stack, &name, &resources, instances));
        }
    }
}

/// What no other object can be known by: the id or, in a parent, all of the identity. Where AWS invents
/// the id, tags tell objects of one name apart. What is pending may turn out to differ.
fn only_name(resource: &Resource) -> Option<String> {
    if pending::in_value(&resource.identity) {
        return None;
    }
    let in_parent = || {
        resource.kind.facts().parent?;
        let fields = resource.identity.as_object()?.values();
        let parts: Vec<String> =
            fields.filter_map(|value| value.as_str().map(unknown::display)).collect();
        Some(parts.join(" in "))
    };
    resource.prediction.id.clone().or_else(in_parent)
}

fn one_object(stack: &Stack, id: &str, resources: &[&Resource], instances: bool) -> Diagnostic {
    let mut places: BTreeMap<Span, &Address> = BTreeMap::new();
    for resource in resources {
        let span = stack.span_of(resource, &Path::field("name"));
        places.entry(span).or_insert(&resource.address);
    }
    let message = format!("{} resources are one object in AWS: `{id}`", resources.len());
    let mut diagnostic = Diagnostic::new(message);
    for (span, address) in places {
        let why = match instances {
            true => "every instance has this name".to_owned(),
            false => format!("the name of `{address}`"),
        };
        diagnostic = diagnostic.at(span, why);
    }
    diagnostic.help(match instances {
        true => "make the names differ: put `${each.key}` into `name`",
        false => "give one of them another `name`",
    })
}

/// What has moved has left its old address, is of the same kind, and was one resource.
fn check_moves(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut moved: BTreeMap<&Address, &Resource> = BTreeMap::new();
    for resource in stack.resources.values() {
        let Some(NamedAddress { address, span }) = &resource.moved_from else {
            continue;
        };
        let (from, to) = (&address.kind, &resource.address.kind);
        let problem = if from != to {
            let message = format!("a {from} cannot become a {to}");
            let help = "name an address of the same kind, or take `moved_from` away";
            Diagnostic::new(message).at(*span, "only the name of a resource can change").help(help)
        } else if stack.resources.contains_key(address) {
            let help = "take `moved_from` away, or the block that has the old address";
            Diagnostic::new(format!("{address} is still in the specs"))
                .at(*span, "what is there has not moved")
                .help(help)
        } else if let Some(other) = moved.insert(address, resource) {
            let message = format!("{address} cannot have moved to two places");
            Diagnostic::new(message)
                .at(other.span, format!("{} was it", other.address))
                .at(*span, format!("and so was {}", resource.address))
                .help("where there is a `for_each`, put `${each.key}` into `moved_from`")
        } else if let Some(warning) = renamed(stack, resource, address, *span) {
            warning
        } else {
            continue;
        };
        diagnostics.push(problem);
    }
}

/// Warns of a block that has another name now, and with it another physical name, which AWS cannot change.
fn renamed(stack: &Stack, resource: &Resource, from: &Address, span: Span) -> Option<Diagnostic> {
    let name = Path::field("name");
    let is_fixed = resource.kind.schema().facts_of(&name).create_only;
    let is_single = from.key.is_none() && resource.address.key.is_none();
    if !is_fixed
        || !is_single
        || resource.body.get("name").is_some()
        || from.name == resource.address.name
    {
        return None;
    }
    let before = format!("{}-{}", stack.environment.prefix(), from.name);
    let warning =
        Diagnostic::new("the object would be replaced, as its name follows from the block's")
            .severity(Severity::Warning)
            .at(span, format!("there it was called `{before}`, and AWS renames none"))
            .help(format!("to keep the object, write `name: {before}`"));
    Some(warning)
}
