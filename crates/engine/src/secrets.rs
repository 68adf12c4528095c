//! Secrets that specs refer to: which versions there are, and what is in them.
//!
//! A plan asks for versions alone. Texts are read by the steps that need them, and go nowhere but into their calls.

use std::sync::Arc;

use aws::{Aws, AwsError};
use compiler::{Evaluation, SecretUse};
use kind::SecretReference;
use kind::secret_store::SecretVersion;
use state::AppliedSecret;

/// The version that a secret has now, which is asked for once a run. None where there is no such secret.
///
/// # Errors
/// The call that failed.
pub async fn version(aws: &Aws, reference: &SecretReference) -> Result<Option<String>, AwsError> {
    let SecretReference { store, name, .. } = reference;
    let asked = format!("version of {}:{name}", store.key());
    let call = || async { store.version(&place(aws, reference), name).await };
    Ok(aws.memo().get_or_try_init(&asked, call).await?.as_ref().clone())
}

/// A secret in the version that a use of it means. Where it means one, that is read once a run.
///
/// # Errors
/// In a sentence: there is none, or the call failed.
pub async fn read(aws: &Aws, secret: &SecretUse) -> Result<Arc<SecretVersion>, String> {
    let SecretUse { reference, version } = secret;
    let SecretReference { store, name, .. } = reference;
    let call = || async {
        let aws = place(aws, reference);
        let found = store.read(&aws, name, version.as_deref()).await;
        let found = found.map_err(|error| error.to_string())?;
        found.ok_or_else(|| absent(reference))
    };
    match version {
        Some(version) => {
            let asked = format!("{}:{name}, version {version}", store.key());
            aws.memo().get_or_try_init(&asked, call).await
        }
        // Another step of this run may be about to write it.
        None => Ok(Arc::new(call().await?)),
    }
}

/// What to say where there is no such secret.
pub fn absent(reference: &SecretReference) -> String {
    let SecretReference { store, name, .. } = reference;
    format!("there is no {} `{name}`", store.noun())
}

/// The versions of the secrets of a spec that are known.
pub fn applied(evaluation: &Evaluation) -> Vec<AppliedSecret> {
    let secrets = evaluation.secrets.iter();
    let known = secrets.filter_map(|(field, SecretUse { reference, version })| {
        Some(AppliedSecret {
            field: field.clone(),
            reference: reference.to_string(),
            version: version.clone()?,
        })
    });
    known.collect()
}

/// Where a secret is: in the environment's region, unless its ARN names another.
fn place(aws: &Aws, reference: &SecretReference) -> Aws {
    aws.in_region(reference.region().unwrap_or(aws.region()))
}
