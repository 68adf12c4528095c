//! `lifecycle`, `depends_on`, `region`, `adopt`, and keys that are misspelt.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn a_bad_lifecycle() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            lifecycle:
              prevent_destory: true
              ignore_changes: tags
              replacement: create_before_destroy
          b:
            lifecycle: true
          c:
            lifecycle: { ignore_changes: [tags, retention_day, 7], prevent_destroy: "true" }
        "#
    ), @r#"
      × unknown key `prevent_destory`
       ╭─[specs/app.yaml:4:7]
     3 │     lifecycle:
     4 │       prevent_destory: true
       ·       ───────┬───────
       ·              ╰── there is no such field here
     5 │       ignore_changes: tags
       ╰────
      help: did you mean `prevent_destroy`?

      × wrong type for `lifecycle.ignore_changes`
       ╭─[specs/app.yaml:5:23]
     4 │       prevent_destory: true
     5 │       ignore_changes: tags
       ·                       ──┬─
       ·                         ╰── this is text, and a list is expected
     6 │       replacement: create_before_destroy
       ╰────
      help: put it in a list: [tags]

      × bad value for `lifecycle.replacement`
       ╭─[specs/app.yaml:6:20]
     5 │       ignore_changes: tags
     6 │       replacement: create_before_destroy
       ·                    ──────────┬──────────
       ·                              ╰── `create_first` or `delete_first` is expected
     7 │   b:
       ╰────

      × wrong type for `lifecycle`
       ╭─[specs/app.yaml:8:16]
     7 │   b:
     8 │     lifecycle: true
       ·                ──┬─
       ·                  ╰── this is a boolean, and a map is expected
     9 │   c:
       ╰────

      × wrong type for `lifecycle.ignore_changes[2]`
        ╭─[specs/app.yaml:10:56]
      9 │   c:
     10 │     lifecycle: { ignore_changes: [tags, retention_day, 7], prevent_destroy: "true" }
        ·                                                        ┬
        ·                                                        ╰── this is a number, and text is expected
        ╰────
      help: put it in quotes: "7"

      × wrong type for `lifecycle.prevent_destroy`
        ╭─[specs/app.yaml:10:77]
      9 │   c:
     10 │     lifecycle: { ignore_changes: [tags, retention_day, 7], prevent_destroy: "true" }
        ·                                                                             ───┬──
        ·                                                                                ╰── this is text, and true or false is expected
        ╰────
      help: remove the quotes: true

    6 errors
    "#);
}

#[test]
fn a_bad_depends_on() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: {}
          a:
            depends_on: logs.log_group.api
          b:
            depends_on: [log_group.api, 7]
          c:
            depends_on: [logs.log_group.apy]
          d:
            depends_on:
              - logs.log_groop.api
              - logs.log_group.team["webb"]
              - ${logs.log_group.api.arn}
          team:
            for_each: [ai, web]
        "#
    ), @r#"
      × wrong type for `depends_on`
       ╭─[specs/app.yaml:4:17]
     3 │   a:
     4 │     depends_on: logs.log_group.api
       ·                 ─────────┬────────
       ·                          ╰── this is text, and a list is expected
     5 │   b:
       ╰────
      help: put it in a list: [logs.log_group.api]

      × wrong type for `depends_on[1]`
       ╭─[specs/app.yaml:6:33]
     5 │   b:
     6 │     depends_on: [log_group.api, 7]
       ·                                 ┬
       ·                                 ╰── this is a number, and text is expected
     7 │   c:
       ╰────
      help: put it in quotes: "7"

      × there is no `logs.log_group.apy`
       ╭─[specs/app.yaml:8:18]
     7 │   c:
     8 │     depends_on: [logs.log_group.apy]
       ·                  ─────────┬────────
       ·                           ╰── no spec declares it
     9 │   d:
       ╰────
      help: did you mean `logs.log_group.api`?

      × a resource cannot be referred to here
        ╭─[specs/app.yaml:13:11]
     12 │       - logs.log_group.team["webb"]
     13 │       - ${logs.log_group.api.arn}
        ·           ───────────┬──────────
        ·                      ╰── this decides what exists, before anything does
     14 │   team:
        ╰────
      help: use variables, locals and `env.`; `depends_on` takes an address as it is, without `${ }`

    4 errors
    "#);
}

#[test]
fn a_bad_region() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            region: 7
          b:
            region: virginia
        "#
    ), @r#"
      × wrong type for `region`
       ╭─[specs/app.yaml:3:13]
     2 │   a:
     3 │     region: 7
       ·             ┬
       ·             ╰── this is a number, and text is expected
     4 │   b:
       ╰────

      × `region` has the wrong form
       ╭─[specs/app.yaml:5:13]
     4 │   b:
     5 │     region: virginia
       ·             ────┬───
       ·                 ╰── this has not the form of `us-east-2`
       ╰────
      help: The AWS region, such as `us-east-2`

    2 errors
    "#);
}

#[test]
fn a_bad_adopt() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            adopt: please
        "#
    ), @"
      × wrong type for `adopt`
       ╭─[specs/app.yaml:3:12]
     2 │   a:
     3 │     adopt: please
       ·            ───┬──
       ·               ╰── this is text, and true or false is expected
       ╰────

    1 error
    ");
}

#[test]
fn a_misspelt_meta_key() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            foreach: [ai]
            dependson: []
        "#
    ), @"
      × unknown key `foreach`
       ╭─[specs/app.yaml:3:5]
     2 │   a:
     3 │     foreach: [ai]
       ·     ───┬───
       ·        ╰── there is no such field here
     4 │     dependson: []
       ╰────
      help: did you mean `for_each`?

      × unknown key `dependson`
       ╭─[specs/app.yaml:4:5]
     3 │     foreach: [ai]
     4 │     dependson: []
       ·     ────┬────
       ·         ╰── there is no such field here
       ╰────
      help: did you mean `depends_on`?

    2 errors
    ");
}

#[test]
fn changes_of_unknown_fields_cannot_be_ignored() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            lifecycle: { ignore_changes: [tags, tags.Team, retention_day, "[x"] }
        "#
    ), @r#"
      × there is no field `retention_day`
       ╭─[specs/app.yaml:3:52]
     2 │   a:
     3 │     lifecycle: { ignore_changes: [tags, tags.Team, retention_day, "[x"] }
       ·                                                    ──────┬──────
       ·                                                          ╰── `logs.log_group` has no such field
       ╰────
      help: did you mean `retention_days`?

      × there is no field `[x`
       ╭─[specs/app.yaml:3:67]
     2 │   a:
     3 │     lifecycle: { ignore_changes: [tags, tags.Team, retention_day, "[x"] }
       ·                                                                   ──┬─
       ·                                                                     ╰── `logs.log_group` has no such field
       ╰────
      help: there are `class`, `data_protection`, `deletion_protection`, `index_policy`, `kms_key`,
            `metric_filters`, `name`, `retention_days`, `subscription_filters` and `tags`

    2 errors
    "#);
}
