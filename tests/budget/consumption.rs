//! What a run takes of the machine, as Linux says while it runs.

use std::fmt;
use std::fs::read_to_string;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// How often the system is asked. What a run takes after it was asked last is not counted.
const INTERVAL: Duration = Duration::from_millis(20);

/// A clock tick of `/proc/<pid>/stat`: 1/100 s on every Linux (`man 7 time`, USER_HZ).
const TICKS_A_SECOND: f64 = 100.0;

/// What a process has taken by the time it was asked last; zero where the system does not tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Consumption {
    /// Of all its threads.
    pub cpu_seconds: f64,
    /// The most memory that it has had, in MB.
    pub peak_megabytes: u64,
}

impl fmt::Display for Consumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu_seconds, peak_megabytes } = self;
        write!(f, "{cpu_seconds:.1} s of CPU, {peak_megabytes} MB at most")
    }
}

/// Runs a command to its end, and says what it took.
pub fn watched(command: &mut Command) -> (Output, Consumption) {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the binary runs");
    let process = child.id();
    thread::scope(|scope| {
        let output = scope.spawn(|| Child::wait_with_output(child).expect("it ends"));
        let mut latest = Consumption::default();
        while !output.is_finished() {
            // Of one that has ended, there is nothing to be read.
            latest = of(process).unwrap_or(latest);
            thread::sleep(INTERVAL);
        }
        (output.join().expect("what it printed"), latest)
    })
}

fn of(process: u32) -> Option<Consumption> {
    let status = read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = peak.split_whitespace().next()?.parse().ok()?;
    let times = read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, which may hold anything, ends at the last bracket; these are fields 14 and 15 (`man 5 proc_pid_stat`).
    let (_, fields) = times.rsplit_once(')')?;
    let times = fields.split_whitespace().skip(11).take(2);
    let ticks: f64 = times.filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Some(Consumption { cpu_seconds: ticks / TICKS_A_SECOND, peak_megabytes: kilobytes / 1024 })
}
