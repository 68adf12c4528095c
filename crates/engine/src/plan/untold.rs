//! What is taken over on trust: fields of which AWS does not say what they hold.

use super::step::Step;
use crate::state::Accepted;
use kind::AnyKind;
use language::diff;
use language::value::unknown;

/// The fields that AWS does not tell of, with what the spec says they hold, where `besides`, which is all
/// that a plan would change in an object, is about these alone.
pub(super) fn untold(kind: &dyn AnyKind, besides: &[Step]) -> Vec<Accepted> {
    let [step] = besides else {
        return Vec::new();
    };
    let (Some(live), Some(specified)) = (&step.before, &step.after) else {
        return Vec::new();
    };
    let fields = kind.fill(live).map(|live| live.unreadable_fields()).unwrap_or_default();
    let accepted: Vec<Accepted> = fields
        .into_iter()
        .filter_map(|field| {
            let accepted = Accepted {
                live: field.of(live)?.clone(),
                specified: field.of(specified)?.clone(),
                field,
            };
            let is_known = !unknown::in_value(&accepted.specified);
            (is_known && accepted.live != accepted.specified).then_some(accepted)
        })
        .collect();
    let mut as_accepted = specified.clone();
    accepted.iter().for_each(|one| one.keep(&mut as_accepted));
    match diff::changes(&as_accepted, live).is_empty() {
        true => accepted,
        false => Vec::new(),
    }
}
