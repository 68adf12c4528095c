//! How long specs take to compile, and how much memory: of any size, with and without references.
//!
//! ```console
//! $ cargo bench --workspace --bench compile --profile dev -- 1000 10000
//! ```

use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use compiler::{Options, compile};
use engine::graph;

/// Log groups that each policy names.
const NAMED: usize = 60;

fn main() {
    kinds::register();
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    for size in sizes {
        measure(&format!("{size} log groups"), &plain(size));
        let policies = size / NAMED;
        measure(&format!("{policies} policies that name {NAMED} each"), &references(policies));
        measure(&format!("{size} blocks of one instance"), &instances(size));
    }
}

/// Compiles a spec, and prints what that took. Memory is the most that the process has had by then, so of several sizes
/// the last tells most.
fn measure(what: &str, spec: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    for inner in ["specs", "environments"] {
        std::fs::create_dir(folder.path().join(inner)).expect("a folder");
    }
    let environment = "account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";
    write(folder.path(), "environments/dev.yaml", environment);
    write(folder.path(), "specs/all.yaml", spec);
    let options = Options {
        root: folder.path().to_owned(),
        environment: "dev".to_owned(),
        ..Options::default()
    };
    let start = Instant::now();
    let stack = match compile(&options) {
        Ok(stack) => stack,
        Err(failure) => panic!("{what}: {:?}", failure.diagnostics.first()),
    };
    let compiled = start.elapsed();
    let graph = graph::build(&stack).expect("a graph");
    let edges: usize = graph.edges.values().map(Vec::len).sum();
    println!(
        "{what:40} {:7.3} s, graph {:7.3} s, {edges} edges, {} MB at most",
        compiled.as_secs_f64(),
        (start.elapsed() - compiled).as_secs_f64(),
        peak().unwrap_or_default()
    );
}

fn write(root: &Path, file: &str, text: &str) {
    std::fs::write(root.join(file), text).expect("a file");
}

/// The most memory that this process has had, in MB, where the system tells.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// So many log groups, each with what a spec says of it.
fn groups(size: usize, said: impl Fn(usize) -> String) -> String {
    let mut spec = "logs.log_group:\n".to_owned();
    for number in 0..size {
        let _ = writeln!(spec, "  g{number}: {{ {} }}", said(number));
    }
    spec
}

fn plain(size: usize) -> String {
    groups(size, |number| format!("name: /shop/g{number}, retention_days: 30, tags: {{ team: a }}"))
}

fn references(size: usize) -> String {
    let mut spec = groups(1000, |number| format!("name: g{number}"));
    spec.push_str("iam.policy:\n");
    for policy in 0..size {
        let _ = writeln!(
            spec,
            "  p{policy}:\n    document:\n      Version: \"2012-10-17\"\n      Statement:\n        - \
             Effect: Allow\n          Action: logs:PutLogEvents\n          Resource:"
        );
        for named in 0..NAMED {
            let number = (policy * 7 + named) % 1000;
            let _ = writeln!(spec, "            - ${{logs.log_group.g{number}.arn}}");
        }
    }
    spec
}

fn instances(size: usize) -> String {
    groups(size, |number| format!("for_each: [one], name: \"/shop/g{number}/${{each.key}}\""))
}
