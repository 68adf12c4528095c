//! Evaluates a template against the references it names.

use std::ops::{Deref, Range};
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ForExpr, FuncCall, ObjectKey};
use hcl_edit::template::Element;

use super::functions::{self, Function, Surroundings};
use super::operators::{self, Operand};
use super::problem::Problem;
use super::render::Edges;
use super::template::Template;
use crate::diagnostic::{did_you_mean, listed_or, suggestion_in};
use crate::value::{Object, Path, Value, pending, type_name, unknown};

/// The root of references to what is looked up.
pub const EXISTING: &str = "existing";

/// The value that a reference leads to.
pub enum Found<'a> {
    Kept(&'a Value),
    Shared(Arc<Value>),
}

impl Deref for Found<'_> {
    type Target = Value;

    fn deref(&self) -> &Value {
        match self {
            Self::Kept(value) => value,
            Self::Shared(value) => value,
        }
    }
}

/// What an expression can refer to.
pub trait Scope: Surroundings {
    /// `var.<name>`, `local.<name>`, `env.<name>`, `each.<name>`; nothing if there is no such root.
    fn named(&self, root: &str, name: &str) -> Option<Result<Found<'_>, Problem>>;

    /// A name that stands alone, as template files use them.
    fn bare(&self, _name: &str) -> Option<Found<'_>> {
        None
    }

    /// Whether any reference since the last call was to something sensitive.
    fn met_sensitive(&self) -> bool {
        false
    }

    /// What a name that is not there may be meant for, or the names there are where they are few. `before` stands
    /// in front of each.
    fn suggestion(
        &self,
        before: &str,
        name: &str,
        names: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        let names: Vec<&str> = names.collect();
        suggestion_in(before, name, names)
    }

    /// What to write for what references of another tool start with.
    fn foreign(&self, _root: &str) -> Option<String> {
        None
    }

    /// Whether `root` starts a reference to a resource: it is the service of some kind.
    fn is_service(&self, root: &str) -> bool;

    /// `<kind>.<name>`, `<kind>.<name>["key"]`, with or without `.<output>`. Without an output, a map
    /// of them; without a key where there is one, a map by key.
    ///
    /// # Errors
    /// What does not exist, with what does.
    fn resource(
        &self,
        kind: &str,
        name: &str,
        key: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem>;

    /// `existing.<sort>.<name>`, with or without `.<output>`. Without one, a map of them. Asked only
    /// where [`EXISTING`] is among the roots.
    ///
    /// # Errors
    /// What does not exist, with what does.
    fn existing(&self, _sort: &str, _name: &str, _output: Option<&str>) -> Result<Value, Problem> {
        Err(Problem::new("nothing is looked up here"))
    }

    /// Told after each template which part of the spec it was.
    fn evaluated(&self, _path: &Path) {}

    /// The roots there are, for "did you mean".
    fn roots(&self) -> Vec<&str>;
}

/// The value of a template. A template that is one whole expression keeps the expression's type; any
/// other is text.
///
/// # Errors
/// The first problem met.
pub fn evaluate(template: &Template, scope: &dyn Scope) -> Result<Value, Problem> {
    evaluate_marked(template, scope).0
}

/// The same, and whether the value is made of something sensitive.
pub fn evaluate_marked(template: &Template, scope: &dyn Scope) -> (Result<Value, Problem>, bool) {
    let mut evaluator =
        Evaluator { scope, text: template.text(), bindings: Vec::new(), sensitive: false };
    let outcome = match template.whole_expression() {
        Some(expression) => evaluator.expression(expression),
        None => {
            let text = evaluator.template(template.elements());
            unless_pending(text.map(Value::String), Some(template.text()))
        }
    };
    let sensitive = evaluator.sensitive;
    (outcome.map_err(|problem| problem.weighed(sensitive)), sensitive)
}

pub(super) struct Evaluator<'a> {
    pub(super) scope: &'a dyn Scope,
    text: &'a str,
    /// The names that enclosing `for`s bind, innermost last.
    pub(super) bindings: Vec<Binding>,
    /// Whether the expression at hand has looked at something sensitive so far.
    pub(super) sensitive: bool,
}

/// A name that a `for` binds.
pub(super) struct Binding {
    name: String,
    value: Arc<Value>,
    sensitive: bool,
}

/// What a `for` goes over, and under which names.
pub(super) struct Loop<'a> {
    key_name: Option<&'a str>,
    value_name: &'a str,
    items: Vec<(Value, Value)>,
    /// Whether the collection is sensitive, and so its elements.
    sensitive: bool,
}

