//! A project at an emulator, behind a proxy that gives the answers of a table.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use crate::project::{Run, TestProject};
use crate::proxy::{Call, Proxy, Treatment, refusal};

/// An answer that is given once: the call, after which other one, status, code and message.
pub(super) struct Row {
    pub(super) call: &'static str,
    pub(super) after: &'static str,
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
}

/// One line an answer. A call that needs no other one before it comes after nothing.
macro_rules! rows {
    ($($call:literal $(after $after:literal)?: $status:literal $code:literal $message:literal;)*) => {
        &[$(Row {
            call: $call,
            after: concat!($($after)?),
            status: $status,
            code: $code,
            message: $message,
        },)*]
    };
}

pub(super) use rows;

/// What is to be answered yet, and what was called.
struct Script {
    rows: Vec<&'static Row>,
    called: BTreeSet<String>,
}

impl Script {
    fn treat(&mut self, call: &Call) -> Treatment {
        let name = format!("{} {}", call.service, call.operation);
        let is_due = |row: &&Row| {
            row.call == name && (row.after.is_empty() || self.called.contains(row.after))
        };
        match self.rows.iter().position(is_due) {
            Some(index) => {
                let row = self.rows.remove(index);
                Treatment::Answer(refusal::error(call, row.status, row.code, row.message))
            }
            None => {
                self.called.insert(name);
                Treatment::Forward
            }
        }
    }
}

/// A project at an emulator behind a script.
pub(super) struct World {
    project: TestProject,
    account: String,
    script: Arc<Mutex<Script>>,
}

impl World {
    pub(super) fn new(endpoint: &str, account: &str, specs: &str) -> Self {
        let script = Arc::new(Mutex::new(Script { rows: Vec::new(), called: BTreeSet::new() }));
        let rule = script.clone();
        let proxy =
            Proxy::start(endpoint, move |call| rule.lock().expect("the script").treat(call));
        let environment = format!(
            "account: \"{account}\"\nregion: us-east-2\nproject: early\nname_prefix: early-{account}\n\
             endpoint_url: {}\nrate_limits: unlimited\nprotect_data: false\n",
            proxy.endpoint
        );
        let project = TestProject::empty()
            .file("environments/dev.yaml", &environment)
            .file("specs/app.yaml", specs)
            .raw_file("functions/echo/bootstrap", b"#!/bin/sh\n");
        Self { project, account: account.to_owned(), script }
    }

    /// Writes another text into a file of the project.
    pub(super) fn write(&self, path: &str, text: &str) {
        std::fs::write(self.project.path().join(path), text).expect("a file");
    }

    /// Runs a command while these answers are given.
    pub(super) fn run(&self, words: &[&str], rows: &'static [Row]) -> Run {
        *self.script.lock().expect("the script") =
            Script { rows: rows.iter().collect(), called: BTreeSet::new() };
        let credentials =
            [("AWS_ACCESS_KEY_ID", self.account.as_str()), ("AWS_SECRET_ACCESS_KEY", "test")];
        self.project.run_with(&[words, &["--env", "dev"]].concat(), &credentials)
    }

    /// Runs a command, which must succeed, while each of these answers is given once.
    pub(super) fn succeeds(&self, words: &[&str], rows: &'static [Row]) {
        let run = self.run(words, rows);
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        let script = self.script.lock().expect("the script");
        let left: Vec<&str> = script.rows.iter().map(|row| row.call).collect();
        assert!(left.is_empty(), "never called: {left:?} of {:?}", script.called);
    }

    pub(super) fn comes_and_goes(&self, apply: &'static [Row], destroy: &'static [Row]) {
        self.succeeds(&["apply", "--auto-approve"], apply);
        self.succeeds(&["plan", "--detailed-exitcode"], &[]);
        self.succeeds(&["destroy", "--auto-approve"], destroy);
    }
}

pub(super) fn at_ministack(specs: &str) -> World {
    let account = emulators::fresh_account();
    World::new(emulators::shared_ministack().endpoint(), &account, specs)
}
