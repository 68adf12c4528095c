//! What the verbs of `format` make of a value.
//!
//! Departure from Terraform: a float has 17 good digits, so digits that a precision asks for beyond
//! these differ.

use unicode_segmentation::UnicodeSegmentation as _;

use super::arguments::{Expected, mismatch};
use super::json::json;
use super::numeric::Numeric;
use super::primitive::{boolean_of, text_of};
use crate::value::Value;

/// The letters of all verbs.
pub(super) const VERBS: &str = "vsqtdboxXeEfgG";

/// A verb in a template, such as `%-5.2f`.
#[derive(Debug, Clone)]
pub(super) struct Verb {
    pub(super) letter: char,
    /// `+`: positive numbers have a sign.
    pub(super) plus: bool,
    /// A space stands where the sign of a negative number would.
    pub(super) space: bool,
    /// `-`: padded on the right.
    pub(super) left: bool,
    /// `0`: padded with zeros.
    pub(super) zeros: bool,
    /// `#`: the prefix of the base, or JSON for `%v`.
    pub(super) sharp: bool,
    pub(super) width: usize,
    pub(super) precision: Option<usize>,
    /// Which value it shows, counted from 0.
    pub(super) position: usize,
}

impl Verb {
    /// Whether text comes out as it went in.
    pub(super) fn inserts_unchanged(&self) -> bool {
        matches!(self.letter, 's' | 'v')
            && self.width == 0
            && self.precision.is_none()
            && !self.sharp
    }

    pub(super) fn render(&self, value: &Value) -> Result<String, String> {
        let mistaken = |expected| {
            let what = format!("the value for %{}", self.letter);
            mismatch(&what, expected, value)
        };
        match self.letter {
            'v' if self.sharp => Ok(self.padded(json(value))),
            'v' => Ok(self.padded(match (value, Numeric::of(value)) {
                (Value::String(text), _) => text.clone(),
                (Value::Number(_), Some(number)) => general(number, None, false),
                _ => json(value),
            })),
            's' | 'q' => {
                let text = text_of(value).ok_or_else(|| mistaken(Expected::Text))?;
                // As in Terraform, a precision of 0 does not cut.
                let length = self.precision.filter(|length| *length > 0);
                let text: String =
                    text.graphemes(true).take(length.unwrap_or(usize::MAX)).collect();
                Ok(self.padded(match self.letter {
                    'q' => json(&Value::String(text)),
                    _ => text,
                }))
            }
            't' => boolean_of(value)
                .map(|flag| flag.to_string())
                .ok_or_else(|| mistaken(Expected::Boolean)),
            'd' | 'b' | 'o' | 'x' | 'X' => match Numeric::of(value) {
                Some(Numeric::Whole(whole)) => Ok(self.integer(whole)),
                Some(Numeric::Decimal(float)) if float.fract() == 0.0 && self.letter == 'd' => {
                    Ok(self.signed(float < 0.0, "", &format!("{:.0}", float.abs())))
                }
                Some(_) => Err(mistaken(Expected::WholeNumber)),
                None => Err(mistaken(Expected::Number)),
            },
            _ => Numeric::of(value)
                .map(|number| self.float(number))
                .ok_or_else(|| mistaken(Expected::Number)),
        }
    }

    /// Pads text. Unlike numbers, text is padded with zeros on either side.
    fn padded(&self, text: String) -> String {
        let missing = self.width.saturating_sub(text.graphemes(true).count());
        let padding = if self.zeros { "0" } else { " " }.repeat(missing);
        if self.left { text + &padding } else { padding + &text }
    }

    fn integer(&self, whole: i128) -> String {
        if whole == 0 && self.precision == Some(0) {
            return String::new();
        }
        let magnitude = whole.unsigned_abs();
        let (prefix, digits) = match self.letter {
            'b' => ("0b", format!("{magnitude:b}")),
            'o' => ("0", format!("{magnitude:o}")),
            'x' => ("0x", format!("{magnitude:x}")),
            'X' => ("0X", format!("{magnitude:X}")),
            _ => ("", magnitude.to_string()),
        };
        let digits = match self.precision {
            Some(least) => format!("{digits:0>least$}"),
            None => digits,
        };
        // As in C, a precision takes the place of the padding with zeros, and so does `-`.
        let zeros = self.zeros && self.precision.is_none() && !self.left;
        let prefix = if self.sharp { prefix } else { "" };
        Self { zeros, ..self.clone() }.signed(whole < 0, prefix, &digits)
    }

