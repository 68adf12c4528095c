//! Reads that failed: each cause once, with all the resources that it kept from being read.

use std::fmt::Write as _;

use super::escape::hanging;
use aws::AwsError;
use engine::observe::ReadError;

/// How many addresses of one cause are named.
const NAMED: usize = 5;

/// The errors by their causes, in the order of the first address of each.
pub fn render(errors: &[ReadError]) -> String {
    let mut causes: Vec<(String, Vec<&ReadError>)> = Vec::new();
    for error in errors {
        let cause = cause(&error.error);
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, alike)) => alike.push(error),
            None => causes.push((cause, vec![error])),
        }
    }
    let mut text = String::new();
    for (_, alike) in causes {
        let Some(first) = alike.first() else { continue };
        let named: Vec<String> =
            alike.iter().take(NAMED).map(|failed| failed.address.to_string()).collect();
        let mut addresses = named.join(", ");
        if alike.len() > NAMED {
            let _ = write!(addresses, " and {} more", alike.len() - NAMED);
        }
        let _ = writeln!(text, "  {addresses}: {}", hanging(&first.error.to_string()));
    }
    text
}

/// What makes two errors one: AWS's code and words, without what differs from call to call. An endpoint
/// that cannot be reached has another address for each service.
fn cause(error: &AwsError) -> String {
    let code = error.code.as_deref().unwrap_or_default();
    let words = error.message.split(' ');
    let words: Vec<&str> = words.filter(|word| !word.contains("://")).collect();
    format!("{code} {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::Address;

    fn failed(name: &str, message: &str) -> ReadError {
        ReadError { address: Address::new("iam.role", name, None), error: AwsError::new(message) }
    }

    #[test]
    fn one_cause_is_told_once() {
        let mut errors: Vec<ReadError> = (0..7)
            .map(|n| failed(&format!("r{n}"), &format!("no way to https://host{n}: refused")))
            .collect();
        errors.insert(3, failed("other", "access is denied"));
        assert_eq!(
            render(&errors),
            "  iam.role.r0, iam.role.r1, iam.role.r2, iam.role.r3, iam.role.r4 and 2 more: no way to \
             https://host0: refused\n  iam.role.other: access is denied\n"
        );
    }
}
