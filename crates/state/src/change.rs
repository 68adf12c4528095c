//! What of a state has changed, and how it is since.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{Entry, Intent, State};
use compiler::Address;
use language::value::Value;

/// What a state says of some of its parts from some moment on.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Change {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    addresses: BTreeMap<Address, Known>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stack: Option<Stack>,
}

/// All that it says of an address.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<Entry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    intent: Option<Intent>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<Intent>,
}

/// All that it says of the stack as a whole.
#[derive(Debug, Serialize, Deserialize)]
struct Stack {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    writer: Option<String>,
    #[serde(default)]
    outputs: BTreeMap<String, Option<Value>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    reads: BTreeMap<String, Option<String>>,
}

impl Change {
    /// How a state is now at some addresses and, if so wanted, as a whole.
    pub(crate) fn of(state: &State, addresses: &BTreeSet<Address>, with_stack: bool) -> Self {
        let known = |address: &Address| Known {
            entry: state.resources.get(address).cloned(),
            intent: state.intents.get(address).cloned(),
            doubts: state.doubts.get(address).cloned().unwrap_or_default(),
        };
        Self {
            addresses: addresses.iter().map(|one| (one.clone(), known(one))).collect(),
            stack: with_stack.then(|| Stack {
                account: state.account.clone(),
                writer: state.writer.clone(),
                outputs: state.outputs.clone(),
                reads: state.reads.clone(),
            }),
        }
    }

    /// Makes a state say the same.
    pub(crate) fn apply(self, state: &mut State) {
        for (address, Known { entry, intent, doubts }) in self.addresses {
            put(&mut state.resources, &address, entry);
            put(&mut state.intents, &address, intent);
            put(&mut state.doubts, &address, Some(doubts).filter(|doubts| !doubts.is_empty()));
        }
        if let Some(Stack { account, writer, outputs, reads }) = self.stack {
            (state.account, state.writer) = (account, writer);
            (state.outputs, state.reads) = (outputs, reads);
        }
    }
}

fn put<T>(map: &mut BTreeMap<Address, T>, address: &Address, value: Option<T>) {
    match value {
        Some(value) => drop(map.insert(address.clone(), value)),
        None => drop(map.remove(address)),
    }
}
