//! The URIs by which API Gateway calls Lambda functions, made of their ARNs and read back.

use crate::Place;

/// The API's version and what follows the function, for answers as a whole and for streamed ones.
const WHOLE: (&str, &str) = ("2015-03-31", "/invocations");
const STREAMED: (&str, &str) = ("2021-11-15", "/response-streaming-invocations");

/// The URI that calls a function. It names the function's own region.
pub fn of(function: &str, is_streamed: bool, place: &Place) -> String {
    let (version, verb) = if is_streamed { STREAMED } else { WHOLE };
    let region = function.split(':').nth(3).unwrap_or(&place.region);
    let partition = place.partition;
    format!("arn:{partition}:apigateway:{region}:lambda:path/{version}/functions/{function}{verb}")
}

/// The ARN of the function that a URI calls.
pub fn function(uri: &str) -> Option<&str> {
    let (start, path) = uri.split_once(":lambda:path/")?;
    if !start.starts_with("arn:") {
        return None;
    }
    [WHOLE, STREAMED].iter().find_map(|(version, verb)| {
        path.strip_prefix(version)?.strip_prefix("/functions/")?.strip_suffix(verb)
    })
}

/// Whether a URI asks for streamed answers.
pub fn is_streaming(uri: Option<&str>) -> bool {
    uri.is_some_and(|uri| uri.ends_with(STREAMED.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_reads_back_as_its_function() {
        let place = Place::new("123456789012", "us-gov-west-1");
        let arn = "arn:aws-us-gov:lambda:us-gov-east-1:123456789012:function:api:live";
        for streamed in [false, true] {
            let uri = of(arn, streamed, &place);
            assert!(uri.starts_with("arn:aws-us-gov:apigateway:us-gov-east-1:lambda:path/20"));
            assert_eq!(function(&uri), Some(arn));
            assert_eq!(is_streaming(Some(&uri)), streamed);
        }
        assert_eq!(function("https://example.com/functions/x/invocations"), None);
    }
}