impl Evaluator<'_> {
    pub(super) fn expression(&mut self, expression: &Expression) -> Result<Value, Problem> {
        self.scope.budget().spend_step().map_err(|problem| problem.at(expression.span()))?;
        let outside = std::mem::take(&mut self.sensitive);
        let outcome = self.unplaced(expression);
        let inside = std::mem::replace(&mut self.sensitive, outside);
        self.sensitive |= inside;
        unless_pending(outcome, self.source(expression.span()))
            .map_err(|problem| problem.at(expression.span()).weighed(inside))
    }

    /// A copy of what a reference leads to.
    pub(super) fn copied(&self, value: &Value) -> Result<Value, Problem> {
        self.scope.budget().spend_value(value)?;
        Ok(value.clone())
    }

    /// Notes whether the reference that was just followed led to something sensitive.
    pub(super) fn note(&mut self) {
        self.sensitive |= self.scope.met_sensitive();
    }

    /// The text of a part of the template.
    fn source(&self, range: Option<Range<usize>>) -> Option<&str> {
        range.and_then(|range| self.text.get(range))
    }

    fn unplaced(&mut self, expression: &Expression) -> Result<Value, Problem> {
        match expression {
            Expression::Null(_) => Ok(Value::Null),
            Expression::Bool(flag) => Ok(Value::Bool(*flag.value())),
            Expression::Number(number) => {
                operators::number_literal(number.value(), self.source(expression.span()))
            }
            Expression::String(text) => Ok(Value::String(text.value().clone())),
            Expression::Array(array) => array
                .iter()
                .map(|element| self.expression(element))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Array),
            Expression::Object(object) => {
                let mut result = Object::new();
                for (key, value) in object.iter() {
                    let key = match key {
                        ObjectKey::Ident(name) => name.as_str().to_owned(),
                        ObjectKey::Expression(Expression::Variable(name)) => {
                            name.as_str().to_owned()
                        }
                        ObjectKey::Expression(key) => {
                            let value = self.expression(key)?;
                            text_of(&value).map_err(|problem| problem.at(key.span()))?
                        }
                    };
                    result.insert(key, self.expression(value.expr())?);
                }
                Ok(result.into())
            }
            Expression::StringTemplate(template) => {
                let mut elements = template.iter();
                match (elements.next(), elements.next()) {
                    // As in a template, what stands alone keeps its type.
                    (Some(Element::Interpolation(only)), None) => self.expression(&only.expr),
                    _ => self.elements(template.iter(), Edges::default()).map(Value::String),
                }
            }
            Expression::HeredocTemplate(heredoc) => {
                self.template(&heredoc.template).map(Value::String)
            }
            Expression::Parenthesis(inner) => self.expression(inner.inner()),
            Expression::Variable(name) => self.variable(name.as_str()),
            Expression::Conditional(conditional) => {
                let condition = self.expression(&conditional.cond_expr)?;
                let branch = if truth(&condition)
                    .map_err(|problem| problem.at(conditional.cond_expr.span()))?
                {
                    &conditional.true_expr
                } else {
                    &conditional.false_expr
                };
                self.expression(branch)
            }
            Expression::FuncCall(call) => self.call(call, expression.span()),
            Expression::Traversal(traversal) => self.traversal(traversal),
            Expression::UnaryOp(operation) => {
                let value = self.expression(&operation.expr)?;
                let operand = Operand::new(&value, operation.expr.span());
                operators::unary(*operation.operator.value(), &operand)
            }
            Expression::BinaryOp(operation) => {
                let operator = *operation.operator.value();
                let left = self.expression(&operation.lhs_expr)?;
                if let Some(decided) = operators::short_circuit(operator, &left) {
                    return Ok(decided);
                }
                let right = self.expression(&operation.rhs_expr)?;
                operators::binary(
                    operator,
                    &Operand::new(&left, operation.lhs_expr.span()),
                    &Operand::new(&right, operation.rhs_expr.span()),
                )
            }
            Expression::ForExpr(for_expr) => self.for_expression(for_expr),
        }
    }

    fn variable(&mut self, name: &str) -> Result<Value, Problem> {
        if let Some(value) = self.binding(name) {
            return self.copied(&value);
        }
        if let Some(value) = self.scope.bare(name) {
            return self.copied(&value);
        }
        Err(Problem::new(format!("`{name}` refers to nothing")).help(Some(self.meant(name))))
    }

    /// What a name that stands without its root, or with a wrong one, may be meant for.
    fn meant(&self, name: &str) -> String {
        if let Some(help) = self.scope.foreign(name) {
            return help;
        }
        let roots = self.scope.roots();
        if let Some(root) = did_you_mean(name, roots.iter().copied()) {
            return format!("did you mean `{root}.…`?");
        }
        let has_name = |root: &&&str| matches!(self.scope.named(root, name), Some(Ok(_)));
        if let Some(root) = roots.iter().find(has_name) {
            return format!("did you mean `{root}.{name}`?");
        }
        let has_kinds = roots.iter().any(|root| self.scope.is_service(root));
        let names = roots.into_iter().filter(|root| !self.scope.is_service(root));
        let starts = names.chain(has_kinds.then_some("<kind>"));
        let starts: Vec<String> = starts.map(|start| format!("{start}.…")).collect();
        format!(
            "a reference starts with {}; text needs quotes",
            listed_or(starts.iter().map(String::as_str))
        )
    }

    pub(super) fn binding(&mut self, name: &str) -> Option<Arc<Value>> {
        let mut innermost_first = self.bindings.iter().rev();
        let binding = innermost_first.find(|binding| binding.name == name)?;
        self.sensitive |= binding.sensitive;
        Some(binding.value.clone())
    }

    fn call(&mut self, call: &FuncCall, range: Option<Range<usize>>) -> Result<Value, Problem> {
        let name = call.name.name.as_str();
        match name {
            "try" => return self.first_that_succeeds(call),
            "can" => {
                let argument =
                    call.args.get(0).ok_or_else(|| Problem::new("`can` takes an expression"))?;
                return match self.expression(argument) {
                    Ok(value) if pending::in_value(&value) => Err(Problem::pending()),
                    outcome => Ok(Value::Bool(outcome.is_ok())),
                };
            }
            _ => {}
        }
        let Some(function) = functions::find(name) else {
            let names = functions::all().iter().map(|function| function.name);
            return Err(Problem::new(format!("there is no function `{name}`")).help(
                did_you_mean(name, names.chain(["try", "can"]))
                    .map(|name| format!("did you mean `{name}`?")),
            ));
        };
        let mut arguments = Vec::with_capacity(call.args.len());
        for argument in call.args.iter() {
            arguments.push(self.expression(argument)?);
        }
        if arguments.iter().any(pending::in_value) && !function.passes_pending(&arguments) {
            return Err(Problem::pending());
        }
        if call.args.expand_final() {
            match arguments.pop() {
                Some(Value::Array(list)) => arguments.extend(list),
                other => {
                    let given = other.unwrap_or_default();
                    return Err(Problem::new("`...` spreads a list").why(this_is(&given)).at(call
                        .args
                        .iter()
                        .last()
                        .and_then(|argument| argument.span())));
                }
            }
        }
        if !function.passes(&arguments) {
            let source = self.source(range).unwrap_or(name);
            return Ok(Value::String(unknown::mark(source)));
        }
        let outcome = function.call(&arguments, self.scope);
        if outcome.is_err() {
            // A function that ran out of steps says so in its own words.
            self.scope.budget().check()?;
        }
        match outcome {
            Ok(value) => {
                self.scope.budget().spend_value(&value)?;
                Ok(value)
            }
            Err(_) if self.sensitive => Err(bad_call(function, "").withheld()),
            Err(sentence) => Err(bad_call(function, &sentence)),
        }
    }

    fn first_that_succeeds(&mut self, call: &FuncCall) -> Result<Value, Problem> {
        let mut last = Problem::new("`try` takes at least one expression");
        for argument in call.args.iter() {
            match self.expression(argument) {
                Ok(value) => return Ok(value),
                Err(problem) => last = problem,
            }
        }
        Err(last)
    }

    fn for_expression(&mut self, for_expr: &ForExpr) -> Result<Value, Problem> {
        let intro = &for_expr.intro;
        let key_name = intro.key_var.as_ref().map(|name| name.as_str());
        let around = self.around(key_name, intro.value_var.as_str(), &intro.collection_expr)?;
        let mut list = Vec::new();
        let mut object = Object::new();
        self.each_time(around, |evaluator| evaluator.for_item(for_expr, &mut list, &mut object))?;
        Ok(match for_expr.key_expr {
            Some(_) => object.into(),
            None => list.into(),
        })
    }

    fn for_item(
        &mut self,
        for_expr: &ForExpr,
        list: &mut Vec<Value>,
        object: &mut Object,
    ) -> Result<(), Problem> {
        if let Some(condition) = &for_expr.cond {
            let value = self.expression(&condition.expr)?;
            if !truth(&value).map_err(|problem| problem.at(condition.expr.span()))? {
                return Ok(());
            }
        }
        let Some(key) = &for_expr.key_expr else {
            list.push(self.expression(&for_expr.value_expr)?);
            return Ok(());
        };
        let key = text_of(&self.expression(key)?)?;
        if pending::in_text(&key) {
            return Err(Problem::pending());
        }
        let value = self.expression(&for_expr.value_expr)?;
        if for_expr.grouping {
            match object.entry(key).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(group) => group.push(value),
                _ => unreachable!("groups are lists"),
            }
        } else if let Some(previous) = object.insert(key.clone(), value) {
            drop(previous);
            return Err(Problem::new(format!("two elements have the key `{key}`"))
                .help(Some("make the keys unique, or group them with `...`".to_owned())));
        }
        Ok(())
    }

    /// What a `for` goes over.
    pub(super) fn around<'e>(
        &mut self,
        key_name: Option<&'e str>,
        value_name: &'e str,
        collection: &Expression,
    ) -> Result<Loop<'e>, Problem> {
        let range = collection.span();
        let outside = std::mem::take(&mut self.sensitive);
        let collection = self.expression(collection);
        let sensitive = std::mem::replace(&mut self.sensitive, outside);
        self.sensitive |= sensitive;
        Ok(Loop {
            key_name,
            value_name,
            items: items(collection?).map_err(|problem| problem.at(range))?,
            sensitive,
        })
    }

    /// Does something for each element, with its names bound.
    pub(super) fn each_time(
        &mut self,
        around: Loop,
        mut body: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let depth = self.bindings.len();
        let bind = |name: &str, value| Binding {
            name: name.to_owned(),
            value: Arc::new(value),
            sensitive: around.sensitive,
        };
        for (key, value) in around.items {
            self.bindings.extend(around.key_name.map(|name| bind(name, key)));
            self.bindings.push(bind(around.value_name, value));
            let outcome = body(self);
            self.bindings.truncate(depth);
            outcome?;
        }
        Ok(())
    }
}

