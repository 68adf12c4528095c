//! The real binary on this repository's specs, against an emulator.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// One environment at one endpoint, with a state of its own.
pub struct Project {
    environment: &'static str,
    endpoint: String,
    account: String,
    state: TempDir,
}

/// What a run printed and how it ended.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    pub fn new(environment: &'static str, endpoint: &str, account: &str) -> Self {
        Self {
            environment,
            endpoint: endpoint.to_owned(),
            account: account.to_owned(),
            state: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diatonic"));
        emulators::isolate(&mut command);
        command
            .args(arguments)
            .args(["--env", self.environment, "--endpoint-url", &self.endpoint])
            .args(["--state", &format!("file:{}", self.state.path().display())])
            // Tests build the functions as they build themselves, which saves a second build.
            .args(["--var", "cargo_profile=dev"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("AWS_ACCESS_KEY_ID", &self.account)
            .env("AWS_SECRET_ACCESS_KEY", "test");
        Ran::from(command.output().expect("the binary starts"))
    }

    /// Runs what must succeed.
    pub fn must(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}\n{}{}", ran.stdout, ran.stderr);
        ran
    }

    /// The plan as JSON.
    pub fn plan(&self) -> Value {
        let ran = self.must(&["plan", "--json"]);
        serde_json::from_str(&ran.stdout).expect("a plan in JSON")
    }

    pub fn state(&self) -> &Path {
        self.state.path()
    }

    /// What boto3 says: an expression's value, printed as JSON.
    pub fn ask(&self, script: &str) -> Value {
        let printed = emulators::boto(&self.endpoint, &self.account, "us-east-2", script);
        serde_json::from_str(&printed.expect("boto3 answers")).expect("JSON")
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The step of a plan for an address.
pub fn step<'a>(plan: &'a Value, address: &str) -> &'a Value {
    plan["steps"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|step| step["address"] == address)
        .unwrap_or_else(|| panic!("the plan has a step for {address}"))
}
