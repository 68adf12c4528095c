//! The function against a real emulator, called as Lambda's runtime calls it. What counts is what
//! the tables hold afterwards.

mod failures;
mod platform;
mod process;
mod profiles;
mod records;
