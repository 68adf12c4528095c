//! A call of a function, for who tries it.

use aws_smithy_types::Blob;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Lambda;
use aws::{Aws, Result};

/// What a function answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoked {
    pub payload: String,
    /// How it has failed; nothing where it has not.
    pub failure: Option<String>,
    /// The last 4 KiB of its log, where that was asked for.
    pub log: Option<String>,
}

/// Calls a function, and waits for its answer.
///
/// # Errors
/// It could not be called. A function that fails has been.
pub async fn invoke(
    aws: &Aws,
    function: &str,
    qualifier: Option<&str>,
    payload: Option<String>,
    with_log: bool,
) -> Result<Invoked> {
    let request = aws.lambda().invoke().function_name(function);
    let request = request.set_qualifier(qualifier.map(str::to_owned));
    let request = request.set_payload(payload.map(Blob::new));
    let request = request.set_log_type(with_log.then(|| "Tail".into()));
    let answer = request.send().await?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let log = answer.log_result().and_then(|log| STANDARD.decode(log).ok());
    Ok(Invoked {
        payload: answer.payload().map(|payload| text(payload.as_ref())).unwrap_or_default(),
        failure: answer.function_error().map(str::to_owned),
        log: log.map(|log| text(&log)),
    })
}
