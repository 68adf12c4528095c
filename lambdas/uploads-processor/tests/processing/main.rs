//! The function, told of files and of uploads that have expired: over tables and files in memory, and over an emulator.

mod emulator;
mod expiry;
mod failures;
mod keeping;
mod process;
mod rejecting;
mod repeats;
mod world;
