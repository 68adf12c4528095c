//! How many calls a usual backend takes, by operation: to deploy it, to plan it again, to change a function or a
//! route, and to destroy it; and to take three services over that Terraform has made. The numbers stand in [`calls.txt`](calls.txt), and one call too many fails.
//!
//! The real binary, ministack, and a proxy between them that counts. `cargo xtask bench` measures the time as well.

#[path = "../shared/consumption.rs"]
mod consumption;
#[path = "../shared/project.rs"]
mod project;
#[path = "../shared/proxy/mod.rs"]
mod proxy;

mod adoption;
mod calls;
mod runs;
mod table;
mod workload;

use std::time::Duration;

use runs::{Measured, Runs};
use table::Table;

/// Where the numbers stand.
const BUDGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/budget/calls.txt");

/// The calls of a run over a network that is not an emulator on the same machine.
const LATENCY: Duration = Duration::from_millis(40);

#[test]
fn no_run_makes_more_calls_than_it_has_to() {
    let mut measured = Runs::new("unlimited", Duration::ZERO).all();
    measured.push(adoption::measured(3, Duration::ZERO));
    // Who may call a function is set once the API is there, and the function is there before; so is the API itself before
    // it may log.
    let finished = measured[0].output.matches("step 2 of 2: ").count();
    assert_eq!(finished, workload::FUNCTIONS + 1, "{}", measured[0].output);
    let table = Table::of(&measured);
    if std::env::var("DIATONIC_BUDGET").is_ok_and(|how| how == "write") {
        std::fs::write(BUDGET, table.to_string()).expect("a writable file");
    }
    let budget = std::fs::read_to_string(BUDGET).expect("the budget");
    let budget: Table = budget.parse().expect("a table of calls");
    let excess = table.beyond(&budget);
    assert!(
        excess.is_empty(),
        "{}\n\nthese are now:\n{table}\nIf they are needed: DIATONIC_BUDGET=write cargo test --workspace --test budget",
        excess.join("\n")
    );
}

/// Prints what `docs/performance.md` holds of 5,000 instances of Terraform's, which are 2,500 objects.
#[test]
#[ignore = "it measures, and takes minutes"]
fn taking_over_many_objects_is_measured() {
    print("5,000 instances of Terraform's", &[adoption::measured(500, Duration::ZERO)]);
}

/// Prints what `docs/performance.md` holds.
#[test]
#[ignore = "it measures, and takes a minute: cargo xtask bench"]
fn a_usual_backend_is_measured() {
    // The emulator loads what it needs for a service when it is first asked.
    Runs::new("unlimited", Duration::ZERO).all();
    for (what, rates) in
        [("with 40 ms a call", "unlimited"), ("with 40 ms a call, at AWS's rates", "published")]
    {
        print(what, &Runs::new(rates, LATENCY).all());
    }
}

fn print(what: &str, measured: &[Measured]) {
    println!("{what}");
    for Measured { name, calls, consumption, .. } in measured {
        println!("  {name:10} {:>5} calls, {consumption}", calls.total());
        if std::env::var("DIATONIC_BUDGET").is_ok_and(|how| how == "timeline") {
            calls.timeline().iter().for_each(|line| println!("    {line}"));
        }
    }
}
