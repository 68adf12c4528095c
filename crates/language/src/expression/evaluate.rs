//! Evaluates a template against the references it names.

use super::evaluator::{Evaluator, unless_pending};
use super::problem::Problem;
use super::scope::Scope;
use super::template::Template;
use crate::value::Value;

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
    let mut evaluator = Evaluator::new(scope, template.text());
    let outcome = match template.whole_expression() {
        Some(expression) => evaluator.expression(expression),
        None => {
            let text = evaluator.rendered(template.elements().iter());
            unless_pending(text.map(Value::String), Some(template.text()))
        }
    };
    let sensitive = evaluator.sensitive;
    (outcome.map_err(|problem| problem.redacted_if(sensitive)), sensitive)
}
