//! A small project at ministack, in an account of its own, and runs of the real binary in it.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

use crate::connection::REGION;
use crate::project::{Run, TestProject};

/// Two log groups and an output.
pub const TWO: &str = r#"
    logs.log_group:
      a: {}
      b: {}
    outputs:
      arn: ${logs.log_group.a.arn}
"#;

/// A project with its account.
pub struct Shop {
    project: TestProject,
    pub endpoint: String,
    pub account: String,
    pub state: String,
    environment: &'static str,
}

impl Shop {
    /// A project with its state in a folder.
    pub fn in_folder(specs: &str) -> Self {
        Self::new(specs, "file:state")
    }

    /// A project with its state in a bucket, which there is.
    pub fn in_bucket(specs: &str) -> Self {
        let shop = Self::without_bucket(specs);
        shop.must(&["state", "init"]);
        shop
    }

    /// A project that names a bucket which there is not.
    pub fn without_bucket(specs: &str) -> Self {
        Self::new(specs, "s3://state-{account}/shop/dev")
    }

    fn new(specs: &str, state: &str) -> Self {
        let endpoint = emulators::shared_ministack().endpoint();
        Self::at(endpoint, &emulators::fresh_account(), state, specs)
    }

    /// A project at an endpoint, as an account.
    pub fn at(endpoint: &str, account: &str, state: &str, specs: &str) -> Self {
        let state = state.replace("{account}", account);
        let environment = format!(
            "account: \"{account}\"\nregion: {REGION}\nproject: shop\nendpoint_url: {endpoint}\n\
             rate_limits: unlimited\nprotect_data: false\nstate: {state}\n"
        );
        Self {
            project: TestProject::empty()
                .file("environments/dev.yaml", &environment)
                .file("specs/app.yaml", specs),
            endpoint: endpoint.to_owned(),
            account: account.to_owned(),
            state,
            environment: "dev",
        }
    }

    /// The same as another project and environment.
    pub fn called(mut self, project: &str, environment: &'static str) -> Self {
        let path = self.project.path().join("environments/dev.yaml");
        let settings = std::fs::read_to_string(path).expect("an environment");
        let settings = settings.replace("project: shop", &format!("project: {project}"));
        let file = format!("environments/{environment}.yaml");
        self.project = self.project.file(&file, &settings);
        self.environment = environment;
        self
    }

    /// The same in another region.
    pub fn in_region(mut self, region: &str) -> Self {
        let path = self.project.path().join("environments/dev.yaml");
        let environment = std::fs::read_to_string(path).expect("an environment");
        let environment = environment.replace(REGION, region);
        self.project = self.project.file("environments/dev.yaml", &environment);
        self
    }

    /// Writes the specs again.
    pub fn specs(mut self, specs: &str) -> Self {
        self.project = self.project.file("specs/app.yaml", specs);
        self
    }

    /// Writes a file beside the specs.
    pub fn with_file(mut self, path: &str, text: &str) -> Self {
        self.project = self.project.file(path, text);
        self
    }

    /// Writes another file of specs.
    pub fn file_of_specs(mut self, name: &str, text: &str) -> Self {
        self.project = self.project.file(&format!("specs/{name}"), text);
        self
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.project.command(arguments);
        command
            .env("DIATONIC_ENV", self.environment)
            .env("AWS_ACCESS_KEY_ID", &self.account)
            .env("AWS_SECRET_ACCESS_KEY", "test");
        command
    }

    /// The folder of the project.
    pub fn path(&self) -> &Path {
        self.project.path()
    }

    /// Lets runs that start from now on make so many calls of CloudWatch Logs a second.
    pub fn slow_down(&self, rate: &str) {
        self.replace_rates("unlimited", &format!("{{ logs: {rate} }}"));
    }

    /// Takes back what [`Self::slow_down`] has done.
    pub fn speed_up(&self, rate: &str) {
        self.replace_rates(&format!("{{ logs: {rate} }}"), "unlimited");
    }

