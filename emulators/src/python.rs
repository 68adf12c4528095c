//! Python snippets, and with them AWS's own Python client.

use std::process::{Command, Stdio};

use crate::environment::isolate;
use crate::{Error, Result, install};

/// Runs a Python snippet in the emulators' virtual environment and returns what it printed.
///
/// The snippet may be indented as a whole. It sees `arguments` from `sys.argv[1]` on, and of the
/// caller's environment everything but AWS and Python settings; `environment` is added to that.
///
/// # Errors
/// As [`install`]; or the snippet failed, and the error holds what it wrote to standard error.
pub fn python(script: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Result<String> {
    let mut command = Command::new(install()?.python());
    isolate(&mut command);
    let output = command
        .arg("-c")
        .arg(dedent(script))
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .map_err(Error::spawn("python"))?;
    if !output.status.success() {
        return Err(Error::Command {
            command: "the Python snippet".into(),
            output: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a Python snippet that asks an emulator with boto3, and returns what it printed. `boto3` and
/// `json` are imported; endpoint, credentials and region are set.
///
/// # Errors
/// As [`python`].
pub fn boto(endpoint: &str, account: &str, region: &str, script: &str) -> Result<String> {
    let script = format!("import boto3, json\n{}", dedent(script));
    python(&script, &[], &client_environment(endpoint, account, region))
}

/// The variables that point any AWS client, diatonic included, at an emulator.
#[must_use]
pub fn client_environment<'a>(
    endpoint: &'a str,
    account: &'a str,
    region: &'a str,
) -> [(&'static str, &'a str); 5] {
    [
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ACCESS_KEY_ID", account),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_DEFAULT_REGION", region),
        ("AWS_REGION", region),
    ]
}

/// Takes off the indentation that all lines have in common, so that a snippet can be indented like
/// the Rust around it.
fn dedent(script: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let filled = script.lines().filter(|line| !line.trim().is_empty());
    let common = filled.map(indentation).min().unwrap_or(0);
    let lines: Vec<&str> = script.lines().map(|line| line.get(common..).unwrap_or("")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_indentation_goes_and_the_rest_stays() {
        assert_eq!(dedent("\n    if x:\n\n        y\n  "), "\nif x:\n\n    y\n");
        assert_eq!(dedent("a\n  b"), "a\n  b");
        assert_eq!(dedent(""), "");
    }

    #[test]
    fn a_snippet_sees_its_arguments_and_environment_but_no_credentials() {
        let script = r#"
            import os, sys
            print(sys.argv[1:], os.environ["COLOUR"], os.environ.get("AWS_PROFILE"))
        "#;
        let printed = python(script, &["one", "two words"], &[("COLOUR", "blue")]).unwrap();
        assert_eq!(printed, "['one', 'two words'] blue None\n");
    }

    #[test]
    fn a_failing_snippet_says_why() {
        let error = python("raise SystemExit('no table')", &[], &[]).unwrap_err();
        assert_eq!(error.to_string(), "the Python snippet failed:\nno table\n");
    }
}
