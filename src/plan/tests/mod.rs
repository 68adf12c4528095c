//! What a plan would do, and what it refuses.

mod drift;
mod ownership;
mod protection;
mod secrets;
mod targets;
