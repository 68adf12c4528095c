//! The real binary on this repository's specs, against an emulator.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::core;

/// One environment at one endpoint, with a state of its own.
pub struct Project {
    folder: PathBuf,
    /// Where the folder is of this project alone.
    _own_folder: Option<TempDir>,
    environment: &'static str,
    endpoint: String,
    account: String,
    state: TempDir,
    /// Programs that come before those of this machine.
    tools: Option<TempDir>,
}

/// Who runs.
pub struct Keys {
    pub id: String,
    pub secret: String,
    pub token: String,
}

impl Keys {
    /// The root of an account, as emulators take it.
    fn of_account(account: &str) -> Self {
        Self { id: account.to_owned(), secret: "test".to_owned(), token: String::new() }
    }
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
            folder: env!("CARGO_MANIFEST_DIR").into(),
            _own_folder: None,
            environment,
            endpoint: endpoint.to_owned(),
            account: account.to_owned(),
            state: tempfile::tempdir().expect("a temporary folder"),
            tools: None,
        }
    }

    /// The same where there is also what the core team owns.
    pub fn beside_core(environment: &'static str, endpoint: &str, account: &str) -> Self {
        core::stand_in(environment, endpoint, account);
        Self::new(environment, endpoint, account)
    }

    /// The same with some of the specs alone, by the names of their files.
    pub fn part(environment: &'static str, endpoint: &str, account: &str, specs: &[&str]) -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let own_folder = tempfile::tempdir().expect("a temporary folder");
        let copy = |file: &str| {
            let target = own_folder.path().join(file);
            std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            std::fs::copy(repository.join(file), target).expect("a copy");
        };
        for file in [environment, "shared/base", "shared/trial"] {
            copy(&format!("environments/{file}.yaml"));
        }
        for file in specs {
            copy(&format!("specs/{file}"));
        }
        Self {
            folder: own_folder.path().to_owned(),
            _own_folder: Some(own_folder),
            ..Self::new(environment, endpoint, account)
        }
    }

    /// The same with a spec more, for what stands elsewhere in the platform.
    pub fn with_spec(self, file: &str, text: &str) -> Self {
        std::fs::write(self.folder.join("specs").join(file), text).expect("a file");
        self
    }

    /// Other specs, in an environment of the platform's account and region.
    pub fn of(environment: &'static str, endpoint: &str, account: &str, specs: &str) -> Self {
        let place = format!(
            "account: \"{account}\"\nregion: us-east-2\nproject: shop\nprotect_data: false\n"
        );
        let specs = format!("{specs}variables: {{ cargo_profile: {{ default: dev }} }}\n");
        let project = Self::empty(environment, endpoint, account);
        project.write(&format!("environments/{environment}.yaml"), &place);
        project.write("specs/app.yaml", &specs);
        project
    }

    /// A folder without anything.
    pub fn empty(environment: &'static str, endpoint: &str, account: &str) -> Self {
        let own_folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            folder: own_folder.path().to_owned(),
            _own_folder: Some(own_folder),
            ..Self::new(environment, endpoint, account)
        }
    }

    /// The same where Cargo builds what is in the repository, wherever the specs are.
    pub fn with_the_repositorys_cargo(self) -> Self {
        let tools = tempfile::tempdir().expect("a temporary folder");
        let cargo = tools.path().join("cargo");
        let path = std::env::var("PATH").expect("a path");
        let script = format!(
            "#!/bin/sh\ncd '{}'\nPATH='{path}' exec cargo \"$@\"\n",
            env!("CARGO_MANIFEST_DIR")
        );
        std::fs::write(&cargo, script).expect("a file");
        let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&cargo, executable).expect("an executable");
        // It is looked whether there is anything to build.
        self.write("Cargo.toml", "[workspace]\n");
        Self { tools: Some(tools), ..self }
    }

    /// Writes a file of a folder of its own.
    pub fn write(&self, file: &str, text: &str) {
        let target = self.folder.join(file);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        std::fs::write(target, text).expect("a file");
    }

    /// The text of a file.
    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.join(file)).expect("a file")
    }

    /// Changes a text in such a file, which must have it.
    pub fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{text}");
        self.write(file, &text.replace(from, to));
    }

    /// The same stack, of which the platform's own specs tell from now on.
    pub fn with_the_platforms_specs(self) -> Self {
        Self { folder: env!("CARGO_MANIFEST_DIR").into(), _own_folder: None, ..self }
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_as(&Keys::of_account(&self.account), arguments)
    }

    /// The same as somebody else than the account's root.
    pub fn run_as(&self, keys: &Keys, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diatonic"));
        emulators::isolate(&mut command);
        command
            .args(arguments)
            .args(self.place(arguments))
            .env("DIATONIC_ENV", self.environment)
            // Tests build the functions as they build themselves, which saves a second build.
            .env("DIATONIC_VAR_cargo_profile", "dev")
            .current_dir(&self.folder)
            .env("AWS_ACCESS_KEY_ID", &keys.id)
            .env("AWS_SECRET_ACCESS_KEY", &keys.secret)
            .env("AWS_SESSION_TOKEN", &keys.token);
        if let Some(tools) = &self.tools {
            let path = std::env::var("PATH").expect("a path");
            command.env("PATH", format!("{}:{path}", tools.path().display()));
        }
        Ran::from(command.output().expect("the binary starts"))
    }

    /// Where AWS and the state are, as far as a command asks for them.
    fn place(&self, arguments: &[&str]) -> Vec<String> {
        let endpoint = ["--endpoint-url".to_owned(), self.endpoint.clone()];
        let state = ["--state".to_owned(), format!("file:{}", self.state.path().display())];
        match arguments {
            ["validate", ..] => Vec::new(),
            ["permissions", ..] => state.into(),
            _ => endpoint.into_iter().chain(state).collect(),
        }
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

/// The step of a plan for an address: of two, the one that finishes it.
pub fn step<'a>(plan: &'a Value, address: &str) -> &'a Value {
    plan["steps"]
        .as_array()
        .into_iter()
        .flatten()
        .rfind(|step| step["address"] == address)
        .unwrap_or_else(|| panic!("the plan has a step for {address}"))
}
