//! What expressions may name, for who completes them.

use super::Stack;
use crate::address::Address;
use crate::model::{GroupOf, Referable};
use language::value::pending;

impl Stack {
    /// The resources and components that expressions of the specs may name. What stands inside a component is none of
    /// them, and neither is an instance whose key AWS decides.
    pub fn referable(&self) -> impl Iterator<Item = Referable> {
        let groups = self.names.modules.root().groups.iter();
        groups.flat_map(|(kind, name, group)| {
            let outputs: Vec<String> = match &group.of {
                GroupOf::Kind(of) => of.outputs().iter().map(|field| field.name.clone()).collect(),
                GroupOf::Component(of, _) => of.declarations.outputs.keys().cloned().collect(),
            };
            let keys = group.instances().into_iter();
            let keys = keys.filter(|key| !key.is_some_and(pending::in_text));
            keys.map(move |key| Referable {
                name: Address::new(kind, name, key).to_string(),
                outputs: outputs.clone(),
            })
        })
    }
}
