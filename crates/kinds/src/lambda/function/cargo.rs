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

/// A Cargo package of the project's workspace, built by `cargo build` as `bootstrap`. One build makes all packages of a
/// stack that have the same profile and target, with the features that any of them asks of what they share.
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

impl Cargo {
    /// The build that makes it, with all packages of the same profile and target.
    fn build(&self) -> String {
        format!("cargo build --profile {} --target {:?}", self.profile, self.target)
    }
}

/// Says that a package will be built.
pub(super) fn announce(workspace: &Workspace, code: &Cargo) {
    workspace.announce(&code.build(), &code.cargo);
}

/// Packs the executable of a Cargo package, once a run however many functions run it.
pub(super) async fn package(workspace: &Workspace, code: &Cargo) -> Result<Arc<Package>, Problem> {
    let name = format!("package of {code:?}");
    let pack = || async {
        let executable = executable(workspace, code).await?;
        package::in_background(move || package::of_executable(&executable)).await
    };
    workspace.built().get_or_try_init(&name, pack).await
}

/// The executable of a package. One build makes those of all packages that were announced: they share their
/// dependencies, whose features depend on who is built with whom. What fails there is built by itself, so that what is
/// said of it is about nothing else.
async fn executable(workspace: &Workspace, code: &Cargo) -> Result<PathBuf, Problem> {
    let mut packages = workspace.announced(&code.build());
    packages.insert(code.cargo.clone());
    let are_several = packages.len() > 1;
    let together = || build(workspace, code, packages);
    let built = workspace.built().get_or_try_init(&code.build(), together).await?;
    let executables = built.executables_of(&code.cargo);
    if built.failure.is_none() || !executables.is_empty() {
        return choose(executables, code);
    }
    let alone = match are_several {
        true => Arc::new(build(workspace, code, BTreeSet::from([code.cargo.clone()])).await?),
        false => built,
    };
    match &alone.failure {
        None => choose(alone.executables_of(&code.cargo), code),
        Some(said) => Err(Problem::new(
            format!("`{}` does not build", code.cargo),
            format!("cargo said:\n{said}"),
            "",
        )),
    }
}

/// Runs cargo for packages, with the profile and the target of one.
async fn build(
    workspace: &Workspace,
    code: &Cargo,
    packages: BTreeSet<String>,
) -> Result<Made, Problem> {
    let mut command = Command::new("cargo");
    command
        .args(["build", "--keep-going", "--profile", &code.profile])
        // One line of JSON an artifact on the standard output, and what people read on the other.
        .args(["--message-format", "json-render-diagnostics"])
        .args(packages.iter().flat_map(|package| ["--package", package]))
        .current_dir(workspace.root())
        .stdin(Stdio::null())
        .kill_on_drop(true);
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
    Ok(Made {
        executables: executables(&String::from_utf8_lossy(&output.stdout)),
        failure: (!output.status.success()).then(|| last_lines(&output.stderr)),
    })
}

/// What a run of cargo has made.
struct Made {
    executables: Vec<Executable>,
    /// The end of what cargo said where it failed.
    failure: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Executable {
    package: String,
    name: String,
    path: PathBuf,
}

impl Made {
    fn executables_of(&self, package: &str) -> Vec<Executable> {
        self.executables.iter().filter(|one| one.package == package).cloned().collect()
    }
}

/// Enough to see the error, and not the compilation of 200 crates before it.
fn last_lines(output: &[u8]) -> String {
    const LINES: usize = 20;
    let text = String::from_utf8_lossy(output);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

/// The executables that Cargo reports.
fn executables(report: &str) -> Vec<Executable> {
    report
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["kind"] == serde_json::json!(["bin"]))
        .filter_map(|message| {
            Some(Executable {
                package: package_name(message["package_id"].as_str()?).to_owned(),
                name: message["target"]["name"].as_str()?.to_owned(),
                path: PathBuf::from(message["executable"].as_str()?),
            })
        })
        .collect()
}

/// The name of a package in its id: `…#name@version`, or `…/name#version` where the folder is called like it (Cargo's
/// reference, "Package ID Specifications").
fn package_name(id: &str) -> &str {
    let (place, version) = id.rsplit_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

fn choose(executables: Vec<Executable>, code: &Cargo) -> Result<PathBuf, Problem> {
    let wanted = code.binary.as_ref();
    if let ([only], None) = (executables.as_slice(), wanted) {
        return Ok(only.path.clone());
    }
    let wanted = wanted.unwrap_or(&code.cargo);
    let names: Vec<String> = executables.iter().map(|one| format!("`{}`", one.name)).collect();
    let chosen = executables.into_iter().find(|one| &one.name == wanted);
    chosen.map(|one| one.path).ok_or_else(|| match (names.as_slice(), &code.binary) {
        ([], _) => Problem::new(
            format!("`{}` builds no executable", code.cargo),
            "it is a library, and Lambda starts an executable",
            "add a `src/main.rs` to the package",
        ),
        (names, Some(binary)) => Problem::new(
            format!("`{}` builds no executable `{binary}`", code.cargo),
            format!("it builds {}", names.join(", ")),
            "correct `binary`",
        ),
        (names, None) => Problem::new(
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

    fn built(names: &[&str]) -> Vec<Executable> {
        let executable = |name: &&str| Executable {
            package: "api".to_owned(),
            name: (*name).to_owned(),
            path: PathBuf::from(format!("/t/{name}")),
        };
        names.iter().map(executable).collect()
    }

    #[test]
    fn cargos_report_names_the_executables() {
        let report = concat!(
            r#"{"reason":"compiler-artifact","package_id":"path+file:///p/api#0.1.0","target":{"kind":["lib"],"name":"api"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","package_id":"path+file:///p/api#0.1.0","target":{"kind":["bin"],"name":"api"},"executable":"/t/api"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(executables(report), built(&["api"]));
    }

    #[test]
    fn the_id_of_a_package_holds_its_name() {
        assert_eq!(package_name("path+file:///p/lambdas/api#0.1.0"), "api");
        assert_eq!(package_name("path+file:///p/other#api@0.1.0"), "api");
    }

    #[test]
    fn one_of_several_executables_is_chosen_by_name() {
        let path = |names: &[&str], binary| choose(built(names), &code(binary));
        assert_eq!(path(&["other"], None).unwrap(), PathBuf::from("/t/other"));
        assert_eq!(path(&["api", "tool"], None).unwrap(), PathBuf::from("/t/api"));
        assert_eq!(path(&["api", "tool"], Some("tool")).unwrap(), PathBuf::from("/t/tool"));
        assert!(path(&["one", "two"], None).unwrap_err().why.contains("`one`, `two`"));
        assert!(path(&["one"], Some("two")).unwrap_err().message.contains("no executable `two`"));
        assert!(path(&[], None).unwrap_err().message.contains("no executable"));
    }

    #[test]
    fn only_the_end_of_a_long_output_is_shown() {
        let output: String = (0..100).map(|line| format!("{line}\n")).collect();
        assert!(last_lines(output.as_bytes()).starts_with("80\n"));
    }
}
