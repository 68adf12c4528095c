//! What AWS has and what a state says of it.

use super::markdown::{code, table};
use super::{address, object};
use crate::legacy::Verdict;
use crate::legacy::differences::{Difference, Values};
use crate::legacy::standing::Account;
use crate::value::Value;

/// Characters of a value that are shown.
const LONGEST: usize = 120;

const MEANING: &str = "\n## Different from what the state says\n\n\
    Somebody has changed these objects without Terraform, or Terraform has not looked since. They can be \
    taken over all the same: specs are written from what AWS has. Terraform would change them back.\n\n";

/// The section; nothing where there is no difference.
pub(super) fn render(account: &Account) -> String {
    let inventory = account.inventory;
    let mut rows = Vec::new();
    for (claim, verdict) in inventory.claims.iter().zip(account.verdicts) {
        let Verdict::Found { differences, .. } = verdict else {
            continue;
        };
        for Difference {
            instance,
            attribute,
            values,
        } in differences
        {
            let (said, live) = match values {
                Values::Hidden => ("(not shown)".to_owned(), "differs".to_owned()),
                Values::Shown { said, live } => (shown(said), shown(live)),
            };
            rows.push(vec![
                object(claim),
                address(inventory, *instance),
                code(attribute),
                said,
                live,
            ]);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let columns = [
        "object",
        "in Terraform",
        "attribute",
        "the state says",
        "AWS has",
    ];
    format!("{MEANING}{}", table(&columns, &rows))
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::Null => return "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => code(&format!("{}…", &text[..end])),
        None => code(&text),
    }
}
