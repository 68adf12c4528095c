//! What an apply leaves in the cloud.

mod crashes;
mod cycles;
mod doubt;
mod failure;
mod hosts;
mod lifecycle;
mod moves;
mod neighbours;
mod order;
mod owners;
mod parents;
mod properties;
