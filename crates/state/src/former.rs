//! States of versions before format 3, which called a stack `<project>-<environment>`: another stack may have
//! been called so as well.

use serde::Deserialize;

use crate::error::StateError;
use crate::storage::Storage;
use compiler::Identity;

/// Whether a state whose text another stack may have had as well is this stack's. The newest record beside it tells
/// the environment; where there is none, the place must bear its name, as the default one does.
///
/// # Errors
/// The records cannot be read.
pub(super) async fn is_ours(
    storage: &dyn Storage,
    identity: &Identity,
) -> Result<bool, StateError> {
    #[derive(Deserialize)]
    struct Head {
        environment: String,
    }
    let records = storage.list("runs").await?;
    if let Some(newest) = records.last()
        && let Some(stored) = storage.read(newest).await?
        && let Ok(head) = serde_json::from_slice::<Head>(&stored.bytes)
    {
        return Ok(head.environment == identity.environment());
    }
    let location = storage.location("state.json");
    let place = location.rsplit(['/', '\\']).nth(1);
    Ok(place == Some(identity.environment()))
}
