//! Points in time, which are text as RFC 3339 writes them.

mod date_format;
mod duration;
mod timestamp;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, examines};
use crate::value::Value;
use timestamp::Timestamp;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "plantimestamp()",
            "The time of the plan. It is one in a run and in a saved plan, and another at each plan.",
            0..=0,
            plantimestamp,
        ),
        examines(
            "timeadd(time, duration)",
            "The time so much later, or earlier: `1h30m`, `-10s`.",
            2..=2,
            timeadd,
        ),
        examines(
            "timecmp(time, other time)",
            "-1 if the time is before the other, 0 if they are the same, 1 if it is after it.",
            2..=2,
            timecmp,
        ),
        examines(
            "formatdate(format, time)",
            "The time in another form: `YYYY-MM-DD hh:mm:ss`, `DD MMM YYYY`, `EEEE`. Letters between `'` stay.",
            2..=2,
            formatdate,
        ),
    ]
}

fn plantimestamp(_: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    Timestamp::of_unix(surroundings.plan_time().seconds()).map(|time| time.to_string().into())
}

fn timestamp(arguments: &[Value], position: usize, what: &str) -> Result<Timestamp, String> {
    Timestamp::parse(&arguments::text(arguments, position, what)?, what)
}

fn timeadd(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let time = timestamp(arguments, 0, "the time")?;
    let duration = duration::parse(&arguments::text(arguments, 1, "the duration")?)?;
    time.later_by(duration).map(|time| time.to_string().into())
}

fn timecmp(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let time = timestamp(arguments, 0, "the time")?;
    let other = timestamp(arguments, 1, "the other time")?;
    Ok((time.compare(&other) as i8).into())
}

fn formatdate(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let format = arguments::text(arguments, 0, "the format")?;
    let time = timestamp(arguments, 1, "the time")?;
    date_format::written(&format, &time).map(Value::from)
}
