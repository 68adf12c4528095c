//! The sorts of lookup that there are.

use super::lookup::Sort;
use super::terraform_state;
use language::diagnostic::{did_you_mean, listed};

/// One line a sort.
pub const SORTS: &[Sort] = &[terraform_state::SORT];

/// The sort of a name.
///
/// # Errors
/// There is none: what may be meant, in a sentence.
pub fn sort(name: &str) -> Result<&'static Sort, String> {
    let found = SORTS.iter().find(|sort| sort.name == name);
    found.ok_or_else(|| {
        let names = SORTS.iter().map(|sort| sort.name);
        match did_you_mean(name, names.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("what can be looked up is {}", listed(names)),
        }
    })
}
