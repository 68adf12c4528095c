//! What expressions refer to and evaluation has to make: locals, and the value of an instance. Each is evaluated
//! once, however often it is referred to.

use std::sync::Arc;

use super::depth::check_depth;
use super::evaluated::Evaluated;
use super::resource_scope::{Instance, ResourceScope};
use super::trace::Trace;
use crate::evaluate::sensitive_key;
use crate::findings::bad_expression;
use crate::model::{Each, EachValue};
use crate::read::node::{Content, Entry, Node};
use language::diagnostic::{Diagnostic, Label, Span};
use language::expression::{Found, Problem, Scope, Template, evaluate_marked, text_of};
use language::value::{Object, Path, Value, pending};

const EACH_VALUE: &str = "each.value";

impl ResourceScope<'_> {
    /// The value of a local. Where it has none, the fault lies with the local, and is told there.
    pub fn local(&self, name: &str) -> Result<Arc<Value>, Problem> {
        let Some(entry) = self.names.locals.get(name) else {
            let mut names = self.names.locals.keys().map(String::as_str);
            return Err(Problem::missing(format!("there is no `local.{name}`"))
                .why("no spec declares this local")
                .help(self.suggestion("local.", name, &mut names)));
        };
        self.evaluate_once(&format!("local.{name}"), &|| self.node_value(&entry.value))
    }

    /// `each.key` or `each.value`.
    pub(super) fn each(&self, name: &str) -> Result<Found<'_>, Problem> {
        self.note(&Trace { may_change: true, ..Trace::default() });
        let each = match self.each {
            Instance::One(each) => each,
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
            ("value", EachValue::Late(node)) => self
                .evaluate_once(EACH_VALUE, &|| self.entry_value(node, each, true))
                .map(Found::Shared),
            _ => Err(Problem::missing(format!("there is no `each.{name}`"))
                .why("there is nothing of this name")
                .help(Some("there are `each.key` and `each.value`".to_owned()))),
        }
    }

    /// Evaluates what has a name, if it has not been yet.
    fn evaluate_once(
        &self,
        name: &str,
        evaluate: &dyn Fn() -> Result<Value, Problem>,
    ) -> Result<Arc<Value>, Problem> {
        let known = self.memory.borrow().known.get(name).cloned();
        let evaluated = match known.or_else(|| self.names.constants.get(name)) {
            Some(known) => known,
            None => self.evaluate_first(name, evaluate)?,
        };
        self.note(&evaluated.trace);
        let mut memory = self.memory.borrow_mut();
        let behind = memory.under_way.len();
        if let Some((_, deepest)) = memory.under_way.last_mut() {
            *deepest = (*deepest).max(evaluated.depth);
        }
        check_depth(behind + evaluated.depth - 1)?;
        evaluated.value.clone()
    }

    fn evaluate_first(
        &self,
        name: &str,
        evaluate: &dyn Fn() -> Result<Value, Problem>,
    ) -> Result<Arc<Evaluated>, Problem> {
        let names: Vec<String> = {
            let memory = self.memory.borrow();
            memory.under_way.iter().map(|(name, _)| name.clone()).collect()
        };
        if let Some(start) = names.iter().position(|outer| outer == name) {
            return Err(Problem::caused_by(self.circle(&names[start..])));
        }
        check_depth(names.len())?;
        self.memory.borrow_mut().under_way.push((name.to_owned(), 0));
        let (value, trace) = self.evaluate_apart(evaluate);
        let mut memory = self.memory.borrow_mut();
        let deepest = memory.under_way.pop().map_or(0, |(_, deepest)| deepest);
        let evaluated =
            Arc::new(Evaluated { value: value.map(Arc::new), trace, depth: deepest + 1 });
        // The value of an instance is that of no other.
        if !evaluated.trace.may_change && name != EACH_VALUE {
            self.names.constants.keep(name, &evaluated)?;
        }
        memory.known.insert(name.to_owned(), evaluated.clone());
        Ok(evaluated)
    }

    fn circle(&self, names: &[String]) -> Diagnostic {
        let node = |name: &str| {
            let local = name.strip_prefix("local.")?;
            self.names.locals.get(local).map(|entry| &entry.value)
        };
        let next = names.iter().cycle().skip(1);
        let steps = names.iter().zip(next).map(|(from, to)| Label {
            span: node(from).map_or(Span::nowhere(), |node| {
                let names: Vec<&str> = to.split('.').collect();
                node.place_of_reference(&names).unwrap_or(node.span)
            }),
            text: format!("`{from}` needs `{to}`"),
        });
        Diagnostic::circle("locals need each other in a circle", steps.collect())
            .help("write one of these values out")
    }

    /// The value of a node, or the first problem in it.
    fn node_value(&self, node: &Node) -> Result<Value, Problem> {
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
                    && let Some(local) = self.names.locals.get(*name)
                {
                    let written = local.value.descend(Path::root(), inside);
                    if written.1.segments().len() == inside.len() {
                        return self.entry_value(written.0, each, false);
                    }
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

fn elsewhere(template: &Template, problem: Problem) -> Problem {
    Problem::caused_by(bad_expression(template, problem))
}
