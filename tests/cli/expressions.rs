//! Expressions that cannot be read, or that have no value.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn a_bad_syntax() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: "/aws/${env.name +}/api"
          web:
            name: ${env.
          jobs:
            name: /aws/${env.name/jobs
        "#
    ), @r#"
      × malformed expression
       ╭─[specs/app.yaml:3:29]
     2 │   api:
     3 │     name: "/aws/${env.name +}/api"
       ·                             ┬
       ·                             ╰── an expression is expected here
     4 │   web:
       ╰────
      help: an expression is `${var.name}`, `${condition ? a : b}`, `${join(", ", list)}`; write `$${`
            where a plain `${` is meant

      × an expression is not closed
       ╭─[specs/app.yaml:5:11]
     4 │   web:
     5 │     name: ${env.
       ·           ───┬──
       ·              ╰── a `}` is missing after this
     6 │   jobs:
       ╰────
      help: an expression is `${var.name}`, `${condition ? a : b}`, `${join(", ", list)}`; write `$${`
            where a plain `${` is meant

      × an expression is not closed
       ╭─[specs/app.yaml:7:16]
     6 │   jobs:
     7 │     name: /aws/${env.name/jobs
       ·                ───────┬───────
       ·                       ╰── a `}` is missing after this
       ╰────
      help: an expression is `${var.name}`, `${condition ? a : b}`, `${join(", ", list)}`; write `$${`
            where a plain `${` is meant

    3 errors
    "#);
}

#[test]
fn an_unknown_function() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: /aws/${uper(env.name)}/api
          web:
            name: /aws/${timestamp()}
        "#
    ), @"
      × there is no function `uper`
       ╭─[specs/app.yaml:3:18]
     2 │   api:
     3 │     name: /aws/${uper(env.name)}/api
       ·                  ──────────────
     4 │   web:
       ╰────
      help: did you mean `upper`?

      × there is no function `timestamp`
       ╭─[specs/app.yaml:5:18]
     4 │   web:
     5 │     name: /aws/${timestamp()}
       ·                  ─────┬─────
       ·                       ╰── it would give another value at each evaluation
       ╰────
      help: `plantimestamp()` gives the time of the plan

    2 errors
    ");
}

#[test]
fn wrong_arguments() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: /aws/${join("-")}
          web:
            name: /aws/${upper(env.tags)}
        "#
    ), @r#"
      × `join` cannot be called like this
       ╭─[specs/app.yaml:3:18]
     2 │   api:
     3 │     name: /aws/${join("-")}
       ·                  ────┬────
       ·                      ╰── at least 2 arguments needed, but 1 given
     4 │   web:
       ╰────
      help: usage: `join(separator, list, …)`

      × `upper` cannot be called like this
       ╭─[specs/app.yaml:5:18]
     4 │   web:
     5 │     name: /aws/${upper(env.tags)}
       ·                  ───────┬───────
       ·                         ╰── the text must be text, but a map of 0 entries was given
       ╰────
      help: encode it first, as in jsonencode(value); usage: `upper(text)`

    2 errors
    "#);
}

#[test]
fn a_wrong_type_inside() {
    assert_snapshot!(errors_in(
        r#"
        locals:
          teams: [ai, web]
          nothing: null
        logs.log_group:
          api:
            name: /aws/${local.teams}/api
          web:
            name: /aws/${local.nothing}
          jobs:
            retention_days: ${env.name * 2}
          mail:
            retention_days: "${env.name ? 7 : 14}"
        "#
    ), @r#"
      × a list cannot stand inside text
       ╭─[specs/app.yaml:6:18]
     5 │   api:
     6 │     name: /aws/${local.teams}/api
       ·                  ───────────
     7 │   web:
       ╰────
      help: use `join(", ", list)` or `jsonencode(value)`

      × null cannot stand inside text
       ╭─[specs/app.yaml:8:18]
     7 │   web:
     8 │     name: /aws/${local.nothing}
       ·                  ─────────────
     9 │   jobs:
       ╰────
      help: give it a fallback: `coalesce(value, "…")`

      × a number is needed
        ╭─[specs/app.yaml:10:23]
      9 │   jobs:
     10 │     retention_days: ${env.name * 2}
        ·                       ────┬───
        ·                           ╰── this is text
     11 │   mail:
        ╰────

      × a condition is true or false
        ╭─[specs/app.yaml:12:24]
     11 │   mail:
     12 │     retention_days: "${env.name ? 7 : 14}"
        ·                        ────┬───
        ·                            ╰── this is text
        ╰────

    4 errors
    "#);
}

#[test]
fn an_element_that_is_not_there() {
    assert_snapshot!(errors_in(
        r#"
        locals:
          teams: [ai, web]
          owners: { ai: ada, web: grace }
        logs.log_group:
          api:
            name: /aws/${local.teams[2]}
          web:
            name: /aws/${local.owners.wbe}
          jobs:
            name: /aws/${local.owners["mail"]}
          mail:
            name: /aws/${env.name.first}
        "#
    ), @r#"
      × there is no element 2
       ╭─[specs/app.yaml:6:29]
     5 │   api:
     6 │     name: /aws/${local.teams[2]}
       ·                             ─┬─
       ·                              ╰── the list has 2 elements, and the last is `[1]`
     7 │   web:
       ╰────

      × there is no `wbe`
       ╭─[specs/app.yaml:8:30]
     7 │   web:
     8 │     name: /aws/${local.owners.wbe}
       ·                              ──┬─
       ·                                ╰── the map has no such key
     9 │   jobs:
       ╰────
      help: did you mean `web`?

      × there is no `mail`
        ╭─[specs/app.yaml:10:30]
      9 │   jobs:
     10 │     name: /aws/${local.owners["mail"]}
        ·                              ────┬───
        ·                                  ╰── the map has no such key
     11 │   mail:
        ╰────
      help: there are `ai` and `web`

      × there is no `first`
        ╭─[specs/app.yaml:12:26]
     11 │   mail:
     12 │     name: /aws/${env.name.first}
        ·                          ───┬──
        ·                             ╰── it is looked for in text, not in a map
        ╰────

    4 errors
    "#);
}

#[test]
fn a_name_without_its_root() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: /aws/${name}
          web:
            name: /aws/${vars.name}
          jobs:
            name: /aws/${path.module}
        "#
    ), @"
      × `name` refers to nothing
       ╭─[specs/app.yaml:3:18]
     2 │   api:
     3 │     name: /aws/${name}
       ·                  ────
     4 │   web:
       ╰────
      help: did you mean `env.name`?

      × `vars` refers to nothing
       ╭─[specs/app.yaml:5:18]
     4 │   web:
     5 │     name: /aws/${vars.name}
       ·                  ────
     6 │   jobs:
       ╰────
      help: did you mean `var.…`?

      × `path` refers to nothing
       ╭─[specs/app.yaml:7:18]
     6 │   jobs:
     7 │     name: /aws/${path.module}
       ·                  ────
       ╰────
      help: that is Terraform's: omit it: files are named from the project's folder on

    3 errors
    ");
}

