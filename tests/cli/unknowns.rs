//! Values that AWS invents, where they cannot be.

use insta::assert_snapshot;

use crate::project::{TestProject, errors_in};

const ROLE: &str = r#"
        iam.role:
          api:
            trust_policy:
              Statement:
                - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
"#;

fn errors_beside_role(spec: &str) -> String {
    TestProject::new().file("specs/app.yaml", spec).file("specs/role.yaml", ROLE).errors()
}

#[test]
fn in_a_name() {
    assert_snapshot!(errors_beside_role(
        r#"
        logs.log_group:
          api:
            name: /aws/${iam.role.api.unique_id}
        "#
    ), @"
      × `name` cannot wait for AWS
       ╭─[specs/app.yaml:3:11]
     2 │   api:
     3 │     name: /aws/${iam.role.api.unique_id}
       ·           ───────────────┬──────────────
       ·                          ╰── it must be known before the object is there, and AWS invents this at creation
       ╰────
      help: build it from variables, `env.`, and what can be predicted, such as names and ARNs

    1 error
    ");
}

#[test]
fn in_a_number_and_in_a_flag() {
    assert_snapshot!(errors_beside_role(
        r#"
        logs.log_group:
          api:
            retention_days: ${iam.role.api.unique_id}
            deletion_protection: ${iam.role.api.unique_id}
        "#
    ), @"
      × `retention_days` cannot wait for AWS
       ╭─[specs/app.yaml:3:21]
     2 │   api:
     3 │     retention_days: ${iam.role.api.unique_id}
       ·                     ────────────┬────────────
       ·                                 ╰── a whole number is needed while planning, and AWS invents this at creation
     4 │     deletion_protection: ${iam.role.api.unique_id}
       ╰────
      help: use a variable, or a value that can be predicted, such as a name or an ARN

      × `deletion_protection` cannot wait for AWS
       ╭─[specs/app.yaml:4:26]
     3 │     retention_days: ${iam.role.api.unique_id}
     4 │     deletion_protection: ${iam.role.api.unique_id}
       ·                          ────────────┬────────────
       ·                                      ╰── true or false is needed while planning, and AWS invents this at creation
       ╰────
      help: use a variable, or a value that can be predicted, such as a name or an ARN

    2 errors
    ");
}

#[test]
fn in_a_decision() {
    assert_snapshot!(errors_beside_role(
        r#"
        logs.log_group:
          condition:
            retention_days: '${iam.role.api.unique_id == "x" ? 7 : 14}'
          calculation:
            retention_days: ${iam.role.api.unique_id + 1}
          loop:
            tags: '${{ for letter in iam.role.api.unique_id : letter => "x" }}'
        "#
    ), @r#"
      × a comparison cannot wait for AWS
       ╭─[specs/app.yaml:3:24]
     2 │   condition:
     3 │     retention_days: '${iam.role.api.unique_id == "x" ? 7 : 14}'
       ·                        ──────────────┬──────────────
       ·                                      ╰── AWS invents a value in this when it creates the object
     4 │   calculation:
       ╰────
      help: such a value may stand inside text, but nothing can be decided by it: use a variable, or
            what can be predicted, such as a name or an ARN

      × a number cannot wait for AWS
       ╭─[specs/app.yaml:5:23]
     4 │   calculation:
     5 │     retention_days: ${iam.role.api.unique_id + 1}
       ·                       ───────────┬──────────
       ·                                  ╰── AWS invents a value in this when it creates the object
     6 │   loop:
       ╰────
      help: such a value may stand inside text, but nothing can be decided by it: use a variable, or
            what can be predicted, such as a name or an ARN

      × what `for` goes over cannot wait for AWS
       ╭─[specs/app.yaml:7:30]
     6 │   loop:
     7 │     tags: '${{ for letter in iam.role.api.unique_id : letter => "x" }}'
       ·                              ───────────┬──────────
       ·                                         ╰── AWS invents a value in this when it creates the object
       ╰────
      help: such a value may stand inside text, but nothing can be decided by it: use a variable, or
            what can be predicted, such as a name or an ARN

    3 errors
    "#);
}

#[test]
fn in_for_each_and_enabled() {
    assert_snapshot!(errors_beside_role(
        r#"
        logs.log_group:
          many:
            for_each: ["${iam.role.api.unique_id}"]
          one:
            enabled: ${iam.role.api.arn != null}
        "#
    ), @r#"
      × the keys of the `for_each` of `many` depend on resources
       ╭─[specs/app.yaml:3:19]
     2 │   many:
     3 │     for_each: ["${iam.role.api.unique_id}"]
       ·                   ───────────┬──────────
       ·                              ╰── they decide what exists, before anything does
     4 │   one:
       ╰────
      help: use variables, locals and `env.` for the keys; only the values may refer to resources

      × a resource cannot be referred to here
       ╭─[specs/app.yaml:5:16]
     4 │   one:
     5 │     enabled: ${iam.role.api.arn != null}
       ·                ────────┬───────
       ·                        ╰── this decides what exists, before anything does
       ╰────
      help: use variables, locals and `env.`; `depends_on` takes an address as it is, without `${ }`

    2 errors
    "#);
}

#[test]
fn inside_text_it_is_no_error() {
    let project = TestProject::new()
        .file(
            "specs/app.yaml",
            r#"
            logs.log_group:
              api:
                tags: { Role: "${iam.role.api.unique_id}", Upper: "${upper(iam.role.api.unique_id)}" }
            outputs:
              role: ${iam.role.api.unique_id}
            "#,
        )
        .file("specs/role.yaml", ROLE);
    assert_snapshot!(project.prints(&["validate", "-e", "dev"]), @"shop/dev is valid: 2 resources");
}

#[test]
fn a_secret_is_never_shown() {
    let project = TestProject::with_spec(
        r#"
        variables:
          password: { type: string, sensitive: true }
        logs.log_group:
          api:
            name: ${var.password}
            class: ${var.password}
            retention_days: ${var.password}
            tags: { Length: "${lower(var.password) + 1}" }
        "#,
    );
    let run = project.run(&["validate", "-e", "dev", "--var", "password=hunter2 hunter2"]);
    let errors = run.refusal();
    assert!(!errors.contains("hunter2"), "{errors}");
    assert_snapshot!(errors, @r#"
      × `name` cannot be sensitive
       ╭─[specs/app.yaml:5:11]
     4 │   api:
     5 │     name: ${var.password}
       ·           ───────┬───────
       ·                  ╰── objects are known by it, so plans and the state show it
     6 │     class: ${var.password}
       ╰────
      help: use a variable that is not `sensitive`

      × bad characters in `name`
       ╭─[specs/app.yaml:5:11]
     4 │   api:
     5 │     name: ${var.password}
       ·           ───────┬───────
       ·                  ╰── a space cannot stand in this
     6 │     class: ${var.password}
       ╰────
      help: The group's name, such as `/aws/lambda/<function>`. 1–512 of letters, digits and `_-/.#`

      ⚠ unknown word for `class`
       ╭─[specs/app.yaml:6:12]
     5 │     name: ${var.password}
     6 │     class: ${var.password}
       ·            ───────┬───────
       ·                   ╰── AWS refuses it unless it has added it since
     7 │     retention_days: ${var.password}
       ╰────
      help: this version knows `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`

      × wrong type for `retention_days`
       ╭─[specs/app.yaml:7:21]
     6 │     class: ${var.password}
     7 │     retention_days: ${var.password}
       ·                     ───────┬───────
       ·                            ╰── this is text, and a whole number is expected
     8 │     tags: { Length: "${lower(var.password) + 1}" }
       ╰────

      × this expression has no value
       ╭─[specs/app.yaml:8:24]
     7 │     retention_days: ${var.password}
     8 │     tags: { Length: "${lower(var.password) + 1}" }
       ·                        ─────────┬─────────
       ·                                 ╰── what is wrong with it would show something sensitive
       ╰────
      help: check what is sensitive here, and whether it has the right type

    4 errors and 1 warning
    "#);
}

#[test]
fn a_secret_of_the_wrong_type_is_not_shown_either() {
    let errors = TestProject::with_spec(
        r#"
        variables:
          pin: { type: number, sensitive: true }
        "#,
    )
    .run(&["validate", "-e", "dev", "--var", "pin=hunter2"])
    .refusal();
    assert!(!errors.contains("hunter2"), "{errors}");
}

#[test]
fn a_field_of_a_resource_is_no_output() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api: { retention_days: 7 }
          web: { retention_days: "${logs.log_group.api.retention_days}" }
        "#
    ), @r#"
      × `logs.log_group` has no output `retention_days`
       ╭─[specs/app.yaml:3:29]
     2 │   api: { retention_days: 7 }
     3 │   web: { retention_days: "${logs.log_group.api.retention_days}" }
       ·                             ────────────────┬────────────────
       ·                                             ╰── this is a field, and only outputs can be referred to
       ╰────
      help: there are `arn`, `name` and `streams_arn`

    1 error
    "#);
}
