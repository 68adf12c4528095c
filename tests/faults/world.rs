//! The platform's core in an account of its own, with its state in a bucket there, and runs of the real
//! binary through a proxy.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cases::{Occurrence, Phase, Trouble};
use crate::director::Director;
use crate::proxy::Proxy;

/// What an update changes: something of almost every kind.
const CHANGES: [&str; 9] = [
    "log_retention_days=14", "content_versioning=true", "content_archive_after_days=90",
    "api_rate_limit=12", "token_minutes=30", "password_minimum_length=10", "function_memory=256",
    "point_in_time_recovery=true", r#"web_origins=["http://localhost:3001"]"#,
];

/// A run that takes longer hangs.
const LONGEST_RUN: Duration = Duration::from_secs(300);

/// What a round is about.
#[derive(Clone, Copy)]
pub struct Subject {
    /// Makes the project of an account, and what has to be there before, at an endpoint.
    pub project: fn(&str, &str) -> TempDir,
    /// What an update changes.
    pub changes: &'static [&'static str],
}

/// The platform's core.
pub const CORE: Subject = Subject { project: |account, _| project(account), changes: &CHANGES };

/// A project with its account.
pub struct World {
    folder: TempDir,
    subject: Subject,
    pub account: String,
    director: Director,
    proxy: Proxy,
}

/// What a run has printed, how it has ended, and what happened meanwhile.
pub struct Run {
    /// Nothing if it was killed.
    pub code: Option<i32>,
    pub output: String,
    pub calls: Vec<Occurrence>,
    pub happened: Vec<Trouble>,
}

impl World {
    /// An empty account at ministack, but for the bucket of the state.
    pub fn new(endpoint: &str, subject: Subject) -> Self {
        let account = emulators::fresh_account();
        let director = Director::default();
        let rule = director.clone();
        let world = Self {
            folder: (subject.project)(&account, endpoint),
            subject,
            proxy: Proxy::start(endpoint, move |call| rule.treat(call)),
            account,
            director,
        };
        let made = world.run(&["state", "init"], Vec::new());
        assert_eq!(made.code, Some(0), "{}", made.output);
        world
    }

    /// Carries out a phase while this goes wrong.
    pub fn carry_out(&self, phase: Phase, troubles: Vec<Trouble>) -> Run {
        self.run(&self.with_variables(phase, verb(phase)), troubles)
    }

    /// Plans what a phase has carried out, with nothing going wrong.
    pub fn plan(&self, phase: Phase) -> Run {
        let words = ["plan", "--detailed-exitcode"];
        self.run(&self.with_variables(phase, &words), Vec::new())
    }

    fn with_variables<'a>(&self, phase: Phase, words: &[&'a str]) -> Vec<&'a str> {
        let changes = self.subject.changes.iter().flat_map(|change| ["--var", *change]);
        let changes = changes.filter(|_| phase != Phase::Apply);
        words.iter().copied().chain(changes).collect()
    }

    pub fn unlock(&self, id: &str) -> Run {
        self.run(&["unlock", id], Vec::new())
    }

    fn run(&self, words: &[&str], troubles: Vec<Trouble>) -> Run {
        self.director.begin(troubles);
        let path = self.folder.path().join("output");
        let output = File::create(&path).expect("a file");
        let errors = output.try_clone().expect("a file");
        let mut command = self.command(words);
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        {
            let mut process = self.director.process.lock().expect("the process");
            *process = Some(command.spawn().expect("the binary starts"));
        }
        let code = self.wait();
        let (calls, happened) = self.director.end();
        let output = std::fs::read(&path).expect("what it printed");
        Run { code, output: String::from_utf8_lossy(&output).into_owned(), calls, happened }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diatonic"));
        emulators::isolate(&mut command);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("DIATONIC_") {
                command.env_remove(name);
            }
        }
        command
            .args(words)
            .args(["--env", "local", "--endpoint-url", &self.proxy.endpoint])
            .current_dir(self.folder.path())
            .env("AWS_ACCESS_KEY_ID", &self.account)
            .env("AWS_SECRET_ACCESS_KEY", "test");
        command
    }

    /// Waits for the end of the run, and looks up from time to time, as the director may end it.
    fn wait(&self) -> Option<i32> {
        let start = Instant::now();
        loop {
            {
                let mut process = self.director.process.lock().expect("the process");
                let child = process.as_mut().expect("a process");
                if let Some(status) = child.try_wait().expect("a status") {
                    *process = None;
                    return status.code();
                }
                if start.elapsed() > LONGEST_RUN {
                    let _ = child.kill();
                }
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn verb(phase: Phase) -> &'static [&'static str] {
    match phase {
        Phase::Apply | Phase::Update => &["apply", "--auto-approve"],
        Phase::Destroy => &["destroy", "--auto-approve"],
    }
}

/// The repository's specs and its environment `local`, in an account of their own. The functions are
/// packed already: what is in them is tested elsewhere, and Cargo would be asked thousands of times.
fn project(account: &str) -> TempDir {
    const PACKED: &str =
        "code: { folder: functions/echo }\n    runtime: provided.al2023\n    handler: bootstrap";
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["components", "environments/shared", "specs/operations", "functions/echo", "api"] {
        std::fs::create_dir_all(folder.path().join(part)).expect("a folder");
    }
    let built = regex::Regex::new(r"code: \{ cargo: .*").expect("a pattern");
    let folders = ["components", "specs"];
    let files = folders.iter().flat_map(|folder| walkdir::WalkDir::new(repository.join(folder)));
    for file in files.flatten().filter(|entry| entry.file_type().is_file()) {
        let text = std::fs::read_to_string(file.path()).expect("a spec");
        let target = folder.path().join(file.path().strip_prefix(repository).expect("a path"));
        std::fs::write(target, built.replace_all(&text, PACKED).as_bytes()).expect("a copy");
    }
    let routes = "api/routes.json";
    std::fs::copy(repository.join(routes), folder.path().join(routes)).expect("a copy");
    let bootstrap = repository.join("tests/kinds/lambda/functions/echo/bootstrap");
    std::fs::copy(bootstrap, folder.path().join("functions/echo/bootstrap")).expect("a copy");
    let path = "environments/local.yaml";
    let environment = std::fs::read_to_string(repository.join(path)).expect("an environment");
    let environment = environment.replace(
        r#"account: "000000000000""#,
        &format!(
            "account: \"{account}\"\nname_prefix: core-{account}\n\
             state: s3://state-{account}/core\nattempt_timeout: 5"
        ),
    );
    std::fs::write(folder.path().join(path), environment).expect("a copy");
    for path in ["environments/shared/base.yaml", "environments/shared/trial.yaml"] {
        std::fs::copy(repository.join(path), folder.path().join(path)).expect("a copy");
    }
    folder
}
