//! Whatever fails, nothing is lost: each call of a run fails once in each way that a call can fail, and
//! the process dies at each call. Then the next run converges, and an independent client counts exactly
//! one of every object. [How it works](../../docs/emulators.md#the-fault-suite)
//!
//! The platform's core, the real binary, ministack, and a proxy between them.

#[path = "../shared/proxy/mod.rs"]
mod proxy;

mod cases;
mod director;
mod random;
mod rounds;
mod sweep;
mod witness;
mod world;
