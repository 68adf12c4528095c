//! Arbitrary bytes as a spec and as an environment.

#![no_main]

mod entry;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entry::compile(bytes));
