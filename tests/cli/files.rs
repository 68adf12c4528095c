//! Files that are no specs: malformed YAML, unknown sections, names that stand twice.

use insta::assert_snapshot;

use crate::project::{TestProject, errors_in};

#[test]
fn a_bad_indentation() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            retention_days: 7
           tags: { Team: ai }
        "#
    ), @"
      × malformed YAML
       ╭─[specs/app.yaml:4:4]
     3 │     retention_days: 7
     4 │    tags: { Team: ai }
       ·    ┬
       ·    ╰── this line is indented like none of the lines above
       ╰────
      help: give it as many spaces as the keys that it belongs to

    1 error
    ");
}

#[test]
fn an_open_quote() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: { name: "/aws/api }
        "#
    ), @r#"
      × malformed YAML
       ╭─[specs/app.yaml:2:16]
     1 │ logs.log_group:
     2 │   api: { name: "/aws/api }
       ·                ┬
       ·                ╰── this quote is never closed
       ╰────
      help: add the closing quote

    1 error
    "#);
}

#[test]
fn an_open_bracket() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: { name: /aws/api, tags: { Team: ai }
          web: {}
        "#
    ), @"
      × malformed YAML
       ╭─[specs/app.yaml:3:3]
     2 │   api: { name: /aws/api, tags: { Team: ai }
     3 │   web: {}
       ·   ┬
       ·   ╰── a `,` or the closing bracket is expected here
       ╰────
      help: inside `{ }` and `[ ]`, put a text that holds a bracket or a comma in quotes, an
            expression too: '${…}'

    1 error
    ");
}

#[test]
fn a_tab() {
    assert_snapshot!(errors_in("logs.log_group:\n\tapi: {}\n"), @"
      × malformed YAML
       ╭─[specs/app.yaml:2:2]
     1 │ logs.log_group:
     2 │     api: {}
       ·     ┬
       ·     ╰── this is a tab
       ╰────
      help: indent with spaces

    1 error
    ");
}

#[test]
fn a_colon_in_plain_text() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: api: v1
        "#
    ), @"
      × malformed YAML
       ╭─[specs/app.yaml:3:14]
     2 │   api:
     3 │     name: api: v1
       ·              ┬
       ·              ╰── a line has one `: `, and this is a second one
       ╰────
      help: put a text that holds `: ` in quotes, an expression too: '${a ? b : c}'

    1 error
    ");
}

#[test]
fn an_unknown_anchor() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            tags: *standard
        "#
    ), @"
      × malformed YAML
       ╭─[specs/app.yaml:3:11]
     2 │   api:
     3 │     tags: *standard
       ·           ┬
       ·           ╰── no `&` above gives this name to anything
       ╰────
      help: put a text that starts with `*` in quotes

    1 error
    ");
}

#[test]
fn an_expression_that_yaml_reads_as_a_map() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: { retention_days: ${env.name == "dev" ? 7 : 30} }
        "#
    ), @r#"
      × malformed YAML
       ╭─[specs/app.yaml:2:27]
     1 │ logs.log_group:
     2 │   api: { retention_days: ${env.name == "dev" ? 7 : 30} }
       ·                           ┬
       ·                           ╰── a `,` or the closing bracket is expected here
       ╰────
      help: inside `{ }` and `[ ]`, put a text that holds a bracket or a comma in quotes, an
            expression too: '${…}'

    1 error
    "#);
}

