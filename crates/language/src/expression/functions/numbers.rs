//! Functions on numbers.

use std::cmp::Ordering;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, examines};
use super::numeric::{Numeric, too_large};
use super::words::{counted, excerpt};
use crate::value::Value;

/// The most elements that `range` makes, as in Terraform.
const RANGE_LIMIT: usize = 1024;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines("min(number, …)", "The smallest.", 1..=usize::MAX, |arguments, _| {
            extreme(arguments, Ordering::Less)
        }),
        examines("max(number, …)", "The largest.", 1..=usize::MAX, |arguments, _| {
            extreme(arguments, Ordering::Greater)
        }),
        examines("ceil(number)", "The next whole number, upwards.", 1..=1, |arguments, _| {
            rounded(arguments, f64::ceil)
        }),
        examines("floor(number)", "The next whole number, downwards.", 1..=1, |arguments, _| {
            rounded(arguments, f64::floor)
        }),
        examines("abs(number)", "The number without its sign.", 1..=1, abs),
        examines(
            "signum(number)",
            "-1, 0 or 1, as a whole number is below, at or above 0.",
            1..=1,
            signum,
        ),
        examines("pow(number, exponent)", "The number raised to the exponent.", 2..=2, pow),
        examines("log(number, base)", "The logarithm of the number.", 2..=2, log),
        examines(
            "parseint(text, base)",
            "The whole number that a text spells in a base from 2 to 62.",
            2..=2,
            parseint,
        ),
        examines("sum(list)", "The sum of the numbers.", 1..=1, sum),
        examines(
            "range(limit) or range(start, limit, step)",
            "The numbers from start (0) towards limit, which is not among them.",
            1..=3,
            range,
        ),
    ]
}

/// The number that compares to all others as `wanted`.
fn extreme(arguments: &[Value], wanted: Ordering) -> Outcome {
    let mut best = arguments::number(arguments, 0, "the number")?;
    for position in 1..arguments.len() {
        let candidate = arguments::number(arguments, position, "the number")?;
        if candidate.compare(best) == wanted {
            best = candidate;
        }
    }
    best.value()
}

fn rounded(arguments: &[Value], round: fn(f64) -> f64) -> Outcome {
    match arguments::number(arguments, 0, "the number")? {
        Numeric::Decimal(float) => Numeric::from_float(round(float)).ok_or_else(too_large)?,
        whole @ Numeric::Whole(_) => whole,
    }
    .value()
}

fn abs(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::number(arguments, 0, "the number")? {
        Numeric::Whole(whole) => Numeric::Whole(whole.checked_abs().ok_or_else(too_large)?),
        Numeric::Decimal(float) => Numeric::Decimal(float.abs()),
    }
    .value()
}

fn signum(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    Numeric::Whole(arguments::whole(arguments, 0, "the number")?.signum()).value()
}

/// Whole numbers are raised exactly, as far as they have room. Anything else is computed with floats, as in Terraform.
fn pow(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let number = arguments::number(arguments, 0, "the number")?;
    let exponent = arguments::number(arguments, 1, "the exponent")?;
    if let (Numeric::Whole(number), Numeric::Whole(exponent)) = (number, exponent)
        && let Ok(exponent) = u32::try_from(exponent)
    {
        return Numeric::Whole(number.checked_pow(exponent).ok_or_else(too_large)?).value();
    }
    computed(number.float().powf(exponent.float()))
}

fn log(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let number = arguments::number(arguments, 0, "the number")?;
    let base = arguments::number(arguments, 1, "the base")?;
    computed(number.float().ln() / base.float().ln())
}

/// The value of a float; nothing is infinite here.
fn computed(float: f64) -> Outcome {
    let number = Numeric::from_float(float).ok_or(
        "the result is not a number, or an infinite one; check that the numbers are above 0, and that the base is not 1",
    )?;
    number.value()
}

fn parseint(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let given = arguments::value(arguments, 0, "the text")?;
    let base = arguments::whole(arguments, 1, "the base")?;
    let Some(text) = given.as_str() else {
        return Err(arguments::mismatch("the text", arguments::Expected::Text, given));
    };
    let base =
        u32::try_from(base).ok().filter(|base| (2..=62).contains(base)).ok_or_else(|| {
            format!(
                "the base must be a whole number from 2 to 62, but it is {base}; write such a one"
            )
        })?;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut number = (!digits.is_empty()).then_some(0_i128).ok_or_else(|| no_number(text, base))?;
    for symbol in digits.chars() {
        let digit = digit(symbol, base).ok_or_else(|| no_number(text, base))?;
        let longer =
            number.checked_mul(base.into()).and_then(|number| number.checked_add(digit.into()));
        number = longer.ok_or_else(too_large)?;
    }
    Numeric::Whole(if text.starts_with('-') { -number } else { number }).value()
}

fn no_number(text: &str, base: u32) -> String {
    format!("{} is not a whole number in base {base}; write digits of that base", excerpt(text))
}

