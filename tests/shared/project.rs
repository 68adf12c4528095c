//! A project folder that a test fills, and the real binary run in it.

#![allow(dead_code, reason = "no target uses all")]

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The environment of every project here, unless a test writes another.
pub const DEV: &str = r#"
    account: "123456789012"
    region: us-east-2
    project: shop
"#;

/// A project in a temporary folder.
#[derive(Debug)]
pub struct TestProject {
    folder: TempDir,
}

/// What a run of `diatonic` left behind.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl TestProject {
    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    /// A project with the environment `dev` and nothing else.
    pub fn new() -> Self {
        Self::empty().file("environments/dev.yaml", DEV)
    }

    /// A project whose only spec is this one.
    pub fn with_spec(text: &str) -> Self {
        Self::new().file("specs/app.yaml", text)
    }

    /// Writes a file. The text may be indented as the test is.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.raw_file(path, dedent(text).as_bytes())
    }

    /// Writes a file byte by byte.
    pub fn raw_file(self, path: &str, bytes: &[u8]) -> Self {
        let path = self.folder.path().join(path);
        let parent = path.parent().expect("a path inside the project");
        std::fs::create_dir_all(parent).expect("a folder for the file");
        std::fs::write(path, bytes).expect("a writable file");
        self
    }

    /// Runs `diatonic` in the folder, with nothing of the caller's environment that could change what
    /// it does, and no terminal.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// The same with variables of the process environment.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = self.command(arguments);
        let output = command.envs(environment.iter().copied()).output();
        output.expect("the binary runs").into()
    }

    /// The command that is run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        emulators::isolate(&mut command);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("DIATONIC_") {
                command.env_remove(name);
            }
        }
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        command
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What `validate` reports; it must refuse.
    pub fn errors(&self) -> String {
        self.run(&["validate", "--env", "dev"]).refusal()
    }

    /// What a command prints; it must succeed.
    pub fn prints(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(run.stderr, "", "a success says nothing on stderr");
        run.stdout
    }
}

/// What cargo has built, or another build that `DIATONIC_PROGRAM` names, so that builds can be compared.
pub fn program() -> OsString {
    std::env::var_os("DIATONIC_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_diatonic").into())
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code(),
        }
    }
}

impl Run {
    /// The errors of a run that did nothing else.
    pub fn refusal(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "errors go to stderr");
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr
    }
}

/// What `validate` reports of a project with one spec, `specs/app.yaml`; it must refuse.
pub fn errors_in(spec: &str) -> String {
    TestProject::with_spec(spec).errors()
}

/// Removes the indentation that all lines share, and the line break that a raw string starts with.
fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let indentation = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    text.lines()
        .map(|line| line.get(indentation..).unwrap_or(line.trim_start()))
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect()
}
