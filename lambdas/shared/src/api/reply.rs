//! What an answer is before it is one of API Gateway's.

use serde_json::Value;

/// What a handler's answer has become: a status and a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body, unless there is none.
    pub body: Option<Value>,
    /// Whether no copy of it may be kept.
    pub is_secret: bool,
}
