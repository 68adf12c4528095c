//! Whatever fails, nothing is lost: each call of a run fails once in each way that a call can fail, and
//! the process dies at each call. Then the next run converges, and an independent client counts exactly
//! one of every object. [How it works](../../docs/emulators.md#the-fault-suite)
//!
//! The platform's core, the real binary, ministack, and a proxy between them.

#[path = "../shared/connection.rs"]
mod connection;
#[path = "../shared/project.rs"]
mod project;
#[path = "../shared/proxy/mod.rs"]
mod proxy;
#[path = "../shared/random.rs"]
mod random;
#[path = "../shared/scripted.rs"]
mod scripted;
#[path = "../shared/witness.rs"]
mod witness;

mod added;
mod answers;
mod cases;
mod director;
mod endpoints;
mod imports;
mod moves;
mod rates;
mod retries;
mod rollouts;
mod rounds;
mod sweep;
mod timeouts;
mod transient_errors;
mod world;

/// Tests have every kind.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
}