#[test]
fn two_documents_in_one_file() {
    assert_snapshot!(errors_in("logs.log_group:\n  a: {}\n---\nlogs.log_group:\n  b: {}\n"), @"
      × two documents in one file
       ╭─[specs/app.yaml:4:1]
     3 │ ---
     4 │ logs.log_group:
       · ┬
       · ╰── a second one starts here
     5 │   b: {}
       ╰────
      help: take the `---` away, or make two files

    1 error
    ");
}

#[test]
fn bytes_that_are_no_text() {
    let project =
        TestProject::new().raw_file("specs/app.yaml", b"logs.log_group:\n  api: \xff\xfe\n");
    assert_snapshot!(project.errors(), @"
      × a file is not text
       ╭─[specs/app.yaml:2:8]
     1 │ logs.log_group:
     2 │   api: ��
       ·        ┬
       ·        ╰── these bytes are not UTF-8
       ╰────
      help: save the file as UTF-8, or move it out of this folder

    1 error
    ");
}

#[test]
fn a_file_that_is_a_list() {
    assert_snapshot!(errors_in("- logs.log_group:\n    api: {}\n"), @"
      × a spec file is a map of sections
       ╭─[specs/app.yaml:1:1]
     1 │ - logs.log_group:
       · ────────┬────────
       ·         ╰── this is a list
     2 │     api: {}
       ╰────
      help: a section is a kind: `dynamodb.table:` and below it the names

    1 error
    ");
}

#[test]
fn a_section_that_is_a_list() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          - name: /aws/api
          - name: /aws/web
        "#
    ), @"
      × `logs.log_group` is a map of names
       ╭─[specs/app.yaml:2:3]
     1 │ logs.log_group:
     2 │   - name: /aws/api
       ·   ────────┬───────
       ·           ╰── this is a list
     3 │   - name: /aws/web
       ╰────
      help: write a name, and what it has below it: `name: { … }`

    1 error
    ");
}

#[test]
fn a_resource_that_is_text() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: /aws/api
        "#
    ), @"
      × wrong type for `logs.log_group.api`
       ╭─[specs/app.yaml:2:8]
     1 │ logs.log_group:
     2 │   api: /aws/api
       ·        ────┬───
       ·            ╰── this is text, and a map is expected
       ╰────
      help: write its fields below it: `api: { … }`

    1 error
    ");
}

#[test]
fn an_unknown_section() {
    assert_snapshot!(errors_in(
        r#"
        log.log_group:
          api: {}
        local:
          a: 1
        resources:
          b: {}
        "#
    ), @"
      × unknown section `log.log_group`
       ╭─[specs/app.yaml:1:1]
     1 │ log.log_group:
       · ──────┬──────
       ·       ╰── no kind of resource is called this
     2 │   api: {}
       ╰────
      help: did you mean `logs.log_group`?

      × unknown section `local`
       ╭─[specs/app.yaml:3:1]
     2 │   api: {}
     3 │ local:
       · ──┬──
       ·   ╰── no kind of resource is called this
     4 │   a: 1
       ╰────
      help: that is Terraform's: write `locals`

      × unknown section `resources`
       ╭─[specs/app.yaml:5:1]
     4 │   a: 1
     5 │ resources:
       · ────┬────
       ·     ╰── no kind of resource is called this
     6 │   b: {}
       ╰────
      help: a section is `variables`, `locals`, `outputs`, `existing`, or a kind: `diatonic reference
            kinds` tells which there are

    3 errors
    ");
}

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
      × `/aws/lambda/api` is no name
       ╭─[specs/app.yaml:2:3]
     1 │ logs.log_group:
     2 │   /aws/lambda/api: {}
       ·   ───────┬───────
       ·          ╰── expressions could not refer to it
     3 │   2nd: {}
       ╰────
      help: a logical name starts with a letter or `_`, and has letters, digits, `-` and `_`

      × `2nd` is no name
       ╭─[specs/app.yaml:3:3]
     2 │   /aws/lambda/api: {}
     3 │   2nd: {}
       ·   ─┬─
       ·    ╰── expressions could not refer to it
     4 │ variables:
       ╰────
      help: a logical name starts with a letter or `_`, and has letters, digits, `-` and `_`

      × `log days` is no name
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

#[test]
fn a_reserved_character() {
    assert_snapshot!(errors_in("logs.log_group:\n  api: { name: \"a\u{e000}b\" }\n"), @r#"
      × text holds a reserved character
       ╭─[specs/app.yaml:2:16]
     1 │ logs.log_group:
     2 │   api: { name: "ab" }
       ·                ──┬──
       ·                  ╰── `\u{e000}` is used by the compiler itself
       ╰────
      help: remove the character

    1 error
    "#);
}

#[test]
fn no_specs() {
    assert_snapshot!(TestProject::new().errors(), @"
      × there is no folder `specs`
      help: run in the folder that holds `specs/` and `environments/`, or name it with `-C <folder>`

    1 error
    ");
}

#[test]
fn an_empty_file_and_a_file_of_comments_are_no_error() {
    let project = TestProject::new()
        .file("specs/empty.yaml", "")
        .file("specs/comments.yaml", "# nothing yet\n")
        .file("specs/section.yaml", "logs.log_group:\n")
        .file("specs/plain.json", r#"{ "logs.log_group": { "api": {} } }"#);
    assert_snapshot!(project.prints(&["validate", "--env", "dev"]), @"shop/dev is valid: 1 resource");
}
