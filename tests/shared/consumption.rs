//! What a run takes of the machine, as Linux says of its process.

use std::fmt;
use std::fs::read_to_string;
use std::io::Read;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often the system is asked how much memory there is in use, of which it says nothing any more once the process has ended.
const INTERVAL: Duration = Duration::from_millis(2);

/// A clock tick of `/proc/<pid>/stat`: 1/100 s on every Linux (`man 7 time`, USER_HZ).
const TICKS_A_SECOND: f64 = 100.0;

/// What a process has taken; zero where the system does not tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Consumption {
    /// From its start to its end.
    pub seconds: f64,
    /// Of all its threads.
    pub cpu_seconds: f64,
    /// The most memory that it has had, in MB.
    pub peak_megabytes: u64,
}

impl fmt::Display for Consumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seconds, cpu_seconds, peak_megabytes } = self;
        write!(f, "{seconds:.2} s, {cpu_seconds:.2} s of CPU, {peak_megabytes} MB at most")
    }
}

/// Runs a command to its end, and says what it took.
pub fn watched(command: &mut Command) -> (Output, Consumption) {
    let start = Instant::now();
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let stdout = scope.spawn(|| read(stdout.expect("a pipe")));
        let stderr = scope.spawn(|| read(stderr.expect("a pipe")));
        let mut consumption = Consumption::default();
        while let Some(cpu_seconds) = cpu_seconds_of(child.id()) {
            consumption.cpu_seconds = cpu_seconds;
            let Some(peak_megabytes) = peak_megabytes_of(child.id()) else { break };
            consumption.peak_megabytes = peak_megabytes;
            thread::sleep(INTERVAL);
        }
        let (stdout, stderr) = (stdout.join(), stderr.join());
        // Of a process that has ended and was not waited for, the system still knows how long it ran.
        consumption.cpu_seconds = cpu_seconds_of(child.id()).unwrap_or_default();
        let status = child.wait().expect("it ends");
        consumption.seconds = start.elapsed().as_secs_f64();
        let (stdout, stderr) = (stdout.expect("what it printed"), stderr.expect("what it printed"));
        (Output { status, stdout, stderr }, consumption)
    })
}

fn read(mut pipe: impl Read) -> Vec<u8> {
    let mut printed = Vec::new();
    pipe.read_to_end(&mut printed).expect("what it printed");
    printed
}

/// Nothing of a process that has ended.
fn peak_megabytes_of(process: u32) -> Option<u64> {
    let status = read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = peak.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024)
}

fn cpu_seconds_of(process: u32) -> Option<f64> {
    let times = read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, which may hold anything, ends at the last bracket; these are fields 14 and 15 (`man 5 proc_pid_stat`).
    let (_, fields) = times.rsplit_once(')')?;
    let times = fields.split_whitespace().skip(11).take(2);
    let ticks: f64 = times.filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Some(ticks / TICKS_A_SECOND)
}
