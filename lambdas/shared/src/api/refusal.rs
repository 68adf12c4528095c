//! Why a call is refused.

/// Why a call is refused. The text is for the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 400: the caller has to change something.
    #[error("{0}")]
    Invalid(String),
    /// 401: nobody is signed in.
    #[error("sign in, and send the identity token")]
    Unauthenticated,
    /// 403: somebody else may do this, or nobody. It says nothing about whether the thing exists.
    #[error("you have no access to this user")]
    Forbidden,
    /// 404
    #[error("there is no such user")]
    NotFound,
    /// 405
    #[error("this address does not know the method")]
    MethodNotAllowed,
    /// 409
    #[error("{0}")]
    Conflict(&'static str),
    /// 413
    #[error("the body is longer than 16 KiB")]
    TooLarge,
}

impl Refusal {
    /// A refusal of something that the caller has sent.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }

    /// The HTTP status, and the word for programs.
    pub(super) fn status(&self) -> (u16, &'static str) {
        match self {
            Self::Invalid(_) => (400, "invalid_request"),
            Self::Unauthenticated => (401, "unauthenticated"),
            Self::Forbidden => (403, "forbidden"),
            Self::NotFound => (404, "not_found"),
            Self::MethodNotAllowed => (405, "method_not_allowed"),
            Self::Conflict(_) => (409, "conflict"),
            Self::TooLarge => (413, "too_large"),
        }
    }
}
