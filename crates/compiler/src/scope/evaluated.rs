//! What was evaluated under a name, to be evaluated once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::trace::Trace;
use crate::read::node::Node;
use language::expression::{Problem, size};
use language::value::Value;

/// What was evaluated under a name.
pub struct Evaluated {
    pub value: Result<Arc<Value>, Problem>,
    pub trace: Trace,
    /// How many others it is behind, at most.
    pub depth: usize,
}

/// What one evaluation has evaluated.
#[derive(Default)]
pub struct Memory<'a> {
    pub known: BTreeMap<String, Arc<Evaluated>>,
    /// What is being evaluated, to tell a cycle.
    pub under_way: Vec<UnderWay<'a>>,
}

/// Something that is being evaluated.
pub struct UnderWay<'a> {
    pub named: Named<'a>,
    /// How many others what it needs is behind, at most.
    pub deepest: usize,
}

/// Something that has a name, and its value as it is written.
#[derive(Clone)]
pub struct Named<'a> {
    /// The name with all that leads to it, which nothing else has.
    pub whole: String,
    /// The name by which expressions refer to it.
    pub name: String,
    pub written: &'a Node,
}

/// The locals that look at no resource: they have one value, at whatever stage.
#[derive(Default)]
pub struct Constants(Mutex<(BTreeMap<String, Arc<Evaluated>>, usize)>);

/// The most that all locals may hold together, in the steps that it takes to make them.
const MOST_HELD: usize = 10_000_000;

impl Constants {
    /// What was kept under a name.
    pub fn get(&self, name: &str) -> Option<Arc<Evaluated>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.0.get(name).cloned()
    }

    /// Keeps what was evaluated under a name.
    ///
    /// # Errors
    /// All together hold too much.
    pub fn keep(&self, name: &str, evaluated: &Arc<Evaluated>) -> Result<(), Problem> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, held) = &mut *known;
        if known.contains_key(name) {
            // Two have evaluated it at the same time.
            return Ok(());
        }
        *held += evaluated.value.as_ref().map_or(0, |value| size(value));
        if *held > MOST_HELD {
            return Err(Problem::new("the locals exceed the size limit")
                .why(format!("all together may take {MOST_HELD} steps: values, and text")));
        }
        known.insert(name.to_owned(), evaluated.clone());
        Ok(())
    }
}
