//! The sorts of lookup that there are: those of their own, and one for every kind.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::lookup::Sort;
use super::of_kind::KindSort;
use super::terraform_state;
use kind::registry;
use language::diagnostic::did_you_mean;

/// Those that were registered or asked for, by their names.
static SORTS: RwLock<BTreeMap<String, &'static dyn Sort>> = RwLock::new(BTreeMap::new());

/// Adds sorts. One that is there already, by its name, stays.
pub fn register(sorts: impl IntoIterator<Item = &'static dyn Sort>) {
    let mut known = SORTS.write().unwrap_or_else(PoisonError::into_inner);
    for sort in sorts {
        known.entry(sort.name().to_owned()).or_insert(sort);
    }
}

/// Every sort that is registered, and one for each kind that is, in the order of their names.
pub fn all() -> Vec<&'static dyn Sort> {
    let own = [terraform_state::SORT.name().to_owned()];
    let kinds = registry::all().into_iter().map(|kind| kind.name().to_owned());
    let names: Vec<String> = own.into_iter().chain(kinds).collect();
    for name in &names {
        // Whoever asks for one makes it known.
        let _ = known(name);
    }
    let known = SORTS.read().unwrap_or_else(PoisonError::into_inner);
    known.iter().filter(|(name, _)| !name.contains("::")).map(|(_, sort)| *sort).collect()
}

/// The sort of a name, such as `terraform.state`, `dynamodb.table` or `AWS::SQS::Queue`.
///
/// # Errors
/// There is none: what may be meant, in a sentence.
pub fn sort(name: &str) -> Result<&'static dyn Sort, String> {
    known(name).ok_or_else(|| {
        if let Some(refused) = registry::refuse(name) {
            return format!("{}; {}", refused.why, refused.help);
        }
        let sorts = all();
        match did_you_mean(name, sorts.iter().map(|sort| sort.name())) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`diatonic reference existing` tells what can be looked up".to_owned(),
        }
    })
}

/// How many of the names behind `existing` are that of a sort: one for a type of AWS's registry and for a sort without
/// a service, and otherwise two.
pub fn length_of_name(names: &[&str]) -> usize {
    match names {
        [first, ..] if first.contains("::") || known(first).is_some() => 1,
        _ => 2,
    }
}

fn known(name: &str) -> Option<&'static dyn Sort> {
    let known = SORTS.read().unwrap_or_else(PoisonError::into_inner).get(name).copied();
    if known.is_some() {
        return known;
    }
    let sort: &'static dyn Sort = match name == terraform_state::SORT.name() {
        true => &terraform_state::SORT,
        false => Box::leak(Box::new(KindSort::new(registry::find(name)?))),
    };
    let mut sorts = SORTS.write().unwrap_or_else(PoisonError::into_inner);
    Some(*sorts.entry(name.to_owned()).or_insert(sort))
}
