//! The object at an address: AWS's name for it, and where it is.

use super::Failure;
use super::storage::read_state;
use compiler::{Address, Resource, Stack};
use kind::{AnyKind, registry};
use language::diagnostic::did_you_mean;
use language::value::unknown;

/// An object by its id.
pub(super) struct Named<'a> {
    pub kind: &'static dyn AnyKind,
    pub id: String,
    pub region: String,
    /// Where it comes from, if it is still in the specs.
    pub resource: Option<&'a Resource>,
}

/// The object at an address, as it follows from its spec, or else as the state has it.
///
/// # Errors
/// There is none of this address, or none yet; or the state cannot be read.
pub(super) async fn named<'a>(stack: &'a Stack, address: &Address) -> Result<Named<'a>, Failure> {
    let kind = registry::find(&address.kind).ok_or_else(|| missing(stack, address))?;
    let resource = stack.resources.get(address);
    if let Some(resource) = resource
        && let Some(id) = resource.prediction.id.clone().filter(|id| !unknown::in_text(id))
    {
        let region = resource.place.region.clone();
        return Ok(Named { kind, id, region, resource: Some(resource) });
    }
    let state = read_state(stack).await?;
    match state.resources.get(address) {
        Some(entry) => {
            let (id, region) = (entry.id.clone(), entry.region.clone());
            Ok(Named { kind, id, region, resource })
        }
        None if resource.is_some() => {
            Err(Failure::Usage(format!("`{address}` has no id yet: `diatonic apply` creates it")))
        }
        None => Err(missing(stack, address)),
    }
}

/// What is wrong with an address that nothing has.
pub(super) fn missing(stack: &Stack, address: &Address) -> Failure {
    let known: Vec<String> = stack.resources.keys().map(ToString::to_string).collect();
    let meant = did_you_mean(&address.to_string(), known.iter().map(String::as_str));
    let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
    Failure::Usage(format!("there is no resource `{address}`{meant}"))
}
