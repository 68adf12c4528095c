//! What a plan would do, and what it refuses.

mod drift;
mod moved;
mod ownership;
mod protection;
mod secrets;
mod targets;
