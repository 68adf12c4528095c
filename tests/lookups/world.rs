//! A project in an account of its own, at one of the emulators.

use emulators::{Moto, Options};
use serde_json::Value;

use crate::project::{Run, TestProject};

/// Where everything is.
pub const REGION: &str = "us-east-2";

/// A project in an empty account.
pub struct World {
    pub project: TestProject,
    pub account: String,
    endpoint: String,
    /// The emulator, where it is nobody else's.
    _own: Option<Moto>,
}

impl World {
    /// At ministack.
    pub fn at_ministack(spec: &str) -> Self {
        let account = emulators::fresh_account();
        Self::at(emulators::shared_ministack().endpoint(), account, None, spec)
    }

    /// At a moto of its own, which has one account.
    pub fn at_moto(spec: &str) -> Self {
        let moto = Moto::start(&Options::default()).expect("moto starts");
        let endpoint = moto.endpoint().to_owned();
        Self::at(&endpoint, "123456789012".to_owned(), Some(moto), spec)
    }

    fn at(endpoint: &str, account: String, own: Option<Moto>, spec: &str) -> Self {
        let environment = format!(
            "account: \"{account}\"\nregion: {REGION}\nproject: shop\nendpoint_url: {endpoint}\n\
             rate_limits: unlimited\n"
        );
        let project = TestProject::empty()
            .file("environments/dev.yaml", &environment)
            .file("specs/app.yaml", spec);
        Self { project, account, endpoint: endpoint.to_owned(), _own: own }
    }

    /// Writes another spec in the place of the one that there is.
    pub fn now(mut self, spec: &str) -> Self {
        self.project = self.project.file("specs/app.yaml", spec);
        self
    }

    /// What a script of boto3 prints.
    pub fn boto(&self, script: &str) -> String {
        emulators::boto(&self.endpoint, &self.account, REGION, script).expect("boto3 answers")
    }

    /// The same as JSON.
    pub fn asks(&self, script: &str) -> Value {
        let printed = self.boto(script);
        serde_json::from_str(printed.trim()).expect("JSON")
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let credentials =
            [("AWS_ACCESS_KEY_ID", self.account.as_str()), ("AWS_SECRET_ACCESS_KEY", "test")];
        let arguments = [arguments, &["--env", "dev"]].concat();
        self.project.run_with(&arguments, &credentials)
    }

    /// Runs what must succeed, and gives what it printed.
    pub fn must(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}\n{}{}", run.stdout, run.stderr);
        run.stdout
    }

    /// What a plan refuses.
    pub fn refused(&self) -> String {
        let run = self.run(&["plan"]);
        assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
        run.stderr.replace(&self.account, "123456789012")
    }

    /// Requires that a plan has nothing to do.
    pub fn is_up_to_date(&self) {
        let run = self.run(&["plan", "--detailed-exitcode"]);
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    }

    /// Plans and applies, and gives the outputs that the specs declare.
    pub fn outputs(&self) -> Value {
        self.must(&["plan"]);
        self.must(&["apply", "--auto-approve"]);
        serde_json::from_str(&self.must(&["output", "--json"])).expect("JSON")
    }

    /// How often a plan calls an operation, such as `EC2 DescribeVpcs`.
    pub fn calls(&self, operation: &str) -> usize {
        let run = self.run(&["plan", "--stats"]);
        let line = run.stderr.lines().find(|line| line.contains(operation));
        let count =
            line.and_then(|line| line.split_whitespace().find_map(|word| word.parse().ok()));
        count.unwrap_or_default()
    }
}
