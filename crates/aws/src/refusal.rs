//! The code and the words by which a service refuses a call, read from its answer.
//!
//! The SDK has them in an error type of each operation, which is out of reach where all calls pass.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use serde_json::Value;

use super::cbor;

/// Why a service has refused a call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Refusal {
    /// AWS's error code, such as `ResourceInUseException`.
    pub code: String,
    pub message: String,
}

impl Refusal {
    /// What an answer says, which is there as a whole. The answer to a HEAD has no body: that something is
    /// not there has the code `NotFound`, as the SDK has it.
    pub(super) fn of(answer: &HttpResponse) -> Self {
        let body = answer.body().bytes().unwrap_or_default();
        let text = String::from_utf8_lossy(body);
        let document = cbor::document(body).or_else(|| serde_json::from_str(&text).ok());
        let mut refusal = match document {
            Some(body) => Self::of_json(&body),
            None => Self::of_xml(&text),
        };
        if let Some(header) = answer.headers().get("x-amzn-errortype") {
            header.clone_into(&mut refusal.code);
        }
        // The code of a service that once spoke XML, as in `ResourceNotFound;Sender`.
        if let Some(header) = answer.headers().get("x-amzn-query-error") {
            header.split(';').next().unwrap_or_default().clone_into(&mut refusal.code);
        }
        if refusal.code.is_empty() && body.is_empty() && answer.status().as_u16() == 404 {
            "NotFound".clone_into(&mut refusal.code);
        }
        // As in `aws.protocoltests#Invalid:http://…`.
        let code = refusal.code.split(':').next().unwrap_or_default();
        let code = code.rsplit('#').next().unwrap_or_default();
        refusal.code = code.to_owned();
        refusal
    }

    fn of_json(body: &Value) -> Self {
        let text = |names: &[&str]| {
            let mut found = names.iter().filter_map(|name| body[name].as_str());
            found.next().unwrap_or_default().to_owned()
        };
        Self {
            code: text(&["__type", "code", "Code"]),
            message: text(&["message", "Message", "errorMessage"]),
        }
    }

    fn of_xml(body: &str) -> Self {
        let text = |start: &str, end: &str| {
            let rest = body.split_once(start).map(|(_, rest)| rest);
            let found = rest.and_then(|rest| rest.split_once(end));
            let text = found.map(|(text, _)| text).unwrap_or_default();
            let quoted = text.replace("&quot;", "\"").replace("&apos;", "'");
            quoted.replace("&#39;", "'").replace("&amp;", "&")
        };
        Self { code: text("<Code>", "</Code>"), message: text("<Message>", "</Message>") }
    }
}

#[cfg(test)]
mod tests {
    use aws_smithy_types::body::SdkBody;

    use super::*;

    fn refusal(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &str,
    ) -> (String, String) {
        let status = status.try_into().unwrap();
        let mut answer = HttpResponse::new(status, SdkBody::from(body));
        for (name, value) in headers {
            answer.headers_mut().insert(*name, *value);
        }
        let Refusal { code, message } = Refusal::of(&answer);
        (code, message)
    }

    #[test]
    fn each_protocol_has_its_way_to_say_why() {
        let expected = ("Busy".to_owned(), "not now".to_owned());
        let type_header = [("x-amzn-errortype", "Busy:http://internal.amazon.com/coral/")];
        for (headers, body) in [
            (&[][..], r#"{"__type":"com.amazonaws.logs#Busy","message":"not now"}"#),
            (&[][..], r#"{"__type":"Busy","Message":"not now"}"#),
            (&type_header[..], r#"{"Type":"User","message":"not now"}"#),
            (&[][..], "<Error><Code>Busy</Code><Message>not now</Message></Error>"),
            (
                &[][..],
                "<ErrorResponse><Error><Type>Sender</Type><Code>Busy</Code>\
                 <Message>not now</Message></Error></ErrorResponse>",
            ),
        ] {
            assert_eq!(refusal(400, headers, body), expected, "{body}");
        }
    }

    #[test]
    fn a_code_in_cbor_is_the_one_that_the_service_once_had() {
        let body = "\u{0}".to_owned();
        assert_eq!(refusal(400, &[("x-amzn-query-error", "Busy;Sender")], &body).0, "Busy");
        let mut answer = HttpResponse::new(
            400.try_into().unwrap(),
            SdkBody::from(&b"\xa1\x66__type\x66a.b#Cd"[..]),
        );
        assert_eq!(Refusal::of(&answer).code, "Cd");
        answer.headers_mut().insert("x-amzn-query-error", "Other;Sender");
        assert_eq!(Refusal::of(&answer).code, "Other");
    }

    #[test]
    fn what_is_not_there_has_a_code_even_without_a_body() {
        assert_eq!(refusal(404, &[], "").0, "NotFound");
        assert_eq!(refusal(403, &[], "").0, "");
        assert_eq!(refusal(404, &[], "<html>a proxy</html>").0, "");
    }
}
