//! AWS's rules of a plan that concern more than one field
//! (<https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html>, `API_Lifecycle`,
//! `API_BackupSelection`).

use super::schedule;
use super::spec::{Lifecycle, Plan, Rule, Selection};
use crate::fields::is_made_of;
use crate::prelude::*;

/// Days that a recovery point stays in cold storage at least.
const COLD_DAYS: i64 = 90;
/// The longest that continuous backups go back, in days.
const CONTINUOUS_DAYS: i64 = 35;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    for (field, names) in [
        ("rules", plan.rules.keys().collect::<Vec<_>>()),
        ("selections", plan.selections.keys().collect()),
    ] {
        for name in names {
            rules! { findings, Path::field(field).key(name);
                Error if !is_made_of(name, 1..=50, "-_.") =>
                    format!("`{name}` cannot be a name here"),
                    "AWS accepts 1–50 of letters, digits and `-_.`",
                    "";
            }
        }
    }
    for (name, rule) in &plan.rules {
        check_rule(name, rule, &plan.rules, findings);
    }
    for (name, selection) in &plan.selections {
        check_selection(name, selection, findings);
    }
    for (name, rule) in &plan.rules {
        for scanner in rule.malware_scans.keys() {
            let is_set = plan.malware_scanners.contains_key(scanner);
            rules! { findings, Path::field("rules").key(name);
                Error "malware_scans" / scanner if !is_set =>
                    "nothing is set up to look for malware",
                    "the role of a scanner, and what it looks at, stand in `malware_scanners`",
                    "add the scanner there";
            }
        }
    }
}

fn check_rule(name: &str, rule: &Rule, rules: &BTreeMap<String, Rule>, findings: &mut Findings) {
    let at = Path::field("rules").key(name);
    let fault = schedule::fault(&rule.schedule);
    let before = rules.iter().take_while(|(other, _)| *other != name);
    let when = |rule: &Rule| (rule.vault.clone(), rule.schedule.clone(), rule.timezone.clone());
    let is_again = before.map(|(_, other)| when(other)).any(|other| other == when(rule));
    let lifecycle = rule.lifecycle.clone().unwrap_or_default();
    let kept = lifecycle.delete_after_days;
    let is_event = lifecycle.delete_after_event.is_some();
    rules! { findings, at;
        Error "schedule" if fault.is_some() =>
            "the schedule cannot be read",
            fault.as_deref().unwrap_or_default(),
            "write it as `cron(0 2 ? * * *)`, which is at 2:00 every day";
        Warning "schedule" if fault.is_none() && schedule::is_too_often(&rule.schedule) =>
            "AWS Backup starts a rule once an hour at most",
            "what the schedule asks for besides does not happen",
            "write one minute of the hour";
        Error "continuous_backup" if rule.continuous_backup && kept.is_none_or(|days| days > CONTINUOUS_DAYS) =>
            "continuous backups are not kept so long",
            format!("they go back {CONTINUOUS_DAYS} days at most"),
            "write `delete_after_days` of 35 or less, and another rule for what is kept longer";
        Error "continuous_backup" if rule.continuous_backup && lifecycle.cold_after_days.is_some() =>
            "continuous backups do not move to cold storage",
            "they are restored from all at once",
            "make another rule for what moves there";
        Warning "completion_window_minutes" if rule.completion_window_minutes <= rule.start_window_minutes =>
            "a backup may be cancelled before it has begun",
            "it has to end no later than it may start",
            "make the completion window the longer one";
        Warning if is_again =>
            "two rules make the same backups",
            "another rule has this vault and schedule, so that everything is kept, and paid for, twice",
            "remove one, or give it a schedule of its own";
        Warning "lifecycle" if is_event && rule.copies.is_empty() =>
            "nothing is copied",
            "a recovery point is to be deleted after its copy, and the rule makes none",
            "add a copy, or write `delete_after_days`";
    }
    check_lifecycle(&at.key("lifecycle"), &lifecycle, findings);
    for (index, copy) in rule.copies.iter().enumerate() {
        let at = at.key("copies").index(index);
        let own = copy.lifecycle.clone().unwrap_or_default();
        check_lifecycle(&at.key("lifecycle"), &own, findings);
    }
}

fn check_lifecycle(at: &Path, lifecycle: &Lifecycle, findings: &mut Findings) {
    let (cold, kept) = (lifecycle.cold_after_days, lifecycle.delete_after_days);
    let is_short = cold.zip(kept).is_some_and(|(cold, kept)| kept < cold + COLD_DAYS);
    rules! { findings, at;
        Error "delete_after_days" if is_short =>
            "the recovery point is deleted too soon after it has moved to cold storage",
            format!("what is there stays there for {COLD_DAYS} days at least"),
            "keep it longer, or make two rules: one that deletes, and one that moves";
        Warning "opt_in_to_archive" if lifecycle.opt_in_to_archive && cold.is_none() =>
            "nothing moves to the archive tier",
            "no day is said on which it does",
            "add `cold_after_days`";
    }
}

fn check_selection(name: &str, selection: &Selection, findings: &mut Findings) {
    let at = Path::field("selections").key(name);
    let is_open = selection.resources.is_empty() && selection.any_tag.is_empty();
    let has_conditions = selection.conditions.is_some();
    rules! { findings, at;
        Warning if is_open && !has_conditions =>
            "everything is backed up",
            "the selection names no resources, tags or conditions, and so has all that AWS Backup knows in the region",
            "add `resources` or `any_tag`";
        Error "conditions" if has_conditions && is_open =>
            "conditions are of nothing",
            "AWS accepts conditions for resources that are named",
            "write `resources: [\"*\"]` to have all that the conditions hold for";
    }
}
