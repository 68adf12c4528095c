//! Variables: undeclared, without a value, of the wrong type, or against their own rule.

use insta::assert_snapshot;

use crate::project::{Run, TestProject, errors_in};

fn environment_with(variables: &str) -> String {
    format!("account: \"123456789012\"\nregion: us-east-2\nproject: shop\nvariables:\n{variables}")
}

#[test]
fn an_undeclared_variable() {
    let project = TestProject::with_spec(
        r#"
        variables:
          retention_days: { type: number, default: 7 }
        "#,
    )
    .file("environments/dev.yaml", &environment_with("  retention_day: 14\n  colour: red\n"));
    assert_snapshot!(project.errors(), @"
      × undeclared variable `retention_day`
       ╭─[environments/dev.yaml:5:3]
     4 │ variables:
     5 │   retention_day: 14
       ·   ──────┬──────
       ·         ╰── no spec declares it, so it would have no effect
     6 │   colour: red
       ╰────
      help: did you mean `retention_days`?

      × undeclared variable `colour`
       ╭─[environments/dev.yaml:6:3]
     5 │   retention_day: 14
     6 │   colour: red
       ·   ───┬──
       ·      ╰── no spec declares it, so it would have no effect
       ╰────
      help: there is only `retention_days`

    2 errors
    ");
}

#[test]
fn an_undeclared_variable_on_the_command_line() {
    let project = TestProject::with_spec(
        r#"
        variables:
          retention_days: { type: number, default: 7 }
        "#,
    );
    let run = project.run(&["validate", "-e", "dev", "--var", "retention_day=14"]);
    assert_snapshot!(run.refusal(), @"
      × undeclared variable `retention_day` in `--var`
      help: did you mean `retention_days`?

    1 error
    ");
}

#[test]
fn a_variable_without_a_value() {
    assert_snapshot!(errors_in(
        r#"
        variables:
          retention_days: { type: number }
          team:
        "#
    ), @"
      × variable `retention_days` has no value
       ╭─[specs/app.yaml:2:3]
     1 │ variables:
     2 │   retention_days: { type: number }
       ·   ───────┬──────
       ·          ╰── it is declared here without a default
     3 │   team:
       ╰────
      help: set it under `variables:` in environments/dev.yaml, or with `--var retention_days=…`

      × variable `team` has no value
       ╭─[specs/app.yaml:3:3]
     2 │   retention_days: { type: number }
     3 │   team:
       ·   ──┬─
       ·     ╰── it is declared here without a default
       ╰────
      help: set it under `variables:` in environments/dev.yaml, or with `--var team=…`

    2 errors
    ");
}

/// Whoever looks at specs need not have their secrets.
#[test]
fn a_secret_that_nobody_has_given() {
    let project = TestProject::with_spec(
        r#"
        variables:
          key:
            sensitive: true
            type: string
            validation: { condition: "${length(var.key) > 8}", message: too short }
          other: { type: string, default: a, validation: { condition: "${var.other != var.key}", message: same } }
        logs.log_group:
          a: { tags: { Key: "${var.key}", Half: "x-${upper(var.key)}" } }
        "#,
    );
    let run = project.run(&["validate", "-e", "dev"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.stderr, @r#"
    secrets without a value: `key`; a plan needs them
    "#);
    assert_snapshot!(project.run(&["plan", "-e", "dev"]).refusal(), @r#"
      × variable `key` has no value
       ╭─[specs/app.yaml:2:3]
     1 │ variables:
     2 │   key:
       ·   ─┬─
       ·    ╰── it is declared here without a default
     3 │     sensitive: true
       ╰────
      help: set `DIATONIC_VAR_key` in the process environment

    1 error
    "#);
    let given =
        project.command(&["validate", "-e", "dev"]).env("DIATONIC_VAR_key", "short").output();
    let given: Run = given.expect("it runs").into();
    assert!(given.stderr.contains("too short"), "{}", given.stderr);
}

#[test]
fn a_value_of_the_wrong_type() {
    let project = TestProject::with_spec(
        r#"
        variables:
          days: { type: number }
          flag: { type: bool }
          teams: { type: list(string) }
          sizes: { type: map(number), default: { small: 1, large: big } }
        "#,
    )
    .file(
        "environments/dev.yaml",
        &environment_with("  days: seven\n  flag: 1\n  teams: [ai, [web]]\n"),
    );
    assert_snapshot!(project.errors(), @"
      × wrong type for variable `days`
       ╭─[environments/dev.yaml:5:9]
     4 │ variables:
     5 │   days: seven
       ·         ──┬──
       ·           ╰── this is text, and not a number
     6 │   flag: 1
       ╰────
      help: it is declared as `number`

      × wrong type for variable `flag`
       ╭─[environments/dev.yaml:6:9]
     5 │   days: seven
     6 │   flag: 1
       ·         ┬
       ·         ╰── this is a number
     7 │   teams: [ai, [web]]
       ╰────
      help: it is declared as `bool`

      × wrong type for variable `teams`
       ╭─[environments/dev.yaml:7:15]
     6 │   flag: 1
     7 │   teams: [ai, [web]]
       ·               ───┬──
       ·                  ╰── this is a list
       ╰────
      help: it is declared as `list(string)`

      × wrong type for variable `sizes`
       ╭─[specs/app.yaml:5:59]
     4 │   teams: { type: list(string) }
     5 │   sizes: { type: map(number), default: { small: 1, large: big } }
       ·                                                           ─┬─
       ·                                                            ╰── this is text, and not a number
       ╰────
      help: it is declared as `map(number)`

    4 errors
    ");
}

#[test]
fn a_value_of_the_wrong_type_on_the_command_line_and_in_the_process_environment() {
    let project = TestProject::with_spec(
        r#"
        variables:
          days: { type: number }
          flag: { type: bool }
        "#,
    );
    let run = project.run_with(
        &["validate", "-e", "dev", "--var", "days=seven"],
        &[("DIATONIC_VAR_flag", "maybe")],
    );
    assert_snapshot!(run.refusal(), @"
      × wrong type for variable `days`
       ╭─[specs/app.yaml:2:17]
     1 │ variables:
     2 │   days: { type: number }
       ·                 ───┬──
       ·                    ╰── `--var days=…` is text, and not a number
     3 │   flag: { type: bool }
       ╰────
      help: it is declared as `number`

      × wrong type for variable `flag`
       ╭─[specs/app.yaml:3:17]
     2 │   days: { type: number }
     3 │   flag: { type: bool }
       ·                 ──┬─
       ·                   ╰── DIATONIC_VAR_flag is text, and neither `true` nor `false`
       ╰────
      help: it is declared as `bool`

    2 errors
    ");
}

#[test]
fn a_bad_declaration() {
    assert_snapshot!(errors_in(
        r#"
        variables:
          days: { type: integer, default: 7 }
          team: { typ: string, default: ai }
          flag: true
          rule: { default: 1, validation: { condition: "${var.rule > 0}" } }
        "#
    ), @r#"
      × there is no type `integer`
       ╭─[specs/app.yaml:2:17]
     1 │ variables:
     2 │   days: { type: integer, default: 7 }
       ·                 ───┬───
       ·                    ╰── nothing has this type
     3 │   team: { typ: string, default: ai }
       ╰────
      help: a type is `string`, `number`, `bool`, `list`, `map` or `any`, or with the type of what it
            holds: `list(string)`, `map(number)`

      × unknown key `typ`
       ╭─[specs/app.yaml:3:11]
     2 │   days: { type: integer, default: 7 }
     3 │   team: { typ: string, default: ai }
       ·           ─┬─
       ·            ╰── there is no such field here
     4 │   flag: true
       ╰────
      help: did you mean `type`?

      × variable `flag` is declared by a map
       ╭─[specs/app.yaml:4:9]
     3 │   team: { typ: string, default: ai }
     4 │   flag: true
       ·         ──┬─
       ·           ╰── this is a boolean
     5 │   rule: { default: 1, validation: { condition: "${var.rule > 0}" } }
       ╰────
      help: write `flag: { default: true }`

      × missing field `message`
       ╭─[specs/app.yaml:5:23]
     4 │   flag: true
     5 │   rule: { default: 1, validation: { condition: "${var.rule > 0}" } }
       ·                       ─────┬────
       ·                            ╰── this needs `message`
       ╰────
      help: add `message`: What to tell who breaks the rule

    4 errors
    "#);
}

#[test]
fn a_broken_rule() {
    let project = TestProject::with_spec(
        r#"
        variables:
          days:
            type: number
            validation:
              condition: ${contains([1, 7, 14], var.days)}
              message: events are kept for one day, one week or two
          team:
            default: ""
            validation:
              condition: ${length(var.team) > 0}
              message: a team must have a name
        "#,
    )
    .file("environments/dev.yaml", &environment_with("  days: 10\n"));
    assert_snapshot!(project.errors(), @r#"
      × variable `days` breaks its rule
       ╭─[environments/dev.yaml:5:9]
     4 │ variables:
     5 │   days: 10
       ·         ─┬
       ·          ╰── this value makes the rule false
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:5:18]
     4 │     validation:
     5 │       condition: ${contains([1, 7, 14], var.days)}
       ·                  ────────────────┬────────────────
       ·                                  ╰── the rule
     6 │       message: events are kept for one day, one week or two
       ╰────
      help: events are kept for one day, one week or two

      × variable `team` breaks its rule
        ╭─[specs/app.yaml:8:14]
      7 │   team:
      8 │     default: ""
        ·              ─┬
        ·               ╰── this value makes the rule false
      9 │     validation:
     10 │       condition: ${length(var.team) > 0}
        ·                  ───────────┬───────────
        ·                             ╰── the rule
     11 │       message: a team must have a name
        ╰────
      help: a team must have a name

    2 errors
    "#);
}

#[test]
fn a_broken_rule_from_the_command_line() {
    let project = TestProject::with_spec(
        r#"
        variables:
          days:
            type: number
            default: 7
            validation:
              condition: ${var.days > 0}
              message: events are kept for a day at least
        "#,
    );
    let run = project.run(&["validate", "-e", "dev", "--var", "days=0"]);
    assert_snapshot!(run.refusal(), @"
      × variable `days` breaks its rule
       ╭─[specs/app.yaml:6:18]
     5 │     validation:
     6 │       condition: ${var.days > 0}
       ·                  ───────┬───────
       ·                         ╰── `--var days=…` makes this false
     7 │       message: events are kept for a day at least
       ╰────
      help: events are kept for a day at least

    1 error
    ");
}

#[test]
fn a_rule_that_is_no_condition() {
    assert_snapshot!(errors_in(
        r#"
        variables:
          a:
            default: x
            validation: { condition: "var.a > 0", message: "a > 0" }
          b:
            default: x
            validation: { condition: "${length(var.b)}", message: "b" }
          c:
            default: x
            validation: { condition: "${var.cc == 1}", message: "c" }
        "#
    ), @r#"
      × a condition is an expression
       ╭─[specs/app.yaml:4:30]
     3 │     default: x
     4 │     validation: { condition: "var.a > 0", message: "a > 0" }
       ·                              ─────┬─────
       ·                                   ╰── this is plain text
     5 │   b:
       ╰────
      help: write '${var.a > 0}'

      × a condition is true or false
       ╭─[specs/app.yaml:7:31]
     6 │     default: x
     7 │     validation: { condition: "${length(var.b)}", message: "b" }
       ·                               ────────┬───────
       ·                                       ╰── this is a number
     8 │   c:
       ╰────

      × there is no `var.cc`
        ╭─[specs/app.yaml:10:33]
      9 │     default: x
     10 │     validation: { condition: "${var.cc == 1}", message: "c" }
        ·                                 ───┬──
        ·                                    ╰── no spec declares this variable
        ╰────
      help: there are `var.a`, `var.b` and `var.c`

    3 errors
    "#);
}
