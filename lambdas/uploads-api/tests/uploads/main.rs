//! The function, called as API Gateway calls it, over tables and files in memory; and its executable.

mod deletion;
mod process;
mod reading;
mod tickets;
mod world;
