//! What a call without a crate of the SDK ends in where it fails.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use language::value::Value;

use super::xml;

/// An error that a service has answered with.
#[derive(Debug)]
pub(super) struct WireError(ErrorMetadata);

impl WireError {
    /// The error in an answer, by its code and message where it has one.
    pub fn of(answer: &HttpResponse) -> Self {
        let body = answer.body().bytes().unwrap_or_default();
        let told = told(body).or_else(|| in_xml(&String::from_utf8_lossy(body)));
        let mut metadata = ErrorMetadata::builder();
        if let Some((code, message)) = told {
            metadata = metadata.code(code).message(message);
        }
        Self(metadata.build())
    }
}

/// The code and the message of an error in JSON. A code may have its namespace before it.
fn told(body: &[u8]) -> Option<(String, String)> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let code = body.get("__type").or_else(|| body.get("code"))?.as_str()?;
    let code = code.rsplit('#').next().unwrap_or(code).to_owned();
    let message = body.get("message").or_else(|| body.get("Message")).and_then(Value::as_str);
    Some((code, message.unwrap_or_default().to_owned()))
}

/// The same in XML: `Errors.Error` of EC2, and `Error` of the others.
fn in_xml(text: &str) -> Option<(String, String)> {
    let content = xml::content(text).ok()?;
    let error = content.pointer("/Errors/Error").or_else(|| content.get("Error"))?;
    let member = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
    Some((member("Code")?, member("Message").unwrap_or_default()))
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for WireError {}

impl ProvideErrorMetadata for WireError {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_their_codes_in_each_form() {
        let ec2 = "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>no</Message></Error></Errors></Response>";
        let front = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
        let code = |text: &str| in_xml(text).map(|(code, _)| code);
        assert_eq!(code(ec2).as_deref(), Some("InvalidVpcID.NotFound"));
        assert_eq!(code(front).as_deref(), Some("AccessDenied"));
        let ecr = br#"{"__type":"com.amazonaws.ecr#ImageNotFoundException","message":"no"}"#;
        assert_eq!(told(ecr), Some(("ImageNotFoundException".to_owned(), "no".to_owned())));
    }
}
