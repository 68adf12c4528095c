//! What was not looked up, as AWS was not asked.

use crate::diagnostic::listed;
use crate::spec::Stack;

/// Says what AWS was not asked for, and what follows from that. Nothing where everything is known.
pub fn pending(stack: &Stack) -> String {
    let references: Vec<&str> = stack
        .pending_lookups()
        .map(|lookup| lookup.reference)
        .collect();
    if references.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "AWS was not asked for {}: a plan asks, and checks what depends on it\n",
        listed(references)
    );
    let undecided: Vec<String> = stack
        .undecided()
        .map(|address| address.to_string())
        .collect();
    if !undecided.is_empty() {
        text.push_str(&format!(
            "how many resources there are of {} depends on it\n",
            listed(undecided.iter().map(String::as_str))
        ));
    }
    text
}
