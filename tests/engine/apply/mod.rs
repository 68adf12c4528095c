//! What an apply leaves in the cloud.

mod cycles;
mod death;
mod doubt;
mod failure;
mod hosts;
mod laws;
mod lifecycle;
mod moves;
mod neighbours;
mod order;
mod owners;
mod parents;
