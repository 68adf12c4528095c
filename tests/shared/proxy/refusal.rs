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
            format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>").into_bytes(),
        ),
        "iam" | "route53" | "sns" | "sts" => (
            "text/xml",
            format!(
                "<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error>\
                 <RequestId>test</RequestId></ErrorResponse>"
            )
            .into_bytes(),
        ),
        "monitoring" => ("application/cbor\r\nsmithy-protocol: rpc-v2-cbor", cbor(code, message)),
        _ => (
            "application/json",
            serde_json::json!({ "__type": code, "message": message }).to_string().into_bytes(),
        ),
    };
    let length = body.len();
    if call.method == "HEAD" {
        body.clear();
    }
    let head = format!(
        "HTTP/1.1 {status} No\r\ncontent-type: {kind}\r\nx-amzn-errortype: {code}\r\n\
         content-length: {length}\r\n\r\n"
    );
    [head.into_bytes(), body].concat()
}

/// A map of two texts in CBOR (RFC 8949), in which CloudWatch answers.
fn cbor(code: &str, message: &str) -> Vec<u8> {
    const MAP_OF_TWO: u8 = 0xa2;
    let text = |text: &str| {
        let length = u16::try_from(text.len()).expect("a short text").to_be_bytes();
        [&[0x79, length[0], length[1]], text.as_bytes()].concat()
    };
    [vec![MAP_OF_TWO], text("__type"), text(code), text("message"), text(message)].concat()
}
