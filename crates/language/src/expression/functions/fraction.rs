//! Fractions of whole numbers: decimals are computed exactly, so that no digit gets lost between two operators.

/// A decimal of no more digits is not a quotient of small numbers.
const SHORT: usize = 10;

/// The most digits of which every decimal is a float's only short name.
const RELIABLE: usize = 15;

/// The largest divisor: with one more digit a division digit by digit would overflow.
const LONGEST: i128 = 10_i128.pow(37);

/// How many digits a quotient is written with before it is rounded to a float: far more than a float has.
const WRITTEN_DIGITS: usize = 30;

/// A whole number divided by one above zero, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    above: i128,
    below: i128,
}

impl From<i128> for Fraction {
    fn from(whole: i128) -> Self {
        Self { above: whole, below: 1 }
    }
}

impl Fraction {
    fn new(above: i128, below: i128) -> Option<Self> {
        let divisor =
            i128::try_from(greatest_divisor(above.unsigned_abs(), below.unsigned_abs())).ok()?;
        let divisor = if below < 0 { -divisor } else { divisor };
        let fraction =
            Self { above: above.checked_div(divisor)?, below: below.checked_div(divisor)? };
        (fraction.below <= LONGEST).then_some(fraction)
    }

    /// What a float stands for: the decimal that it prints as, if that has few digits; or else a fraction of small
    /// numbers that rounds to it, such as a third. Nothing where either is too long.
    pub(super) fn of_float(float: f64) -> Option<Self> {
        let text = format!("{float:e}");
        let digits = text.bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).count();
        // A quotient may have few digits by chance, and a written decimal may be near a quotient by chance.
        let largest = match digits {
            digits if digits <= SHORT => 0,
            digits if digits <= RELIABLE => 1 << 42,
            _ => 1 << 50,
        };
        if let Some(simple) = simplest_of(float.abs()).filter(|simple| simple.size() <= largest) {
            return match float < 0.0 {
                true => Self::from(0).subtract(simple),
                false => Some(simple),
            };
        }
        Self::of_decimal(&text)
    }

    /// A decimal with an exponent, as Rust writes it.
    fn of_decimal(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let above: i128 = format!("{whole}{behind}").parse().ok()?;
        let exponent =
            exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(behind.len()).ok()?)?;
        let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
        match exponent < 0 {
            true => Self::new(above, power),
            false => above.checked_mul(power).map(Self::from),
        }
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let left = self.above.checked_mul(other.below)?;
        let right = other.above.checked_mul(self.below)?;
        Self::new(left.checked_add(right)?, self.below.checked_mul(other.below)?)
    }

    pub(super) fn subtract(self, other: Self) -> Option<Self> {
        self.add(Self { above: other.above.checked_neg()?, ..other })
    }

    pub(super) fn multiply(self, other: Self) -> Option<Self> {
        let (left, right) =
            (Self::new(self.above, other.below)?, Self::new(other.above, self.below)?);
        Self::new(left.above.checked_mul(right.above)?, left.below.checked_mul(right.below)?)
    }

    /// Nothing where the divisor is zero.
    pub(super) fn divide(self, other: Self) -> Option<Self> {
        let below_zero = other.above < 0;
        let inverse = Self {
            above: if below_zero { other.below.checked_neg()? } else { other.below },
            below: other.above.checked_abs().filter(|below| *below > 0)?,
        };
        self.multiply(inverse)
    }

    /// With the sign of what is divided.
    pub(super) fn remainder(self, other: Self) -> Option<Self> {
        let left = self.above.checked_mul(other.below)?;
        let right = other.above.checked_mul(self.below)?;
        Self::new(left.checked_rem(right)?, self.below.checked_mul(other.below)?)
    }

    /// How large its numbers are, together.
    fn size(self) -> u128 {
        let (above, below) = (self.above.unsigned_abs(), self.below.unsigned_abs());
        above.saturating_mul(below)
    }

    pub(super) fn whole(self) -> Option<i128> {
        (self.below == 1).then_some(self.above)
    }

    /// The nearest float.
    pub(super) fn float(self) -> f64 {
        let (above, below) = (self.above.unsigned_abs(), self.below.unsigned_abs());
        let mut text = String::from(if self.above < 0 { "-" } else { "" });
        text.push_str(&(above / below).to_string());
        text.push('.');
        let mut rest = above % below;
        let mut digits = 0;
        while rest > 0 && digits < WRITTEN_DIGITS {
            let tenfold = rest.saturating_mul(10);
            let digit = tenfold / below;
            digits += usize::from(digits > 0 || digit > 0 || above >= below);
            text.push_str(&digit.to_string());
            rest = tenfold % below;
        }
        text.parse().unwrap_or(f64::NAN)
    }
}

