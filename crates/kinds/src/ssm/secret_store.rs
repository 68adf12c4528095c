//! Parameters as secrets that specs refer to: `{ ssm: /shop/token }`.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::{NAME, Ssm};
use crate::prelude::*;
use aws_sdk_ssm::types::Parameter;
use kind::Operations;
use kind::secret_store::{SecretStore, SecretVersion};

/// Parameter Store.
pub struct ParameterStore;

const OPERATIONS: &[Operations] = &[Operations {
    service: NAME,
    on: &["arn:{partition}:ssm:{region}:{account}:parameter/{path}"],
    read: &["GetParameter"],
    write: &[],
}];

impl SecretStore for ParameterStore {
    fn key(&self) -> &'static str {
        "ssm"
    }

    fn noun(&self) -> &'static str {
        "parameter"
    }

    fn operations(&self) -> &'static [Operations] {
        OPERATIONS
    }

    fn version<'a>(&'a self, aws: &'a Aws, name: &'a str) -> BoxFuture<'a, Result<Option<String>>> {
        // Without decryption, AWS gives a secret text as it is encrypted.
        async move {
            let parameter = parameter(aws, name, false).await?;
            Ok(parameter.map(|parameter| parameter.version.to_string()))
        }
        .boxed()
    }

    fn read<'a>(
        &'a self,
        aws: &'a Aws,
        name: &'a str,
        version: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Option<SecretVersion>>> {
        async move {
            let name = match version {
                Some(version) if !has_selector(name) => format!("{name}:{version}"),
                _ => name.to_owned(),
            };
            let parameter = parameter(aws, &name, true).await?;
            Ok(parameter.map(|parameter| SecretVersion {
                version: parameter.version.to_string(),
                text: parameter.value.unwrap_or_default().into(),
            }))
        }
        .boxed()
    }
}

async fn parameter(aws: &Aws, name: &str, decrypted: bool) -> Result<Option<Parameter>> {
    let request = aws.ssm().get_parameter().name(name).with_decryption(decrypted);
    let answer = optional(request.send().await)?;
    answer.map(|answer| member(answer, "Parameter", |answer| answer.parameter)).transpose()
}

/// Whether a name says which version it means, or which label: `/shop/token:3`. An ARN has five colons of its own.
fn has_selector(name: &str) -> bool {
    let own = if name.starts_with("arn:") { 5 } else { 0 };
    name.matches(':').count() > own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_say_which_version_it_means() {
        for (name, has) in [
            ("/shop/token", false),
            ("/shop/token:3", true),
            ("token:live", true),
            ("arn:aws:ssm:us-east-2:123456789012:parameter/shop/token", false),
            ("arn:aws:ssm:us-east-2:123456789012:parameter/shop/token:3", true),
        ] {
            assert_eq!(has_selector(name), has, "{name}");
        }
    }
}