    fn float(&self, number: Numeric) -> String {
        let magnitude = match number {
            Numeric::Whole(whole) => whole.checked_abs().map_or(number, Numeric::Whole),
            Numeric::Decimal(float) => Numeric::Decimal(float.abs()),
        };
        let upper = self.letter.is_uppercase();
        let digits = match self.letter {
            'f' => fixed(magnitude, self.precision.unwrap_or(6)),
            'e' | 'E' => {
                let (digits, exponent) = scientific(magnitude, Some(self.precision.unwrap_or(6)));
                with_exponent(&digits, exponent, upper)
            }
            _ => general(magnitude, self.precision, upper),
        };
        self.signed(number.float() < 0.0, "", &digits)
    }

    /// Puts the sign in front, and zeros between the sign and the digits.
    fn signed(&self, negative: bool, prefix: &str, digits: &str) -> String {
        let sign = match (negative, self.plus, self.space) {
            (true, _, _) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        };
        if !self.zeros {
            return self.padded(format!("{sign}{prefix}{digits}"));
        }
        let width = self.width.saturating_sub(sign.len() + prefix.len());
        format!("{sign}{prefix}{digits:0>width$}")
    }
}

fn fixed(magnitude: Numeric, precision: usize) -> String {
    match magnitude {
        Numeric::Whole(whole) if precision == 0 => whole.to_string(),
        Numeric::Whole(whole) => format!("{whole}.{}", "0".repeat(precision)),
        Numeric::Decimal(float) => format!("{float:.precision$}"),
    }
}

/// One digit, the digits behind the point if there are any, and the exponent. Without a precision as
/// many digits as it takes.
fn scientific(magnitude: Numeric, precision: Option<usize>) -> (String, i32) {
    let text = match (magnitude, precision) {
        (Numeric::Whole(whole), Some(precision)) => format!("{whole:.precision$e}"),
        (Numeric::Whole(whole), None) => format!("{whole:e}"),
        (Numeric::Decimal(float), Some(precision)) => format!("{float:.precision$e}"),
        (Numeric::Decimal(float), None) => format!("{float:e}"),
    };
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (digits.to_owned(), exponent.parse().unwrap_or(0))
}

fn with_exponent(digits: &str, exponent: i32, upper: bool) -> String {
    let letter = if upper { 'E' } else { 'e' };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}{letter}{sign}{:02}", exponent.unsigned_abs())
}

