//! Operators, on numbers that stay integers as long as they can.

use hcl_edit::Number;
use hcl_edit::expr::{BinaryOperator, UnaryOperator};

use super::evaluate::{Problem, truth};
use crate::value::{Value, type_name, unknown};

pub(super) fn number_literal(number: &Number) -> Result<Value, Problem> {
    if let Some(integer) = number.as_i64() {
        return Ok(integer.into());
    }
    if let Some(integer) = number.as_u64() {
        return Ok(integer.into());
    }
    from_float(number.as_f64().unwrap_or(f64::NAN))
}

pub(super) fn unary(operator: UnaryOperator, operand: &Value) -> Result<Value, Problem> {
    match operator {
        UnaryOperator::Not => truth(operand).map(|flag| Value::Bool(!flag)),
        UnaryOperator::Neg => match operand.as_i64().and_then(i64::checked_neg) {
            Some(integer) => Ok(integer.into()),
            None => from_float(-float(operand)?),
        },
    }
}

/// The value of `&&` and `||` where the left side decides it.
pub(super) fn short_circuit(operator: BinaryOperator, left: &Value) -> Option<Value> {
    match (operator, left) {
        (BinaryOperator::And, Value::Bool(false)) => Some(Value::Bool(false)),
        (BinaryOperator::Or, Value::Bool(true)) => Some(Value::Bool(true)),
        _ => None,
    }
}

pub(super) fn binary(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
) -> Result<Value, Problem> {
    use BinaryOperator as Op;
    match operator {
        Op::And => Ok(Value::Bool(truth(left)? && truth(right)?)),
        Op::Or => Ok(Value::Bool(truth(left)? || truth(right)?)),
        Op::Eq => equal(left, right).map(Value::Bool),
        Op::NotEq => equal(left, right).map(|same| Value::Bool(!same)),
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
    if undecided && left != right && !left.is_null() && !right.is_null() {
        return Err(Problem::unknown("a comparison"));
    }
    Ok(match (left.as_f64(), right.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => left == right,
    })
}

fn compare(left: &Value, right: &Value, holds: fn(f64, f64) -> bool) -> Result<Value, Problem> {
    Ok(Value::Bool(holds(float(left)?, float(right)?)))
}

fn arithmetic(
    left: &Value,
    right: &Value,
    integers: fn(i64, i64) -> Option<i64>,
    floats: fn(f64, f64) -> f64,
) -> Result<Value, Problem> {
    if let (Some(a), Some(b)) = (left.as_i64(), right.as_i64())
        && let Some(result) = integers(a, b)
    {
        return Ok(result.into());
    }
    from_float(floats(float(left)?, float(right)?))
}

fn float(value: &Value) -> Result<f64, Problem> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| {
        if unknown::in_value(value) {
            Problem::unknown("a number")
        } else {
            Problem::new(format!("a number is needed here, not {}", type_name(value)))
        }
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
