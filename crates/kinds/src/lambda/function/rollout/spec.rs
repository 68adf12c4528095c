//! What a spec says of a rollout, and how that is told.

use std::time::Duration;

use crate::json::Json;
use crate::prelude::*;
use language::value::Path;

/// The longest rollout in minutes. An apply waits for it and keeps everybody else from the environment.
const LONGEST: f64 = 60.0;

/// How an alias moves to a new version. What fails in between sends all calls back to the old version, and the apply
/// fails.
#[spec]
pub struct Rollout {
    /// The share of the calls that go to the new version first, more than 0 and less than 1.
    #[field(default = 0.1)]
    pub share: f64,
    /// Minutes for which the share of the calls goes to the new version, 0–60. The apply waits for so long. 0: the alias moves
    /// as soon as `check` has gone well. CloudWatch shows the errors of a version a minute or two later.
    #[field(required, range = 0..=60)]
    pub minutes: f64,
    /// Names or ARNs of alarms of this account and region. None may be in `ALARM`, neither before nor meanwhile. 100 at
    /// most.
    #[field(omit_default, value_only, length = ..=100)]
    pub alarms: BTreeSet<String>,
    /// How many calls of the new version may fail meanwhile, through the alias and as Lambda counts errors.
    #[field(omit_default, range = 0..)]
    pub max_errors: i32,
    /// A call of the new version that must go well before anybody else is sent to it. Absent: none.
    pub check: Option<Check>,
}

/// A call that the new version must answer.
#[spec]
pub struct Check {
    /// The event that it is called with, as a map or as JSON text. It must do no harm.
    #[field(required)]
    pub event: Json,
}

impl Rollout {
    pub(in super::super) fn check(&self, at: &Path, findings: &mut Findings) {
        let is_share = self.share > 0.0 && self.share < 1.0;
        let guards_nothing = self.minutes == 0.0 && self.alarms.is_empty() && self.check.is_none();
        rules! { findings, at;
            Error "share" if !is_share =>
                "this is not a share of the calls",
                "a part of them goes to the new version and the rest to the old one",
                "write a number between 0 and 1, such as 0.1";
            Warning "minutes" if guards_nothing =>
                "nothing holds the new version back",
                "without minutes, alarms and a check the alias moves at once",
                "add `check`, or more minutes";
        }
        for (index, alarm) in self.alarms.iter().enumerate() {
            let is_other = alarm.starts_with("arn:") && !alarm.contains(":alarm:");
            rules! { findings, at.key("alarms").index(index);
                Error if is_other =>
                    "this is not the ARN of an alarm",
                    "only an alarm of CloudWatch can be asked whether all is well",
                    "write the name or the ARN of an alarm";
            }
        }
    }

    pub(super) fn time(&self) -> Duration {
        Duration::from_secs_f64(self.minutes.clamp(0.0, LONGEST) * 60.0)
    }

    /// What happens with a new version, in a sentence without a full stop.
    pub(in super::super) fn tells(&self) -> String {
        let trial = match self.check {
            Some(_) => "a new version is called once; if it answers, ",
            None => "",
        };
        match self.minutes > 0.0 {
            true => format!(
                "{trial}{} of the calls go to {} for {}, then all",
                percent(self.share),
                if self.check.is_some() { "it" } else { "a new version" },
                minutes(self.time()),
            ),
            false if trial.is_empty() => "all calls go to a new version at once".to_owned(),
            false => format!("{trial}all calls go to it"),
        }
    }
}

/// A share as people say it: `10 %`.
pub(in super::super) fn percent(share: f64) -> String {
    let percent = (share * 1000.0).round() / 10.0;
    format!("{percent} %")
}

/// A time in whole minutes, or in seconds where it is less than one.
pub(super) fn minutes(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 60.0 => counted(seconds, "second"),
        seconds => counted(seconds / 60.0, "minute"),
    }
}

fn counted(number: f64, unit: &str) -> String {
    match number.ceil() {
        1.0 => format!("1 {unit}"),
        number => format!("{number} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rollout(minutes: f64, check: Option<Check>) -> Rollout {
        Rollout { share: 0.1, minutes, alarms: BTreeSet::new(), max_errors: 0, check }
    }

    #[test]
    fn a_rollout_says_what_it_does() {
        let check = || Some(Check { event: Json::from(serde_json::json!({})) });
        assert_eq!(
            rollout(5.0, None).tells(),
            "10 % of the calls go to a new version for 5 minutes, then all"
        );
        assert_eq!(
            rollout(1.0, check()).tells(),
            "a new version is called once; if it answers, 10 % of the calls go to it for 1 minute, then all"
        );
        assert_eq!(
            rollout(0.0, check()).tells(),
            "a new version is called once; if it answers, all calls go to it"
        );
        assert_eq!(rollout(0.0, None).tells(), "all calls go to a new version at once");
        assert_eq!(rollout(0.5, None).time(), Duration::from_secs(30));
        assert_eq!(
            (percent(0.125), minutes(Duration::from_secs(30))),
            ("12.5 %".to_owned(), "30 seconds".to_owned())
        );
    }
}
