//! The kind that an argument names.

use super::Failure;
use kind::{AnyKind, registry};
use language::diagnostic::suggestion;

/// The kind of a name.
///
/// # Errors
/// There is none, with what may be meant.
pub(super) fn kind_named(name: &str) -> Result<&'static dyn AnyKind, Failure> {
    registry::find(name).ok_or_else(|| {
        if let Some(refused) = registry::refuse(name) {
            return Failure::Usage(format!(
                "there is no kind `{name}`: {}; {}",
                refused.why, refused.help
            ));
        }
        let names = registry::all().into_iter().map(|kind| kind.name());
        let hint = suggestion(name, names);
        let hint = hint.unwrap_or_else(|| "`diatonic reference kinds` tells of all".to_owned());
        Failure::Usage(format!("there is no kind `{name}`; {hint}"))
    })
}