/// What a digit stands for. Up to base 36, letters of either case are the same digit; beyond it, those in upper case
/// come after those in lower case.
fn digit(symbol: char, base: u32) -> Option<u32> {
    let digit = match symbol {
        'A'..='Z' if base > 36 => u32::from(symbol) - u32::from('A') + 36,
        _ => symbol.to_digit(36)?,
    };
    (digit < base).then_some(digit)
}

fn sum(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    if list.is_empty() {
        return Err(
            "the list must have at least one number, but it is empty; add a zero, as in concat([0], list)"
                .to_owned(),
        );
    }
    let mut total = Numeric::Whole(0);
    for element in list {
        total = total.add(arguments::as_number(element, "each element")?)?;
    }
    total.value()
}

/// Counts from the start towards the limit, which is not part of the result. With one argument it
/// starts at 0; without a step it counts by 1, downwards if the limit is below the start.
fn range(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let zero = Numeric::Whole(0);
    let (start, limit) = match arguments.len() {
        1 => (zero, arguments::number(arguments, 0, "the limit")?),
        _ => (
            arguments::number(arguments, 0, "the start")?,
            arguments::number(arguments, 1, "the limit")?,
        ),
    };
    let direction = limit.compare(start);
    let step = match arguments.get(2) {
        Some(step) => arguments::as_number(step, "the step")?,
        None if direction == Ordering::Less => Numeric::Whole(-1),
        None => Numeric::Whole(1),
    };
    if direction == Ordering::Equal {
        return Ok(Value::Array(Vec::new()));
    }
    if step.compare(zero) != direction {
        let needed = match direction {
            Ordering::Less => "below 0, because the limit is below the start",
            _ => "above 0, because the limit is above the start",
        };
        return Err(format!("the step must be {needed}, but it is {step}"));
    }
    let mut numbers = Vec::new();
    for position in 0.. {
        // Multiplied rather than added up, so that decimals do not drift.
        let times = i128::try_from(position).unwrap_or(i128::MAX);
        let number = start.add(step.multiply(Numeric::Whole(times))?)?;
        if number.compare(limit) != start.compare(limit) {
            break;
        }
        if position == RANGE_LIMIT {
            return Err(format!(
                "the range has more than {}, the most there may be; use a larger step or a nearer limit",
                counted(RANGE_LIMIT, "number")
            ));
        }
        numbers.push(number.value()?);
    }
    Ok(Value::Array(numbers))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::expression::functions::testing::{call, expect, expect_errors};

    #[test]
    fn numbers_stay_whole_as_long_as_they_can() {
        expect([
            ("min", json!([12, 54, 3]), json!(3)),
            ("min", json!(["5", 7]), json!(5)),
            ("max", json!([12, 54.5, 3]), json!(54.5)),
            ("max", json!([1.0]), json!(1)),
            ("max", json!([u64::MAX, i64::MIN]), json!(u64::MAX)),
            ("ceil", json!([5.1]), json!(6)),
            ("ceil", json!([-5.1]), json!(-5)),
            ("floor", json!(["4.9"]), json!(4)),
            ("floor", json!([-4.1]), json!(-5)),
            ("abs", json!([-12.4]), json!(12.4)),
            ("abs", json!([i64::MIN]), json!(9_223_372_036_854_775_808_u64)),
            ("sum", json!([[10, 13, "6.5"]]), json!(29.5)),
            ("sum", json!([[0.1, 0.2]]), json!(0.3)),
            ("sum", json!([[0.5, 0.5]]), json!(1)),
            ("ceil", json!([1e15 + 0.5]), json!(1_000_000_000_000_001_u64)),
        ]);
        expect_errors([
            ("sum", json!([[]]), "at least one number"),
            ("sum", json!([[null]]), "null was given"),
            ("sum", json!([[u64::MAX, u64::MAX]]), "more digits than 64 bits hold"),
            ("max", json!(["many"]), "must be a number"),
            ("max", json!([]), "at least 1 argument"),
        ]);
    }

    #[test]
    fn ranges_go_either_way_and_end_before_the_limit() {
        expect([
            ("range", json!([3]), json!([0, 1, 2])),
            ("range", json!([0]), json!([])),
            ("range", json!([-2]), json!([0, -1])),
            ("range", json!([2.5]), json!([0, 1, 2])),
            ("range", json!([1, 4]), json!([1, 2, 3])),
            ("range", json!([4, 1]), json!([4, 3, 2])),
            ("range", json!([1, 8, 3]), json!([1, 4, 7])),
            ("range", json!([9, 4, -2]), json!([9, 7, 5])),
            ("range", json!([1, 1, 0]), json!([])),
            ("range", json!([0, 0.4, 0.1]), json!([0, 0.1, 0.2, 0.3])),
        ]);
        expect_errors([
            ("range", json!([1, 4, 0]), "above 0"),
            ("range", json!([1, 4, -1]), "above 0"),
            ("range", json!([4, 1, 1]), "below 0"),
            ("range", json!([1025]), "more than 1024 numbers"),
            ("range", json!([1e300, 1.1e300]), "more than 1024 numbers"),
            ("range", json!([1, 2, 3, 4]), "1 to 3 arguments"),
        ]);
        assert_eq!(call("range", json!([1024])).unwrap().as_array().unwrap().len(), 1024);
    }
}
