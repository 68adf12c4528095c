//! References that lead nowhere.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn a_resource_that_does_not_exist() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: {}
          web:
            kms_key: ${logs.log_group.apu.arn}
          jobs:
            kms_key: "prefix-${logs.log_group.payments.arn}-suffix"
        "#
    ), @r#"
      × there is no `logs.log_group.apu`
       ╭─[specs/app.yaml:4:16]
     3 │   web:
     4 │     kms_key: ${logs.log_group.apu.arn}
       ·                ───────────┬──────────
       ·                           ╰── no spec declares it
     5 │   jobs:
       ╰────
      help: did you mean `logs.log_group.api`?

      × there is no `logs.log_group.payments`
       ╭─[specs/app.yaml:6:24]
     5 │   jobs:
     6 │     kms_key: "prefix-${logs.log_group.payments.arn}-suffix"
       ·                        ─────────────┬─────────────
       ·                                     ╰── no spec declares it
       ╰────
      help: there are `logs.log_group.api`, `logs.log_group.jobs` and `logs.log_group.web`

    2 errors
    "#);
}

#[test]
fn a_resource_that_does_not_exist_in_a_branch_that_is_not_taken() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: {}
          web:
            kms_key: "${env.name == "prod" ? logs.log_group.apu.arn : ""}"
        "#
    ), @r#"
      × malformed YAML
       ╭─[specs/app.yaml:4:30]
     3 │   web:
     4 │     kms_key: "${env.name == "prod" ? logs.log_group.apu.arn : ""}"
       ·                              ┬
       ·                              ╰── the quotes have been closed before this
       ╰────
      help: put a text that holds double quotes in single ones: '${file("name")}'

    1 error
    "#);
}

#[test]
fn a_kind_that_does_not_exist() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: {}
          web:
            kms_key: ${logs.log_groop.api.arn}
          jobs:
            kms_key: ${kms.key.main.arn}
        "#
    ), @"
      × there is no kind `logs.log_groop`
       ╭─[specs/app.yaml:4:16]
     3 │   web:
     4 │     kms_key: ${logs.log_groop.api.arn}
       ·                ──────────────────────
     5 │   jobs:
       ╰────
      help: did you mean `logs.log_group`?

      × `kms` refers to nothing
       ╭─[specs/app.yaml:6:16]
     5 │   jobs:
     6 │     kms_key: ${kms.key.main.arn}
       ·                ───
       ╰────
      help: a reference starts with `var.…`, `local.…`, `env.…` or `<kind>.…`; text needs quotes

    2 errors
    ");
}

#[test]
fn an_output_that_does_not_exist() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: {}
          web:
            kms_key: ${logs.log_group.api.arm}
          jobs:
            kms_key: ${logs.log_group.api.function_url}
        "#
    ), @"
      × `logs.log_group` has no output `arm`
       ╭─[specs/app.yaml:4:16]
     3 │   web:
     4 │     kms_key: ${logs.log_group.api.arm}
       ·                ───────────┬──────────
       ·                           ╰── no output is called this
     5 │   jobs:
       ╰────
      help: did you mean `arn`?

      × `logs.log_group` has no output `function_url`
       ╭─[specs/app.yaml:6:16]
     5 │   jobs:
     6 │     kms_key: ${logs.log_group.api.function_url}
       ·                ───────────────┬───────────────
       ·                               ╰── no output is called this
       ╰────
      help: there are `arn` and `name`

    2 errors
    ");
}

#[test]
fn a_reference_without_an_output() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: {}
          web:
            kms_key: ${logs.log_group.api}
          jobs:
            kms_key: ${logs.log_group}
        "#
    ), @"
      × wrong type for `kms_key`
       ╭─[specs/app.yaml:4:14]
     3 │   web:
     4 │     kms_key: ${logs.log_group.api}
       ·              ──────────┬──────────
       ·                        ╰── this is a map, and text is expected
     5 │   jobs:
       ╰────
      help: take one of its parts: `arn` or `name`

      × `logs.log_group` is not a whole reference
       ╭─[specs/app.yaml:6:16]
     5 │   jobs:
     6 │     kms_key: ${logs.log_group}
       ·                ──────────────
       ╰────
      help: a reference is `<kind>.<name>.<output>`, such as `dynamodb.table.users.arn`

    2 errors
    ");
}

