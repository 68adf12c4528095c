//! `fmt`: what it writes, what it lists, what it leaves. And that this project's own YAML is formatted.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::project::{Run, TestProject};

const UNTIDY: &str = "# All groups.\nlogs.log_group:\n    api: &api   {retention_days:   7}   # a week\n\n\n\n    jobs: *api\n    \n";

fn project() -> TestProject {
    TestProject::new()
        .raw_file("specs/logs.yaml", UNTIDY.as_bytes())
        .raw_file("specs/more/tidy.yaml", b"locals:\n  a: 1\n")
        .raw_file("components/c.yml", b"inputs: {a: {type: string}}\n")
        .raw_file("specs/data.json", b"{\"locals\":{\"b\":2}}")
        .raw_file("elsewhere.yaml", b"a:   1\n")
}

fn text(project: &TestProject, path: &str) -> String {
    std::fs::read_to_string(project.path().join(path)).expect("a file")
}

#[test]
fn a_project_is_formatted_and_then_stays_so() {
    let project = project();
    let check = project.run(&["fmt", "--check"]);
    assert_eq!(check.code, Some(1), "{}", check.stderr);
    assert_eq!(check.stdout, "components/c.yml\nspecs/logs.yaml\n");
    assert_eq!(text(&project, "specs/logs.yaml"), UNTIDY);
    assert_eq!(project.prints(&["fmt"]), "components/c.yml\nspecs/logs.yaml\n");
    assert_snapshot!(text(&project, "specs/logs.yaml"), @r"
    # All groups.
    logs.log_group:
      api: &api { retention_days: 7 } # a week

      jobs: *api
    ");
    assert_eq!(text(&project, "elsewhere.yaml"), "a:   1\n");
    assert_eq!(text(&project, "specs/data.json"), "{\"locals\":{\"b\":2}}");
    assert_eq!(project.prints(&["fmt", "--check"]), "");
    assert_eq!(project.prints(&["fmt"]), "");
}

#[test]
fn a_diff_writes_nothing() {
    let project = project();
    assert_snapshot!(project.prints(&["fmt", "--diff", "specs"]));
    assert_eq!(text(&project, "specs/logs.yaml"), UNTIDY);
}

#[test]
fn a_file_is_named_from_where_the_user_is() {
    let project = project();
    let mut command = project.command(&["fmt", "logs.yaml"]);
    let run = Run::from(command.current_dir(project.path().join("specs")).output().unwrap());
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "logs.yaml\n"));
    assert_eq!(project.run(&["fmt", "--check", "specs/logs.yaml"]).code, Some(0));
}

#[test]
fn named_files_alone() {
    let project = project();
    assert_eq!(project.prints(&["fmt", "elsewhere.yaml", "specs/more"]), "elsewhere.yaml\n");
    assert_eq!(text(&project, "elsewhere.yaml"), "a: 1\n");
    assert_snapshot!(project.run(&["fmt", "specs/data.json"]).refusal(), @"error: specs/data.json is not YAML by its name: it ends in `.yaml` or `.yml`");
    assert_snapshot!(project.run(&["fmt", "nowhere.yaml"]).refusal(), @"error: there is no file `nowhere.yaml`");
    assert_snapshot!(TestProject::empty().run(&["fmt"]).refusal(), @"error: there is no YAML to format in `.`: run in the folder of a project, name it with `-C <folder>`, or name files");
}

#[test]
fn what_is_no_yaml_stays_and_the_rest_is_formatted() {
    let project = project().raw_file("specs/bad.yaml", b"a: [1\nb:   2\n");
    let run = project.run(&["fmt"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stdout, "components/c.yml\nspecs/logs.yaml\n");
    assert!(
        run.stderr.starts_with("error: not formatted:\nspecs/bad.yaml: this is not YAML: "),
        "{}",
        run.stderr
    );
    assert_eq!(text(&project, "specs/bad.yaml"), "a: [1\nb:   2\n");
}

#[test]
fn what_comes_in_is_formatted() {
    let project = TestProject::empty();
    let piped = |arguments: &[&str], text: &str| {
        let mut command = project.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
        Run::from(child.wait_with_output().expect("it ends"))
    };
    assert_eq!(piped(&["fmt", "-"], "a:   1 # x\n").stdout, "a: 1 # x\n");
    assert_eq!(piped(&["fmt", "-", "--check"], "a:   1\n").code, Some(1));
    assert_eq!(piped(&["fmt", "-", "--check"], "a: 1\n").code, Some(0));
    assert_eq!(piped(&["fmt", "-"], "a: [1").code, Some(1));
}

#[test]
fn this_project_is_formatted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = TestProject::empty();
    let mut command = project.command(&["fmt", "--check"]);
    command.args([
        "specs", "environments", "components", "docs/examples", "docs/tour", "docs/applications",
    ]);
    let run = Run::from(command.current_dir(root).output().expect("the binary runs"));
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(0), ""),
        "run `diatonic fmt`: {}",
        run.stderr
    );
}
