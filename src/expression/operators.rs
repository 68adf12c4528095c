//! Operators, on numbers that stay integers as long as they can.

use hcl_edit::Number;
use hcl_edit::expr::{BinaryOperator, UnaryOperator};

use std::ops::Range;

use super::evaluate::{this_is, truth};
use super::problem::Problem;
use crate::value::{Value, pending, unknown};

/// A value that an operator is applied to, and its place in the expression.
pub(super) struct Operand<'a> {
    value: &'a Value,
    range: Option<Range<usize>>,
}

impl<'a> Operand<'a> {
    pub(super) fn new(value: &'a Value, range: Option<Range<usize>>) -> Self {
        Self { value, range }
    }

    fn truth(&self) -> Result<bool, Problem> {
        truth(self.value).map_err(|problem| problem.at(self.range.clone()))
    }
}

pub(super) fn number_literal(number: &Number) -> Result<Value, Problem> {
    if let Some(integer) = number.as_i64() {
        return Ok(integer.into());
    }
    if let Some(integer) = number.as_u64() {
        return Ok(integer.into());
    }
    from_float(number.as_f64().unwrap_or(f64::NAN))
}

pub(super) fn unary(operator: UnaryOperator, operand: &Operand) -> Result<Value, Problem> {
    match operator {
        UnaryOperator::Not => operand.truth().map(|flag| Value::Bool(!flag)),
        UnaryOperator::Neg => match operand.value.as_i64().and_then(i64::checked_neg) {
            Some(integer) => Ok(integer.into()),
            None => from_float(-float(operand)?),
        },
    }
}

/// The value of `&&` and `||` where the left side decides it, or may turn out to.
pub(super) fn short_circuit(operator: BinaryOperator, left: &Value) -> Option<Value> {
    match (operator, left) {
        (BinaryOperator::And, Value::Bool(false)) => Some(Value::Bool(false)),
        (BinaryOperator::Or, Value::Bool(true)) => Some(Value::Bool(true)),
        (BinaryOperator::And | BinaryOperator::Or, left) if pending::is(left) => Some(left.clone()),
        _ => None,
    }
}

pub(super) fn binary(
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Result<Value, Problem> {
    use BinaryOperator as Op;
    match operator {
        Op::And => Ok(Value::Bool(left.truth()? && right.truth()?)),
        Op::Or => Ok(Value::Bool(left.truth()? || right.truth()?)),
        Op::Eq => equal(left.value, right.value).map(Value::Bool),
        Op::NotEq => equal(left.value, right.value).map(|same| Value::Bool(!same)),
        Op::Less => compare(left, right, |a, b| a < b),
        Op::LessEq => compare(left, right, |a, b| a <= b),
        Op::Greater => compare(left, right, |a, b| a > b),
        Op::GreaterEq => compare(left, right, |a, b| a >= b),
        Op::Plus => arithmetic(left, right, i64::checked_add, |a, b| a + b),
        Op::Minus => arithmetic(left, right, i64::checked_sub, |a, b| a - b),
        Op::Mul => arithmetic(left, right, i64::checked_mul, |a, b| a * b),
        Op::Div | Op::Mod if float(right)? == 0.0 => Err(Problem::new("division by zero")),
        Op::Div => arithmetic(left, right, exact_quotient, |a, b| a / b),
        Op::Mod => arithmetic(left, right, i64::checked_rem, |a, b| a % b),
    }
}

/// Division of integers is an integer only where nothing is left over.
fn exact_quotient(a: i64, b: i64) -> Option<i64> {
    (a.checked_rem(b)? == 0).then(|| a.checked_div(b)).flatten()
}

fn equal(left: &Value, right: &Value) -> Result<bool, Problem> {
    // What AWS invents is never null, and is the same as itself.
    let undecided = unknown::in_value(left) || unknown::in_value(right);
    if pending::in_value(left) || pending::in_value(right) {
        return Err(Problem::pending());
    }
    if undecided && left != right && !left.is_null() && !right.is_null() {
        return Err(Problem::unknown("a comparison"));
    }
    Ok(match (left.as_f64(), right.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => left == right,
    })
}

fn compare(left: &Operand, right: &Operand, holds: fn(f64, f64) -> bool) -> Result<Value, Problem> {
    Ok(Value::Bool(holds(float(left)?, float(right)?)))
}

fn arithmetic(
    left: &Operand,
    right: &Operand,
    integers: fn(i64, i64) -> Option<i64>,
    floats: fn(f64, f64) -> f64,
) -> Result<Value, Problem> {
    if let (Some(a), Some(b)) = (left.value.as_i64(), right.value.as_i64())
        && let Some(result) = integers(a, b)
    {
        return Ok(result.into());
    }
    from_float(floats(float(left)?, float(right)?))
}

fn float(operand: &Operand) -> Result<f64, Problem> {
    let value = operand.value;
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| {
        let problem = if unknown::in_value(value) {
            Problem::undecided("a number", value)
        } else {
            Problem::new("a number is needed").why(this_is(value))
        };
        problem.at(operand.range.clone())
    })
}

fn from_float(float: f64) -> Result<Value, Problem> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53: above it, floats skip integers
    if float.fract() == 0.0 && float.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
        return Ok((float as i64).into());
    }
    serde_json::Number::from_f64(float)
        .map(Value::Number)
        .ok_or_else(|| Problem::new("the result is not a finite number"))
}