fn greatest_divisor(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// The fraction with the smallest numbers among all that round to a float above zero.
fn simplest_of(float: f64) -> Option<Fraction> {
    let bits = float.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).ok()? - 1075;
    let mantissa = i128::from((bits & ((1 << 52) - 1)) | (1 << 52));
    // Half a step in either direction.
    let below = 1_i128.checked_shl(u32::try_from(1 - exponent).ok()?).filter(|_| exponent > -74)?;
    let (above, below) = simplest_between((2 * mantissa - 1, below), (2 * mantissa + 1, below))?;
    let fraction = Fraction::new(above, below)?;
    (fraction.float().to_bits() == bits).then_some(fraction)
}

/// The fraction with the smallest numbers from one to the other, by continued fractions.
fn simplest_between(least: (i128, i128), most: (i128, i128)) -> Option<(i128, i128)> {
    let whole = least.0.checked_div(least.1)?;
    if whole * least.1 == least.0 {
        return Some((whole, 1));
    }
    if whole < most.0.checked_div(most.1)? {
        return Some((whole + 1, 1));
    }
    let rest = |(above, below): (i128, i128)| (below, above - whole * below);
    let (above, below) = simplest_between(rest(most), rest(least))?;
    let (above, below) = (whole.checked_mul(above)?.checked_add(below)?, above);
    Some((above, below))
}

/// The digits before the point of a decimal, without zeros in front; nothing where there are too many.
pub(super) fn whole_digits(text: &str) -> Option<String> {
    const LONGEST: usize = 400;
    let text = text.trim_start_matches(['+', '-']);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i64 = exponent.parse().ok()?;
    let digits = format!("{whole}{behind}");
    let length = i64::try_from(whole.len()).ok()?.checked_add(exponent)?.max(0);
    let length = usize::try_from(length).ok()?;
    let digits = match length.checked_sub(digits.len()) {
        Some(zeros) if zeros <= LONGEST => digits + &"0".repeat(zeros),
        Some(_) => return None,
        None => digits.get(..length)?.to_owned(),
    };
    Some(digits.trim_start_matches('0').to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_float_comes_back_from_its_fraction(float in any::<f64>()) {
            if let Some(fraction) = Fraction::of_float(float) {
                prop_assert_eq!(fraction.float(), float, "{:?}", fraction);
            }
        }

        #[test]
        fn a_quotient_is_undone_by_its_divisor(above in 1..1_000_000_i128, below in 1..1_000_000_i128) {
            let quotient = Fraction::new(above, below).unwrap().float();
            let back = Fraction::of_float(quotient).unwrap().multiply(Fraction::from(below)).unwrap();
            prop_assert_eq!(back.float().to_string(), above.to_string());
        }
    }

    #[test]
    fn digits_before_the_point() {
        for (text, digits) in [
            ("-12.5", "12"),
            ("1e3", "1000"),
            ("0.0012e4", "12"),
            ("12.5e-1", "1"),
            (".5", ""),
            ("007", "7"),
        ] {
            assert_eq!(whole_digits(text).as_deref(), Some(digits), "{text}");
        }
        assert_eq!(whole_digits("1e999"), None);
    }
}
