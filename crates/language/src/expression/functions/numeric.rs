//! Numbers that stay whole as long as they can.
//!
//! Terraform computes with 512 bits; JSON numbers here are 64-bit integers or floats. Results whose digits before
//! the point would be rounded are therefore refused, and decimals are computed as [fractions](super::fraction), so
//! that 0.1 + 0.2 is 0.3 and 1 / 3 * 3 is 1, as they are in Terraform.

use std::cmp::Ordering;

use super::fraction::{self, Fraction};
use crate::value::Value;

/// A number, whole wherever its value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::expression) enum Numeric {
    Whole(i128),
    /// Finite; without a fraction only beyond 128 bits.
    Decimal(f64),
}

impl Numeric {
    /// The number that a value is or converts to.
    pub(in crate::expression) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number
                .as_i64()
                .map(i128::from)
                .or_else(|| number.as_u64().map(i128::from))
                .map(Self::Whole)
                .or_else(|| Self::from_float(number.as_f64()?)),
            Value::String(text) => Self::parse(text),
            _ => None,
        }
    }

    /// Decimal digits with an optional sign, fraction and exponent. No spaces, no `0x`, no `inf`; and nothing of
    /// which digits before the point would be rounded.
    pub(in crate::expression) fn parse(text: &str) -> Option<Self> {
        let allowed = |symbol: char| symbol.is_ascii_digit() || "+-.eE".contains(symbol);
        if !text.chars().all(allowed) {
            return None;
        }
        match text.parse() {
            Ok(whole) => Some(Self::Whole(whole)),
            Err(_) => {
                let float: f64 = text.parse().ok()?;
                let keeps_digits = float.abs() < MOST_PRECISE
                    || fraction::whole_digits(text)? == fraction::whole_digits(&float.to_string())?;
                Self::from_float(float).filter(|_| keeps_digits)
            }
        }
    }

    /// A whole float stands for the digits that it prints with: 1e23 is 10^23, although the float is
    /// a little less.
    pub(in crate::expression) fn from_float(float: f64) -> Option<Self> {
        if !float.is_finite() {
            return None;
        }
        let digits = (float.fract() == 0.0).then(|| float.to_string());
        match digits.and_then(|digits| digits.parse().ok()) {
            Some(whole) => Some(Self::Whole(whole)),
            None => Some(Self::Decimal(float)),
        }
    }

    pub(in crate::expression) fn float(self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "floats are for decimals only")]
            Self::Whole(whole) => whole as f64,
            Self::Decimal(float) => float,
        }
    }

    pub(in crate::expression) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a.cmp(&b),
            (a, b) => a.float().total_cmp(&b.float()),
        }
    }

    pub(in crate::expression) fn add(self, other: Self) -> Result<Self, String> {
        self.combined(other, i128::checked_add, Fraction::add, |a, b| a + b)
    }

    pub(in crate::expression) fn subtract(self, other: Self) -> Result<Self, String> {
        self.combined(other, i128::checked_sub, Fraction::subtract, |a, b| a - b)
    }

    pub(in crate::expression) fn multiply(self, other: Self) -> Result<Self, String> {
        self.combined(other, i128::checked_mul, Fraction::multiply, |a, b| a * b)
    }

    /// The quotient by anything but zero.
    pub(in crate::expression) fn divide(self, other: Self) -> Result<Self, String> {
        self.computed(other, Fraction::divide, |a, b| a / b)
    }

    /// What is left over by a division by anything but zero, with the sign of what is divided.
    pub(in crate::expression) fn remainder(self, other: Self) -> Result<Self, String> {
        self.combined(other, i128::checked_rem, Fraction::remainder, |a, b| a % b)
    }

    fn combined(
        self,
        other: Self,
        whole: fn(i128, i128) -> Option<i128>,
        exact: fn(Fraction, Fraction) -> Option<Fraction>,
        decimal: fn(f64, f64) -> f64,
    ) -> Result<Self, String> {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => whole(a, b).map(Self::Whole).ok_or_else(too_large),
            _ => self.computed(other, exact, decimal),
        }
    }

    /// Computes exactly, or with floats what is too long for that.
    fn computed(
        self,
        other: Self,
        exact: fn(Fraction, Fraction) -> Option<Fraction>,
        decimal: fn(f64, f64) -> f64,
    ) -> Result<Self, String> {
        let fractions = self.fraction().zip(other.fraction());
        match fractions.and_then(|(a, b)| exact(a, b)) {
            Some(fraction) => Self::of_fraction(fraction),
            None => {
                let float = to_reliable_digits(decimal(self.float(), other.float()));
                Self::from_float(float).ok_or_else(too_large)
            }
        }
    }

    fn fraction(self) -> Option<Fraction> {
        match self {
            Self::Whole(whole) => Some(Fraction::from(whole)),
            Self::Decimal(float) => Fraction::of_float(float),
        }
    }

    fn of_fraction(fraction: Fraction) -> Result<Self, String> {
        match fraction.whole() {
            Some(whole) => Ok(Self::Whole(whole)),
            // Floats beyond have no digits behind the point, and not all before it.
            None => Some(fraction.float())
                .filter(|float| float.abs() < MOST_PRECISE)
                .and_then(Self::from_float)
                .ok_or_else(too_large),
        }
    }

    /// The JSON number. A whole number beyond 64 bits is a float if that keeps all digits.
    pub(in crate::expression) fn value(self) -> Result<Value, String> {
        match self {
            Self::Whole(whole) => i64::try_from(whole)
                .map(Value::from)
                .or_else(|_| u64::try_from(whole).map(Value::from))
                .or_else(|_| {
                    let keeps_digits = self.float().to_string() == whole.to_string();
                    keeps_digits.then(|| Value::from(self.float())).ok_or_else(too_large)
                }),
            Self::Decimal(float) => Ok(Value::from(float)),
        }
    }
}

