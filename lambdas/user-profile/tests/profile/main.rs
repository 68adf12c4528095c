//! The function, called as Lambda's runtime calls it: over a backend that fails where a test wants
//! it to, and over a real emulator.

mod access;
mod calls;
mod changes;
mod deletion;
mod emulator;
mod fake;
mod process;
