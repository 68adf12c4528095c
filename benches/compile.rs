//! What `validate` takes of the machine for specs of many sizes and mixes.
//!
//! ```console
//! $ cargo bench --workspace --bench compile -- 1000 10000
//! ```
//!
//! measures these sizes alone. `DIATONIC_PROGRAM` names another build than the one of the bench.

#[path = "../tests/shared/consumption.rs"]
mod consumption;
#[path = "../tests/shared/project.rs"]
mod project;

use std::fmt::Write;

use project::TestProject;

/// Resources of each size.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// ARNs that each role names, where roles are what is measured.
const NAMED: usize = 100;

/// The largest of the mixes that are measured as a share of a size, in resources.
const LARGEST_MIX: usize = 30_000;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    measure("no resource", vec![String::new()]);
    for size in sizes {
        measure(&format!("{size} log groups"), vec![groups(0..size)]);
        measure(&format!("{size} in 50 files"), in_files(size));
        measure(&format!("{size} by for_each"), vec![instances(size)]);
        let size = size.min(LARGEST_MIX);
        measure(&format!("{size}, each depends_on the one before"), vec![chain(size)]);
        measure(&format!("{size} pools and functions in cycles"), vec![cycles(size / 2)]);
        let roles = size.min(2_900);
        measure(
            &format!("{roles} roles that name {NAMED} ARNs each"),
            vec![roles_with_arns(roles)],
        );
    }
}

/// Has specs validated, and prints what that took.
fn measure(what: &str, specs: Vec<String>) {
    let mut project = TestProject::new().file("code/main.py", "");
    for (number, spec) in specs.iter().enumerate() {
        project = project.raw_file(&format!("specs/s{number}.yaml"), spec.as_bytes());
    }
    let (output, consumption) =
        consumption::watched(&mut project.command(&["validate", "--env", "dev"]));
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    println!("{what:42} {consumption}");
}

/// Log groups, each with what a spec usually says of it.
fn groups(numbers: std::ops::Range<usize>) -> String {
    section("logs.log_group", numbers, |number| {
        format!("{{ name: /shop/g{number}, retention_days: 30, tags: {{ team: a }} }}")
    })
}

fn in_files(size: usize) -> Vec<String> {
    let each = size / 50;
    (0..50).map(|file| groups(file * each..(file + 1) * each)).collect()
}

fn instances(size: usize) -> String {
    let names: Vec<String> = (0..size).map(|number| format!("g{number}")).collect();
    format!(
        "logs.log_group:\n  group:\n    for_each: [{}]\n    name: /shop/${{each.value}}\n    \
         retention_days: 30\n",
        names.join(", ")
    )
}

fn chain(size: usize) -> String {
    section("logs.log_group", 0..size, |number| match number.checked_sub(1) {
        Some(before) => {
            format!("{{ name: g{number}, depends_on: [logs.log_group.r{before}] }}")
        }
        None => format!("{{ name: g{number} }}"),
    })
}

/// A pool that calls a function which knows the pool, again and again.
fn cycles(pairs: usize) -> String {
    let pools = section("cognito.user_pool", 0..pairs, |number| {
        format!(
            "{{ name: p{number}, triggers: {{ pre_sign_up: \"${{lambda.function.r{number}.arn}}\" }} }}"
        )
    });
    let functions = section("lambda.function", 0..pairs, |number| {
        format!(
            "{{ name: f{number}, code: {{ folder: code }}, runtime: python3.13, handler: main.handler, \
             role: \"arn:aws:iam::123456789012:role/functions\", \
             environment: {{ POOL: \"${{cognito.user_pool.r{number}.id}}\" }}, permissions: {{ pool: {{ \
             principal: cognito-idp.amazonaws.com, source_arn: \"${{cognito.user_pool.r{number}.arn}}\" }} }} }}"
        )
    });
    pools + &functions
}

fn roles_with_arns(roles: usize) -> String {
    let groups = groups(0..1_000);
    let roles = section("iam.role", 0..roles, |number| {
        let arns = (0..NAMED).map(|named| (number * 7 + named) % 1_000);
        let arns: Vec<String> =
            arns.map(|group| format!("\"${{logs.log_group.r{group}.arn}}\"")).collect();
        format!(
            "{{ name: role{number}, trust_policy: {{ Statement: [{{ Effect: Allow, Principal: {{ Service: \
             lambda.amazonaws.com }}, Action: sts:AssumeRole }}] }}, inline_policies: {{ logs: {{ Statement: [{{ Effect: \
             Allow, Action: logs:PutLogEvents, Resource: [{}] }}] }} }} }}",
            arns.join(", ")
        )
    });
    groups + &roles
}

/// A section of a spec with resources `r0`, `r1` and so on.
fn section(kind: &str, numbers: std::ops::Range<usize>, spec: impl Fn(usize) -> String) -> String {
    let mut section = format!("{kind}:\n");
    for number in numbers {
        let _ = writeln!(section, "  r{number}: {}", spec(number));
    }
    section
}