/// What stands for an expression that is decided by what is not looked up yet.
fn unless_pending(outcome: Result<Value, Problem>, source: Option<&str>) -> Result<Value, Problem> {
    match outcome {
        Err(problem) if problem.pending => Ok(pending::value(source.unwrap_or(EXISTING))),
        outcome => outcome,
    }
}

/// What a function says of its arguments: what is wrong, and after a semicolon what to write instead.
fn bad_call(function: &Function, sentence: &str) -> Problem {
    let usage = format!("usage: `{}`", function.signature);
    let (why, help) = match sentence.split_once("; ") {
        Some((why, remedy)) if remedy.contains(function.signature) => (why, usage),
        Some((why, remedy)) => (why, format!("{remedy}; {usage}")),
        None => (sentence, usage),
    };
    Problem::new(format!("`{}` cannot be called like this", function.name))
        .why(why)
        .help(Some(help))
}

/// The elements of a list with their positions, or of a map with their keys.
fn items(collection: Value) -> Result<Vec<(Value, Value)>, Problem> {
    match collection {
        Value::Array(list) => Ok(list
            .into_iter()
            .enumerate()
            .map(|(position, value)| (position.into(), value))
            .collect()),
        Value::Object(object) if object.keys().any(|key| pending::in_text(key)) => {
            Err(Problem::pending())
        }
        Value::Object(object) => {
            Ok(object.into_iter().map(|(key, value)| (Value::from(key), value)).collect())
        }
        other if unknown::in_value(&other) => {
            Err(Problem::undecided("what `for` goes over", &other))
        }
        other => Err(Problem::new("`for` goes over a list or a map").why(this_is(&other))),
    }
}

/// A condition.
pub(super) fn truth(value: &Value) -> Result<bool, Problem> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::String(text) if text == "true" => Ok(true),
        Value::String(text) if text == "false" => Ok(false),
        other if unknown::in_value(other) => Err(Problem::undecided("a condition", other)),
        other => Err(Problem::new("a condition is true or false").why(this_is(other))),
    }
}

pub(super) fn this_is(value: &Value) -> String {
    format!("this is {}", type_name(value))
}

/// A value as it stands inside text.
pub fn text_of(value: &Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(functions::number_text(number)),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null => Err(Problem::new("null cannot stand inside text")
            .help(Some("give it a fallback: `coalesce(value, \"…\")`".to_owned()))),
        other => Err(Problem::new(format!("{} cannot stand inside text", type_name(other)))
            .help(Some("use `join(\", \", list)` or `jsonencode(value)`".to_owned()))),
    }
}
