//! Asks what accounts hold with an independent client: boto3, kept running as it is slow to start.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A Python process that is asked a line at a time, and answers with a line of JSON.
pub struct Witness {
    process: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Witness {
    /// Starts a script that may import the modules in a folder of the tests.
    pub fn new(endpoint: &str, folder: &str, script: &str) -> Self {
        let installation = emulators::install().expect("the emulators are installed");
        let mut command = Command::new(installation.python());
        emulators::isolate(&mut command);
        let folder = format!("{}/tests/{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut process = command
            .args(["-B", "-c", script])
            .env("PYTHONPATH", folder)
            .envs(emulators::client_environment(endpoint, "000000000000", "us-east-2"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        Self {
            questions: process.stdin.take(),
            answers: BufReader::new(process.stdout.take().expect("a pipe")),
            process,
        }
    }

    /// The answer to a question.
    pub fn ask(&mut self, question: &str) -> Value {
        let questions = self.questions.as_mut().expect("a pipe");
        writeln!(questions, "{question}").expect("the witness listens");
        let mut answer = String::new();
        let length = self.answers.read_line(&mut answer);
        assert!(length.is_ok_and(|length| length > 0), "boto3 answers");
        serde_json::from_str(&answer).expect("JSON")
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.questions.take());
        let _ = self.process.wait();
    }
}