/// Without an exponent, however large or small, as Terraform writes numbers into text.
impl std::fmt::Display for Numeric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(whole) => whole.fmt(f),
            Self::Decimal(float) => float.fmt(f),
        }
    }
}

pub(in crate::expression) fn too_large() -> String {
    "the number has more digits than 64 bits hold; use a smaller one, or text".to_owned()
}

/// From here on not every whole number is a float.
pub(super) const MOST_PRECISE: f64 = 9_007_199_254_740_992.0;

/// Rounds to the 15 digits that every float holds exactly, but no digit before the point.
fn to_reliable_digits(float: f64) -> f64 {
    match float.abs() < 1e15 {
        true => format!("{float:.14e}").parse().unwrap_or(float),
        false => float,
    }
}

/// A number as it stands in text: in full digits, and without a fraction where it is whole.
pub fn number_text(number: &serde_json::Number) -> String {
    let value = Value::Number(number.clone());
    Numeric::of(&value).map_or_else(|| number.to_string(), |number| number.to_string())
}

/// A number without a fraction as a whole one, as all numbers here are.
pub fn normalized_number(number: serde_json::Number) -> serde_json::Number {
    let value = Value::Number(number.clone());
    match Numeric::of(&value).map(Numeric::value) {
        Some(Ok(Value::Number(normalized))) => normalized,
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn computing_is_exact_between_the_operators() {
        let number = |text: &str| Numeric::parse(text).unwrap();
        let third = Numeric::Whole(1).divide(Numeric::Whole(3)).unwrap();
        assert_eq!(third.to_string(), "0.3333333333333333");
        for (dividend, divisor) in
            [("1", "3"), ("10", "3"), ("7", "3"), ("1", "49"), ("2", "-7"), ("1", "0.9")]
        {
            let quotient = number(dividend).divide(number(divisor)).unwrap();
            let back = quotient.multiply(number(divisor));
            assert_eq!(back, Ok(number(dividend)), "{dividend} / {divisor}");
        }
        for (left, right, sum) in
            [("0.1", "0.2", "0.3"), ("1e15", "0.5", "1000000000000000.5"), ("1e-300", "1", "1")]
        {
            let computed = number(left).add(number(right)).unwrap();
            assert_eq!(computed.to_string(), sum);
        }
        let long = number("1234567890123456.5");
        assert_eq!(long.multiply(Numeric::Whole(1)), Ok(long));
        assert_eq!(number("7.5").remainder(number("-2")), Ok(number("1.5")));
        assert_eq!(number("-0.3").remainder(number("0.1")), Ok(number("0")));
        assert_eq!(number("1e17").divide(number("3")), Err(too_large()));
        assert_eq!(number("1e18").add(number("0.5")), Err(too_large()));
        assert_eq!(Numeric::parse("1234567890123456789.5"), None);
        assert_eq!(Numeric::parse("123456789012345678901e0"), None);
    }

    #[test]
    fn only_decimal_digits_are_numbers() {
        for (text, number) in [
            ("42", Numeric::Whole(42)),
            ("+1", Numeric::Whole(1)),
            ("010", Numeric::Whole(10)),
            ("1e3", Numeric::Whole(1000)),
            ("5.", Numeric::Whole(5)),
            (".5", Numeric::Decimal(0.5)),
        ] {
            assert_eq!(Numeric::parse(text), Some(number), "{text}");
        }
        for text in
            ["", " 1", "1 ", "0x10", "1_000", "inf", "NaN", ".", "-", "1e", "e2", "1e400", "١"]
        {
            assert_eq!(Numeric::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_json_number_survives(number in prop_oneof![
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
        ]) {
            if let Some(numeric) = Numeric::of(&number) {
                let back = numeric.value().unwrap();
                prop_assert_eq!(back.as_f64(), number.as_f64());
                let text = Value::from(numeric.to_string());
                prop_assert_eq!(Numeric::of(&text).map(Numeric::float), Some(numeric.float()));
            }
        }
    }
}
