//! The engine on a cloud in memory: what it plans, what an apply leaves there, and what is kept of a run.

mod apply;
mod plan;
mod runs;

/// Tests have every kind, those of the fake cloud among them.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    fake_cloud::register();
}
