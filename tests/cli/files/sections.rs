//! Sections and resources of the wrong shape, unknown sections, and files with nothing in them.

use insta::assert_snapshot;

use crate::project::{TestProject, errors_in};

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
    ), @r"
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
      help: a section is a kind, `component.<name>`, or one of `variables`, `existing`, `locals`,
            `outputs` and `components`: `diatonic reference kinds` tells which kinds there are

    3 errors
    ");
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

/// What editors and systems leave is not a spec, and every other file is one, however its name is written.
#[test]
fn which_files_are_specs() {
    let project = TestProject::with_spec("logs.log_group: { a: {} }")
        .raw_file("specs/._app.yaml", b"\x00\x05\x16\x07")
        .raw_file("specs/.git/config.yaml", b"nonsense: true")
        .raw_file("specs/OLD.YAML", b"logs.log_group: { b: {} }");
    assert_eq!(project.prints(&["validate", "--env", "dev"]), "shop/dev is valid: 2 resources\n");
}

/// What cannot be seen may declare something, so nothing is planned without it.
#[test]
#[cfg(unix)]
fn a_link_that_leads_nowhere_is_an_error() {
    let project = TestProject::with_spec("logs.log_group: { a: {} }");
    std::os::unix::fs::symlink("../elsewhere", project.path().join("specs/more")).expect("a link");
    let errors = project.errors();
    assert!(errors.contains("cannot read `specs`: "), "{errors}");
    assert!(errors.contains("specs/more"), "{errors}");
}
