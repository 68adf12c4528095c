//! Environments: missing, misspelt, or with a value that they cannot have.

use insta::assert_snapshot;

use crate::project::TestProject;

fn errors_with(environment: &str) -> String {
    TestProject::with_spec("logs.log_group:\n  api: {}\n")
        .file("environments/dev.yaml", environment)
        .errors()
}

#[test]
fn an_environment_that_does_not_exist() {
    let project = TestProject::with_spec("").file("environments/prod.yaml", "");
    assert_snapshot!(project.run(&["validate", "--env", "production"]).refusal(), @"
      × there is no environment `production`: no file environments/production.yaml
      help: did you mean `--env prod`?

    1 error
    ");
    assert_snapshot!(project.run(&["validate", "--env", "test"]).refusal(), @"
      × there is no environment `test`: no file environments/test.yaml
      help: there are `dev` and `prod`

    1 error
    ");
    assert_snapshot!(project.run(&["validate", "--env", "../dev"]).refusal(), @"
      × there is no environment `../dev`: no file environments/../dev.yaml
      help: there are `dev` and `prod`

    1 error
    ");
}

#[test]
fn no_project_here() {
    let run = TestProject::empty().run(&["validate", "--env", "dev"]);
    assert_snapshot!(run.refusal(), @"
    error: there is no project here: neither this folder nor one above it holds `specs/` and `environments/`
    `diatonic init` makes one; `-C <folder>` names one that is elsewhere
    ");
}

#[test]
fn a_folder_that_does_not_exist() {
    let run = TestProject::empty().run(&["validate", "--env", "dev", "-C", "nowhere"]);
    assert_snapshot!(run.refusal(), @"error: there is no folder `nowhere`");
}

#[test]
fn an_empty_environment() {
    assert_snapshot!(errors_with(""), @"
      × missing fields `account`, `project` and `region`
       ╭─[environments/dev.yaml:1:1]
     1 │  
       · ┬
       · ╰── this needs `account`, `project` and `region`
       ╰────
      help: add
            - `account`: The AWS account, twelve digits in quotes. Any other is refused before the
            first read
            - `project`: The project; with the environment's name it names the stack
            - `region`: The AWS region, such as `us-east-2`

    1 error
    ");
}

#[test]
fn a_bad_account() {
    assert_snapshot!(errors_with(
        r#"
        account: 123456789012
        region: us-east-2
        project: shop
        "#
    ), @r#"
      × wrong type for `account`
       ╭─[environments/dev.yaml:1:10]
     1 │ account: 123456789012
       ·          ──────┬─────
       ·                ╰── this is a number, and text is expected
     2 │ region: us-east-2
       ╰────
      help: put it in quotes: "123456789012"

    1 error
    "#);
    assert_snapshot!(errors_with(
        r#"
        account: "1234-5678-9012"
        region: Ohio
        project: Shop_
        "#
    ), @r#"
      × `account` has the wrong form
       ╭─[environments/dev.yaml:1:10]
     1 │ account: "1234-5678-9012"
       ·          ────────┬───────
       ·                  ╰── this has not the form of `123456789012`
     2 │ region: Ohio
       ╰────
      help: The AWS account, twelve digits in quotes. Any other is refused before the first read

      × `region` has the wrong form
       ╭─[environments/dev.yaml:2:9]
     1 │ account: "1234-5678-9012"
     2 │ region: Ohio
       ·         ──┬─
       ·           ╰── this has not the form of `us-east-2`
     3 │ project: Shop_
       ╰────
      help: The AWS region, such as `us-east-2`

      × `project` has the wrong form
       ╭─[environments/dev.yaml:3:10]
     2 │ region: Ohio
     3 │ project: Shop_
       ·          ──┬──
       ·            ╰── this has not the form of `shop`
       ╰────
      help: The project; with the environment's name it names the stack

    3 errors
    "#);
}

#[test]
fn unknown_and_misplaced_keys() {
    assert_snapshot!(errors_with(
        r#"
        account: "123456789012"
        regoin: us-east-2
        project: shop
        retention_days: 7
        protect_data: no
        rate_limits: unlimted
        "#
    ), @r#"
      × unknown key `regoin`
       ╭─[environments/dev.yaml:2:1]
     1 │ account: "123456789012"
     2 │ regoin: us-east-2
       · ───┬──
       ·    ╰── there is no such field here
     3 │ project: shop
       ╰────
      help: did you mean `region`?

      × unknown key `retention_days`
       ╭─[environments/dev.yaml:4:1]
     3 │ project: shop
     4 │ retention_days: 7
       · ───────┬──────
       ·        ╰── there is no such field here
     5 │ protect_data: no
       ╰────

      × wrong type for `protect_data`
       ╭─[environments/dev.yaml:5:15]
     4 │ retention_days: 7
     5 │ protect_data: no
       ·               ─┬
       ·                ╰── this is text, and true or false is expected
     6 │ rate_limits: unlimted
       ╰────
      help: `no` is text in YAML 1.2: write `false`

      × bad value for `rate_limits`
       ╭─[environments/dev.yaml:6:14]
     5 │ protect_data: no
     6 │ rate_limits: unlimted
       ·              ────┬───
       ·                  ╰── `published` or `unlimited` is expected
       ╰────
      help: did you mean `unlimited`?

    4 errors
    "#);
}

#[test]
fn expressions_that_reach_too_far() {
    assert_snapshot!(errors_with(
        r#"
        account: "123456789012"
        region: ${var.region}
        project: ${env.name_prefix}
        tags: { Stack: "${env.projct}" }
        "#
    ), @r#"
      × `var` refers to nothing
       ╭─[environments/dev.yaml:2:11]
     1 │ account: "123456789012"
     2 │ region: ${var.region}
       ·           ───
     3 │ project: ${env.name_prefix}
       ╰────
      help: a reference starts with `env.…`; text needs quotes

      × there is no `env.name_prefix`
       ╭─[environments/dev.yaml:3:12]
     2 │ region: ${var.region}
     3 │ project: ${env.name_prefix}
       ·            ───────┬───────
       ·                   ╰── there is nothing of this name
     4 │ tags: { Stack: "${env.projct}" }
       ╰────
      help: did you mean `env.name`?

      × there is no `env.projct`
       ╭─[environments/dev.yaml:4:19]
     3 │ project: ${env.name_prefix}
     4 │ tags: { Stack: "${env.projct}" }
       ·                   ─────┬────
       ·                        ╰── there is nothing of this name
       ╰────
      help: did you mean `env.project`?

    3 errors
    "#);
}

#[test]
fn malformed_yaml() {
    assert_snapshot!(errors_with("account: \"123456789012\"\nregion: [us-east-2\n"), @r#"
      × malformed YAML
       ╭─[environments/dev.yaml:2:9]
     1 │ account: "123456789012"
     2 │ region: [us-east-2
       ·         ┬
       ·         ╰── this bracket is never closed
       ╰────
      help: add the closing bracket

    1 error
    "#);
}

#[test]
fn errors_in_specs_are_reported_beside_those_of_the_environment() {
    let project = TestProject::with_spec("logs.log_gruop:\n  api: {}\n")
        .file("environments/dev.yaml", "account: \"1\"\n");
    assert_snapshot!(project.errors(), @r#"
      × missing fields `project` and `region`
       ╭─[environments/dev.yaml:1:1]
     1 │ account: "1"
       · ──────┬─────
       ·       ╰── this needs `project` and `region`
       ╰────
      help: add
            - `project`: The project; with the environment's name it names the stack
            - `region`: The AWS region, such as `us-east-2`

      × `account` has the wrong form
       ╭─[environments/dev.yaml:1:10]
     1 │ account: "1"
       ·          ─┬─
       ·           ╰── this has not the form of `123456789012`
       ╰────
      help: The AWS account, twelve digits in quotes. Any other is refused before the first read

      × unknown section `logs.log_gruop`
       ╭─[specs/app.yaml:1:1]
     1 │ logs.log_gruop:
       · ───────┬──────
       ·        ╰── no kind of resource is called this
     2 │   api: {}
       ╰────
      help: did you mean `logs.log_group`?

    3 errors
    "#);
}

#[test]
fn a_name_beside_that_of_the_file() {
    let project = TestProject::with_spec("").file(
        "environments/dev.yaml",
        r#"
        name: production
        account: "123456789012"
        region: us-east-2
        project: shop
        "#,
    );
    assert_snapshot!(project.errors(), @r#"
      × an environment is named by its file
       ╭─[environments/dev.yaml:1:1]
     1 │ name: production
       · ──┬─
       ·   ╰── this one is `dev`
     2 │ account: "123456789012"
       ╰────
      help: remove the name, or rename the file

    1 error
    "#);
}
