//! `for_each` and `enabled`, and references to instances that could not be made.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn for_each_over_something_else() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            for_each: 3
          b:
            for_each: [1, 2]
          c:
            for_each: ${env.name}
          d:
            for_each:
        "#
    ), @r#"
      × wrong type for `for_each`
       ╭─[specs/app.yaml:3:15]
     2 │   a:
     3 │     for_each: 3
       ·               ┬
       ·               ╰── this is a number, and a map or a list is expected
     4 │   b:
       ╰────

      × wrong type for `for_each[0]`
       ╭─[specs/app.yaml:5:16]
     4 │   b:
     5 │     for_each: [1, 2]
       ·                ┬
       ·                ╰── this is a number, and text is expected
     6 │   c:
       ╰────
      help: put it in quotes: "1"

      × wrong type for `for_each[1]`
       ╭─[specs/app.yaml:5:19]
     4 │   b:
     5 │     for_each: [1, 2]
       ·                   ┬
       ·                   ╰── this is a number, and text is expected
     6 │   c:
       ╰────
      help: put it in quotes: "2"

      × wrong type for `for_each`
       ╭─[specs/app.yaml:7:15]
     6 │   c:
     7 │     for_each: ${env.name}
       ·               ─────┬─────
       ·                    ╰── this is text, and a map or a list is expected (its value is "dev")
     8 │   d:
       ╰────

      × wrong type for `for_each`
       ╭─[specs/app.yaml:9:13]
     8 │   d:
     9 │     for_each:
       ·             ┬
       ·             ╰── this is empty, and a map or a list is expected
       ╰────

    5 errors
    "#);
}

#[test]
fn for_each_over_a_resource() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a: {}
          b:
            for_each: ["${logs.log_group.a.name}"]
        "#
    ), @r#"
      × the keys of the `for_each` of `b` depend on resources
       ╭─[specs/app.yaml:4:19]
     3 │   b:
     4 │     for_each: ["${logs.log_group.a.name}"]
       ·                   ──────────┬──────────
       ·                             ╰── they decide what exists, before anything does
       ╰────
      help: use variables, locals and `env.` for the keys; only the values may refer to resources

    1 error
    "#);
}

#[test]
fn enabled_by_something_else() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            enabled: yes
          b:
            enabled: ${env.tags}
        "#
    ), @"
      × wrong type for `enabled`
       ╭─[specs/app.yaml:3:14]
     2 │   a:
     3 │     enabled: yes
       ·              ─┬─
       ·               ╰── this is text, and true or false is expected
     4 │   b:
       ╰────
      help: `yes` is text in YAML 1.2: write `true`

      × wrong type for `enabled`
       ╭─[specs/app.yaml:5:14]
     4 │   b:
     5 │     enabled: ${env.tags}
       ·              ─────┬─────
       ·                   ╰── this is a map, and true or false is expected
       ╰────

    2 errors
    ");
}

/// What stands in for a `for_each` that has failed must not make errors of its own.
#[test]
fn references_to_instances_that_could_not_be_made_are_not_errors() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          team:
            for_each: ${var.teams}
            name: /aws/${each.key}
          web:
            kms_key: ${logs.log_group.team["ai"].arn}
        "#
    ), @"
      × there is no `var.teams`
       ╭─[specs/app.yaml:3:17]
     2 │   team:
     3 │     for_each: ${var.teams}
       ·                 ────┬────
       ·                     ╰── no spec declares this variable
     4 │     name: /aws/${each.key}
       ╰────
      help: declare it: `variables: { teams: { type: string } }`

    1 error
    ");
}