    fn replace_rates(&self, from: &str, to: &str) {
        let file = self.path().join(format!("environments/{}.yaml", self.environment));
        let settings = std::fs::read_to_string(&file).expect("an environment");
        let rates = |rates: &str| format!("rate_limits: {rates}");
        std::fs::write(&file, settings.replace(&rates(from), &rates(to))).expect("a file");
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

    /// Runs what must be refused, and gives what it said.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(1), "{arguments:?}\n{}", run.stdout);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run.stderr
    }

    /// The plan has nothing to do.
    pub fn is_settled(&self) {
        let plan = self.run(&["plan", "--detailed-exitcode"]);
        assert_eq!(plan.code, Some(0), "{}{}", plan.stdout, plan.stderr);
    }

    /// Starts a run and does not wait for it.
    pub fn start(&self, arguments: &[&str]) -> Running {
        Running::new(self.command(arguments))
    }

    /// What boto3 says: what a script prints, as JSON.
    pub fn ask(&self, script: &str) -> Value {
        let printed = emulators::boto(&self.endpoint, &self.account, REGION, script);
        serde_json::from_str(&printed.expect("boto3 answers")).expect("JSON")
    }

    /// The log groups that there are.
    pub fn log_groups(&self) -> Value {
        self.ask(
            r#"
            groups = boto3.client("logs").describe_log_groups()["logGroups"]
            print(json.dumps(sorted(group["logGroupName"] for group in groups)))
            "#,
        )
    }

    /// A file of the state, if it is there.
    pub fn file(&self, name: &str) -> Option<String> {
        let Some(bucket) = self.state.strip_prefix("s3://") else {
            return std::fs::read_to_string(self.folder().join(name)).ok();
        };
        let (bucket, prefix) = bucket.split_once('/').expect("a prefix");
        let script = format!(
            r#"
            s3 = boto3.client("s3")
            try:
                text = s3.get_object(Bucket="{bucket}", Key="{prefix}/{name}")["Body"].read().decode()
            except s3.exceptions.NoSuchKey:
                text = None
            print(json.dumps(text))
            "#
        );
        self.ask(&script).as_str().map(str::to_owned)
    }

    /// The folder of the state, where it is in one.
    pub fn folder(&self) -> PathBuf {
        self.project.path().join("state")
    }

    /// The id of the lock that there is.
    pub fn lock_id(&self) -> String {
        let lock = self.file("lock.json").expect("there is a lock");
        let lock: Value = serde_json::from_str(&lock).expect("JSON");
        lock["id"].as_str().expect("an id").to_owned()
    }
}

/// A run that is under way.
pub struct Running {
    child: Child,
    stdout: JoinHandle<String>,
    stderr: Receiver<String>,
    heard: String,
}

impl Running {
    fn new(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut stdout = child.stdout.take().expect("a pipe");
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            stdout: thread::spawn(move || {
                let mut text = String::new();
                let _ = stdout.read_to_string(&mut text);
                text
            }),
            stderr: lines,
            heard: String::new(),
        }
    }

    /// Waits until the run says something on stderr.
    pub fn wait_for(&mut self, text: &str) {
        while !self.heard.contains(text) {
            let line = self.stderr.recv_timeout(Duration::from_secs(60));
            let line = line.unwrap_or_else(|_| panic!("it says `{text}`: {}", self.heard));
            self.heard.push_str(&line);
            self.heard.push('\n');
        }
    }

    /// Waits until a lock on a file keeps the run waiting, as far as Linux tells.
    pub fn wait_for_file_lock(&self) {
        let process = format!(" {} ", self.child.id());
        for _ in 0..600 {
            let locks = std::fs::read_to_string("/proc/locks").expect("the locks of all files");
            let mut lines = locks.lines();
            if lines.any(|line| line.contains("->") && line.contains(&process)) {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("it does not wait: {}", self.heard);
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status();
        assert!(status.expect("a shell").success());
    }

    /// Waits for the end.
    pub fn end(mut self) -> Run {
        let status = self.child.wait().expect("it ends");
        self.heard.extend(self.stderr.iter().flat_map(|line| [line, "\n".to_owned()]));
        Run {
            code: status.code(),
            stdout: self.stdout.join().expect("a reader"),
            stderr: self.heard,
        }
    }
}
