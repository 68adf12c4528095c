//! AWS's rules of a usage plan that concern more than one field (API reference of CreateUsagePlan).

use super::spec::{Period, Quota, ServedStage, Throttle, UsagePlan};
use crate::apigateway::support::METHODS;
use crate::prelude::*;

pub(super) fn check(plan: &UsagePlan, findings: &mut Findings) {
    if let Some(throttle) = &plan.throttle {
        check_rate(throttle, &Path::field("throttle"), findings);
    }
    if let Some(quota) = &plan.quota {
        check_offset(quota, findings);
    }
    rules! { findings;
        Warning "keys" if plan.keys.is_empty() =>
            "the plan limits nobody",
            "a plan is for the callers whose keys belong to it, and it has none",
            "name keys, or write `lifecycle: { ignore_changes: [keys] }` where an application hands them out";
    }
    let mut seen = BTreeSet::new();
    for (index, stage) in plan.stages.iter().enumerate() {
        let at = Path::field("stages").index(index);
        rules! { findings, at;
            Error if !seen.insert((&stage.api, &stage.stage)) =>
                format!("the stage `{}` stands here twice", stage.stage),
                "a plan serves a stage once",
                "join the two, with the methods of both";
        }
        check_methods(stage, &at.key("methods"), findings);
    }
}

/// AWS would take the limit for one that is not there.
fn check_rate(throttle: &Throttle, at: &Path, findings: &mut Findings) {
    rules! { findings, at;
        Warning "rate_limit" if throttle.rate_limit.0 <= 0.0 =>
            "a rate of 0 is not a limit",
            "AWS treats it as an absent limit",
            "write a small one such as 0.01, or disable the keys that may ask no more";
    }
}

fn check_offset(quota: &Quota, findings: &mut Findings) {
    let (last, why) = match quota.period {
        Period::Day => (0, "a day has no days to count: its offset is 0"),
        Period::Week => (6, "the days of a week are 0 to 6"),
        Period::Month => (27, "the days of a month are 0 to 27"),
        Period::Other(_) => return,
    };
    rules! { findings, Path::field("quota");
        Error "offset" if quota.offset > last =>
            format!("there is no day {} in the period", quota.offset),
            why,
            "take a smaller offset, or a longer period";
    }
}

fn check_methods(stage: &ServedStage, at: &Path, findings: &mut Findings) {
    for (method, throttle) in &stage.methods {
        check_rate(throttle, &at.key(method), findings);
        let is_method = method
            .split_once(' ')
            .is_some_and(|(verb, path)| METHODS.contains(&verb) && path.starts_with('/'));
        rules! { findings, at.key(method);
            Warning if !is_method =>
                format!("`{method}` is not a method of an API"),
                "a method is one of HTTP's in capitals, or ANY, and a path after a space",
                "write it as `POST /users/{id}`";
        }
    }
}
