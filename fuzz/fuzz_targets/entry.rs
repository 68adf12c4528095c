//! What must survive any input: reading, compiling, the graph, and the errors as users see them.

use compiler::{Options, Stack, compile_in_memory};
use diatonic::report;
use engine::graph;

const ENVIRONMENT: &[u8] = b"account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";
const SPEC: &[u8] = b"variables:\n  days: { type: number, default: 7 }\nlogs.log_group:\n  api: { retention_days: \"${var.days}\" }\n";

/// Compiles the bytes as a spec, and as an environment.
pub fn compile(bytes: &[u8]) {
    compile_files(ENVIRONMENT, bytes);
    compile_files(bytes, SPEC);
}

fn compile_files(environment: &[u8], spec: &[u8]) {
    let options = Options {
        // Expressions read files: here there are none.
        root: "/nowhere".into(),
        environment: "dev".to_owned(),
        ..Options::default()
    };
    match compile_in_memory(&options, environment, &[("specs/app.yaml", spec)]) {
        Ok(stack) => draw(&stack),
        Err(failure) => {
            let text = report::diagnostics::render(&failure.sources, failure.diagnostics);
            assert!(text.contains("error"), "a failure says what is wrong");
        }
    }
}

fn draw(stack: &Stack) {
    match graph::build(stack) {
        Ok(graph) => {
            let part = report::graph::Part::whole(stack, &graph);
            report::graph::dot(&part);
            report::graph::mermaid(&part);
            report::graph::svg(&part);
            report::graph::html(&part);
        }
        Err(diagnostics) => {
            report::diagnostics::render(&stack.sources, diagnostics);
        }
    }
}
