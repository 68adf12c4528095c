//! Which answers are transient errors, as the rows of a service state them.

use std::sync::LazyLock;
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use regex::bytes::Regex;

use crate::refusal::Refusal;

/// An answer that goes away by itself.
#[derive(Debug)]
pub struct TransientError {
    /// The operations that are answered so. A name may end in `*`, which stands for anything.
    pub operations: &'static [&'static str],
    pub answer: Answer,
    pub when: When,
    /// The longest that it may last.
    pub limit: Duration,
    /// What it is that AWS takes its time for; completes the sentence "waiting for …".
    pub what: &'static str,
}

/// An answer of a service, told by what it holds.
#[derive(Debug)]
pub enum Answer {
    /// A refusal with one of these codes, whatever it says.
    Refused(&'static [&'static str]),
    /// A refusal with this code, and one of these words in its message, in upper or lower case.
    Saying(&'static str, &'static [&'static str]),
    /// A success with a policy in which a role is named by its unique id, in the place of its ARN.
    NamingRoleById,
}

/// What has to have happened for an answer to be one that passes.
#[derive(Debug, Clone, Copy)]
pub enum When {
    Always,
    /// The steps of the object at hand have carried out one of these operations of the same service.
    InStepsAfter(&'static [&'static str]),
    /// The steps of the object at hand have carried out this operation of the same service with a request that
    /// holds this text.
    InStepsAfterSending(&'static str, &'static str),
    /// The run has carried out one of these operations of a service, no longer ago than the limit.
    InRunAfter(&'static str, &'static [&'static str]),
    /// The same; and without such an operation it may last [`BRIEFLY`].
    BrieflyOrInRunAfter(&'static str, &'static [&'static str]),
}

impl When {
    /// For an answer that may also pass where this run has changed nothing: an earlier run that was
    /// interrupted may have changed something a moment ago.
    pub const fn or_briefly(self) -> Self {
        match self {
            Self::InRunAfter(service, operations) => Self::BrieflyOrInRunAfter(service, operations),
            other => other,
        }
    }
}

impl TransientError {
    /// Whether it is this answer to an operation.
    pub(crate) fn concerns(&self, operation: &str, outcome: &Outcome) -> bool {
        let is_named = self.operations.iter().any(|name| match name.strip_suffix('*') {
            Some(beginning) => operation.starts_with(beginning),
            None => *name == operation,
        });
        is_named && self.answer.is(outcome)
    }
}

impl Answer {
    fn is(&self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::Refused(codes), Outcome::Refusal(refusal)) => codes.contains(&&*refusal.code),
            (Self::Saying(code, words), Outcome::Refusal(refusal)) => {
                let message = refusal.message.to_lowercase();
                let says = |word: &&str| message.contains(&word.to_lowercase());
                refusal.code == *code && words.iter().any(says)
            }
            (Self::NamingRoleById, Outcome::Success(body)) => ROLE_ID.is_match(body),
            _ => false,
        }
    }
}

/// How long an answer may last that this run has not caused.
pub(crate) const BRIEFLY: Duration = Duration::from_secs(20);

/// A role's unique id as a whole text: of a policy as it is, inside another JSON text, URL-encoded or in XML, and of
/// the element of an ARN. Longer texts that begin with one, such as the `aws:userid` of a session, are none.
/// The form: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>.
static ROLE_ID: LazyLock<Regex> = LazyLock::new(|| {
    let form = r#"(?:\\?"|%22|&quot;|<Arn>)AROA[A-Z0-9]+(?:\\?"|%22|&quot;|</Arn>)"#;
    Regex::new(form).expect("a regular expression")
});

/// What a service has answered, as rows look at it.
pub(crate) enum Outcome<'a> {
    Refusal(Refusal),
    Success(&'a [u8]),
}

impl<'a> Outcome<'a> {
    pub(crate) fn of(answer: &'a HttpResponse) -> Self {
        match answer.status().is_success() {
            true => Self::Success(answer.body().bytes().unwrap_or_default()),
            false => Self::Refusal(Refusal::of(answer)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_named_by_id_only_where_the_id_is_the_whole_text() {
        for (body, is) in [
            (r#"{"Principal":{"AWS":"AROAEXAMPLEEXAMPLE12"}}"#, true),
            (r#"{"Policy":"{\"AWS\":[\"AROAEXAMPLEEXAMPLE12\"]}"}"#, true),
            ("%22AWS%22%3A%22AROAEXAMPLEEXAMPLE12%22", true),
            ("<Arn>AROAEXAMPLEEXAMPLE12</Arn>", true),
            ("{&quot;AWS&quot;:&quot;AROAEXAMPLEEXAMPLE12&quot;}", true),
            (r#"{"aws:userId":["AROAEXAMPLEEXAMPLE12:*"]}"#, false),
            ("%22AROAEXAMPLEEXAMPLE12%3A%2A%22", false),
            ("<RoleId>AROAEXAMPLEEXAMPLE12</RoleId>", false),
            (r#"{"AWS":"arn:aws:iam::1:role/AROA"}"#, false),
        ] {
            let outcome = Outcome::Success(body.as_bytes());
            assert_eq!(Answer::NamingRoleById.is(&outcome), is, "{body}");
        }
    }
}
