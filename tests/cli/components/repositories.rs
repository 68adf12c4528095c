//! Components of git repositories.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::project::TestProject;

/// Runs git in a folder, as somebody with a name and with nothing of the caller's configuration.
fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
    command.args(arguments).stdin(Stdio::null());
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A component of a repository, with this many days.
fn commit(repository: &Path, days: &str) {
    std::fs::create_dir_all(repository.join("http")).expect("a folder");
    let endpoint = "component.log: { l: {} }";
    std::fs::write(repository.join("http/endpoint.yaml"), endpoint).expect("a file");
    let log = format!("logs.log_group: {{ log: {{ retention_days: {days} }} }}");
    std::fs::write(repository.join("http/log.yaml"), log).expect("a file");
    git(repository, &["add", "."]);
    git(repository, &["commit", "--quiet", "--message", "one"]);
    git(repository, &["tag", "--force", "v1"]);
}

#[test]
fn a_component_of_a_repository_stays_at_the_commit_that_was_fetched_first() {
    let repository = tempfile::TempDir::new().expect("a folder");
    git(repository.path(), &["init", "--quiet"]);
    commit(repository.path(), "7");
    let url = repository.path().display();
    let project = TestProject::with_spec(&format!(
        "components: {{ endpoint: {{ git: '{url}', ref: v1, path: http/endpoint.yaml }} }}\n\
         component.endpoint: {{ e: {{}} }}\n"
    ));
    let days = |project: &TestProject| {
        let graph = project.run(&["validate", "--env", "dev"]);
        assert_eq!(graph.code, Some(0), "{}", graph.stderr);
        graph.stdout
    };
    let errors = project.errors();
    assert!(
        errors.contains("was not fetched") && errors.contains("run `diatonic components`"),
        "{errors}"
    );
    let said = project.prints(&["components"]);
    assert!(said.ends_with("components of 1 repository are there\n"), "{said}");
    assert_eq!(days(&project), "shop/dev is valid: 1 resource\n");
    let lock = |project: &TestProject| {
        std::fs::read_to_string(project.path().join("components.lock")).expect("a lock file")
    };
    let first = lock(&project);
    // The tag moves, and the lock file does not: not even where nothing was fetched yet.
    commit(repository.path(), "8");
    std::fs::remove_dir_all(project.path().join(".diatonic")).expect("what was fetched");
    project.prints(&["components"]);
    assert_eq!(lock(&project), first);
    assert_eq!(days(&project), "shop/dev is valid: 1 resource\n");
    // The second commit is not valid, which is seen once it is asked for.
    project.prints(&["components", "--update"]);
    assert_ne!(lock(&project), first);
    let errors = project.errors();
    assert!(errors.contains("this is none of the values that AWS accepts"), "{errors}");
    assert!(errors.contains(&format!("{url}@v1:http/log.yaml")), "{errors}");
}

#[test]
fn what_cannot_be_fetched_is_told_with_its_reason() {
    let project = TestProject::with_spec(
        "components: { a: { git: 'file:///nowhere/at-all', ref: v1, path: a.yaml }, b: { path: b.yaml, ref: x } }
component.a: { e: {} }
",
    );
    let run = project.run(&["components"]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert!(
        run.stderr.contains("cannot fetch file:///nowhere/at-all at v1: git fetch"),
        "{}",
        run.stderr
    );
    let errors = project.errors();
    assert!(errors.contains("`ref` is of a repository"), "{errors}");
}
