//! Children of an object, which calls of their own make, change and delete by name.

use std::collections::BTreeMap;
use std::future::Future;

use aws::Result;
use futures_util::{StreamExt, TryStreamExt, stream};

/// Calls about one object that are made side by side. The services whose objects have children that can be written at
/// once take some ten such calls a second, and answer each within one: more would only wait, and refuse each other.
const WIDTH: usize = 10;

/// Makes calls side by side, a few at a time; the first that fails ends it.
pub(crate) async fn side_by_side<T, F>(calls: Vec<F>) -> Result<Vec<T>>
where
    F: Future<Output = Result<T>> + Send,
    T: Send,
{
    stream::iter(calls).buffer_unordered(WIDTH).try_collect().await
}

/// What brings the children of an object from `live` to `wanted`, each in the order of the names.
pub(crate) struct Children<'a, T> {
    pub create: Vec<(&'a String, &'a T)>,
    /// As it is wanted, and as it is.
    pub update: Vec<(&'a String, &'a T, &'a T)>,
    pub delete: Vec<&'a String>,
}

impl<'a, T: PartialEq> Children<'a, T> {
    /// Compares children by their names.
    pub fn of(wanted: &'a BTreeMap<String, T>, live: &'a BTreeMap<String, T>) -> Self {
        let create = wanted.iter().filter(|(name, _)| !live.contains_key(*name)).collect();
        let update = wanted.iter().filter_map(|(name, child)| {
            let is = live.get(name).filter(|is| *is != child)?;
            Some((name, child, is))
        });
        let delete = live.keys().filter(|name| !wanted.contains_key(*name)).collect();
        Self { create, update: update.collect(), delete }
    }
}
