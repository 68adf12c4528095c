//! What a plan would do, and what it refuses.

mod consequences;
mod drift;
mod identity;
mod moved;
mod ownership;
mod protection;
mod secrets;
mod targets;
mod write_back;
