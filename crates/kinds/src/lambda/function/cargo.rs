//! Functions written in Rust: Cargo builds them, and what it builds is the package.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use crate::prelude::*;
use serde_json::Value;
use tokio::process::Command;

use crate::file_problem::Problem;
use crate::lambda::package::{self, Package};
use workspace::Workspace;

/// A Cargo package of the project's workspace, built by `cargo build` as `bootstrap`.
#[spec]
pub struct Cargo {
    /// Name of the package.
    #[field(required, length = 1..)]
    cargo: String,
    /// Cargo's profile: `release` (the default), `dev`, or one of the workspace's own.
    #[field(default = "release".to_owned(), length = 1..)]
    profile: String,
    /// Which of the package's executables. Absent: the only one, or the one named as the package.
    binary: Option<String>,
    /// The target triple, such as `aarch64-unknown-linux-gnu`. Absent: this machine's own.
    target: Option<String>,
}

/// Builds a Cargo package, once a run however many functions run it, and packs its executable.
pub(super) async fn package(workspace: &Workspace, code: &Cargo) -> Result<Arc<Package>, Problem> {
    let name = format!("package of {code:?}");
    let build = || async {
        let executable = build(workspace, code).await?;
        package::in_background(move || package::of_executable(&executable)).await
    };
    workspace.built().once(&name, build).await
}

async fn build(workspace: &Workspace, code: &Cargo) -> Result<PathBuf, Problem> {
    let mut command = Command::new("cargo");
    command
        .args(["build", "--package", &code.cargo, "--profile", &code.profile])
        // One line of JSON an artifact on the standard output, and what people read on the other.
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(workspace.root())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if let Some(binary) = &code.binary {
        command.args(["--bin", binary]);
    }
    if let Some(target) = &code.target {
        command.args(["--target", target]);
    }
    let output = command.output().await.map_err(|error| {
        Problem::new(
            "cargo could not be started",
            error.to_string(),
            "install Rust (https://rustup.rs), or build elsewhere and use `zip`",
        )
    })?;
    if !output.status.success() {
        return Err(Problem::new(
            format!("`{}` does not build", code.cargo),
            format!("cargo said:\n{}", last_lines(&output.stderr)),
            "",
        ));
    }
    let executables = executables(&String::from_utf8_lossy(&output.stdout));
    choose(executables, code)
}

/// Enough to see the error, and not the compilation of 200 crates before it.
fn last_lines(output: &[u8]) -> String {
    const LINES: usize = 20;
    let text = String::from_utf8_lossy(output);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

/// The names and paths of the executables that Cargo reports.
fn executables(report: &str) -> Vec<(String, PathBuf)> {
    report
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["kind"] == serde_json::json!(["bin"]))
        .filter_map(|message| {
            let name = message["target"]["name"].as_str()?.to_owned();
            Some((name, PathBuf::from(message["executable"].as_str()?)))
        })
        .collect()
}

fn choose(executables: Vec<(String, PathBuf)>, code: &Cargo) -> Result<PathBuf, Problem> {
    let wanted = code.binary.as_ref().unwrap_or(&code.cargo);
    if let [(_, only)] = executables.as_slice() {
        return Ok(only.clone());
    }
    let names: Vec<String> = executables.iter().map(|(name, _)| format!("`{name}`")).collect();
    let chosen = executables.into_iter().find(|(name, _)| name == wanted);
    chosen.map(|(_, path)| path).ok_or_else(|| match names.as_slice() {
        [] => Problem::new(
            format!("`{}` builds no executable", code.cargo),
            "it is a library, and Lambda starts an executable",
            "add a `src/main.rs` to the package",
        ),
        names => Problem::new(
            format!("`{}` builds {} executables", code.cargo, names.len()),
            format!("they are {}, and none is named as the package", names.join(", ")),
            "say which with `binary`",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(binary: Option<&str>) -> Cargo {
        let mut spec = serde_json::json!({ "cargo": "api" });
        spec["binary"] = serde_json::json!(binary);
        serde_json::from_value(spec).unwrap()
    }

    fn built(names: &[&str]) -> Vec<(String, PathBuf)> {
        names.iter().map(|name| ((*name).to_owned(), PathBuf::from(format!("/t/{name}")))).collect()
    }

    #[test]
    fn cargos_report_names_the_executables() {
        let report = concat!(
            r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"api"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"kind":["bin"],"name":"api"},"executable":"/t/api"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(executables(report), built(&["api"]));
    }

    #[test]
    fn one_of_several_executables_is_chosen_by_name() {
        let path = |names: &[&str], binary| choose(built(names), &code(binary));
        assert_eq!(path(&["other"], None).unwrap(), PathBuf::from("/t/other"));
        assert_eq!(path(&["api", "tool"], None).unwrap(), PathBuf::from("/t/api"));
        assert!(path(&["one", "two"], None).unwrap_err().why.contains("`one`, `two`"));
        assert!(path(&[], None).unwrap_err().message.contains("no executable"));
    }

    #[test]
    fn only_the_end_of_a_long_output_is_shown() {
        let output: String = (0..100).map(|line| format!("{line}\n")).collect();
        assert!(last_lines(output.as_bytes()).starts_with("80\n"));
    }
}
