//! What is not known offline: secrets that nobody has given, and what AWS was not asked for.

use compiler::Stack;
use language::diagnostic::listed;

/// Says what is not known, and what follows from that. Nothing where everything is known.
pub fn render(stack: &Stack) -> String {
    secrets(stack) + &lookups(stack)
}

fn secrets(stack: &Stack) -> String {
    let names: Vec<&str> = stack.absent_secrets().map(|(name, _)| name).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("secrets without a value: {}; a plan needs them\n", listed(names)),
    }
}

fn lookups(stack: &Stack) -> String {
    let references: Vec<&str> = stack.pending_lookups().map(|lookup| lookup.reference).collect();
    if references.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "AWS was not asked for {}: a plan asks, and checks what depends on it\n",
        listed(references)
    );
    let undecided: Vec<String> = stack.undecided().map(|address| address.to_string()).collect();
    if !undecided.is_empty() {
        text.push_str(&format!(
            "how many resources there are of {} depends on it\n",
            listed(undecided.iter().map(String::as_str))
        ));
    }
    text
}
