//! Arbitrary bytes as a spec and as an environment.

#![no_main]

mod entry;

libfuzzer_sys::fuzz_target!(init: kinds::register(), |bytes: &[u8]| entry::compile(bytes));
