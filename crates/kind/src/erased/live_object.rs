//! Objects as they were read, without their types.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use language::value::{Shared, Value};

/// What an object gives to those that refer to it, by name; nothing for what it does not have.
pub type OutputValues = BTreeMap<String, Option<String>>;

/// An object as it was read, or as somebody says that it is. Stages that pass it on share it: a clone costs nothing.
#[derive(Clone)]
pub struct LiveObject {
    pub spec: Shared<Value>,
    pub outputs: Shared<OutputValues>,
    /// What the kind has read, where it was read, and when.
    read: Option<(Arc<dyn Any + Send + Sync>, Instant)>,
}

impl LiveObject {
    /// An object that nobody has read.
    pub fn new(spec: impl Into<Shared<Value>>, outputs: impl Into<Shared<OutputValues>>) -> Self {
        Self { spec: spec.into(), outputs: outputs.into(), read: None }
    }

    /// An object that was read; `read` is what its kind has read.
    pub fn read<L: Send + Sync + 'static>(spec: Value, outputs: OutputValues, read: L) -> Self {
        Self { read: Some((Arc::new(read), Instant::now())), ..Self::new(spec, outputs) }
    }

    /// How long ago its kind has read it; nothing where it has not.
    pub fn age(&self) -> Option<Duration> {
        self.read.as_ref().map(|(_, time)| time.elapsed())
    }

    /// What was read, in its type.
    pub fn typed<L: Send + Sync + 'static>(&self) -> Option<&L> {
        self.read.as_ref()?.0.downcast_ref()
    }
}

/// An object that nobody has read, by its spec alone.
impl From<Value> for LiveObject {
    fn from(spec: Value) -> Self {
        Self::new(spec, OutputValues::new())
    }
}

/// The same of a spec that others hold as well.
impl From<Shared<Value>> for LiveObject {
    fn from(spec: Shared<Value>) -> Self {
        Self::new(spec, OutputValues::new())
    }
}

impl PartialEq for LiveObject {
    fn eq(&self, other: &Self) -> bool {
        (&self.spec, &self.outputs) == (&other.spec, &other.outputs)
    }
}

impl fmt::Debug for LiveObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { spec, outputs, .. } = self;
        f.debug_struct("LiveObject").field("spec", spec).field("outputs", outputs).finish()
    }
}
