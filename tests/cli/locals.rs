//! Locals and outputs: what is wrong with them is told where they are.

use insta::assert_snapshot;

use crate::project::errors_in;

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
fn a_cycle_of_locals() {
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
      × locals need each other in a cycle
      │ ┌─▶ `local.a` needs `local.b`
      │ │     ↓  specs/app.yaml:2
      │ │   `local.b` needs `local.c`
      │ │     ↓  specs/app.yaml:3
      │ │   `local.c` needs `local.a`
      │ │     ↓  specs/app.yaml:4
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
fn a_cycle_of_locals_that_nobody_uses() {
    assert_snapshot!(errors_in(
        r#"
        locals:
          a: ${local.a}
        "#
    ), @"
      × locals need each other in a cycle
      │ ┌─▶ `local.a` needs `local.a`
      │ │     ↓  specs/app.yaml:2
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
