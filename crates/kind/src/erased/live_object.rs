//! Objects as they were read, without their types.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use language::value::Value;

/// An object as it was read, or as somebody says that it is.
#[derive(Clone)]
pub struct LiveObject {
    pub spec: Value,
    pub outputs: BTreeMap<String, Option<String>>,
    /// What the kind has read, where it was read, and when.
    read: Option<(Arc<dyn Any + Send + Sync>, Instant)>,
}

impl LiveObject {
    /// An object that nobody has read.
    pub fn new(spec: Value, outputs: BTreeMap<String, Option<String>>) -> Self {
        Self { spec, outputs, read: None }
    }

    /// An object that was read; `read` is what its kind has read.
    pub fn read<L: Send + Sync + 'static>(
        spec: Value,
        outputs: BTreeMap<String, Option<String>>,
        read: L,
    ) -> Self {
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
        Self::new(spec, BTreeMap::new())
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
