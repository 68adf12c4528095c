//! Files of a git repository, by the `git` on the PATH.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes the files of a repository at a reference (a tag, a branch or a commit) into a folder below `parent` that is
/// called by the commit, and gives the commit. Where it is there already, nothing is written. With `commit`, the
/// reference must be that one.
///
/// # Errors
/// There is no `git`, it cannot reach the repository, there is no such reference, or it is another commit.
pub fn fetch(
    url: &str,
    reference: &str,
    commit: Option<&str>,
    parent: &Path,
) -> io::Result<String> {
    std::fs::create_dir_all(parent)?;
    let scratch = parent.join(format!("fetching-{}", std::process::id()));
    let fetched = into_scratch(url, reference, commit, &scratch)
        .and_then(|commit| keep(&scratch, &parent.join(&commit)).map(|()| commit));
    match std::fs::remove_dir_all(&scratch) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => fetched.and(Err(error)),
        _ => fetched,
    }
}

fn into_scratch(
    url: &str,
    reference: &str,
    commit: Option<&str>,
    scratch: &Path,
) -> io::Result<String> {
    std::fs::create_dir_all(scratch)?;
    git(scratch, &["init", "--quiet"])?;
    // Few servers give a commit that no reference leads to, so what leads to it is fetched where they do not.
    let wanted = commit.unwrap_or(reference);
    let shallow = ["fetch", "--quiet", "--depth=1", "--no-tags", "--", url, wanted];
    if git(scratch, &shallow).is_err() {
        git(scratch, &["fetch", "--quiet", "--no-tags", "--", url, reference])?;
    }
    let checked_out = commit.unwrap_or("FETCH_HEAD");
    let found = git(scratch, &["rev-parse", "--verify", &format!("{checked_out}^{{commit}}")])?;
    git(scratch, &["checkout", "--quiet", "--detach", &found])?;
    Ok(found)
}

fn keep(scratch: &Path, folder: &Path) -> io::Result<()> {
    std::fs::remove_dir_all(scratch.join(".git"))?;
    match std::fs::rename(scratch, folder) {
        Err(_) if folder.is_dir() => Ok(()),
        renamed => renamed,
    }
}

/// Runs `git` in a folder, and gives what it prints.
fn git(folder: &Path, arguments: &[&str]) -> io::Result<String> {
    let mut command = Command::new("git");
    // Links could lead out of the folder, and of the transports of git some run programs.
    command.args(["-c", "core.symlinks=false", "-c", "advice.detachedHead=false"]);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let is_of_caller = name.to_string_lossy().starts_with("GIT_DIR")
            || name == "GIT_WORK_TREE"
            || name == "GIT_INDEX_FILE";
        if is_of_caller {
            command.env_remove(name);
        }
    }
    command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => io::Error::other("there is no `git` on the PATH"),
        _ => error,
    })?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => {
            let said = String::from_utf8_lossy(&output.stderr);
            let last =
                said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it says nothing");
            Err(io::Error::other(format!("git {}: {last}", arguments[0])))
        }
    }
}
