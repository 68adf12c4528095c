//! What a plan knows of secrets that specs refer to: their versions, and whether one has changed since it was applied.

use futures_util::future::join_all;

use super::decide::current_and_leftover;
use super::outputs::Recreated;
use super::planner::Planner;
use crate::secrets;
use aws::AwsError;
use compiler::secret_references::placeholder;
use compiler::{Address, Evaluation, Resource, SecretUse};
use kind::SecretReference;
use language::diagnostic::{Diagnostic, Diagnostics};
use language::value::{Path, Value, unknown};
use state::{AppliedSecret, is_kept_as};

impl Planner<'_> {
    /// Asks for the versions of all secrets that are referred to, side by side, and gives what is wrong with those of each
    /// resource. Those that this run may change, or that it is to make, have none.
    pub(super) async fn find_versions(
        &self,
        evaluated: &mut [(&Resource, Evaluation)],
        recreated: &Recreated,
    ) -> Vec<Diagnostics> {
        let mut asked: Vec<(usize, Path, SecretReference)> = Vec::new();
        for (index, (_, evaluation)) in evaluated.iter().enumerate() {
            for (field, SecretUse { reference, .. }) in &evaluation.secrets {
                let is_known = !unknown::in_text(&reference.name);
                if is_known && !recreated.may_renew(evaluation, field) {
                    asked.push((index, field.clone(), reference.clone()));
                }
            }
        }
        let mut wrong: Vec<Diagnostics> =
            evaluated.iter().map(|_| Diagnostics::default()).collect();
        let aws = self.aws;
        let answers = asked.iter().map(|(_, _, reference)| secrets::version(aws, reference));
        let answers = join_all(answers).await;
        for ((index, field, reference), answer) in asked.iter().zip(answers) {
            let (resource, evaluation) = &mut evaluated[*index];
            let refers_to_a_resource = evaluation.references_to_secret(field).next().is_some();
            let (diagnostic, why) = match answer {
                // It may be yet to be made.
                Ok(None) if refers_to_a_resource => continue,
                Ok(None) => no_secret(reference),
                Err(error) => unreadable(reference, &error),
                Ok(version) => {
                    if let Some(secret) = evaluation.secrets.get_mut(field) {
                        secret.version = version;
                    }
                    continue;
                }
            };
            wrong[*index].push(diagnostic.at(self.stack.span_of(resource, field), why));
        }
        wrong
    }

    /// Puts into each field that refers to a secret what is live, where that is the version that the secret has; and
    /// elsewhere the reference with its version.
    pub(super) fn put_secrets(&self, address: &Address, evaluation: &mut Evaluation) {
        let Evaluation { spec, secrets, .. } = evaluation;
        for (field, secret) in secrets {
            let value = self
                .unchanged(address, field, secret)
                .unwrap_or_else(|| placeholder(&secret.reference, secret.version.as_deref()));
            field.set(spec, Some(value));
        }
    }

    /// What is live in a field that was applied with this version, if nobody has changed it since. Where AWS does not
    /// show it, the mark of what was applied stands for it.
    fn unchanged(&self, address: &Address, field: &Path, secret: &SecretUse) -> Option<Value> {
        let entry = self.state.resources.get(address)?;
        let applied = field.of(entry.applied.as_ref()?)?;
        let is_it = |known: &AppliedSecret| {
            known.field == *field
                && known.reference == secret.reference.to_string()
                && Some(&known.version) == secret.version.as_ref()
        };
        entry.secrets.iter().find(|known| is_it(known))?;
        let current = current_and_leftover(self.found(address)).0?;
        match field.of(&current.live.spec) {
            None | Some(Value::Null) => Some(applied.clone()),
            Some(live) => is_kept_as(live, applied).then(|| live.clone()),
        }
    }
}

fn no_secret(reference: &SecretReference) -> (Diagnostic, String) {
    let noun = reference.store.noun();
    let help = format!(
        "make the {noun}, or correct its name; if this stack makes it, refer to it by an expression, so that it comes first"
    );
    (Diagnostic::new(secrets::absent(reference)).help(help), "this refers to it".to_owned())
}

fn unreadable(reference: &SecretReference, error: &AwsError) -> (Diagnostic, String) {
    let diagnostic = Diagnostic::new(format!("{reference} cannot be read"));
    (diagnostic, error.to_string())
}
