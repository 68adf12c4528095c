//! A project at ministack whose account holds what Terraform has made there.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::project::{Run, TestProject};

/// Where everything is.
const REGION: &str = "us-east-2";

/// A project with its account, and the folder in which Terraform's state is.
pub struct Platform {
    pub project: TestProject,
    pub account: String,
    variables: Vec<(String, String)>,
}

impl Platform {
    /// A project with an empty account.
    pub fn empty(specs: &str) -> Self {
        Self::of("nexus", specs)
    }

    fn of(project: &str, specs: &str) -> Self {
        let account = emulators::fresh_account();
        let endpoint = emulators::shared_ministack().endpoint();
        let environment = format!(
            "account: \"{account}\"\nregion: {REGION}\nproject: {project}\nendpoint_url: {endpoint}\n\
             rate_limits: unlimited\n"
        );
        let project = TestProject::empty()
            .file("environments/dev.yaml", &environment)
            .file("specs/app.yaml", specs);
        Self::at(project, account)
    }

    /// A project in an account.
    pub fn at(project: TestProject, account: String) -> Self {
        Self { project, account, variables: Vec::new() }
    }

    /// A project with an empty account, and its state in a bucket there.
    pub fn with_remote_state(project: &str) -> Self {
        let mut platform = Self::of(project, "{}");
        let path = "environments/dev.yaml";
        let environment = std::fs::read_to_string(platform.project.path().join(path));
        let mut environment = environment.expect("an environment");
        environment.push_str(&format!("state: s3://state-{}/app\n", platform.account));
        platform.write_text(path, &environment);
        platform
    }

    /// Gives a variable a value from now on.
    pub fn give(&mut self, variable: &str, value: &str) {
        let name = format!("DIATONIC_VAR_{variable}");
        self.variables.push((name, value.to_owned()));
    }

    /// The platform of `nexus.py`, as Terraform has made it: 61 resources, and 5 blocks without any.
    pub fn made() -> Self {
        Self::made_by("nexus")
    }

    /// The platform of `workbench.py`: 144 instances, and one that is deposed.
    pub fn workbench() -> Self {
        Self::made_by("workbench")
    }

    /// The platform of `varied.py`: one object of each kind.
    pub fn varied() -> Self {
        Self::made_by("varied")
    }

    /// One of the platforms of `odd.py`, in a project of its own.
    pub fn odd(function: &str, project: &str) -> Self {
        Self::made_in(project, "odd", function)
    }

    /// What a module of ours makes as Terraform would have, with the state that it would have written.
    fn made_by(module: &str) -> Self {
        Self::made_in("aws-devops", module, "made")
    }

    fn made_in(project: &str, module: &str, function: &str) -> Self {
        let mut platform = Self::of(project, "{}");
        let state = platform.ask(module, function);
        platform.write("terraform.tfstate", &state);
        platform
    }

    /// All that kinds own of what the account holds.
    pub fn look(&self) -> Look {
        serde_json::from_value(self.ask("everything", "look")).expect("what was seen")
    }

    /// What a function of one of the Python modules beside this file gives.
    pub fn ask(&self, module: &str, function: &str) -> Value {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/legacy");
        let printed = self.boto(&format!(
            "import sys\nsys.dont_write_bytecode = True\nsys.path.insert(0, {folder:?})\n\
             import {module}\nprint(json.dumps({module}.{function}()))"
        ));
        serde_json::from_str(&printed).expect("JSON")
    }

    /// Writes a state into the project's folder.
    pub fn write(&mut self, name: &str, document: &Value) {
        self.write_text(name, &format!("{document:#}\n"));
    }

    fn write_text(&mut self, name: &str, text: &str) {
        let path = self.project.path().join(name);
        let folder = path.parent().expect("a folder");
        std::fs::create_dir_all(folder).expect("a writable folder");
        std::fs::write(path, text).expect("a writable file");
    }

    /// What a script of boto3 prints.
    pub fn boto(&self, script: &str) -> String {
        let endpoint = emulators::shared_ministack().endpoint();
        emulators::boto(endpoint, &self.account, REGION, script).expect("boto3 answers")
    }

    /// Makes a role that functions may have, as anybody would.
    pub fn make_role(&self, name: &str, description: &str) {
        self.boto(&format!(
            r#"
            trust = {{"Effect": "Allow", "Principal": {{"Service": "lambda.amazonaws.com"}}, "Action": "sts:AssumeRole"}}
            trust = json.dumps({{"Version": "2012-10-17", "Statement": [trust]}})
            boto3.client("iam").create_role(RoleName="{name}", AssumeRolePolicyDocument=trust, Description="{description}")
            "#
        ));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.project.command(arguments);
        command
            .args(["--env", "dev"])
            .envs(self.variables.iter().cloned())
            .env("AWS_ACCESS_KEY_ID", &self.account)
            .env("AWS_SECRET_ACCESS_KEY", "test");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output();
        output.expect("the binary runs").into()
    }

    /// Runs what must succeed, and gives what it printed.
    pub fn must(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}\n{}{}", run.stdout, run.stderr);
        run.stdout
    }

    /// What `import-legacy` prints of Terraform's state; it must succeed.
    pub fn import(&self, arguments: &[&str]) -> String {
        self.must(&importing(arguments))
    }

    /// The runs that have taken anything over.
    pub fn adoptions(&self) -> Vec<String> {
        let runs: Value = serde_json::from_str(&self.must(&["runs", "--json"])).expect("JSON");
        let runs = runs.as_array().expect("a list").iter();
        runs.filter(|run| run["operation"] == "import_legacy")
            .map(|run| run["id"].as_str().expect("an id").to_owned())
            .collect()
    }

    /// How many objects our state has.
    pub fn owned(&self) -> usize {
        self.must(&["state", "list"]).lines().count()
    }
}

/// The arguments of an import of Terraform's state.
pub fn importing<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let state = ["import-legacy", "--state", "terraform.tfstate"];
    [&state, arguments].concat()
}

/// What `everything.py` has seen.
#[derive(Debug, Deserialize)]
pub struct Look {
    /// Answers by what was asked, without our tags.
    pub held: BTreeMap<String, Value>,
    /// The questions whose answers had our tags in them.
    pub marked: BTreeSet<String>,
    /// Services and operations, such as `DynamoDB DescribeTable`.
    pub called: BTreeSet<String>,
}

impl Look {
    /// What is other than it was, but for our tags.
    pub fn changes_since(&self, before: &Self) -> Vec<String> {
        let questions: BTreeSet<_> = before.held.keys().chain(self.held.keys()).collect();
        questions
            .into_iter()
            .map(|question| (question, before.held.get(question), self.held.get(question)))
            .filter(|(_, before, now)| before != now)
            .map(|(question, before, now)| format!("{question}\n  was {before:?}\n  is {now:?}"))
            .collect()
    }
}
