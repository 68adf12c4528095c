//! Schedule expressions: `rate(…)`, `cron(…)` and `at(…)`.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html> and
//! <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>

use std::ops::RangeInclusive;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::prelude::*;

/// Who reads the expression.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A rule, which knows no `at`, and wants `1 minute` and `2 minutes`.
    Rule,
    Schedule,
}

/// Reports an expression that AWS refuses.
pub(crate) fn check(expression: &str, reader: Reader, at: &Path, findings: &mut Findings) {
    if unknown::in_text(expression) {
        return;
    }
    if let Err(why) = read(expression, reader) {
        rules! { findings, at;
            Error if true =>
                format!("`{expression}` is not a schedule"),
                why,
                "write such as `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`";
        }
    }
}

/// Why AWS refuses an expression, if it does.
fn read(expression: &str, reader: Reader) -> Result<(), String> {
    let inside = |name: &str| {
        let rest = expression.strip_prefix(name)?.strip_prefix('(')?;
        rest.strip_suffix(')')
    };
    match (inside("rate"), inside("cron"), inside("at")) {
        (Some(rate), ..) => read_rate(rate, reader),
        (_, Some(cron), _) => read_cron(cron),
        (.., Some(time)) if reader == Reader::Schedule => read_time(time),
        (.., Some(_)) => Err("a rule runs again and again: for one time, take a \
                              `scheduler.schedule`"
            .to_owned()),
        _ if reader == Reader::Schedule => {
            Err("it is none of `rate(…)`, `cron(…)` and `at(…)`".to_owned())
        }
        _ => Err("it is neither `rate(…)` nor `cron(…)`".to_owned()),
    }
}

fn read_rate(rate: &str, reader: Reader) -> Result<(), String> {
    let Some((count, unit)) = rate.split_once(' ') else {
        return Err("a rate is a number, a space and a unit".to_owned());
    };
    let is_number = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || count.bytes().all(|byte| byte == b'0') {
        return Err(format!("`{count}` is not a positive number"));
    }
    let (one, several) = ["minute", "hour", "day"]
        .map(|unit| (unit, format!("{unit}s")))
        .into_iter()
        .find(|(one, several)| unit == *one || unit == several)
        .ok_or_else(|| format!("`{unit}` is none of the units minutes, hours and days"))?;
    let is_one = count.trim_start_matches('0') == "1";
    match (reader, is_one) {
        (Reader::Rule, true) if unit != one => Err(format!("AWS requires `1 {one}`")),
        (Reader::Rule, false) if unit != several => {
            Err(format!("AWS requires `{count} {several}`"))
        }
        _ => Ok(()),
    }
}

/// A time of day on a day, without its zone.
fn read_time(time: &str) -> Result<(), String> {
    let is_time = time.len() == "2026-12-31T23:59:59".len()
        && DateTime::from_str(&format!("{time}Z"), Format::DateTime).is_ok();
    is_time
        .then_some(())
        .ok_or_else(|| format!("`{time}` is not a time such as `2026-12-31T23:59:59`"))
}

/// A field of a cron expression.
struct Part {
    name: &'static str,
    range: RangeInclusive<u32>,
    /// The names of its values, in their order.
    names: &'static [&'static str],
    /// Whether a value may be one of AWS's own forms for days.
    is_own_form: fn(&str, &Part) -> bool,
    /// Whether `?` may stand here.
    may_be_open: bool,
}

const fn part(name: &'static str, range: RangeInclusive<u32>) -> Part {
    Part { name, range, names: &[], is_own_form: |_, _| false, may_be_open: false }
}

const PARTS: [Part; 6] = [
    part("minutes", 0..=59),
    part("hours", 0..=23),
    Part { is_own_form: is_day_of_month, may_be_open: true, ..part("days of the month", 1..=31) },
    Part {
        names: &[
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        ],
        ..part("months", 1..=12)
    },
    Part {
        names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
        is_own_form: is_day_of_week,
        may_be_open: true,
        ..part("days of the week", 1..=7)
    },
    part("years", 1970..=2199),
];

fn read_cron(cron: &str) -> Result<(), String> {
    let fields: Vec<&str> = cron.split_whitespace().collect();
    let Ok(fields) = <[&str; 6]>::try_from(fields) else {
        return Err("a cron expression has six fields: minutes, hours, days of the month, months, days of the week \
                    and years"
            .to_owned());
    };
    for (part, field) in PARTS.iter().zip(fields) {
        let is_open = part.may_be_open && field == "?";
        if let Some(wrong) = field.split(',').find(|item| !is_open && !part.takes(item)) {
            return Err(format!(
                "`{wrong}` is none of the {}, which are {}–{}",
                part.name,
                part.range.start(),
                part.range.end()
            ));
        }
    }
    match (fields[2] == "?", fields[4] == "?") {
        (false, false) => {
            Err("it says both the days of the month and those of the week: one of them is `?`"
                .to_owned())
        }
        (true, true) => {
            Err("it says neither the days of the month nor those of the week".to_owned())
        }
        _ => Ok(()),
    }
}

