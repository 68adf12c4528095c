//! What is known of resources without asking AWS.

use std::collections::BTreeMap;

use compiler::{Address, OutputSource, Stack};
use language::expression::Problem;
use language::value::{Value, unknown};

/// What is predicted, and what AWS had invented when the declared outputs were last recorded.
pub(super) struct KnownOutputs<'a> {
    stack: &'a Stack,
    /// By the reference: `cognito.user_pool.main.id`.
    recorded: BTreeMap<String, Value>,
}

impl<'a> KnownOutputs<'a> {
    /// What is predicted alone.
    pub(super) fn offline(stack: &'a Stack) -> Self {
        Self { stack, recorded: BTreeMap::new() }
    }

    /// With the outputs that a state has recorded. A declared output that is nothing but a reference tells what that
    /// leads to.
    pub(super) fn new(stack: &'a Stack, recorded: &BTreeMap<String, Option<Value>>) -> Self {
        // What has no value is told where it is asked for.
        let declared = stack.outputs(&stack.resources).unwrap_or_default();
        let known = declared.iter().filter_map(|(name, value)| {
            let text = value.as_ref()?.as_str().filter(|text| unknown::is_whole(text))?;
            let recorded = recorded.get(name)?.clone()?;
            Some((unknown::leading(text)?.to_owned(), recorded))
        });
        Self { stack, recorded: known.collect() }
    }
}

impl OutputSource for KnownOutputs<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        let predicted = self.stack.resources.output(address, output)?;
        Ok(predicted.or_else(|| self.recorded.get(&format!("{address}.{output}")).cloned()))
    }
}
