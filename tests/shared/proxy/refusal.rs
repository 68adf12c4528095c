//! The answers by which AWS's services fail, each in its own protocol.

use super::Call;

/// The service has failed, and does not say how.
pub fn failure(call: &Call) -> Vec<u8> {
    let code = match call.service.as_str() {
        "s3" => "InternalError",
        "iam" | "sts" => "ServiceFailure",
        "sns" => "InternalError",
        "lambda" => "ServiceException",
        _ => "InternalServerError",
    };
    error(call, 500, code, "said the test")
}

/// The service asks for fewer calls.
pub fn throttle(call: &Call) -> Vec<u8> {
    let (status, code) = match call.service.as_str() {
        "s3" => (503, "SlowDown"),
        "iam" | "sns" | "sts" => (400, "Throttling"),
        "apigateway" | "lambda" => (429, "TooManyRequestsException"),
        "cognito-idp" | "cognito-identity" => (400, "TooManyRequestsException"),
        "sqs" => (400, "RequestThrottled"),
        _ => (400, "ThrottlingException"),
    };
    error(call, status, code, "Rate exceeded")
}

/// An error of a service, in the words of its protocol.
pub fn error(call: &Call, status: u16, code: &str, message: &str) -> Vec<u8> {
    let (kind, mut body) = match call.service.as_str() {
        "s3" => (
            "application/xml",
            format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>"),
        ),
        "iam" | "route53" | "sns" | "sts" => (
            "text/xml",
            format!(
                "<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error>\
                 <RequestId>test</RequestId></ErrorResponse>"
            ),
        ),
        _ => (
            "application/json",
            serde_json::json!({ "__type": code, "message": message }).to_string(),
        ),
    };
    let length = body.len();
    if call.method == "HEAD" {
        body.clear();
    }
    format!(
        "HTTP/1.1 {status} No\r\ncontent-type: {kind}\r\nx-amzn-errortype: {code}\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
