//! What is called, and what is sent.

use language::value::Value;

/// A service that is called without a crate of the SDK.
#[derive(Debug, Clone, Copy)]
pub struct WireService {
    /// The name that the SDK would give it, by which it is [registered](crate::services::register).
    pub name: &'static str,
    /// The name in its signatures.
    pub signed_as: &'static str,
    /// What its host names start with: `ec2` of `ec2.us-east-2.amazonaws.com`.
    pub host: &'static str,
    /// The region of its signatures, where it has one endpoint for all.
    pub only_region: Option<&'static str>,
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum Input {
    /// The parameters of a query: a form, answered in XML. `version` is that of the API.
    Query { version: &'static str, parameters: Vec<(String, String)> },
    /// JSON to a target (protocol AWS JSON 1.1), answered in JSON.
    Json { target: &'static str, body: Value },
    /// A GET of a path, answered in XML.
    Get { path: String },
}
