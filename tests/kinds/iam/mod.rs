//! Roles and managed policies, and IAM's answers as AWS words them.

mod policy;
mod role;
mod role_scripted;

use crate::scripted::ScriptedCloud;

/// What IAM answers to an operation that succeeds.
fn answer(operation: &str, result: &str) -> String {
    format!(
        r#"<{operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
        <{operation}Result>{result}</{operation}Result></{operation}Response>"#
    )
}

/// What IAM answers to what it refuses.
fn refusal(code: &str, message: &str) -> String {
    format!(
        r#"<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>
        <Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>"#
    )
}

/// A document as IAM gives it back: every byte as URLs carry it.
fn encoded(document: &serde_json::Value) -> String {
    document.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The operations in the order in which they were called.
fn operations(script: &ScriptedCloud) -> Vec<String> {
    script.requests().into_iter().map(|request| request.operation).collect()
}
