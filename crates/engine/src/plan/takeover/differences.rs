//! What a plan would change in an object once it is ours.

use super::refusal::Refusal;
use crate::plan::step::{Reason, Step};
use kind::AnyKind;
use language::diff;
use language::value::{Value, unknown};
use state::TrustedField;

/// What an object differs in from its spec.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// The steps that a plan would take with it.
    pub steps: Vec<Step>,
    /// Fields of which AWS does not say what they hold, and that are taken for what the spec says. Then there are no
    /// other differences.
    pub trusted: Vec<TrustedField>,
}

impl Differences {
    /// Judges the steps that a plan would take with the object, were it ours.
    ///
    /// # Errors
    /// A plan would replace it: that would destroy what is to be kept.
    pub fn of(kind: &dyn AnyKind, steps: Vec<Step>) -> Result<Self, Refusal> {
        let replaced = steps.iter().find_map(|step| match &step.reason {
            Reason::CreateOnly { fields } => Some(fields.clone()),
            _ => None,
        });
        if let Some(fields) = replaced {
            return Err(Refusal::CreateOnly { fields });
        }
        let trusted = unreadable(kind, &steps);
        let steps = if trusted.is_empty() { steps } else { Vec::new() };
        Ok(Self { steps, trusted })
    }
}

/// The fields that AWS does not tell of, with what the spec says they hold, where `steps`, which is all
/// that a plan would change in an object, is about these alone.
fn unreadable(kind: &dyn AnyKind, steps: &[Step]) -> Vec<TrustedField> {
    let [step] = steps else {
        return Vec::new();
    };
    let (Some(live), Some(specified)) = (&step.before, &step.after) else {
        return Vec::new();
    };
    let fields = kind.fill(live).map(|live| live.unreadable_fields()).unwrap_or_default();
    let trusted: Vec<TrustedField> = fields
        .into_iter()
        .filter_map(|field| {
            let trusted = TrustedField {
                live: field.of(live)?.clone(),
                specified: field.of(specified)?.clone(),
                field,
            };
            let is_known = !unknown::in_value(&trusted.specified);
            (is_known && trusted.live != trusted.specified).then_some(trusted)
        })
        .collect();
    let mut as_trusted = Value::clone(specified);
    trusted.iter().for_each(|one| one.keep(&mut as_trusted));
    match diff::changes(&as_trusted, live).is_empty() {
        true => trusted,
        false => Vec::new(),
    }
}
