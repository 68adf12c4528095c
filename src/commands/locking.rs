//! How long a verb waits for the lock of an environment.

use std::time::Duration;

use clap::Args;

/// What to do where somebody else holds the lock.
#[derive(Debug, Args)]
pub(super) struct Locking {
    /// How long to wait for another run to end, such as `90s`, `10m` or `1h`.
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration)]
    pub lock_timeout: Duration,
}

/// Reads a whole number of seconds, minutes or hours.
fn duration(text: &str) -> Result<Duration, String> {
    let wanted = || "write a number of seconds, minutes or hours: `90s`, `10m` or `1h`".to_owned();
    let unit = text
        .find(|c: char| !c.is_ascii_digit())
        .ok_or_else(wanted)?;
    let (number, unit) = text.split_at(unit);
    let seconds: u64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return Err(wanted()),
    };
    let number: u64 = number.parse().map_err(|_| wanted())?;
    let total = number.checked_mul(seconds).ok_or_else(wanted)?;
    Ok(Duration::from_secs(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_numbers_with_a_unit() {
        for (text, seconds) in [("0s", 0), ("90s", 90), ("10m", 600), ("2h", 7200)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)));
        }
        for text in ["", "10", "m", "1d", "-1s", "1.5h", "99999999999999999999h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
