//! Durations as Go writes them, which Terraform takes: `1h30m`, `-1.5h`, `300ms`.

use super::super::words::excerpt;

/// The units, and how many nanoseconds each has. Those that another starts with come after it.
const UNITS: [(&str, i128); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The nanoseconds of a duration, up to some 292 years.
pub(super) fn parse(text: &str) -> Result<i64, String> {
    read(text).ok_or_else(|| {
        format!(
            "the duration must have numbers with units of ns, us, ms, s, m or h, and be below 292 years, but it is {}; write it as in \"1h30m\"",
            excerpt(text)
        )
    })
}

fn read(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.is_empty() {
        return None;
    }
    let mut total = 0_i128;
    let mut rest = if unsigned == "0" { "" } else { unsigned };
    while !rest.is_empty() {
        let (part, behind) = leading(rest)?;
        total = total.checked_add(part)?;
        rest = behind;
    }
    i64::try_from(if text.starts_with('-') { -total } else { total }).ok()
}

/// The nanoseconds of the first number with its unit, and what is behind it.
fn leading(text: &str) -> Option<(i128, &str)> {
    let end = text.find(|symbol: char| !symbol.is_ascii_digit() && symbol != '.')?;
    let (number, behind) = text.split_at(end);
    let (unit, size) = UNITS.iter().find(|(unit, _)| behind.starts_with(unit))?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    // More digits are less than a nanosecond.
    let fraction = fraction.get(..fraction.len().min(15))?;
    let parts: i128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    let nanoseconds = whole.checked_mul(*size)?.checked_add(parts * size / scale)?;
    Some((nanoseconds, behind.strip_prefix(unit)?))
}
