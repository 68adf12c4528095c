//! A point in time with the offset that it is written with.

use std::cmp::Ordering;
use std::fmt;

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::super::words::excerpt;

/// A point in time, as RFC 3339 writes it.
pub(super) struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// Of the seconds since 1970 in UTC.
    pub fn of_unix(seconds: i64) -> Result<Self, String> {
        OffsetDateTime::from_unix_timestamp(seconds)
            .map(Self)
            .map_err(|_| "the clock of this machine shows no year up to 9999; set it".to_owned())
    }

    /// Reads `2026-01-31T23:59:59Z`, with an offset such as `+02:00` in place of `Z`, and with fractions of seconds.
    pub fn parse(text: &str, what: &str) -> Result<Self, String> {
        read(text).map(Self).ok_or_else(|| {
            format!(
                "{what} must be as RFC 3339 writes it, but it is {}; write it as in \"2026-01-31T23:59:59Z\"",
                excerpt(text)
            )
        })
    }

    /// The time after a number of nanoseconds.
    pub fn later_by(&self, nanoseconds: i64) -> Result<Self, String> {
        let later = self.0.checked_add(Duration::nanoseconds(nanoseconds));
        let shown = later.filter(|later| (0..=9999).contains(&later.year()));
        shown.map(Self).ok_or_else(|| {
            "the result lies outside the years 0 to 9999; add a shorter duration".to_owned()
        })
    }

    /// Which is earlier, whatever their offsets.
    pub fn compare(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }

    pub fn date(&self) -> Date {
        self.0.date()
    }

    pub fn hour(&self) -> u8 {
        self.0.hour()
    }

    pub fn minute(&self) -> u8 {
        self.0.minute()
    }

    pub fn second(&self) -> u8 {
        self.0.second()
    }

    pub fn is_utc(&self) -> bool {
        self.0.offset().is_utc()
    }

    /// The offset as `+0200`, with something between hours and minutes.
    pub fn offset(&self, between: &str) -> String {
        let offset = self.0.offset();
        let sign = if offset.is_negative() { '-' } else { '+' };
        let (hours, minutes, _) = offset.as_hms();
        format!("{sign}{:02}{between}{:02}", hours.unsigned_abs(), minutes.unsigned_abs())
    }
}

/// Without fractions of seconds, as Terraform writes it.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        write!(f, "{year:04}-{month:02}-{day:02}T")?;
        write!(f, "{:02}:{:02}:{:02}", self.hour(), self.minute(), self.second())?;
        match self.is_utc() {
            true => f.write_str("Z"),
            false => f.write_str(&self.offset(":")),
        }
    }
}

fn read(text: &str) -> Option<OffsetDateTime> {
    let (date, rest) = text.split_once('T')?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()?;
    let (time, offset) = match rest.strip_suffix('Z') {
        Some(time) => (time, UtcOffset::UTC),
        None => {
            let (time, offset) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
            (time, read_offset(offset)?)
        }
    };
    let (time, nanosecond) = match time.split_once('.') {
        Some((time, fraction)) => (time, nanoseconds(fraction)?),
        None => (time, 0),
    };
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?.map(u8::try_from);
    let time = Time::from_hms_nano(hour.ok()?, minute.ok()?, second.ok()?, nanosecond).ok()?;
    let local = PrimitiveDateTime::new(date, time);
    // The first hours of year 0, and the last of 9999, have no time in UTC that is in a year.
    local.as_utc().checked_sub(Duration::seconds(offset.whole_seconds().into()))?;
    Some(local.assume_offset(offset))
}

fn read_offset(text: &str) -> Option<UtcOffset> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let [hours, minutes] = numbers(text.get(1..)?, ':', [2, 2])?;
    let hours = i8::try_from(hours).ok().filter(|hours| *hours <= 23)?;
    let minutes = i8::try_from(minutes).ok()?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

/// Digits beyond the ninth count for nothing.
fn nanoseconds(fraction: &str) -> Option<u32> {
    let is_number = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let digits = is_number.then(|| format!("{fraction:0<9}"))?;
    digits.get(..9)?.parse().ok()
}

/// Numbers of so many digits each.
fn numbers<const N: usize>(text: &str, between: char, digits: [usize; N]) -> Option<[u16; N]> {
    let mut parts = text.split(between);
    let mut numbers = [0; N];
    for (number, length) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        let is_number = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        *number = is_number.then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(numbers)
}
