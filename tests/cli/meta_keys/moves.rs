//! `moved_from`.

use insta::assert_snapshot;

use crate::project::errors_in;

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
      × `api` is not an address
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
      help: remove `moved_from`, or the block that has the old address

      × a s3.bucket cannot become a logs.log_group
       ╭─[specs/app.yaml:7:17]
     6 │   c:
     7 │     moved_from: s3.bucket.c
       ·                 ─────┬─────
       ·                      ╰── only the name of a resource can change
     8 │   d:
       ╰────
      help: name an address of the same kind, or remove `moved_from`

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
    // Names follow from the blocks' where none is written, so the move re-creates one object.
    assert!(run.stderr.contains("would be replaced"), "{}", run.stderr);
}