#[test]
fn unknown_names() {
    assert_snapshot!(errors_in(
        r#"
        variables:
          retention: { default: 7 }
        locals:
          folder: /aws
        logs.log_group:
          api:
            name: ${local.fodler}/api
            retention_days: ${var.retenton}
          web:
            name: /aws/${env.nam}
            retention_days: ${var.days}
        "#
    ), @"
      × there is no `local.fodler`
       ╭─[specs/app.yaml:7:13]
     6 │   api:
     7 │     name: ${local.fodler}/api
       ·             ──────┬─────
       ·                   ╰── no spec declares this local
     8 │     retention_days: ${var.retenton}
       ╰────
      help: did you mean `local.folder`?

      × there is no `var.retenton`
       ╭─[specs/app.yaml:8:23]
     7 │     name: ${local.fodler}/api
     8 │     retention_days: ${var.retenton}
       ·                       ──────┬─────
       ·                             ╰── no spec declares this variable
     9 │   web:
       ╰────
      help: did you mean `var.retention`?

      × there is no `env.nam`
        ╭─[specs/app.yaml:10:18]
      9 │   web:
     10 │     name: /aws/${env.nam}
        ·                  ───┬───
        ·                     ╰── there is nothing of this name
     11 │     retention_days: ${var.days}
        ╰────
      help: did you mean `env.name`?

      × there is no `var.days`
        ╭─[specs/app.yaml:11:23]
     10 │     name: /aws/${env.nam}
     11 │     retention_days: ${var.days}
        ·                       ────┬───
        ·                           ╰── no spec declares this variable
        ╰────
      help: there is only `var.retention`

    4 errors
    ");
}

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
      help: name one, `logs.log_group.team["ai"].arn`, or take all: `[for key, one in
            logs.log_group.team : one.arn]`

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
      help: leave `["ai"]` away

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
      help: did you mean `each.value`?

    2 errors
    ");
}

#[test]
fn a_bad_reference_in_an_output_and_in_a_local() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: {}
        locals:
          key: ${logs.log_group.apy.arn}
        outputs:
          arn: ${logs.log_group.api.arm}
          name: { value: "${local.kee}", description: "the key", sensitve: true }
        "#
    ), @r#"
      × there is no `logs.log_group.apy`
       ╭─[specs/app.yaml:4:10]
     3 │ locals:
     4 │   key: ${logs.log_group.apy.arn}
       ·          ───────────┬──────────
       ·                     ╰── no spec declares it
     5 │ outputs:
       ╰────
      help: did you mean `logs.log_group.api`?

      × `logs.log_group` has no output `arm`
       ╭─[specs/app.yaml:6:10]
     5 │ outputs:
     6 │   arn: ${logs.log_group.api.arm}
       ·          ───────────┬──────────
       ·                     ╰── no output is called this
     7 │   name: { value: "${local.kee}", description: "the key", sensitve: true }
       ╰────
      help: did you mean `arn`?

      × there is no `local.kee`
       ╭─[specs/app.yaml:7:21]
     6 │   arn: ${logs.log_group.api.arm}
     7 │   name: { value: "${local.kee}", description: "the key", sensitve: true }
       ·                     ────┬────
       ·                         ╰── no spec declares this local
       ╰────
      help: did you mean `local.key`?

      × unknown key `sensitve`
       ╭─[specs/app.yaml:7:58]
     6 │   arn: ${logs.log_group.api.arm}
     7 │   name: { value: "${local.kee}", description: "the key", sensitve: true }
       ·                                                          ────┬───
       ·                                                              ╰── there is no such field here
       ╰────
      help: did you mean `sensitive`?

    4 errors
    "#);
}

#[test]
fn a_circle_of_locals() {
    assert_snapshot!(errors_in(
        r#"
        locals:
          a: ${local.b}-a
          b: ${local.c}-b
          c: ${local.a}-c
        logs.log_group:
          api:
            name: /aws/${local.a}
        "#
    ), @"
      × locals need each other in a circle
      │ ┌─▶ `local.a` needs `local.b`  (specs/app.yaml:2)
      │ │     ↓
      │ │   `local.b` needs `local.c`  (specs/app.yaml:3)
      │ │     ↓
      │ │   `local.c` needs `local.a`  (specs/app.yaml:4)
      │ └─────┘
       ╭─[specs/app.yaml:2:8]
     1 │ locals:
     2 │   a: ${local.b}-a
       ·        ───┬───
       ·           ╰── `local.a` needs `local.b`
     3 │   b: ${local.c}-b
       ·        ───┬───
       ·           ╰── `local.b` needs `local.c`
     4 │   c: ${local.a}-c
       ·        ───┬───
       ·           ╰── `local.c` needs `local.a`
     5 │ logs.log_group:
       ╰────
      help: write one of these values out

    1 error
    ");
}

#[test]
fn a_circle_of_locals_that_nobody_uses() {
    assert_snapshot!(errors_in(
        r#"
        locals:
          a: ${local.a}
        "#
    ), @"
      × locals need each other in a circle
      │ ┌─▶ `local.a` needs `local.a`  (specs/app.yaml:2)
      │ └─────┘
       ╭─[specs/app.yaml:2:8]
     1 │ locals:
     2 │   a: ${local.a}
       ·        ───┬───
       ·           ╰── `local.a` needs `local.a`
       ╰────
      help: write one of these values out

    1 error
    ");
}
