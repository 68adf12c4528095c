//! The outputs of objects while a plan is carried out.

use std::collections::BTreeMap;

use compiler::{Address, OutputSource, Stack};
use kind::OutputValues;
use language::expression::Problem;
use language::value::{Shared, Value};

/// The outputs of objects, by address.
pub type Outputs = BTreeMap<Address, Shared<OutputValues>>;

/// What exists by now, and predictions for what does not.
pub struct CurrentOutputs<'a> {
    pub stack: &'a Stack,
    pub outputs: &'a Outputs,
}

impl OutputSource for CurrentOutputs<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        match self.outputs.get(address).and_then(|outputs| outputs.get(output)) {
            Some(value) => Ok(Some(value.clone().map_or(Value::Null, Value::String))),
            None => self.stack.resources.output(address, output),
        }
    }
}
