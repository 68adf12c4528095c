//! A cloud in memory with kinds of its own, so that the engine can be tried on everything that
//! AWS does: calls that fail, answers that get lost, reads that lag, and a process that dies at any
//! moment.

mod child;
mod cloud;
mod lifetime;
mod memory;
mod object;
mod parent;
mod setting;
mod world;

pub use child::FakeChild;
pub use cloud::{Fault, Object, Operation};
pub use object::FakeObject;
pub use parent::FakeParent;
pub use setting::FakeSetting;
pub use world::{World, outcomes, steps};

use std::sync::LazyLock;

use kind::{AnyKind, Typed, registry};

/// Makes the cloud's kinds known to the program.
pub fn register() {
    static ALL: LazyLock<[Box<dyn AnyKind>; 4]> = LazyLock::new(|| {
        [
            Box::new(Typed::<FakeChild>::new()),
            Box::new(Typed::<FakeSetting>::new()),
            Box::new(Typed::<FakeObject>::new()),
            Box::new(Typed::<FakeParent>::new()),
        ]
    });
    registry::register(ALL.iter().map(AsRef::as_ref));
}
