//! The outputs of objects as far as a plan knows them.

use std::collections::BTreeSet;

use super::decide::current_and_leftover;
use crate::observe::Observation;
use compiler::{Address, Evaluation, OutputSource, Stack};
use language::expression::Problem;
use language::value::{Path, Value};

/// Objects that change or are recreated, and outputs that get new values from AWS.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Recreated {
    pub changed: BTreeSet<Address>,
    pub objects: BTreeSet<Address>,
    pub outputs: BTreeSet<(Address, String)>,
}

impl Recreated {
    /// Whether a spec comes to something else by what is in this set.
    pub fn concerns(&self, evaluation: &Evaluation) -> bool {
        let mut references = evaluation.references.iter();
        let mut secrets = evaluation.secrets.keys();
        references.any(|reference| self.contains(&reference.to, reference.output))
            || secrets.any(|secret| self.may_renew(evaluation, secret))
    }

    /// Whether the secret of a field may be another once the run has changed what the field refers to.
    pub fn may_renew(&self, evaluation: &Evaluation, secret: &Path) -> bool {
        let mut references = evaluation.references_to_secret(secret);
        references.any(|reference| self.changed.contains(&reference.to))
    }

    pub fn contains(&self, address: &Address, output: &str) -> bool {
        self.objects.contains(address)
            || self.outputs.contains(&(address.clone(), output.to_owned()))
    }

    /// What is in this set and in no other.
    pub fn beyond(&self, other: &Recreated) -> Self {
        Self {
            changed: &self.changed - &other.changed,
            objects: &self.objects - &other.objects,
            outputs: &self.outputs - &other.outputs,
        }
    }

    pub fn is_empty(&self) -> bool {
        let Self { changed, objects, outputs } = self;
        changed.is_empty() && objects.is_empty() && outputs.is_empty()
    }

    /// Adds those of another set.
    pub fn extend(&mut self, other: Recreated) {
        self.changed.extend(other.changed);
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
