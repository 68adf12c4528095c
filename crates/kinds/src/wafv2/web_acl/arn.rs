//! ARNs of WAF, which have all that its calls want of an object: the scope, the name and the id.

use aws_sdk_wafv2::types as sdk;

use crate::prelude::*;

aws_enum! {
    closed
    /// Where the resources are that a web ACL stands before.
    #[derive(Default)]
    Scope {
        #[default]
        Regional = "REGIONAL",
        Cloudfront = "CLOUDFRONT",
    }
}

impl From<Scope> for sdk::Scope {
    fn from(scope: Scope) -> Self {
        Self::from(scope.as_str())
    }
}

/// What an ARN says: `arn:aws:wafv2:<region>:<account>:<regional|global>/<sort>/<name>/<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arn<'a> {
    pub scope: Scope,
    pub name: &'a str,
    pub id: &'a str,
}

impl<'a> Arn<'a> {
    pub(super) fn parse(arn: &'a str) -> Result<Self> {
        let parts: Vec<&str> = arn.split(':').nth(5).unwrap_or_default().split('/').collect();
        match parts[..] {
            ["regional", _, name, id] => Ok(Self { scope: Scope::Regional, name, id }),
            ["global", _, name, id] => Ok(Self { scope: Scope::Cloudfront, name, id }),
            _ => Err(AwsError::new(format!("`{arn}` is not an ARN of WAF"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_says_scope_name_and_id() {
        let arn =
            Arn::parse("arn:aws:wafv2:us-east-2:123456789012:regional/webacl/api/a1").unwrap();
        assert_eq!(arn, Arn { scope: Scope::Regional, name: "api", id: "a1" });
        let arn =
            Arn::parse("arn:aws:wafv2:us-east-1:123456789012:global/ipset/office/b2").unwrap();
        assert_eq!(arn, Arn { scope: Scope::Cloudfront, name: "office", id: "b2" });
        Arn::parse("arn:aws:s3:::bucket").unwrap_err();
    }
}
