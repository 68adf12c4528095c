//! Secrets that specs refer to: `{ secret: shop/database, key: password }`.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::secret::CURRENT;
use super::{NAME, SecretsManager};
use crate::prelude::*;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueOutput;
use kind::Operations;
use kind::secret_store::{SecretStore, SecretVersion};

/// Secrets Manager.
pub struct SecretsManagerStore;

const OPERATIONS: &[Operations] = &[Operations {
    service: NAME,
    on: &["arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-*"],
    read: &["DescribeSecret"],
    write: &["GetSecretValue"],
}];

impl SecretStore for SecretsManagerStore {
    fn key(&self) -> &'static str {
        "secret"
    }

    fn noun(&self) -> &'static str {
        "secret"
    }

    fn operations(&self) -> &'static [Operations] {
        OPERATIONS
    }

    fn version<'a>(&'a self, aws: &'a Aws, name: &'a str) -> BoxFuture<'a, Result<Option<String>>> {
        async move {
            let request = aws.secrets_manager().describe_secret().secret_id(name);
            let Some(answer) = optional(request.send().await)? else {
                return Ok(None);
            };
            let versions = answer.version_ids_to_stages.into_iter().flatten();
            let is_current = |stages: &Vec<String>| stages.iter().any(|stage| stage == CURRENT);
            Ok(versions.filter(|(_, stages)| is_current(stages)).map(|(id, _)| id).next())
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
            let request = aws.secrets_manager().get_secret_value().secret_id(name);
            let request = request.set_version_id(version.map(str::to_owned));
            let Some(answer) = optional(request.send().await)? else {
                return Ok(None);
            };
            let GetSecretValueOutput { version_id, secret_string, .. } = answer;
            let text = secret_string.ok_or_else(|| {
                AwsError::unreadable::<GetSecretValueOutput>("the secret holds bytes and no text")
            })?;
            let version = version_id.unwrap_or_default();
            Ok(Some(SecretVersion { version, text: text.into() }))
        }
        .boxed()
    }
}
