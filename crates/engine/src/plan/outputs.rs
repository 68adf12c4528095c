//! The outputs of objects as far as a plan knows them.

use std::collections::BTreeSet;

use super::decide::current_and_leftover;
use crate::observe::Observation;
use compiler::{Address, OutputSource, Stack};
use language::expression::Problem;
use language::value::Value;

/// Objects that are recreated, and outputs that get new values from AWS.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Recreated {
    pub objects: BTreeSet<Address>,
    pub outputs: BTreeSet<(Address, String)>,
}

impl Recreated {
    pub fn contains(&self, address: &Address, output: &str) -> bool {
        self.objects.contains(address)
            || self.outputs.contains(&(address.clone(), output.to_owned()))
    }

    /// Adds those of another set.
    pub fn extend(&mut self, other: Recreated) {
        self.objects.extend(other.objects);
        self.outputs.extend(other.outputs);
    }
}

/// What is live where it stays, what is predicted elsewhere.
pub(super) struct PlannedOutputs<'a> {
    pub stack: &'a Stack,
    pub observation: &'a Observation,
    pub recreated: &'a Recreated,
}

impl OutputSource for PlannedOutputs<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        let found = self.observation.get(address).and_then(|found| current_and_leftover(found).0);
        match found {
            Some(current) if !self.recreated.contains(address, output) => {
                let value = current.live.outputs.get(output).cloned().flatten();
                Ok(Some(value.map_or(Value::Null, Value::String)))
            }
            _ => self.stack.resources.output(address, output),
        }
    }
}
