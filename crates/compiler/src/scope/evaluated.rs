//! What was evaluated under a name, to be evaluated once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::trace::Trace;
use language::expression::{Problem, size};
use language::value::Value;

/// What was evaluated under a name.
pub struct Evaluated {
    pub value: Result<Arc<Value>, Problem>,
    pub trace: Trace,
    /// How many others it is behind, at the most.
    pub depth: usize,
}

/// What one scope has evaluated.
#[derive(Default)]
pub struct Memory {
    pub known: BTreeMap<String, Arc<Evaluated>>,
    /// What is being evaluated, to tell a circle; with the depth of what it needs.
    pub under_way: Vec<(String, usize)>,
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
        *held += evaluated.value.as_ref().map_or(0, |value| size(value));
        if *held > MOST_HELD {
            return Err(Problem::new("the locals exceed the size limit")
                .why(format!("all together may take {MOST_HELD} steps: values, and text")));
        }
        known.insert(name.to_owned(), evaluated.clone());
        Ok(())
    }
}
