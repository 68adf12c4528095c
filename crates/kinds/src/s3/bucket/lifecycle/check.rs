//! What AWS asks of lifecycle rules (PutBucketLifecycleConfiguration, and the user guide's page on
//! transitions).

use std::collections::BTreeMap;

use super::rule::LifecycleRule;
use super::when::{MinimumObjectSize, StorageClass, When, midnight};
use kind::Findings;

/// Days that an object spends in its class before it may move to one of infrequent access.
const DAYS_BEFORE_INFREQUENT_ACCESS: i32 = 30;

pub(in super::super) fn check(
    rules: &BTreeMap<String, LifecycleRule>,
    minimum: MinimumObjectSize,
    findings: &mut Findings,
) {
    if rules.is_empty() && minimum != MinimumObjectSize::default() {
        findings.add(
            "transition_default_minimum_object_size",
            "there are no lifecycle rules for which it would count",
            "AWS keeps it with the rules",
            "add `lifecycle_rules`, or take it away",
        );
    }
    for (id, rule) in rules {
        let mut report = |field: &str, message: &str, why: &str, help: &str| {
            let path = match field {
                "" => format!("lifecycle_rules[\"{id}\"]"),
                field => format!("lifecycle_rules[\"{id}\"].{field}"),
            };
            findings.add(&path, message, why, help);
        };
        if id.is_empty() || id.chars().count() > 255 {
            report(
                "",
                "the id of the rule is too short or too long",
                "AWS takes 1 to 255 characters",
                "",
            );
        }
        check_actions(rule, &mut report);
        check_filter(rule, &mut report);
        check_days(rule, &mut report);
        check_order(rule, &mut report);
    }
}

/// Takes a field of the rule, what is wrong with it, why, and how to fix it.
type Report<'a> = dyn FnMut(&str, &str, &str, &str) + 'a;

fn check_actions(rule: &LifecycleRule, report: &mut Report<'_>) {
    let does_something = !rule.transitions.is_empty()
        || rule.expiration.is_some()
        || rule.expired_object_delete_marker
        || !rule.noncurrent_version_transitions.is_empty()
        || rule.noncurrent_version_expiration.is_some()
        || rule.abort_incomplete_multipart_upload_days.is_some();
    if !does_something {
        report(
            "",
            "the rule does nothing",
            "AWS asks for at least one action",
            "add `expiration`, `transitions` or another action",
        );
    }
    if rule.expiration.is_some() && rule.expired_object_delete_marker {
        report(
            "expired_object_delete_marker",
            "it stands beside an `expiration`",
            "AWS takes one of the two in a rule, and an expiration removes such markers itself",
            "take `expired_object_delete_marker` away, or give it a rule of its own",
        );
    }
}

fn check_filter(rule: &LifecycleRule, report: &mut Report<'_>) {
    if let (Some(greater), Some(less)) = (rule.object_size_greater_than, rule.object_size_less_than)
        && greater >= less
    {
        report(
            "object_size_less_than",
            "no object is of such a size",
            "it must be greater than `object_size_greater_than`",
            "",
        );
    }
    if rule.tags.is_empty() {
        return;
    }
    let without_tags = [
        (
            "abort_incomplete_multipart_upload_days",
            rule.abort_incomplete_multipart_upload_days.is_some(),
        ),
        ("expired_object_delete_marker", rule.expired_object_delete_marker),
    ];
    for (field, _) in without_tags.iter().filter(|(_, is_set)| *is_set) {
        report(
            field,
            "it stands in a rule that chooses objects by tags",
            "uploads and delete markers have no tags",
            "give it a rule of its own, without `tags`",
        );
    }
}

fn check_days(rule: &LifecycleRule, report: &mut Report<'_>) {
    const WHY: &str = "AWS takes one day or more";
    if rule.expiration == Some(When::Days(0)) {
        report("expiration.days", "objects cannot expire at once", WHY, "");
    }
    if rule.noncurrent_version_expiration.as_ref().is_some_and(|when| when.days == 0) {
        report("noncurrent_version_expiration.days", "versions cannot expire at once", WHY, "");
    }
    let current = rule.transitions.iter().map(|(class, when)| ("transitions", class, when.days()));
    let noncurrent = rule
        .noncurrent_version_transitions
        .iter()
        .map(|(class, when)| ("noncurrent_version_transitions", class, Some(when.days)));
    for (field, class, days) in current.chain(noncurrent) {
        if class.is_infrequent_access()
            && days.is_some_and(|days| days < DAYS_BEFORE_INFREQUENT_ACCESS)
        {
            report(
                &format!("{field}.{}.days", class.as_str()),
                "objects move too early",
                &format!("AWS moves nothing to {} before day 30", class.as_str()),
                "",
            );
        }
    }
    for (class, when) in &rule.transitions {
        check_date(&format!("transitions.{}.date", class.as_str()), when, report);
    }
    if let Some(when) = &rule.expiration {
        check_date("expiration.date", when, report);
    }
    let mut whens = rule.transitions.values().chain(&rule.expiration);
    let is_days = |when: &When| when.days().is_some();
    if let Some(first) = whens.next()
        && whens.any(|other| is_days(other) != is_days(first))
    {
        report(
            "",
            "the rule has both days and dates",
            "AWS takes one or the other in a rule",
            "make it two rules",
        );
    }
}

fn check_date(field: &str, when: &When, report: &mut Report<'_>) {
    if let When::Date(date) = when
        && midnight(date).is_err()
    {
        report(field, &format!("`{date}` is no date"), "the calendar has no such day", "");
    }
}

/// Objects go down the classes one after the other, and expire last.
fn check_order(rule: &LifecycleRule, report: &mut Report<'_>) {
    let current: BTreeMap<StorageClass, i32> =
        rule.transitions.iter().filter_map(|(class, when)| Some((*class, when.days()?))).collect();
    let expiration = rule.expiration.as_ref().and_then(When::days);
    check_course("transitions", "expiration", &current, expiration, report);
    let noncurrent = rule.noncurrent_version_transitions.iter();
    let noncurrent = noncurrent.map(|(class, when)| (*class, when.days)).collect();
    let expiration = rule.noncurrent_version_expiration.as_ref().map(|when| when.days);
    check_course(
        "noncurrent_version_transitions",
        "noncurrent_version_expiration",
        &noncurrent,
        expiration,
        report,
    );
}

fn check_course(
    transitions: &str,
    expiration: &str,
    days: &BTreeMap<StorageClass, i32>,
    expires: Option<i32>,
    report: &mut Report<'_>,
) {
    // The map is sorted by the order in which objects may go through the classes.
    for (earlier, later) in days.iter().zip(days.iter().skip(1)) {
        if earlier.1 >= later.1 {
            report(
                &format!("{transitions}.{}.days", later.0.as_str()),
                &format!("objects would be in {} before {}", later.0.as_str(), earlier.0.as_str()),
                "AWS moves objects to ever colder classes, one after the other",
                "",
            );
        }
    }
    let last = days.values().max();
    if let (Some(last), Some(expires)) = (last, expires)
        && last >= &expires
    {
        report(
            &format!("{expiration}.days"),
            "objects would expire before they have moved",
            &format!("the last transition is on day {last}"),
            "expire them later",
        );
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
