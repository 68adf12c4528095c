//! Operators, on numbers that stay whole as long as they can.

use hcl_edit::Number;
use hcl_edit::expr::{BinaryOperator, UnaryOperator};

use std::cmp::Ordering;
use std::ops::Range;

use super::coercion::{as_condition, describe_value};
use super::functions::{Numeric, too_large};
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

    fn as_condition(&self) -> Result<bool, Problem> {
        as_condition(self.value).map_err(|problem| problem.at(self.range.clone()))
    }
}

/// A number as it is written in an expression.
pub(super) fn number_literal(number: &Number, source: Option<&str>) -> Result<Value, Problem> {
    let written = source.and_then(Numeric::parse);
    let rounded = || {
        let is_whole = source.is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        Numeric::from_float(number.as_f64()?).filter(|_| !is_whole)
    };
    let number = written.or_else(rounded);
    value_of(number.ok_or_else(too_large))
}

pub(super) fn unary(operator: UnaryOperator, operand: &Operand) -> Result<Value, Problem> {
    match operator {
        UnaryOperator::Not => operand.as_condition().map(|flag| Value::Bool(!flag)),
        UnaryOperator::Neg => value_of(Numeric::Whole(0).subtract(number(operand)?)),
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
        Op::And => Ok(Value::Bool(left.as_condition()? && right.as_condition()?)),
        Op::Or => Ok(Value::Bool(left.as_condition()? || right.as_condition()?)),
        Op::Eq => equal(left.value, right.value).map(Value::Bool),
        Op::NotEq => equal(left.value, right.value).map(|same| Value::Bool(!same)),
        Op::Less => compare(left, right, Ordering::is_lt),
        Op::LessEq => compare(left, right, Ordering::is_le),
        Op::Greater => compare(left, right, Ordering::is_gt),
        Op::GreaterEq => compare(left, right, Ordering::is_ge),
        Op::Plus => arithmetic(left, right, Numeric::add),
        Op::Minus => arithmetic(left, right, Numeric::subtract),
        Op::Mul => arithmetic(left, right, Numeric::multiply),
        Op::Div | Op::Mod if number(right)?.float() == 0.0 => Err(Problem::new("division by zero")),
        Op::Div => arithmetic(left, right, Numeric::divide),
        Op::Mod => arithmetic(left, right, Numeric::remainder),
    }
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
    Ok(match (left, right) {
        (Value::Number(_), Value::Number(_)) => match (Numeric::of(left), Numeric::of(right)) {
            (Some(a), Some(b)) => a.compare(b).is_eq(),
            _ => false,
        },
        _ => left == right,
    })
}

fn compare(left: &Operand, right: &Operand, holds: fn(Ordering) -> bool) -> Result<Value, Problem> {
    Ok(Value::Bool(holds(number(left)?.compare(number(right)?))))
}

fn arithmetic(
    left: &Operand,
    right: &Operand,
    operation: fn(Numeric, Numeric) -> Result<Numeric, String>,
) -> Result<Value, Problem> {
    value_of(operation(number(left)?, number(right)?))
}

fn number(operand: &Operand) -> Result<Numeric, Problem> {
    let value = operand.value;
    let number = match value {
        Value::String(text) => Numeric::parse(text.trim()),
        _ => Numeric::of(value),
    };
    number.ok_or_else(|| {
        let problem = if unknown::in_value(value) {
            Problem::undecided("a number", value)
        } else {
            Problem::new("a number is needed").why(describe_value(value))
        };
        problem.at(operand.range.clone())
    })
}

fn value_of(number: Result<Numeric, String>) -> Result<Value, Problem> {
    number.and_then(Numeric::value).map_err(|sentence| {
        let (why, help) = sentence.split_once("; ").unwrap_or((&sentence, ""));
        let help = (!help.is_empty()).then(|| help.to_owned());
        Problem::new("the result is not a number").why(why).help(help)
    })
}