/// The shorter of the two notations: with an exponent if the number is very large or small. Without
/// a precision as many digits as it takes, and large means 7 digits before the point.
fn general(number: Numeric, precision: Option<usize>, upper: bool) -> String {
    let (digits, exponent) = scientific(number, precision.map(|digits| digits.saturating_sub(1)));
    let digits = match digits.trim_end_matches('0').trim_end_matches('.') {
        trimmed if digits.contains('.') => trimmed.to_owned(),
        _ => digits,
    };
    let count =
        i32::try_from(digits.chars().filter(char::is_ascii_digit).count()).unwrap_or(i32::MAX);
    let large = match precision.map(|digits| i32::try_from(digits.max(1)).unwrap_or(i32::MAX)) {
        None => 6,
        Some(precision) if precision > count && count > exponent => count,
        Some(precision) => precision,
    };
    if exponent < -4 || exponent >= large {
        return with_exponent(&digits, exponent, upper);
    }
    let behind_point =
        usize::try_from(count.saturating_sub(1).saturating_sub(exponent)).unwrap_or(0);
    match format!("{digits}e{exponent}").parse::<f64>() {
        Ok(rounded) if precision.is_some() => format!("{rounded:.behind_point$}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::expression::functions::testing::{expect, expect_errors};

    /// `format` of one value, between bars so that padding shows.
    fn show(template: &str, value: serde_json::Value, expected: &str) {
        expect([(
            "format",
            json!([format!("|{template}|"), value]),
            json!(format!("|{expected}|")),
        )]);
    }

    #[test]
    fn text_is_cut_padded_and_quoted() {
        show("%s", json!(1.5), "1.5");
        show("%s", json!(1_000_000), "1000000");
        show("%s", json!(true), "true");
        show("%6s", json!("äb"), "    äb");
        show("%-6s", json!("äb"), "äb    ");
        show("%06s", json!("äb"), "0000äb");
        show("%-06s", json!("äb"), "äb0000");
        show("%4.1s", json!("äb"), "   ä");
        show("%.0s", json!("äb"), "äb");
        show("%q", json!("a\"<é"), "\"a\\\"\\u003cé\"");
        show("%.1q", json!("éa"), "\"é\"");
        show("%q", json!(5), "\"5\"");
        show("%t", json!("true"), "true");
        show("%9t", json!(false), "false");
    }

    #[test]
    fn anything_has_a_default_form() {
        show("%v", json!("a"), "a");
        show("%v", json!(null), "null");
        show("%v", json!({"b": [1, "<"], "a": null}), "{\"a\":null,\"b\":[1,\"\\u003c\"]}");
        show("%v", json!(100_000), "100000");
        show("%v", json!(1_000_000), "1e+06");
        show("%v", json!(-1.5), "-1.5");
        show("%06v", json!(-5), "0000-5");
        show("%-6v", json!([1]), "[1]   ");
        show("%#v", json!(1_000_000), "1000000");
        show("%#v", json!("a"), "\"a\"");
    }

    #[test]
    fn whole_numbers_have_bases_and_signs() {
        show("%d", json!("12"), "12");
        show("%d", json!(3.0), "3");
        show("%d", json!(1e30), "1000000000000000000000000000000");
        show("%+d", json!(5), "+5");
        show("% d", json!(5), " 5");
        show("%06d", json!(-5), "-00005");
        show("%-06d", json!(5), "5     ");
        show("%.3d", json!(5), "005");
        show("%06.3d", json!(5), "   005");
        show("%+4.0d", json!(0), "");
        show("%b", json!(-5), "-101");
        show("%#b", json!(5), "0b101");
        show("%#o", json!(-8), "-010");
        show("%x", json!(255), "ff");
        show("%#X", json!(255), "0XFF");
        show("%#08x", json!(255), "0x0000ff");
    }

    #[test]
    fn decimals_have_three_notations() {
        show("%f", json!(12_345.678), "12345.678000");
        show("%.2f", json!(1), "1.00");
        show("%.1f", json!(0.25), "0.2");
        show("%.f", json!(2.5), "2");
        show("%07.2f", json!(-3.456), "-003.46");
        show("%-08.1f", json!(3.456), "000003.5");
        show("%+.2f", json!("1.5"), "+1.50");
        show("%f", json!(9_007_199_254_740_993_i64), "9007199254740993.000000");
        show("%e", json!(12_345.678), "1.234568e+04");
        show("%.2E", json!(0.000_123_4), "1.23E-04");
        show("%e", json!(0), "0.000000e+00");
        show("%g", json!(100_000), "100000");
        show("%g", json!(1_234_567.5), "1.2345675e+06");
        show("%g", json!(0.0001), "0.0001");
        show("%G", json!(0.00001), "1E-05");
        show("%.3g", json!(1234.5), "1.23e+03");
        show("%.3g", json!(0.000_123_4), "0.000123");
        show("%.10g", json!(1_230_000), "1230000");
        show("%.0g", json!(123), "1e+02");
        show("%g", json!(0), "0");
    }

    #[test]
    fn a_value_must_suit_its_verb() {
        expect_errors([
            ("format", json!(["%s", null]), "the value for %s must be text, but null was given"),
            ("format", json!(["%s", ["a"]]), "join the list first"),
            (
                "format",
                json!(["%d", 1.5]),
                "must be a whole number, but the number 1.5 was given; round it",
            ),
            ("format", json!(["%x", 1e300]), "must be a whole number"),
            ("format", json!(["%d", "a"]), "the value for %d must be a number"),
            ("format", json!(["%f", true]), "must be a number"),
            ("format", json!(["%t", 1]), "must be a boolean"),
        ]);
    }
}
