//! What expressions refer to and evaluation has to make: locals, and the value of an instance. Each is evaluated
//! once, however often it is referred to.

use std::sync::Arc;

use super::depth::check_depth;
use super::evaluated::{Evaluated, Named, UnderWay};
use super::resource_scope::{Instance, ResourceScope};
use super::trace::Trace;
use crate::evaluate::sensitive_key;
use crate::findings::bad_expression;
use crate::model::{Each, EachValue};
use crate::read::node::{Content, Entry, Node};
use language::diagnostic::{Diagnostic, Label};
use language::expression::{Found, Problem, Scope, Template, evaluate_marked, text_of};
use language::value::{Object, Path, Value, pending};

const EACH_VALUE: &str = "each.value";

impl<'a> ResourceScope<'a> {
    /// The value of a local. Where it has none, the fault lies with the local, and is told there.
    pub fn local(&self, name: &str) -> Result<Arc<Value>, Problem> {
        let locals = &self.module.declarations.locals;
        let Some(entry) = locals.get(name) else {
            let mut names = locals.keys().map(String::as_str);
            return Err(Problem::missing(format!("there is no `local.{name}`"))
                .why(match self.module.origin {
                    None => "no spec declares this local",
                    Some(_) => {
                        "the component declares no such local, and those of others are not its own"
                    }
                })
                .help(self.suggestion("local.", name, &mut names)));
        };
        let named = self.own(format!("local.{name}"), &entry.value);
        self.evaluate_once(named, &|| self.node_value(&entry.value))
    }

    /// Something that the module at hand has under a name.
    pub(super) fn own(&self, name: String, written: &'a Node) -> Named<'a> {
        Named { whole: format!("{}{name}", self.module.path), name, written }
    }

    /// `each.key` or `each.value`.
    pub(super) fn each(&self, name: &str) -> Result<Found<'_>, Problem> {
        self.note(&Trace { may_change: true, ..Trace::default() });
        let (each, of) = match self.each {
            Instance::One(each) => (each, None),
            Instance::OfComponent(each, module) => (each, Some(module)),
            Instance::Any => return Ok(Found::Kept(&Value::Null)),
            Instance::No => {
                return Err(Problem::new("there is no `each` here")
                    .why("only the instances of a `for_each` have one")
                    .help(Some("add `for_each:` to the resource".to_owned())));
            }
        };
        match (name, &each.value) {
            ("key", _) => Ok(Found::Shared(Arc::new(each.key.as_str().into()))),
            ("value", EachValue::Known(value)) => Ok(Found::Kept(value)),
            ("value", EachValue::Late(node)) => {
                let path = of.map_or("", |module| &self.names.modules.get(module).path);
                let named = Named {
                    whole: format!("{EACH_VALUE} of {path}"),
                    name: EACH_VALUE.to_owned(),
                    written: node,
                };
                let evaluate = || self.entry_value(node, each, true);
                self.evaluate_once(named, &evaluate).map(Found::Shared)
            }
            _ => Err(Problem::missing(format!("there is no `each.{name}`"))
                .why("there is nothing of this name")
                .help(Some("there are `each.key` and `each.value`".to_owned()))),
        }
    }

    /// Evaluates what has a name, if it has not been yet.
    pub(super) fn evaluate_once(
        &self,
        named: Named<'a>,
        evaluate: &dyn Fn() -> Result<Value, Problem>,
    ) -> Result<Arc<Value>, Problem> {
        let known = self.evaluation.memory.borrow().known.get(&named.whole).cloned();
        let evaluated = match known.or_else(|| self.names.constants.get(&named.whole)) {
            Some(known) => known,
            None => self.evaluate_first(named, evaluate)?,
        };
        self.note(&evaluated.trace);
        let mut memory = self.evaluation.memory.borrow_mut();
        let behind = memory.under_way.len();
        if let Some(outer) = memory.under_way.last_mut() {
            outer.deepest = outer.deepest.max(evaluated.depth);
        }
        check_depth(behind + evaluated.depth - 1)?;
        evaluated.value.clone()
    }

