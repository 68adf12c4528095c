//! Why a call is refused.

use serde::Serialize;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field, such as `tags[2]`.
    pub field: String,
    /// What is wrong, for the caller.
    pub message: String,
}

/// Why a call is refused. The text is for the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 400: the caller has to change something.
    #[error("{0}")]
    Invalid(String),
    /// 400: these fields have to change.
    #[error("{}", in_one_line(.0))]
    Fields(Vec<FieldError>),
    /// 401: nobody is signed in.
    #[error("sign in, and send the identity token")]
    Unauthenticated,
    /// 403: somebody else may do this, or nobody. It says nothing about whether the thing exists.
    #[error("you may not do this")]
    Forbidden,
    /// 404
    #[error("there is nothing here that you could see")]
    NotFound,
    /// 405
    #[error("this address does not know the method")]
    MethodNotAllowed,
    /// 409: what is there already does not go with it.
    #[error("{0}")]
    Conflict(&'static str),
    /// 409: there is room for no more.
    #[error("{0}")]
    LimitReached(&'static str),
    /// 413
    #[error("the body is longer than 256 KB")]
    TooLarge,
    /// 503: the same call may succeed in a moment.
    #[error("the service is busy; try again in a moment")]
    Busy,
}

impl Refusal {
    /// Seconds after which a caller who was told [`Refusal::Busy`] may come again.
    pub(super) const RETRY_AFTER: u32 = 1;

    /// A refusal of something that the caller has sent.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }

    /// A refusal of one field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Fields(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// The fields that it is about.
    pub(super) fn fields(&self) -> &[FieldError] {
        match self {
            Self::Fields(fields) => fields,
            _ => &[],
        }
    }

    /// The HTTP status, and the word for programs.
    pub(super) fn status(&self) -> (u16, &'static str) {
        match self {
            Self::Invalid(_) | Self::Fields(_) => (400, "invalid_request"),
            Self::Unauthenticated => (401, "unauthenticated"),
            Self::Forbidden => (403, "forbidden"),
            Self::NotFound => (404, "not_found"),
            Self::MethodNotAllowed => (405, "method_not_allowed"),
            Self::Conflict(_) => (409, "conflict"),
            Self::LimitReached(_) => (409, "limit_reached"),
            Self::TooLarge => (413, "too_large"),
            Self::Busy => (503, "unavailable"),
        }
    }
}

fn in_one_line(fields: &[FieldError]) -> String {
    let texts: Vec<_> =
        fields.iter().map(|error| format!("`{}`: {}", error.field, error.message)).collect();
    texts.join("; ")
}
