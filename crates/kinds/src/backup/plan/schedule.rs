//! When a plan starts its backups: AWS's cron expressions, as far as they can be told to be wrong
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/events/ScheduledEvents.html>).

use crate::prelude::*;

/// The fields of an expression, and the numbers that may stand there.
const FIELDS: [(&str, u32, u32); 6] = [
    ("minutes", 0, 59),
    ("hours", 0, 23),
    ("day of the month", 1, 31),
    ("month", 1, 12),
    ("day of the week", 1, 7),
    ("year", 1970, 2199),
];

/// What is wrong with an expression, in a sentence.
pub(super) fn fault(schedule: &str) -> Option<String> {
    if unknown::in_text(schedule) {
        return None;
    }
    let inside = schedule.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')'));
    let Some(inside) = inside else {
        return Some("it is not of the form `cron(…)`".to_owned());
    };
    let fields: Vec<&str> = inside.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return Some(format!("it has {} fields, and AWS accepts 6", fields.len()));
    }
    if (fields[2] == "?") == (fields[4] == "?") {
        return Some("`?` stands for either the day of the month or that of the week".to_owned());
    }
    let mut named = FIELDS.iter().zip(&fields);
    named.find_map(|((name, least, most), field)| {
        let mut numbers = field.split([',', '-', '/', '#']).filter_map(|part| part.parse().ok());
        // What stands after a slash is a step.
        let is_step = |number: u32| field.contains(&format!("/{number}"));
        let wrong = numbers.find(|number| !(*least..=*most).contains(number) && !is_step(*number));
        wrong.map(|number: u32| format!("{number} is out of range for the {name}"))
    })
}

/// Whether it comes more often than once an hour.
pub(super) fn is_too_often(schedule: &str) -> bool {
    let minutes = schedule.strip_prefix("cron(").and_then(|rest| rest.split_whitespace().next());
    minutes.is_some_and(|minutes| minutes == "*" || minutes.contains([',', '/', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules() {
        for right in [
            "cron(0 5 ? * * *)", "cron(0/30 2 1 * ? *)", "cron(15 2 L * ? 2027-2030)",
            "cron(0 8-18/2 ? * MON-FRI *)", "cron(0 0 ? 1,7 2#1 *)",
        ] {
            assert_eq!(fault(right), None, "{right}");
        }
        for (wrong, why) in [
            ("rate(1 day)", "it is not of the form `cron(…)`"),
            ("cron(0 5 * * ?)", "it has 5 fields, and AWS accepts 6"),
            ("cron(0 5 * * * *)", "`?` stands for either the day of the month or that of the week"),
            ("cron(0 5 ? * ? *)", "`?` stands for either the day of the month or that of the week"),
            ("cron(0 25 ? * * *)", "25 is out of range for the hours"),
            ("cron(0 2 32 * ? *)", "32 is out of range for the day of the month"),
        ] {
            assert_eq!(fault(wrong).as_deref(), Some(why), "{wrong}");
        }
        assert!(is_too_often("cron(0/15 * ? * * *)"));
        assert!(!is_too_often("cron(0 * ? * * *)"));
    }
}
