//! What a plan would do, and what it refuses.

mod ownership;
mod protection;
mod secrets;
mod targets;
