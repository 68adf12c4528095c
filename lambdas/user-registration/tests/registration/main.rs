//! The function, called as Lambda's runtime calls it: over a backend that fails where a test wants
//! it to, and over a real emulator.

mod calls;
mod emulator;
mod fake;
mod platform;
mod process;
mod steps;
