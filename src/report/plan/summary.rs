//! How many objects are created, changed and deleted.

use crate::report::plan_json::Document;
use crate::report::style::bold;
use engine::plan::Action;

/// `Plan: 2 to create, 1 to update.`
pub(in crate::report) fn summary(plan: &Document) -> String {
    format!("{} {}.\n", bold("Plan:"), counts_in_words(plan))
}

/// `2 to create, 1 to update; 3 unchanged`
pub(in crate::report) fn counts_in_words(plan: &Document) -> String {
    let names = [
        (Action::Create, "to create"),
        (Action::Update, "to update"),
        (Action::Replace, "to replace"),
        (Action::Delete, "to delete"),
        (Action::Adopt, "to import"),
        (Action::Release, "to give up"),
        (Action::Forget, "to forget"),
    ];
    let mut counts = plan.counts();
    let imported = counts.remove(&Action::Import).unwrap_or(0);
    if imported > 0 {
        *counts.entry(Action::Adopt).or_default() += imported;
    }
    let create_first = counts.remove(&Action::ReplaceCreateFirst).unwrap_or(0);
    if create_first > 0 {
        *counts.entry(Action::Replace).or_default() += create_first;
    }
    // Each of these deletes one; any more finish what was interrupted.
    let replaced = counts.remove(&Action::DeleteReplaced).unwrap_or(0);
    if replaced > create_first {
        *counts.entry(Action::Delete).or_default() += replaced - create_first;
    }
    let mut parts: Vec<String> = names
        .iter()
        .filter_map(|(action, name)| counts.get(action).map(|count| format!("{count} {name}")))
        .collect();
    if !plan.moved.is_empty() {
        parts.push(format!("{} moved", plan.moved.len()));
    }
    let unchanged = match plan.unchanged {
        0 => String::new(),
        count => format!("; {count} unchanged"),
    };
    format!("{}{unchanged}", parts.join(", "))
}

/// `1 resource`, `2 resources`
pub(in crate::report) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
