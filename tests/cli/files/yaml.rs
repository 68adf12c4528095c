//! Bytes that are no YAML, or YAML that no spec may use.

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
      help: inside `{ }` and `[ ]`, put a text that holds a bracket, a comma or `: ` in quotes, an
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
      help: inside `{ }` and `[ ]`, put a text that holds a bracket, a comma or `: ` in quotes, an
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
      help: remove the `---`, or make two files

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
