//! Where references find the outputs of resources.

use std::collections::BTreeMap;

use super::fields::{Fields, Predicted};
use super::resource::Resource;
use crate::address::Address;
use language::expression::Problem;
use language::value::{Value, pending};

/// Where the outputs of resources come from: predictions, live objects, or both.
pub trait OutputSource {
    /// An output's value; `Ok(None)` where AWS has yet to invent it.
    ///
    /// # Errors
    /// Why it cannot be told.
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem>;

    /// Whether resources can be referred to at all.
    ///
    /// # Errors
    /// Why not.
    fn available(&self) -> Result<(), Problem> {
        Ok(())
    }

    /// Whether nothing is known of resources yet, not even which there are. What refers to them is
    /// [pending], and evaluated again.
    fn comes_later(&self) -> bool {
        false
    }
}

/// What is known offline.
impl OutputSource for BTreeMap<Address, Resource> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        Ok(self.get(address).and_then(|resource| {
            predicted(address, output, &resource.identity, &resource.prediction)
        }))
    }
}

/// What is predicted of an output. Where nothing could be, as what decides it is pending, so is the output.
pub fn predicted(
    address: &Address,
    output: &str,
    identity: &Fields<Value>,
    prediction: &Predicted,
) -> Option<Value> {
    match prediction.outputs.get(output) {
        Some(value) => value.clone().map(Value::String),
        None => identity
            .values()
            .any(pending::in_value)
            .then(|| pending::value(&format!("{address}.{output}"))),
    }
}

/// Where resources cannot be referred to, as what they decide comes before them.
pub struct NoOutputs;

impl OutputSource for NoOutputs {
    fn output(&self, address: &Address, _: &str) -> Result<Option<Value>, Problem> {
        Err(Problem::new(format!("`{address}` cannot be referred to here")))
    }

    fn available(&self) -> Result<(), Problem> {
        Err(Problem::new("a resource cannot be referred to here")
            .why("this decides what exists, before anything does")
            .help(Some(
                "use variables, locals and `env.`; `depends_on` takes an address as it is, without \
                 `${ }`"
                    .to_owned(),
            )))
    }
}

/// Where resources may be referred to in values that are evaluated later.
pub struct DeferredOutputs;

impl OutputSource for DeferredOutputs {
    fn output(&self, _: &Address, _: &str) -> Result<Option<Value>, Problem> {
        Ok(None)
    }

    fn comes_later(&self) -> bool {
        true
    }
}
