use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;

use super::connection::connect;
use super::object::{Named, named};
use super::signals::Signals;
use super::{Exit, Failure, Global, completing};
use crate::report::{log_line, terminal};
use aws::Aws;
use compiler::{Address, Stack, compile};
use kinds::logs::{LogLine, lines};

/// Print the log of a function, an API or a log group, in the order of time.
///
/// JSON lines are rendered as text. Needs `logs:FilterLogEvents`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What has written the log.
    #[arg(add = completing::addresses())]
    address: Address,
    /// How far back: seconds, minutes, hours or days, such as `90s`, `10m`, `2h`, `1d`.
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration)]
    since: Duration,
    /// Keep printing new lines until Ctrl-C.
    #[arg(long)]
    follow: bool,
    /// Only lines that fit this pattern, in the words of CloudWatch Logs: `ERROR`, `{ $.level = "error" }`.
    #[arg(long, value_name = "PATTERN")]
    filter: Option<String>,
    /// Print the lines as they are.
    #[arg(long)]
    raw: bool,
}

/// How often it is asked whether there is more.
const PAUSE: Duration = Duration::from_secs(2);

/// How late CloudWatch Logs may show a line, in milliseconds: so far back it is asked for again.
const LATE: i64 = 60_000;

fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "write a number and a unit, such as `90s`, `10m`, `2h` or `1d`".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let count: u32 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    Ok(Duration::from_secs(u64::from(count) * seconds))
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    let object = named(&stack, &arguments.address).await?;
    let groups = groups(&stack, &arguments.address, &object)?;
    let aws = connect(&stack.environment).await?.aws.in_region(&object.region);
    let mut signals = Signals::listen();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let begin = now.saturating_sub(arguments.since).as_millis();
    let mut reading = Reading {
        aws: &aws,
        arguments,
        groups,
        since: i64::try_from(begin).unwrap_or_default(),
        told: BTreeSet::new(),
    };
    let all = async {
        loop {
            reading.tell().await?;
            if !arguments.follow {
                return Ok(Exit::Success);
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::select! {
        outcome = all => outcome,
        // It was asked to go on until this.
        () = signals.next() => Ok(Exit::Interrupted),
    }
}

/// The log groups that an object writes to.
fn groups(stack: &Stack, address: &Address, object: &Named<'_>) -> Result<Vec<String>, Failure> {
    let spec = match object.resource {
        Some(resource) => {
            let evaluation = stack.evaluate(resource, &stack.resources);
            let evaluation = evaluation
                .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
            evaluation.spec
        }
        None => serde_json::Value::Null,
    };
    let places = object.kind.logs().iter();
    let groups: Vec<String> = places.flat_map(|place| place.groups(&spec, &object.id)).collect();
    match groups.is_empty() {
        true => Err(Failure::Usage(format!("`{address}` writes no log that its spec names"))),
        false => Ok(groups),
    }
}

/// A log that is read piece by piece.
struct Reading<'a> {
    aws: &'a Aws,
    arguments: &'a Arguments,
    groups: Vec<String>,
    /// From when on it is read, in milliseconds since 1970.
    since: i64,
    /// What has been told of that time already.
    told: BTreeSet<(i64, String)>,
}

impl Reading<'_> {
    /// Prints what is new.
    async fn tell(&mut self) -> Result<(), Failure> {
        let mut found: Vec<LogLine> = Vec::new();
        for group in &self.groups {
            let pattern = self.arguments.filter.as_deref();
            let read = lines(self.aws, group, self.since, pattern).await;
            found.extend(read.map_err(|error| {
                Failure::Usage(format!("the log group `{group}` cannot be read: {error}"))
            })?);
        }
        found.sort();
        let last = found.last().map_or(self.since, |line| line.at);
        for line in found {
            if self.told.insert((line.at, line.id)) {
                match self.arguments.raw {
                    true => terminal::print_as_is(format_args!("{}\n", line.text.trim_end())),
                    false => terminal::println(log_line::render(line.at, &line.text)),
                }
            }
        }
        self.since = self.since.max(last - LATE);
        let since = self.since;
        self.told.retain(|(at, _)| *at >= since);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7_200)));
        for wrong in ["", "m", "10", "-1m", "1.5h", "10 m", "1µ"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
