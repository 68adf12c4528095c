//! What a name that is not there may be meant for.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::listing::listed;

/// The candidate that a misspelt name most likely means: a few letters away, or the name cut short. Of two as far
/// away, the one that goes on where the name ends.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let goes_on = lower.starts_with(&name);
            Some((distance(&name, &lower)?, !goes_on, candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// How many slips of the hand lie between two names, where so few lie there that one may be meant for
/// the other.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    const SHORTEST_STEM: usize = 3;
    let (short, long) =
        if name.len() < candidate.len() { (name, candidate) } else { (candidate, name) };
    let slips = strsim::osa_distance(name, candidate);
    let is_stem = short.len() >= SHORTEST_STEM && long.starts_with(short);
    let few = (long.chars().count() / 3).max(1);
    (is_stem || slips <= few && slips < short.chars().count()).then_some(slips)
}

/// "did you mean" as a sentence, or the names there are where none is close and they are few.
pub fn suggestion<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    suggestion_in("", name, candidates)
}

/// The same for names that are written behind something, as `users` in `dynamodb.table.users`.
pub fn suggestion_in<'a>(
    before: &str,
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    const FEW: usize = 12;
    if let Some(candidate) = did_you_mean(name, candidates.clone()) {
        return Some(format!("did you mean `{before}{candidate}`?"));
    }
    let names = candidates.into_iter().take(FEW + 1);
    let names: Vec<String> = names.map(|name| format!("{before}{name}")).collect();
    let names = names.iter().map(String::as_str);
    match names.len() {
        1 => Some(format!("there is only {}", listed(names))),
        2..=FEW => Some(format!("there are {}", listed(names))),
        _ => None,
    }
}

/// Makes suggestions as long as nobody has to wait for them. Where thousands of names are wrong, nobody reads
/// what each may be meant for, and comparing all with all would take minutes.
#[derive(Debug)]
pub struct Suggestions {
    /// How many names may still be compared.
    left: AtomicUsize,
}

impl Default for Suggestions {
    fn default() -> Self {
        const MOST: usize = 300_000;
        Self { left: AtomicUsize::new(MOST) }
    }
}

impl Suggestions {
    /// What [`suggestion_in`] says, or nothing.
    pub fn of(
        &self,
        before: &str,
        name: &str,
        candidates: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return None;
        }
        let candidates: Vec<&str> = candidates.take(left).collect();
        self.left.store(left - candidates.len(), Ordering::Relaxed);
        suggestion_in(before, name, candidates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_recognised() {
        for (name, candidates, meant) in [
            ("retention_in_days", ["class", "retention_days"], "retention_days"),
            ("foreach", ["enabled", "for_each"], "for_each"),
            ("wbe", ["ai", "web"], "web"),
            ("production", ["dev", "prod"], "prod"),
            ("standard", ["DELIVERY", "STANDARD"], "STANDARD"),
            ("arm", ["arn", "name"], "arn"),
            ("nam", ["arn", "name"], "name"),
            ("nodejs20", ["nodejs", "nodejs20.x"], "nodejs20.x"),
        ] {
            assert_eq!(did_you_mean(name, candidates), Some(meant), "{name}");
        }
    }

    #[test]
    fn a_wild_guess_is_not_made() {
        for (name, candidate) in [
            ("timestamp", "trimspace"),
            ("mail", "ai"),
            ("nope", "one"),
            ("a", "b"),
            ("days", "retention"),
            ("cc", "c"),
        ] {
            assert_eq!(did_you_mean(name, [candidate]), None, "{name}");
        }
    }

    #[test]
    fn names_are_listed_where_none_is_close() {
        let help = |names: &[&'static str]| suggestion("x1", names.iter().copied());
        assert_eq!(help(&["arn"]).as_deref(), Some("there is only `arn`"));
        assert_eq!(
            help(&["arn", "id", "name"]).as_deref(),
            Some("there are `arn`, `id` and `name`")
        );
        assert_eq!(help(&[]), None);
    }
}
