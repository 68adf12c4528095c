//! References to the instances of a `for_each`, and to what does not exist in an environment.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn a_reference_to_a_disabled_resource() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            enabled: ${env.name == "prod"}
          web:
            kms_key: ${logs.log_group.api.arn}
        "#
    ), @r#"
      × `logs.log_group.api` does not exist here
       ╭─[specs/app.yaml:5:16]
     2 │   api:
     3 │     enabled: ${env.name == "prod"}
       ·              ──────────┬──────────
       ·                        ╰── this is false in this environment
     4 │   web:
     5 │     kms_key: ${logs.log_group.api.arn}
       ·                ───────────┬──────────
       ·                           ╰── this needs it
       ╰────
      help: refer to it under the same condition, or with a fallback: `try(…, null)`

    1 error
    "#);
}

#[test]
fn a_key_ends_no_line_of_a_report() {
    let shown = crate::project::errors_in(
        "logs.log_group: { a: { for_each: { \"k\\nDone.\": x, \"a\\\"b\": y }, name: '/${each.value}/${wrong}' } }",
    );
    assert!(!shown.contains("\nDone."), "{shown}");
}

#[test]
fn each_without_for_each() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: /aws/${each.key}
        "#
    ), @"
      × there is no `each` here
       ╭─[specs/app.yaml:3:18]
     2 │   api:
     3 │     name: /aws/${each.key}
       ·                  ────┬───
       ·                      ╰── only the instances of a `for_each` have one
       ╰────
      help: add `for_each:` to the resource

    1 error
    ");
}

#[test]
fn an_instance_that_does_not_exist() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          team:
            for_each: [ai, web]
            name: /aws/${each.key}
          a:
            kms_key: ${logs.log_group.team["wbe"].arn}
          b:
            kms_key: ${logs.log_group.team.arn}
          c:
            kms_key: ${logs.log_group.single["ai"].arn}
          single: {}
        "#
    ), @r#"
      × `logs.log_group.team` has no instance `wbe`
       ╭─[specs/app.yaml:6:16]
     2 │   team:
     3 │     for_each: [ai, web]
       ·               ────┬────
       ·                   ╰── its instances are made here
     4 │     name: /aws/${each.key}
     5 │   a:
     6 │     kms_key: ${logs.log_group.team["wbe"].arn}
       ·                ───────────────┬──────────────
       ·                               ╰── no instance has this key
     7 │   b:
       ╰────
      help: did you mean `web`?

      × `logs.log_group.team` is several resources
       ╭─[specs/app.yaml:3:15]
     2 │   team:
     3 │     for_each: [ai, web]
       ·               ────┬────
       ·                   ╰── its instances are made here
     4 │     name: /aws/${each.key}
       ╰────
       ╭─[specs/app.yaml:8:16]
     7 │   b:
     8 │     kms_key: ${logs.log_group.team.arn}
       ·                ───────────┬───────────
       ·                           ╰── this asks for the `arn` of one
     9 │   c:
       ╰────
      help: name one, `logs.log_group.team["ai"].arn`, or take all: `logs.log_group.team.*.arn`

      × `logs.log_group.single` has no instances
        ╭─[specs/app.yaml:10:16]
      9 │   c:
     10 │     kms_key: ${logs.log_group.single["ai"].arn}
        ·                ───────────────┬───────────────
        ·                               ╰── this names one of them
     11 │   single: {}
        ·   ───┬──
        ·      ╰── it is declared without `for_each`
        ╰────
      help: omit `["ai"]`

    3 errors
    "#);
}

#[test]
fn a_misspelt_part_of_each() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          team:
            for_each: { ai: 7, web: 14 }
            name: /aws/${each.name}
            retention_days: ${each.vale}
        "#
    ), @"
      × there is no `each.name`
       ╭─[specs/app.yaml:4:18]
     3 │     for_each: { ai: 7, web: 14 }
     4 │     name: /aws/${each.name}
       ·                  ────┬────
       ·                      ╰── there is nothing of this name
     5 │     retention_days: ${each.vale}
       ╰────
      help: there are `each.key` and `each.value`

      × there is no `each.vale`
       ╭─[specs/app.yaml:5:23]
     4 │     name: /aws/${each.name}
     5 │     retention_days: ${each.vale}
       ·                       ────┬────
       ·                           ╰── there is nothing of this name
       ╰────
      help: there are `each.key` and `each.value`

    2 errors
    ");
}
