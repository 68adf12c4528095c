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
            kms_key: ${xyz.key.main.arn}
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

      × `xyz` refers to nothing
       ╭─[specs/app.yaml:6:16]
     5 │   jobs:
     6 │     kms_key: ${xyz.key.main.arn}
       ·                ───
       ╰────
      help: a reference starts with `var.…`, `local.…`, `env.…`, `existing.…` or `<kind>.…`; text
            needs quotes

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
      help: there are `arn`, `name` and `streams_arn`

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
      help: add `.arn`: this asks for the arn of it

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
fn an_output_that_a_function_does_not_have() {
    assert_snapshot!(errors_in(
        r#"
        lambda.function:
          api:
            code: { folder: lambdas/api }
            runtime: python3.13
            handler: main.handler
            role: ${iam.role.api.arn}
        outputs:
          url: ${lambda.function.api.function_urls}
        "#
    ), @"
      × there is no `iam.role.api`
       ╭─[specs/app.yaml:6:13]
     5 │     handler: main.handler
     6 │     role: ${iam.role.api.arn}
       ·             ────────┬───────
       ·                     ╰── no spec declares it
     7 │ outputs:
       ╰────
      help: declare it: `iam.role: { api: { … } }`

      × `lambda.function` has no output `function_urls`
       ╭─[specs/app.yaml:8:10]
     7 │ outputs:
     8 │   url: ${lambda.function.api.function_urls}
       ·          ────────────────┬────────────────
       ·                          ╰── no output is called this
       ╰────
      help: did you mean `function_url`?

    2 errors
    ");
}
