//! What Bash makes of what it is offered, at a terminal.

use std::process::Command;

use crate::project::TestProject;
use crate::pty::on_terminal_typing;

/// Addresses with what ends words in Bash, and with what it takes for something of its own.
const SPECS: &str = r#"
    logs.log_group:
      api: {}
      team: { for_each: ["a b", "c:dd"], name: "/t/${length(each.key)}" }
    AWS::SNS::Topic:
      alerts: {}
"#;

/// The arguments that `diatonic` gets if this is typed.
fn arguments(project: &TestProject, typed: &str) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_diatonic"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().expect("a folder").display());
    let mut command = Command::new("bash");
    command.args(["--norc", "-i"]).current_dir(project.path());
    command.env("PATH", path).env("PS1", "ready> ").env("TERM", "xterm").env("LC_ALL", "C.UTF-8");
    command.env("HISTFILE", "").env_remove("DIATONIC_ENV");
    let begin = r#"source <(diatonic completions bash); diatonic() { printf 'got: %s\n' "$(printf '<%s>' "$@")"; }"#;
    let typed = format!("{begin}\r{typed}\rexit\r");
    let screen = on_terminal_typing(&command, (200, 30), "ready> ", &typed);
    let lines = screen.lines();
    let mut got = lines.iter().filter_map(|line| line.strip_prefix("got: "));
    got.next().unwrap_or_else(|| panic!("{lines:#?}")).to_owned()
}

#[test]
fn a_word_is_completed_whatever_bash_takes_for_its_end() {
    let project = TestProject::with_spec(SPECS);
    for (typed, got) in [
        ("diatonic pla\t --target logs.log_group.a\t", "<plan><--target><logs.log_group.api>"),
        ("diatonic plan --target AWS::S\t", "<plan><--target><AWS::SNS::Topic.alerts>"),
        ("diatonic plan --env=d\t", "<plan><--env=dev>"),
        (
            "diatonic plan --target logs.log_group.t\tc\t",
            "<plan><--target><logs.log_group.team[\"c:dd\"]>",
        ),
        (
            "diatonic plan --target 'logs.log_group.team[\"a\t",
            "<plan><--target><logs.log_group.team[\"a b\"]>",
        ),
    ] {
        assert_eq!(arguments(&project, typed), got, "{typed}");
    }
}
