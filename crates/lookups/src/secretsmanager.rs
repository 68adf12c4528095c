//! The value of a secret, for who has to hand it on.

use aws::Result;
use compiler::lookups::Addition;
use kind::Operations;
use kinds::secretsmanager::{NAME, SecretsManager};
use language::value::Value;

const OPERATIONS: &[Operations] = &[Operations {
    service: NAME,
    on: &["arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-*"],
    read: &["GetSecretValue"],
    write: &[],
}];

/// The text of a secret as it is now.
pub fn value() -> Addition {
    let description =
        "Whether `value` is given, the text of the secret, which is read and never shown.";
    Addition::new("value", description, OPERATIONS, |aws, id| async move {
        let answer: Result<_> =
            Ok(aws.secrets_manager().get_secret_value().secret_id(id).send().await?);
        Ok(Value::from(answer?.secret_string))
    })
}
