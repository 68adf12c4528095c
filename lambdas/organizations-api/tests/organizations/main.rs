//! The function, called as API Gateway calls it: over tables and users in memory, and over an emulator.

mod emulator;
mod invitations;
mod me;
mod members;
mod organizations;
mod process;
mod users;
mod world;
