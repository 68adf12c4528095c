//! Expressions that are tried against an environment.

use std::io::Write;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::project::{Run, TestProject};

fn project() -> TestProject {
    TestProject::with_spec(
        r#"
        variables:
          token: { type: string, sensitive: true, default: hunter2 }
        locals:
          teams: [ai, web]
        logs.log_group:
          api: {}
          team: { for_each: "${local.teams}", name: "/team/${each.key}" }
        cognito.user_pool:
          main: {}
        outputs:
          pool: ${cognito.user_pool.main.id}
        "#,
    )
}

#[test]
fn an_expression_is_answered() {
    let project = project();
    for (expression, answer) in [
        (r#"join(",", local.teams)"#, "ai,web\n"),
        ("logs.log_group.api.name", "shop-dev-api\n"),
        ("env.name == \"dev\" ? 1 : 2", "1\n"),
        ("local.teams", "[\"ai\", \"web\"]\n"),
        ("[for group in logs.log_group.team : group.name]", "[\"/team/ai\", \"/team/web\"]\n"),
        ("var.token", "(sensitive)\n"),
        ("\"a-${var.token}\"", "(sensitive)\n"),
        ("{ a = 1, b = [local.teams] }", "a: 1\nb:\n  - [\"ai\", \"web\"]\n"),
    ] {
        assert_eq!(project.prints(&["console", "-e", "dev", expression]), answer, "{expression}");
    }
    assert_eq!(
        project.prints(&["console", "-e", "dev", "--json", "{ a = local.teams }"]),
        "{\n  \"a\": [\n    \"ai\",\n    \"web\"\n  ]\n}\n"
    );
    assert_eq!(
        project.prints(&["console", "-e", "dev", "--json", "var.token"]),
        "\"(sensitive)\"\n"
    );
}

#[test]
fn what_aws_invents_is_known_where_an_output_has_recorded_it() {
    let expression = ["console", "-e", "dev", "\"pool ${cognito.user_pool.main.id}\""];
    assert_eq!(project().prints(&expression), "\"pool ${cognito.user_pool.main.id}\"\n");
    assert_eq!(
        project().prints(&["console", "-e", "dev", "cognito.user_pool.main.id"]),
        "(known after apply: ${cognito.user_pool.main.id})\n"
    );
    let state = r#"{"format":1,"stack":"shop-dev","salt":"","resources":{},"outputs":{"pool":"us-east-2_Abc"}}"#;
    let project = project().file(".diatonic/dev/state.json", state);
    assert_eq!(project.prints(&expression), "pool us-east-2_Abc\n");
}

#[test]
fn what_is_wrong_is_underlined() {
    let project = project();
    let refused = |expression| project.run(&["console", "-e", "dev", expression]).refusal();
    assert_snapshot!(refused("upper(local.teems)"), @r"
      × there is no `local.teems`
       ╭─[<expression>:1:7]
     1 │ upper(local.teems)
       ·       ─────┬─────
       ·            ╰── no spec declares this local
       ╰────
      help: did you mean `local.teams`?

    1 error
    ");
    assert_snapshot!(refused("1 +"), @r#"
      × malformed expression
       ╭─[<expression>:1:4]
     1 │ 1 +
       ·   ┬
       ·   ╰── an expression is expected here
       ╰────
      help: an expression is `${var.name}`, `${condition ? a : b}`, `${join(", ", list)}`; write `$${`
            where a plain `${` is meant

    1 error
    "#);
    assert_snapshot!(refused("length(5)"), @r"
      × `length` cannot be called like this
       ╭─[<expression>:1:1]
     1 │ length(5)
       · ────┬────
       ·     ╰── the collection must be text, a list or a map, but a number was given
       ╰────
      help: use length on one of these; usage: `length(collection)`

    1 error
    ");
    assert_snapshot!(refused("  "), @r#"
      × malformed expression
       ╭─[<expression>:1:1]
     1 │  
       · ┬
       · ╰── an expression is expected here
       ╰────
      help: an expression is `${var.name}`, `${condition ? a : b}`, `${join(", ", list)}`; write `$${`
            where a plain `${` is meant

    1 error
    "#);
}

#[test]
fn an_expression_is_read_from_standard_input() {
    let project = project();
    let mut command = project.command(&["console", "-e", "dev"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().unwrap().write_all(b"upper(\n  env.name\n)\n").unwrap();
    let run = Run::from(child.wait_with_output().unwrap());
    assert_eq!((run.stdout.as_str(), run.code), ("DEV\n", Some(0)), "{}", run.stderr);
}

/// Types at a terminal, and gives what was seen.
#[cfg(unix)]
fn typed(project: &TestProject, keys: &str) -> Vec<String> {
    let home = tempfile::TempDir::new().unwrap();
    let mut command = project.command(&["console", "-e", "dev"]);
    command.env("HOME", home.path()).env("XDG_STATE_HOME", home.path());
    command.env("TERM", "xterm").env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
    let screen = crate::pty::on_terminal_typing(&command, (100, 30), "dev> ", keys);
    assert_eq!(screen.code, Some(0), "{}", screen.raw);
    let files: Vec<_> = std::fs::read_dir(home.path()).unwrap().collect();
    assert!(files.is_empty(), "what was typed is in no file: {files:?}");
    screen.lines()
}

#[cfg(unix)]
#[test]
fn a_terminal_is_asked_for_one_after_the_other() {
    let project = project();
    // A line that Ctrl-C clears, a secret, one that is wrong, the line before once more, and the end.
    let keys = "local.te\u{3}length(\"abcdefg\")\rvar.token\rlocal.nothing\rupper(env.name)\r\u{10}\r\u{4}";
    let lines = typed(&project, keys);
    let count = |text: &str| lines.iter().filter(|line| line.trim() == text).count();
    assert_eq!((count("7"), count("(sensitive)"), count("\"DEV\"")), (1, 1, 2), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("there is no `local.nothing`")), "{lines:#?}");
}

#[cfg(unix)]
#[test]
fn the_tabulator_completes_names() {
    let project = project();
    for (keys, answer) in [
        ("upper(env.na\t)", "\"DEV\""),
        ("joi\t\"-\", local.t\t)", "\"ai-web\""),
        ("logs.log_group.ap\t.na\t", "\"shop-dev-api\""),
        ("logs.log_group.team[\"w\t.na\t", "\"/team/web\""),
        ("var.to\t", "(sensitive)"),
        ("cognito.user_pool.m\t.ar\t", "(known after apply: ${cognito.user_pool.main.arn})"),
    ] {
        let lines = typed(&project, &format!("{keys}\r\u{4}"));
        assert!(lines.iter().any(|line| line.trim() == answer), "{keys:?}: {lines:#?}");
    }
}
