//! People who call all the time while something is done to what they use.

use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use emulators::{client_environment, python};
use serde_json::Value;
use tempfile::TempDir;

/// Callers at work.
pub struct Callers {
    folder: TempDir,
    outcome: JoinHandle<String>,
}

impl Callers {
    /// Starts to call the user pool (`pool`) or the API (`api`). Returns once all of them have begun.
    pub fn of(called: &str, endpoint: &str, account: &str, arguments: [&str; 4]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let end = end_in(&folder).display().to_string();
        let (endpoint, account) = (endpoint.to_owned(), account.to_owned());
        let given: Vec<String> =
            [end.as_str(), called].into_iter().chain(arguments).map(str::to_owned).collect();
        let outcome = thread::spawn(move || {
            let given: Vec<&str> = given.iter().map(String::as_str).collect();
            let environment = client_environment(&endpoint, &account, "us-east-2");
            let printed = python(include_str!("live_callers.py"), &given, &environment);
            printed.unwrap_or_else(|error| panic!("{error}"))
        });
        let callers = Self { folder, outcome };
        while !callers.have_begun() {
            assert!(!callers.outcome.is_finished(), "they begin: {:?}", callers.outcome.join());
            thread::sleep(Duration::from_millis(100));
        }
        callers
    }

    fn have_begun(&self) -> bool {
        end_in(&self.folder).with_extension("begun").exists()
    }

    /// Ends the calls, of which not one may have failed.
    pub fn end(self) {
        std::fs::write(end_in(&self.folder), "").expect("a file");
        let printed = self.outcome.join().expect("they end");
        let outcome: Value = serde_json::from_str(printed.trim()).expect("JSON");
        let failed = outcome["bad"].as_array().expect("a list");
        assert!(failed.is_empty(), "{failed:#?}\n{}", outcome["good"]);
        for (name, count) in outcome["good"].as_object().expect("a map") {
            assert!(count.as_u64() > Some(5), "{name}: {count}");
        }
    }
}

fn end_in(folder: &TempDir) -> PathBuf {
    folder.path().join("end")
}