/// Where quotes, escapes or folded lines stand between the text and the file, the place must still be
/// the expression's own line.
#[test]
fn places_in_text_that_does_not_stand_verbatim() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          escaped:
            name: "/aws/\u0061pi/${nope(\"x\")}"
          single:
            name: '/aws/it''s/${nope("x")}'
          folded:
            kms_key: >-
              arn:aws:kms:us-east-2:
              ${nope("x")}
          literal:
            kms_key: |
              first line
              second ${nope("x")} line
        "#
    ), @r#"
      × there is no function `nope`
       ╭─[specs/app.yaml:3:11]
     2 │   escaped:
     3 │     name: "/aws/\u0061pi/${nope(\"x\")}"
       ·           ──────────────────────────────
     4 │   single:
       ╰────

      × there is no function `nope`
       ╭─[specs/app.yaml:5:25]
     4 │   single:
     5 │     name: '/aws/it''s/${nope("x")}'
       ·                         ─────────
     6 │   folded:
       ╰────

      × there is no function `nope`
        ╭─[specs/app.yaml:9:9]
      8 │       arn:aws:kms:us-east-2:
      9 │       ${nope("x")}
        ·         ─────────
     10 │   literal:
        ╰────

      × there is no function `nope`
        ╭─[specs/app.yaml:13:16]
     12 │       first line
     13 │       second ${nope("x")} line
        ·                ─────────
        ╰────

    4 errors
    "#);
}

/// Columns count characters and not bytes.
#[test]
fn a_place_behind_wide_characters() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: { tags: { Größe: "für ${nope(1)} 日本 ${var.x}" } }
        "#
    ), @r#"
      × there is no function `nope`
       ╭─[specs/app.yaml:2:32]
     1 │ logs.log_group:
     2 │   api: { tags: { Größe: "für ${nope(1)} 日本 ${var.x}" } }
       ·                                ───────
       ╰────

      × there is no `var.x`
       ╭─[specs/app.yaml:2:46]
     1 │ logs.log_group:
     2 │   api: { tags: { Größe: "für ${nope(1)} 日本 ${var.x}" } }
       ·                                                ──┬──
       ·                                                  ╰── no spec declares this variable
       ╰────
      help: declare it: `variables: { x: { type: string } }`

    2 errors
    "#);
}

#[test]
fn a_file_that_is_not_there() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            tags: { Owner: "${file("owner.txt")}" }
        "#
    ), @r#"
      × malformed YAML
       ╭─[specs/app.yaml:3:29]
     2 │   api:
     3 │     tags: { Owner: "${file("owner.txt")}" }
       ·                             ┬
       ·                             ╰── the quotes have been closed before this
       ╰────
      help: put a text that holds double quotes in single ones: '${file("name")}'

    1 error
    "#);
}

#[test]
fn a_bad_key() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            tags:
              "${env.nme}-team": ai
        "#
    ), @r#"
      × there is no `env.nme`
       ╭─[specs/app.yaml:4:10]
     3 │     tags:
     4 │       "${env.nme}-team": ai
       ·          ───┬───
       ·             ╰── there is nothing of this name
       ╰────
      help: did you mean `env.name`?

    1 error
    "#);
}
