//! Why the object of an id is not taken over.

use super::refusal::Refusal;
use crate::observe::{Owner, ReadError};
use aws::AwsError;
use language::diagnostic::Diagnostics;

/// Why an object cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the specs have no {address}{}", .hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default())]
    NotInSpecs { address: String, hint: Option<String> },
    #[error("there is no {kind} `{id}` in {region}: one is known by {known_by}")]
    Missing { kind: String, id: String, region: String, known_by: &'static str },
    #[error("AWS does not show a {kind} `{id}`: {error}\na {kind} is known by {known_by}")]
    Unreadable { kind: String, id: String, known_by: &'static str, error: Box<AwsError> },
    #[error(
        "`{id}` is not the object that {address} is specified to be: that is `{predicted}`\n\
         specify it as it is: {}", .fields.join(", ")
    )]
    OtherName {
        address: String,
        id: String,
        predicted: String,
        /// Fields of the spec and what they must say, as in `name: users`.
        fields: Vec<String>,
    },
    #[error("{}", describe(.address, .id, .refusal))]
    Refused { address: String, id: String, refusal: Box<Refusal> },
    #[error("the specs have no value for it")]
    Diagnostics(Diagnostics),
    #[error("live AWS could not be read")]
    Reads(Vec<ReadError>),
}

impl From<Diagnostics> for ImportError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

impl From<Vec<ReadError>> for ImportError {
    fn from(errors: Vec<ReadError>) -> Self {
        Self::Reads(errors)
    }
}

/// A refusal, and what to do about it.
fn describe(address: &str, id: &str, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Owned { owner: Owner::OtherAddress(other), .. } => format!(
            "`{id}` is already managed as {other}\n\
             to give it the address {address}, use `diatonic state mv` or `moved_from`"
        ),
        Refusal::Owned { owner, reason } => {
            let help = match owner {
                Owner::OtherStack { host: Some(_), .. } => {
                    "it has no tags of its own, so let that stack give up what it lives in, or specify it there"
                }
                _ => {
                    "let that stack give it up (`diatonic state forget`), and take these tags off it"
                }
            };
            format!("`{id}` cannot be taken over: {reason}\n{help}")
        }
        Refusal::Occupied { id: occupant } => format!(
            "{address} is another object already: `{occupant}`\n\
             give that one up first: `diatonic state forget`, and take our tags off it"
        ),
        Refusal::CreateOnly { fields } => format!(
            "`{id}` differs from {address} in what AWS accepts only at creation: {}\n\
             the next plan would replace it; specify these fields as they are, and change them later",
            fields.join(", ")
        ),
        Refusal::ParentNotOurs { parent } => {
            format!("{parent}, in which {address} lives, is not ours yet: take it over first")
        }
        Refusal::UncertainReferences { .. } => format!("`{id}` cannot be taken over: {refusal}"),
    }
}
