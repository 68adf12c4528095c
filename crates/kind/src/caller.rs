//! Who calls something by itself, as an API calls a function, and by which names its calls are known.

use language::value::{fits, unknown};

use crate::grant::Grantee;

/// An object in whose name a service calls.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Such as `apigateway.amazonaws.com`.
    pub service: String,
    /// The account that owns it.
    pub account: String,
    /// Its kind, such as `apigateway.rest_api`.
    pub kind: &'static str,
    /// What the ARN of a call is or starts with, as far as it is known.
    pub sources: Vec<String>,
    /// The same for who writes a permission.
    pub grantee: Grantee,
}

impl Caller {
    /// Whether a principal is its service, which may have the name of its region in it: `logs.us-east-2.amazonaws.com`.
    pub fn is_called(&self, principal: &str) -> bool {
        let (stem, rest) = self.service.split_once('.').unwrap_or((&self.service, ""));
        let inside = principal.strip_prefix(stem).and_then(|inside| inside.strip_suffix(rest));
        let region = inside.and_then(|inside| inside.strip_prefix('.')?.strip_suffix('.'));
        principal == self.service || region.is_some_and(|region| !region.contains('.'))
    }

    /// Whether the ARN of its calls may fit a pattern in which `*` and `?` stand for anything.
    pub fn may_fit(&self, pattern: &str) -> bool {
        let begins =
            |source: &String| unknown::in_text(source) && pattern.starts_with(source.as_str());
        if self.sources.iter().any(begins) {
            return true;
        }
        match unknown::leading(pattern) {
            // It is the name of another object of this kind.
            Some(reference) => !reference.starts_with(&format!("{}.", self.kind)),
            None if unknown::in_text(pattern) => true,
            None => {
                let mut sources = self.sources.iter();
                sources.any(|source| unknown::in_text(source) || fits(pattern, source))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_may_have_its_region_in_its_name() {
        let logs = Caller {
            service: "logs.amazonaws.com".to_owned(),
            account: String::new(),
            kind: "logs.log_group",
            sources: Vec::new(),
            grantee: Grantee::default(),
        };
        assert!(logs.is_called("logs.amazonaws.com"));
        assert!(logs.is_called("logs.us-east-2.amazonaws.com"));
        assert!(!logs.is_called("delivery.logs.amazonaws.com"));
        assert!(!logs.is_called("logs.a.b.amazonaws.com"));
        assert!(!logs.is_called("logsamazonaws.com"));
    }

    #[test]
    fn a_pattern_that_cannot_be_the_callers_is_told() {
        let api = Caller {
            service: "apigateway.amazonaws.com".to_owned(),
            account: "123456789012".to_owned(),
            kind: "apigateway.rest_api",
            sources: vec![unknown::mark("apigateway.rest_api.a.execution_arn")],
            grantee: Grantee::default(),
        };
        let of = |name: &str, rest: &str| {
            let arn = unknown::mark(&format!("apigateway.rest_api.{name}.execution_arn"));
            format!("{arn}{rest}")
        };
        assert!(api.may_fit(&of("a", "/*")));
        assert!(!api.may_fit(&of("b", "/*")));
        assert!(api.may_fit(&unknown::mark("var.arn")));
        assert!(api.may_fit("arn:aws:execute-api:us-east-2:123456789012:abc/*"));
        let bucket = Caller {
            kind: "s3.bucket",
            sources: vec!["arn:aws:s3:::shop-files".to_owned()],
            ..api
        };
        assert!(bucket.may_fit("arn:aws:s3:::shop-files"));
        assert!(bucket.may_fit("arn:aws:s3:::shop-*"));
        assert!(bucket.may_fit("arn:aws:s3:::shop-file?"));
        assert!(!bucket.may_fit("arn:aws:s3:::other"));
        assert!(!bucket.may_fit("arn:aws:s3:::shop-files-2"));
    }
}
