//! Stands at the proxy: knows each call of a run by its number, and lets happen to it what is to happen.

use std::collections::BTreeMap;
use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::cases::{Fault, Moment, Occurrence, Trouble};
use crate::proxy::{Call, Treatment, refusal};

/// What is to happen in the run at hand, and what has. Clones are the same.
#[derive(Clone, Default)]
pub struct Director {
    script: Arc<Mutex<Script>>,
    /// The run at hand, for who is to end it.
    pub process: Arc<Mutex<Option<Child>>>,
}

#[derive(Default)]
struct Script {
    troubles: Vec<Trouble>,
    calls: Vec<Occurrence>,
    counts: BTreeMap<String, usize>,
    /// What has come to pass.
    happened: Vec<Trouble>,
}

impl Director {
    /// Starts counting over, and has this happen.
    pub fn begin(&self, troubles: Vec<Trouble>) {
        *self.script() = Script { troubles, ..Script::default() };
    }

    /// Has nothing more happen; gives the calls so far, and what has happened.
    pub fn end(&self) -> (Vec<Occurrence>, Vec<Trouble>) {
        let script = std::mem::take(&mut *self.script());
        (script.calls, script.happened)
    }

    /// The rule of the proxy.
    pub fn treat(&self, call: &Call) -> Treatment {
        let Some(trouble) = self.script().next(call) else {
            return Treatment::Forward;
        };
        match trouble {
            Trouble::Fails(Fault::Failure, _) => Treatment::Answer(refusal::failure(call)),
            Trouble::Fails(Fault::Throttle, _) => Treatment::Answer(refusal::throttle(call)),
            Trouble::Fails(Fault::DropBefore, _) => Treatment::DropBefore,
            Trouble::Fails(Fault::DropAfter, _) => Treatment::DropAfter,
            Trouble::Fails(Fault::Timeout, _) => Treatment::NeverAnswer,
            Trouble::Dies(Moment::Before, _) | Trouble::DiesAt(Moment::Before, _) => {
                kill(&self.process);
                Treatment::DropBefore
            }
            Trouble::Dies(Moment::After, _) | Trouble::DiesAt(Moment::After, _) => {
                let process = self.process.clone();
                Treatment::Afterwards(Arc::new(move || kill(&process)))
            }
        }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Script {
    /// Counts a call, and gives what is to happen to it.
    fn next(&mut self, call: &Call) -> Option<Trouble> {
        let operation = format!("{} {}", call.service, call.operation);
        let number = self.counts.entry(operation.clone()).or_default();
        *number += 1;
        let number = *number;
        let occurrence = Occurrence { operation, number };
        let total = self.calls.len() + 1;
        let is_due = |trouble: &&Trouble| match trouble {
            Trouble::Fails(_, call) | Trouble::DiesAt(_, call) => *call == occurrence,
            Trouble::Dies(_, number) => *number == total,
        };
        let due = self.troubles.iter().find(is_due).cloned();
        self.calls.push(occurrence);
        self.happened.extend(due.clone());
        due
    }
}

/// SIGKILL: the process does nothing any more.
fn kill(process: &Mutex<Option<Child>>) {
    let mut process = process.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(child) = process.as_mut() {
        let _ = child.kill();
    }
}
