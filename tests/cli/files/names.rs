//! Names that no expression could say, and names that stand twice.

use insta::assert_snapshot;

use crate::project::{TestProject, errors_in};

#[test]
fn a_name_that_no_expression_could_say() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          /aws/lambda/api: {}
          2nd: {}
        variables:
          log days: { default: 7 }
        "#
    ), @"
      × `/aws/lambda/api` is not a name
       ╭─[specs/app.yaml:2:3]
     1 │ logs.log_group:
     2 │   /aws/lambda/api: {}
       ·   ───────┬───────
       ·          ╰── expressions could not refer to it
     3 │   2nd: {}
       ╰────
      help: a logical name starts with a letter or `_`, and has letters, digits, `-` and `_`

      × `2nd` is not a name
       ╭─[specs/app.yaml:3:3]
     2 │   /aws/lambda/api: {}
     3 │   2nd: {}
       ·   ─┬─
       ·    ╰── expressions could not refer to it
     4 │ variables:
       ╰────
      help: a logical name starts with a letter or `_`, and has letters, digits, `-` and `_`

      × `log days` is not a name
       ╭─[specs/app.yaml:5:3]
     4 │ variables:
     5 │   log days: { default: 7 }
       ·   ────┬───
       ·       ╰── expressions could not refer to it
       ╰────
      help: a logical name starts with a letter or `_`, and has letters, digits, `-` and `_`

    3 errors
    ");
}

#[test]
fn a_name_that_stands_twice_in_a_file() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            retention_days: 7
          web: {}
          api:
            retention_days: 14
        "#
    ), @"
      × duplicate key `api`
       ╭─[specs/app.yaml:5:3]
     1 │ logs.log_group:
     2 │   api:
       ·   ─┬─
       ·    ╰── it stands here first
     3 │     retention_days: 7
     4 │   web: {}
     5 │   api:
       ·   ─┬─
       ·    ╰── it stands here again
     6 │     retention_days: 14
       ╰────
      help: rename one of the two, or put what they hold under one key

    1 error
    ");
}

#[test]
fn a_name_that_stands_in_two_files() {
    let project = TestProject::new()
        .file(
            "specs/api.yaml",
            r#"
            logs.log_group:
              api:
                retention_days: 7
            "#,
        )
        .file(
            "specs/nested/web.yaml",
            r#"
            logs.log_group:
              web: {}
              api: {}
            "#,
        );
    assert_snapshot!(project.errors(), @"
      × duplicate name `api`
       ╭─[specs/nested/web.yaml:3:3]
     2 │   web: {}
     3 │   api: {}
       ·   ─┬─
       ·    ╰── it stands here again
       ╰────

      ☞ see also
       ╭─[specs/api.yaml:2:3]
     1 │ logs.log_group:
     2 │   api:
       ·   ─┬─
       ·    ╰── it stands here first
     3 │     retention_days: 7
       ╰────
      help: rename one of the two, or put what they hold under one name

    1 error
    ");
}

#[test]
fn a_field_that_stands_twice() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            retention_days: 7
            tags: { Team: ai, Team: web }
            retention_days: 14
        "#
    ), @"
      × duplicate key `Team`
       ╭─[specs/app.yaml:4:23]
     3 │     retention_days: 7
     4 │     tags: { Team: ai, Team: web }
       ·             ──┬─      ──┬─
       ·               │         ╰── it stands here again
       ·               ╰── it stands here first
     5 │     retention_days: 14
       ╰────
      help: rename one of the two, or put what they hold under one key

      × duplicate key `retention_days`
       ╭─[specs/app.yaml:5:5]
     2 │   api:
     3 │     retention_days: 7
       ·     ───────┬──────
       ·            ╰── it stands here first
     4 │     tags: { Team: ai, Team: web }
     5 │     retention_days: 14
       ·     ───────┬──────
       ·            ╰── it stands here again
       ╰────
      help: rename one of the two, or put what they hold under one key

    2 errors
    ");
}

#[test]
fn a_variable_that_stands_in_two_files() {
    let project = TestProject::new()
        .file("specs/a.yaml", "variables:\n  days: { default: 7 }\n")
        .file("specs/b.yaml", "variables:\n  days: { default: 9 }\n");
    assert_snapshot!(project.errors(), @"
      × duplicate name `days`
       ╭─[specs/b.yaml:2:3]
     1 │ variables:
     2 │   days: { default: 9 }
       ·   ──┬─
       ·     ╰── it stands here again
       ╰────

      ☞ see also
       ╭─[specs/a.yaml:2:3]
     1 │ variables:
     2 │   days: { default: 7 }
       ·   ──┬─
       ·     ╰── it stands here first
       ╰────
      help: rename one of the two, or put what they hold under one name

    1 error
    ");
}
