//! `for_each`, `enabled`, `lifecycle`, `depends_on`, `region`, `adopt`.

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
      help: take the quotes away: true

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
      help: there are `class`, `deletion_protection`, `kms_key`, `name`, `retention_days` and `tags`

    2 errors
    "#);
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

#[test]
fn moves_that_cannot_be() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            moved_from: api
          b:
            moved_from: logs.log_group.a
          c:
            moved_from: s3.bucket.c
          d:
            for_each: [x, y]
            name: ${each.key}
            moved_from: logs.log_group.old
          e:
            moved_from: [logs.log_group.f]
          g:
            moved_from: ${logs.log_group.a.name}
        "#
    ), @r#"
      × `api` is no address
       ╭─[specs/app.yaml:3:17]
     2 │   a:
     3 │     moved_from: api
       ·                 ─┬─
       ·                  ╰── this is where it was
     4 │   b:
       ╰────
      help: an address is `<kind>.<name>`, such as `dynamodb.table.users`

      × logs.log_group.a is still in the specs
       ╭─[specs/app.yaml:5:17]
     4 │   b:
     5 │     moved_from: logs.log_group.a
       ·                 ────────┬───────
       ·                         ╰── what is there has not moved
     6 │   c:
       ╰────
      help: take `moved_from` away, or the block that has the old address

      × a s3.bucket cannot become a logs.log_group
       ╭─[specs/app.yaml:7:17]
     6 │   c:
     7 │     moved_from: s3.bucket.c
       ·                 ─────┬─────
       ·                      ╰── only the name of a resource can change
     8 │   d:
       ╰────
      help: name an address of the same kind, or take `moved_from` away

      × logs.log_group.old cannot have moved to two places
        ╭─[specs/app.yaml:8:3]
      7 │     moved_from: s3.bucket.c
      8 │   d:
        ·   ┬
        ·   ╰── logs.log_group.d["x"] was it
      9 │     for_each: [x, y]
     10 │     name: ${each.key}
     11 │     moved_from: logs.log_group.old
        ·                 ─────────┬────────
        ·                          ╰── and so was logs.log_group.d["y"]
     12 │   e:
        ╰────
      help: where there is a `for_each`, put `${each.key}` into `moved_from`

      × wrong type for `moved_from`
        ╭─[specs/app.yaml:13:5]
     12 │   e:
     13 │     moved_from: [logs.log_group.f]
        ·     ─────┬────
        ·          ╰── this is a list, and text is expected
     14 │   g:
        ╰────

      × a resource cannot be referred to here
        ╭─[specs/app.yaml:15:19]
     14 │   g:
     15 │     moved_from: ${logs.log_group.a.name}
        ·                   ──────────┬──────────
        ·                             ╰── this decides what exists, before anything does
        ╰────
      help: use variables, locals and `env.`; `depends_on` takes an address as it is, without `${ }`

    6 errors
    "#);
}

#[test]
fn a_move_from_what_the_specs_do_not_have() {
    let spec = r#"
        logs.log_group:
          a:
            moved_from: logs.log_group.old
          b:
            for_each: [x, y]
            name: ${each.key}
            moved_from: logs.log_group.old["${each.key}"]
        "#;
    let project = crate::project::TestProject::with_spec(spec);
    let run = project.run(&["validate", "-e", "dev"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.stdout, @"shop/dev is valid: 3 resources");
    // Names follow from the blocks' where none is written, so the move makes one object anew.
    assert!(run.stderr.contains("would be replaced"), "{}", run.stderr);
}