    fn evaluate_first(
        &self,
        named: Named<'a>,
        evaluate: &dyn Fn() -> Result<Value, Problem>,
    ) -> Result<Arc<Evaluated>, Problem> {
        let memory = &self.evaluation.memory;
        let depth = {
            let under_way = &memory.borrow().under_way;
            let is_it = |one: &UnderWay| one.named.whole == named.whole;
            if let Some(start) = under_way.iter().position(is_it) {
                return Err(Problem::caused_by(cycle(&under_way[start..])));
            }
            under_way.len()
        };
        check_depth(depth)?;
        let Named { whole, name, .. } = named.clone();
        memory.borrow_mut().under_way.push(UnderWay { named, deepest: 0 });
        let (value, trace) = self.evaluate_apart(evaluate);
        let mut memory = memory.borrow_mut();
        let deepest = memory.under_way.pop().map_or(0, |one| one.deepest);
        let evaluated =
            Arc::new(Evaluated { value: value.map(Arc::new), trace, depth: deepest + 1 });
        // The value of an instance is that of no other.
        if !evaluated.trace.may_change && name != EACH_VALUE {
            self.names.constants.keep(&whole, &evaluated)?;
        }
        memory.known.insert(whole, evaluated.clone());
        Ok(evaluated)
    }

    /// The value of a node, or the first problem in it.
    pub(super) fn node_value(&self, node: &Node) -> Result<Value, Problem> {
        Ok(match &node.content {
            Content::Template(template) => self.template(template)?,
            Content::Invalid(diagnostic) => {
                return Err(Problem::caused_by(diagnostic.as_ref().clone()));
            }
            Content::List(list) => {
                list.iter().map(|node| self.node_value(node)).collect::<Result<Vec<_>, _>>()?.into()
            }
            Content::Map(entries) => {
                let mut object = Object::new();
                for entry in entries {
                    object.insert(self.key(entry)?, self.node_value(&entry.value)?);
                }
                object.into()
            }
            Content::Null | Content::Bool(_) | Content::Number(_) | Content::Text(_) => {
                node.literal()
            }
        })
    }

    fn key(&self, entry: &Entry) -> Result<String, Problem> {
        let Some(template) = &entry.key_template else {
            return Ok(entry.key.clone());
        };
        let (value, sensitive) = evaluate_marked(template, self);
        let value = value.map_err(|problem| elsewhere(template, problem))?;
        match sensitive {
            true => Err(elsewhere(template, sensitive_key())),
            false => text_of(&value),
        }
    }

    fn template(&self, template: &Template) -> Result<Value, Problem> {
        let (value, is_sensitive) = evaluate_marked(template, self);
        if is_sensitive {
            self.note_sensitive_value();
        }
        value.map_err(|problem| elsewhere(template, problem))
    }

    /// The value for an instance in what a block is made for each of, and as little of the rest as may be: what the
    /// other instances refer to is nothing to this one.
    fn entry_value(&self, node: &Node, each: &Each, follow: bool) -> Result<Value, Problem> {
        match &node.content {
            Content::Map(entries) => {
                for entry in entries {
                    if self.key(entry)? == each.key {
                        return self.node_value(&entry.value);
                    }
                }
            }
            Content::Template(template) => {
                let reference = template.reference().filter(|_| follow);
                let names = reference.map(|reference| reference.names).unwrap_or_default();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                if let ["local", name, inside @ ..] = names.as_slice()
                    && let Some(local) = self.module.declarations.locals.get(*name)
                {
                    let written = local.value.descend(Path::root(), inside);
                    if written.1.segments().len() == inside.len() {
                        return self.entry_value(written.0, each, false);
                    }
                }
                if let Some((kind, name)) = self.list_in(template)
                    && let Some(value) = self
                        .one_of(kind, name, &each.key)
                        .map_err(|problem| elsewhere(template, problem))?
                {
                    if self.met_sensitive() {
                        self.note_sensitive_value();
                    }
                    return Ok(value);
                }
                let value = self.template(template)?;
                if let Some(value) = value.get(&each.key) {
                    return Ok(value.clone());
                }
                if pending::is(&value) {
                    return Ok(value);
                }
            }
            _ => {}
        }
        Err(Problem::new(format!("there is no value for `{}`", each.key))
            .why("the keys of `for_each` have changed since they were first known"))
    }
}

/// Values that need each other.
fn cycle(steps: &[UnderWay]) -> Diagnostic {
    let are_locals = steps.iter().all(|step| step.named.name.starts_with("local."));
    let what = if are_locals { "locals" } else { "values" };
    let next = steps.iter().cycle().skip(1);
    let steps = steps.iter().zip(next).map(|(from, to)| {
        let names: Vec<&str> = to.named.name.split('.').collect();
        let written = from.named.written;
        Label {
            span: written.place_of_reference(&names).unwrap_or(written.span),
            text: format!("`{}` needs `{}`", from.named.name, to.named.name),
        }
    });
    Diagnostic::cycle(format!("{what} need each other in a cycle"), steps.collect())
        .help("write one of these values out")
}

fn elsewhere(template: &Template, problem: Problem) -> Problem {
    Problem::caused_by(bad_expression(template, problem))
}
