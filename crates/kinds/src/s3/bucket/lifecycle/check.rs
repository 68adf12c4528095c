//! What AWS asks of lifecycle rules (PutBucketLifecycleConfiguration, and the user guide's page on
//! transitions).

use super::rule::LifecycleRule;
use super::when::{MinimumObjectSize, StorageClass, When, midnight};
use crate::prelude::*;

/// Days that an object spends in its class before it may move to one of infrequent access.
const DAYS_BEFORE_INFREQUENT_ACCESS: i32 = 30;

pub(in super::super) fn check(
    rules: &BTreeMap<String, LifecycleRule>,
    minimum: MinimumObjectSize,
    findings: &mut Findings,
) {
    rules! { findings;
        Error "transition_default_minimum_object_size"
            if rules.is_empty() && minimum != MinimumObjectSize::default() =>
            "there are no lifecycle rules for which it would count",
            "AWS keeps it with the rules",
            "add `lifecycle_rules`, or remove it";
    }
    for (id, rule) in rules {
        let at = &Path::field("lifecycle_rules").key(id);
        rules! { findings, at;
            Error if !(1..=255).contains(&id.chars().count()) =>
                "the id of the rule is too short or too long",
                "AWS accepts 1 to 255 characters",
                "";
        }
        check_actions(rule, at, findings);
        check_filter(rule, at, findings);
        check_days(rule, at, findings);
        check_order(rule, at, findings);
    }
}

fn check_actions(rule: &LifecycleRule, at: &Path, findings: &mut Findings) {
    let does_something = !rule.transitions.is_empty()
        || rule.expiration.is_some()
        || rule.expired_object_delete_marker
        || !rule.noncurrent_version_transitions.is_empty()
        || rule.noncurrent_version_expiration.is_some()
        || rule.abort_incomplete_multipart_upload_days.is_some();
    let has_both = rule.expiration.is_some() && rule.expired_object_delete_marker;
    rules! { findings, at;
        Error if !does_something =>
            "the rule does nothing",
            "AWS asks for at least one action",
            "add `expiration`, `transitions` or another action";
        Error "expired_object_delete_marker" if has_both =>
            "it stands beside an `expiration`",
            "AWS accepts one of the two in a rule, and an expiration removes such markers itself",
            "remove `expired_object_delete_marker`, or give it a rule of its own";
    }
}

fn check_filter(rule: &LifecycleRule, at: &Path, findings: &mut Findings) {
    let (greater, less) = (rule.object_size_greater_than, rule.object_size_less_than);
    let has_tags = !rule.tags.is_empty();
    let aborts = rule.abort_incomplete_multipart_upload_days.is_some();
    const MESSAGE: &str = "it stands in a rule that chooses objects by tags";
    const WHY: &str = "uploads and delete markers have no tags";
    const HELP: &str = "give it a rule of its own, without `tags`";
    rules! { findings, at;
        Error "object_size_less_than" if less.is_some() && greater >= less =>
            "no object is of such a size",
            "it must be greater than `object_size_greater_than`",
            "";
        Error "abort_incomplete_multipart_upload_days" if has_tags && aborts => MESSAGE, WHY, HELP;
        Error "expired_object_delete_marker" if has_tags && rule.expired_object_delete_marker =>
            MESSAGE, WHY, HELP;
    }
}

fn check_days(rule: &LifecycleRule, at: &Path, findings: &mut Findings) {
    const WHY: &str = "AWS accepts one day or more";
    let noncurrent = rule.noncurrent_version_expiration.as_ref();
    rules! { findings, at.key("expiration");
        Error "days" if rule.expiration == Some(When::Days(0)) => "objects cannot expire at once", WHY, "";
    }
    rules! { findings, at.key("noncurrent_version_expiration");
        Error "days" if noncurrent.is_some_and(|it| it.days == 0) => "versions cannot expire at once", WHY, "";
    }
    let current = rule.transitions.iter().map(|(class, when)| ("transitions", class, when.days()));
    let noncurrent = rule
        .noncurrent_version_transitions
        .iter()
        .map(|(class, when)| ("noncurrent_version_transitions", class, Some(when.days)));
    for (field, class, days) in current.chain(noncurrent) {
        let is_early = days.is_some_and(|days| days < DAYS_BEFORE_INFREQUENT_ACCESS);
        rules! { findings, at.key(field).key(class.as_str());
            Error "days" if class.is_infrequent_access() && is_early =>
                "objects move too early",
                format!("AWS moves nothing to {} before day 30", class.as_str()),
                "";
        }
    }
    for (class, when) in &rule.transitions {
        check_date(&at.key("transitions").key(class.as_str()), when, findings);
    }
    if let Some(when) = &rule.expiration {
        check_date(&at.key("expiration"), when, findings);
    }
    let whens = || rule.transitions.values().chain(&rule.expiration);
    let is_days = |when: &When| when.days().is_some();
    rules! { findings, at;
        Error if whens().any(is_days) && !whens().all(is_days) =>
            "the rule has both days and dates",
            "AWS accepts one or the other in a rule",
            "make it two rules";
    }
}

fn check_date(at: &Path, when: &When, findings: &mut Findings) {
    if let When::Date(date) = when {
        rules! { findings, at;
            Error "date" if midnight(date).is_err() =>
                format!("`{date}` is not a date"),
                "the calendar has no such day",
                "";
        }
    }
}

/// Objects go down the classes one after the other, and expire last.
fn check_order(rule: &LifecycleRule, at: &Path, findings: &mut Findings) {
    let current = rule.transitions.iter();
    let current = current.filter_map(|(class, when)| Some((*class, when.days()?))).collect();
    let expiration = rule.expiration.as_ref().and_then(When::days);
    check_course(at, ["transitions", "expiration"], &current, expiration, findings);
    let noncurrent = rule.noncurrent_version_transitions.iter();
    let noncurrent = noncurrent.map(|(class, when)| (*class, when.days)).collect();
    let expiration = rule.noncurrent_version_expiration.as_ref().map(|when| when.days);
    let fields = ["noncurrent_version_transitions", "noncurrent_version_expiration"];
    check_course(at, fields, &noncurrent, expiration, findings);
}

fn check_course(
    at: &Path,
    [transitions, expiration]: [&str; 2],
    days: &BTreeMap<StorageClass, i32>,
    expires: Option<i32>,
    findings: &mut Findings,
) {
    // The map is sorted by the order in which objects may go through the classes.
    for (earlier, later) in days.iter().zip(days.iter().skip(1)) {
        let (from, to) = (earlier.0.as_str(), later.0.as_str());
        rules! { findings, at.key(transitions).key(to);
            Error "days" if earlier.1 >= later.1 =>
                format!("objects would be in {to} before {from}"),
                "AWS moves objects to ever colder classes, one after the other",
                "";
        }
    }
    if let (Some(last), Some(expires)) = (days.values().max(), expires) {
        rules! { findings, at.key(expiration);
            Error "days" if *last >= expires =>
                "objects would expire before they have moved",
                format!("the last transition is on day {last}"),
                "expire them later";
        }
    }
}

impl When {
    fn days(&self) -> Option<i32> {
        match self {
            Self::Days(days) => Some(*days),
            Self::Date(_) => None,
        }
    }
}

impl StorageClass {
    fn is_infrequent_access(self) -> bool {
        matches!(self, Self::StandardIa | Self::OnezoneIa)
    }
}
