//! The runs that are counted: from nothing to nothing.

use std::thread;
use std::time::Duration;

use crate::calls::{Calls, Counter};
use crate::consumption::{Consumption, watched};
use crate::project::{Run, TestProject};
use crate::proxy::{Proxy, Treatment};
use crate::workload;

/// What a run took.
pub struct Measured {
    pub name: &'static str,
    pub calls: Calls,
    pub consumption: Consumption,
    /// What it printed.
    pub output: String,
}

/// The workload in an account of its own.
pub struct Runs {
    pub project: TestProject,
    pub account: String,
    counter: Counter,
    /// It serves as long as it is held.
    _proxy: Proxy,
}

/// A run: its name in the table, what is changed, and how it must end.
type Scenario = (&'static str, &'static [&'static str]);

const APPLY: &str = "apply";
const RUNS: [Scenario; 5] = [
    ("deploy", &[APPLY, "--auto-approve"]),
    ("no-op", &["plan", "--detailed-exitcode"]),
    ("function", &[APPLY, "--auto-approve", "--var", "memory=256"]),
    ("route", &[APPLY, "--auto-approve", "--var", "memory=256", "--var", "keyed=true"]),
    ("destroy", &["destroy", "--auto-approve", "--var", "memory=256", "--var", "keyed=true"]),
];

impl Runs {
    /// At these rates (`unlimited` or `published`), each call so much later than the emulator would have it.
    pub fn new(rates: &str, latency: Duration) -> Self {
        Self::of(rates, latency, workload::project)
    }

    /// The same of another project, which is made of an endpoint, an account and rates.
    pub fn of(
        rates: &str,
        latency: Duration,
        project: impl FnOnce(&str, &str, &str) -> TestProject,
    ) -> Self {
        let (account, counter) = (emulators::fresh_account(), Counter::default());
        let counting = counter.clone();
        let proxy = Proxy::start(emulators::shared_ministack().endpoint(), move |call| {
            counting.count(call);
            thread::sleep(latency);
            Treatment::Forward
        });
        let project = project(&proxy.endpoint, &account, rates);
        Self { project, account, counter, _proxy: proxy }
    }

    /// Carries out each of the usual ones; all must succeed.
    pub fn all(&self) -> Vec<Measured> {
        RUNS.map(|(name, words)| self.run(name, words)).into()
    }

    pub fn run(&self, name: &'static str, words: &[&str]) -> Measured {
        let credentials =
            [("AWS_ACCESS_KEY_ID", self.account.as_str()), ("AWS_SECRET_ACCESS_KEY", "test")];
        self.counter.take();
        let mut command = self.project.command(&[words, &["--env", "dev"]].concat());
        let (run, consumption) = watched(command.envs(credentials));
        let run = Run::from(run);
        assert_eq!(run.code, Some(0), "{name}: {}{}", run.stdout, run.stderr);
        Measured { name, calls: self.counter.take(), consumption, output: run.stdout }
    }
}
