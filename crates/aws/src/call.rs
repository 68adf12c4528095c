//! Which call an error or an answer is of: the service and the operation.

use std::fmt;

use super::services;

/// An operation of a service, by the names that AWS's models give them: `IAM`, `GetRole`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub service: &'static str,
    pub operation: &'static str,
}

impl Call {
    /// The call that a type of the SDK belongs to. The SDK names the output and the error of an operation
    /// after it: `aws_sdk_iam::operation::get_role::GetRoleError`. Nothing for types of another sort.
    pub(super) fn of<T>() -> Option<Self> {
        Self::named(std::any::type_name::<T>())
    }

    fn named(path: &'static str) -> Option<Self> {
        let (service, rest) = path.trim_start_matches('&').split_once("::operation::")?;
        let name = rest.rsplit("::").next()?;
        let operation = name.strip_suffix("Error").or_else(|| name.strip_suffix("Output"))?;
        let name = services::name_of(service);
        let service = name.unwrap_or_else(|| service.trim_start_matches("aws_sdk_"));
        Some(Self { service, operation })
    }

    /// Whether the request is a HEAD, to which no answer has a body. AWS names all of those alike.
    pub(super) fn is_head(self) -> bool {
        self.operation.starts_with("Head")
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.service, self.operation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_outputs_say_which_call_they_are_of() {
        use aws_sdk_s3::operation::get_bucket_acl::{GetBucketAclError, GetBucketAclOutput};
        let call = Some(Call { service: "S3", operation: "GetBucketAcl" });
        assert_eq!(Call::of::<GetBucketAclError>(), call);
        assert_eq!(Call::of::<&GetBucketAclOutput>(), call);
        assert_eq!(Call::of::<String>(), None);
    }
}
