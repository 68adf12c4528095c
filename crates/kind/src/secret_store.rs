//! Where AWS keeps secrets that specs refer to. As with [kinds](crate::registry), who puts a program together registers
//! the stores, so that the compiler and the engine know none by name.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use futures_util::future::BoxFuture;

use crate::Operations;
use aws::{Aws, Result};
use language::value::Secret;

/// Where secrets are kept, such as Parameter Store.
pub trait SecretStore: Send + Sync {
    /// The key that names a secret of this store: `ssm` in `{ ssm: /shop/token }`.
    fn key(&self) -> &'static str;

    /// What AWS calls one secret of this store: `parameter`.
    fn noun(&self) -> &'static str;

    /// What [`version`](Self::version) and [`read`](Self::read) call. `{name}` in the ARNs is that of the secret.
    fn operations(&self) -> &'static [Operations];

    /// The version that a secret has now, without its text. None where there is no such secret.
    ///
    /// # Errors
    /// The call that failed.
    fn version<'a>(&'a self, aws: &'a Aws, name: &'a str) -> BoxFuture<'a, Result<Option<String>>>;

    /// A version of a secret, or the one that it has now. None where there is no such secret or version.
    ///
    /// # Errors
    /// The call that failed.
    fn read<'a>(
        &'a self,
        aws: &'a Aws,
        name: &'a str,
        version: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Option<SecretVersion>>>;
}

/// One version of a secret.
pub struct SecretVersion {
    pub version: String,
    pub text: Secret,
}

static STORES: RwLock<BTreeMap<&'static str, &'static dyn SecretStore>> =
    RwLock::new(BTreeMap::new());

/// Makes stores known to the program. One that is there already, by its key, stays.
pub fn register(stores: impl IntoIterator<Item = &'static dyn SecretStore>) {
    let mut known = STORES.write().unwrap_or_else(PoisonError::into_inner);
    for store in stores {
        known.entry(store.key()).or_insert(store);
    }
}

/// The keys of the stores that are registered.
pub fn keys() -> impl Iterator<Item = &'static str> {
    let known = STORES.read().unwrap_or_else(PoisonError::into_inner);
    known.keys().copied().collect::<Vec<_>>().into_iter()
}

/// The store of a key, if it is registered.
pub fn store(key: &str) -> Option<&'static dyn SecretStore> {
    STORES.read().unwrap_or_else(PoisonError::into_inner).get(key).copied()
}