impl Part {
    /// Whether an element of a list fits: `*`, a value or a range, each with steps or without, or a form of its own.
    fn takes(&self, item: &str) -> bool {
        if (self.is_own_form)(item, self) {
            return true;
        }
        let (base, step) = match item.split_once('/') {
            Some((base, step)) => (base, Some(step)),
            None => (item, None),
        };
        let is_step = |step: &str| step.parse().is_ok_and(|step: u32| step > 0);
        let is_base = match base.split_once('-') {
            Some((first, last)) => self.is_value(first) && self.is_value(last),
            None => base == "*" || self.is_value(base),
        };
        is_base && step.is_none_or(is_step)
    }

    fn is_value(&self, text: &str) -> bool {
        let is_named = self.names.iter().any(|name| name.eq_ignore_ascii_case(text));
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        is_named || is_digits && text.parse().is_ok_and(|value| self.range.contains(&value))
    }
}

/// The last day (`L`), the last weekday (`LW`), days before the last (`L-3`), or the weekday next to one (`15W`).
fn is_day_of_month(item: &str, part: &Part) -> bool {
    item == "L"
        || item == "LW"
        || item.strip_prefix("L-").is_some_and(|days| part.is_value(days))
        || item.strip_suffix('W').is_some_and(|day| part.is_value(day))
}

/// The last one of a month (`6L`), or the third (`6#3`).
fn is_day_of_week(item: &str, part: &Part) -> bool {
    let is_nth = |(day, nth): (&str, &str)| {
        part.is_value(day) && nth.parse().is_ok_and(|nth: u32| (1..=5).contains(&nth))
    };
    item == "L"
        || item.strip_suffix('L').is_some_and(|day| part.is_value(day))
        || item.split_once('#').is_some_and(is_nth)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What AWS accepts, from its documentation.
    const FINE: &[&str] = &[
        "rate(1 minute)", "rate(12 hours)", "rate(5 days)", "cron(0 2 ? * SAT *)",
        "cron(5,35 14 * * ? *)", "cron(15 10 ? * 6L 2002-2005)", "cron(* * ? * SAT#3 *)",
        "cron(0/5 5 ? JAN 1-5 2022)", "cron(0-59/10 0-23/2 ? * * *)", "cron(0 18 L * ? *)",
        "cron(0 18 15W * ? *)", "cron(30-30 13-13 ? * 2,4,6 *)",
    ];

    /// What AWS refuses of both, as its answers say.
    const WRONG: &[&str] = &[
        "cron(0 1 * * * *)", "cron(7 20 * * NOT *)", "cron(INVALID)", "cron()",
        "cron(0 dummy ? * MON-FRI *)", "cron(71 8 1 * ? *)", "rate(10 seconds)", "rate(10 years)",
        "rate()", "rate(10)", "rate(10 minutess)", "rate(foo minutes)", "rate(0 minutes)",
        "rate(-10 minutes)", "rate(10 MINUTES)", "rate( 10 minutes )", " rate(10 minutes)",
        "cron(0 1 ? * ? *)", "cron(0/0 1 ? * 1 *)", "cron(0 1 ? * 8 *)", "cron(0 1 ? * 1#6 *)",
        "every day",
    ];

    #[test]
    fn what_aws_takes_is_fine_and_what_it_refuses_is_not() {
        for reader in [Reader::Rule, Reader::Schedule] {
            for expression in FINE {
                assert_eq!(read(expression, reader), Ok(()), "{expression}");
            }
            for expression in WRONG {
                assert!(read(expression, reader).is_err(), "{expression}");
            }
        }
    }

    #[test]
    fn rules_and_schedules_differ() {
        for expression in ["rate(1 minutes)", "rate(10 hour)", "at(2026-12-31T23:59:59)"] {
            assert!(read(expression, Reader::Rule).is_err(), "{expression}");
            assert_eq!(read(expression, Reader::Schedule), Ok(()), "{expression}");
        }
        for time in ["2021-12-31T23:59:59Z", "2021-12-31", "2021-02-31T10:00:00"] {
            assert!(read(&format!("at({time})"), Reader::Schedule).is_err(), "{time}");
        }
    }
}
