//! Whatever is in files, compiling ends in a stack or in errors that can be shown.

use compiler::compile_in_memory;
use diatonic::report;
use proptest::prelude::*;

use crate::{PROJECT, options};

fn compile(environment: &[u8], spec: &[u8]) {
    if let Err(failure) = compile_in_memory(&options(&[]), environment, &[("a.yaml", spec)]) {
        report::diagnostics::render(&failure.sources, failure.diagnostics);
    }
}

proptest! {
    #[test]
    fn any_bytes_end_in_a_stack_or_in_errors(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        compile(PROJECT.as_bytes(), &bytes);
        compile(&bytes, b"");
    }

    #[test]
    fn any_text_ends_in_a_stack_or_in_errors(text in any::<String>(), name in "\\PC{0,20}") {
        compile(PROJECT.as_bytes(), text.as_bytes());
        let block = format!("logs.log_group:\n  a:\n    name: {text}\n    {name}: {text}\n");
        compile(PROJECT.as_bytes(), block.as_bytes());
        compile(format!("account: {text}\nregion: '{name}'\n").as_bytes(), b"");
    }
}
