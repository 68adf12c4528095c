//! An object whose spec is to be written.

use std::collections::BTreeSet;

use kind::{AnyKind, LiveObject, Place, Prediction};
use language::value::{Object, Path};

/// An object to write the spec of.
pub struct Subject {
    pub kind: &'static dyn AnyKind,
    /// AWS's name for it.
    pub id: String,
    pub place: Place,
    pub live: LiveObject,
    /// Its logical name; where there is none, it follows from the physical one.
    pub name: Option<String>,
    /// Fields that hold secrets, besides those of which the kind says so.
    pub sensitive: BTreeSet<Path>,
    /// What its owner has called it so far, where that is known. It serves where the physical name is long.
    pub suggested_name: Option<String>,
    /// Other objects that it is known to refer to, by kind and id: a text that is one of their names is not a
    /// coincidence.
    pub needs: BTreeSet<(&'static str, String)>,
}

impl Subject {
    /// What of an object follows from its identity.
    pub(super) fn prediction(&self) -> Prediction {
        let fields = self.kind.identity_fields().iter();
        let identity: Object = fields
            .filter_map(|field| Some((field.clone(), self.live.spec.get(field)?.clone())))
            .collect();
        let predicted = self.kind.predict(&identity.into(), &self.place);
        predicted.unwrap_or_default()
    }
}
