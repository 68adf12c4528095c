//! A dozen errors in three files: all in one run, in the order of their places.

use insta::assert_snapshot;

use crate::project::TestProject;

#[test]
fn all_errors_are_reported_in_one_run() {
    let project = TestProject::new()
        .file(
            "specs/a_logs.yaml",
            r#"
            logs.log_group:
              api:
                retention_day: 7
                name: /aws/api gateway
                class: standard
              web:
                kms_key: ${logs.log_group.apy.arn}
                retention_days: 10
            "#,
        )
        .file(
            "specs/b_more.yaml",
            r#"
            logs.log_groups:
              other: {}
            logs.log_group:
              api: {}
              team:
                for_each: 3
              jobs:
                deletion_protection: "yes"
                tags: { Owner: "${local.ownr}" }
                lifecycle: { prevent_destory: true }
            "#,
        )
        .file(
            "specs/nested/c_names.yaml",
            r#"
            locals:
              owner: ${uper(env.name)}
            logs.log_group:
              first:
                name: /aws/same
              second:
                name: /aws/same
                depends_on: [logs.log_group.frist]
            outputs:
              arn: ${logs.log_group.web.url}
            "#,
        );
    assert_snapshot!(project.errors(), @r#"
      × unknown key `retention_day`
       ╭─[specs/a_logs.yaml:3:5]
     2 │   api:
     3 │     retention_day: 7
       ·     ──────┬──────
       ·           ╰── there is no such field here
     4 │     name: /aws/api gateway
       ╰────
      help: did you mean `retention_days`?

      × bad characters in `name`
       ╭─[specs/a_logs.yaml:4:11]
     3 │     retention_day: 7
     4 │     name: /aws/api gateway
       ·           ────────┬───────
       ·                   ╰── a space cannot stand in this
     5 │     class: standard
       ╰────
      help: The group's name, such as `/aws/lambda/<function>`. 1–512 of letters, digits and `_-/.#`

      ⚠ unknown word for `class`
       ╭─[specs/a_logs.yaml:5:12]
     4 │     name: /aws/api gateway
     5 │     class: standard
       ·            ────┬───
       ·                ╰── AWS refuses it unless it has added it since
     6 │   web:
       ╰────
      help: did you mean `STANDARD`?
            this version knows `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`

      × there is no `logs.log_group.apy`
       ╭─[specs/a_logs.yaml:7:16]
     6 │   web:
     7 │     kms_key: ${logs.log_group.apy.arn}
       ·                ───────────┬──────────
       ·                           ╰── no spec declares it
     8 │     retention_days: 10
       ╰────
      help: did you mean `logs.log_group.api`?

      × bad value for `retention_days`
       ╭─[specs/a_logs.yaml:8:21]
     7 │     kms_key: ${logs.log_group.apy.arn}
     8 │     retention_days: 10
       ·                     ─┬
       ·                      ╰── this is none of the values that AWS accepts
       ╰────
      help: the nearest is 7
            AWS accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
            2192, 2557, 2922, 3288 or 3653

      × unknown section `logs.log_groups`
       ╭─[specs/b_more.yaml:1:1]
     1 │ logs.log_groups:
       · ───────┬───────
       ·        ╰── no kind of resource is called this
     2 │   other: {}
       ╰────
      help: did you mean `logs.log_group`?

      × duplicate name `api`
       ╭─[specs/b_more.yaml:4:3]
     3 │ logs.log_group:
     4 │   api: {}
       ·   ─┬─
       ·    ╰── it stands here again
     5 │   team:
       ╰────

      ☞ see also
       ╭─[specs/a_logs.yaml:2:3]
     1 │ logs.log_group:
     2 │   api:
       ·   ─┬─
       ·    ╰── it stands here first
     3 │     retention_day: 7
       ╰────
      help: rename one of the two, or put what they hold under one name

      × wrong type for `for_each`
       ╭─[specs/b_more.yaml:6:15]
     5 │   team:
     6 │     for_each: 3
       ·               ┬
       ·               ╰── this is a number, and a map or a list is expected
     7 │   jobs:
       ╰────

      × wrong type for `deletion_protection`
       ╭─[specs/b_more.yaml:8:26]
     7 │   jobs:
     8 │     deletion_protection: "yes"
       ·                          ──┬──
       ·                            ╰── this is text, and true or false is expected
     9 │     tags: { Owner: "${local.ownr}" }
       ╰────
      help: `yes` is text in YAML 1.2: write `true`

      × there is no `local.ownr`
        ╭─[specs/b_more.yaml:9:23]
      8 │     deletion_protection: "yes"
      9 │     tags: { Owner: "${local.ownr}" }
        ·                       ─────┬────
        ·                            ╰── no spec declares this local
     10 │     lifecycle: { prevent_destory: true }
        ╰────
      help: did you mean `local.owner`?

      × unknown key `prevent_destory`
        ╭─[specs/b_more.yaml:10:18]
      9 │     tags: { Owner: "${local.ownr}" }
     10 │     lifecycle: { prevent_destory: true }
        ·                  ───────┬───────
        ·                         ╰── there is no such field here
        ╰────
      help: did you mean `prevent_destroy`?

      × there is no function `uper`
       ╭─[specs/nested/c_names.yaml:2:12]
     1 │ locals:
     2 │   owner: ${uper(env.name)}
       ·            ──────────────
     3 │ logs.log_group:
       ╰────
      help: did you mean `upper`?

      × 2 resources are one object in AWS: `/aws/same`
       ╭─[specs/nested/c_names.yaml:5:11]
     4 │   first:
     5 │     name: /aws/same
       ·           ────┬────
       ·               ╰── the name of `logs.log_group.first`
     6 │   second:
     7 │     name: /aws/same
       ·           ────┬────
       ·               ╰── the name of `logs.log_group.second`
     8 │     depends_on: [logs.log_group.frist]
       ╰────
      help: give one of them another `name`

      × there is no `logs.log_group.frist`
       ╭─[specs/nested/c_names.yaml:8:18]
     7 │     name: /aws/same
     8 │     depends_on: [logs.log_group.frist]
       ·                  ──────────┬─────────
       ·                            ╰── no spec declares it
     9 │ outputs:
       ╰────
      help: did you mean `logs.log_group.first`?

      × `logs.log_group` has no output `url`
        ╭─[specs/nested/c_names.yaml:10:10]
      9 │ outputs:
     10 │   arn: ${logs.log_group.web.url}
        ·          ───────────┬──────────
        ·                     ╰── no output is called this
        ╰────
      help: there are `arn`, `name` and `streams_arn`

    14 errors and 1 warning
    "#);
}
