//! What an apply leaves in the cloud.

mod cycles;
mod death;
mod doubt;
mod failure;
mod laws;
mod lifecycle;
mod moves;
mod order;
mod owners;
mod parents;
