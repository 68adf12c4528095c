//! The walk along an expression. Calls, `for`, references and templates have files of their own.

use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::template::Element;

use super::coercion::{as_condition, text_of};
use super::operators::{self, Operand};
use super::problem::Problem;
use super::scope::{EXISTING, Scope};
use crate::diagnostic::{did_you_mean, listed_or};
use crate::value::{Object, Value, pending};

/// Evaluates the expressions of one template.
pub(super) struct Evaluator<'a> {
    pub(super) scope: &'a dyn Scope,
    /// The template as it is written.
    text: &'a str,
    /// The names that enclosing `for`s bind, innermost last.
    pub(super) bindings: Vec<Binding>,
    /// Whether the expression at hand has looked at something sensitive so far.
    pub(super) sensitive: bool,
}

/// A name that a `for` binds.
pub(super) struct Binding {
    pub(super) name: String,
    pub(super) value: Arc<Value>,
    pub(super) sensitive: bool,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(scope: &'a dyn Scope, text: &'a str) -> Self {
        Self { scope, text, bindings: Vec::new(), sensitive: false }
    }

    pub(super) fn expression(&mut self, expression: &Expression) -> Result<Value, Problem> {
        self.scope.budget().spend_step().map_err(|problem| problem.at(expression.span()))?;
        let outside = std::mem::take(&mut self.sensitive);
        let outcome = self.unplaced(expression);
        let inside = std::mem::replace(&mut self.sensitive, outside);
        self.sensitive |= inside;
        unless_pending(outcome, self.source(expression.span()))
            .map_err(|problem| problem.at(expression.span()).redacted_if(inside))
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
    pub(super) fn source(&self, range: Option<Range<usize>>) -> Option<&str> {
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
                    _ => self.rendered(template.iter()).map(Value::String),
                }
            }
            Expression::HeredocTemplate(heredoc) => {
                self.rendered(heredoc.template.iter()).map(Value::String)
            }
            Expression::Parenthesis(inner) => self.expression(inner.inner()),
            Expression::Variable(name) => self.variable(name.as_str()),
            Expression::Conditional(conditional) => {
                let condition = self.expression(&conditional.cond_expr)?;
                let branch = if as_condition(&condition)
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
}

/// What stands for an expression that is decided by what is not looked up yet.
pub(super) fn unless_pending(
    outcome: Result<Value, Problem>,
    source: Option<&str>,
) -> Result<Value, Problem> {
    match outcome {
        Err(problem) if problem.pending => Ok(pending::value(source.unwrap_or(EXISTING))),
        outcome => outcome,
    }
}
