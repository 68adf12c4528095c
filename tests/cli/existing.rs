//! `existing:`, what is looked up and never changed.

use insta::assert_snapshot;
use serde_json::json;

use crate::project::TestProject;

/// A project with another team's state beside it.
fn project(spec: &str) -> TestProject {
    let state = json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 7,
        "lineage": "a",
        "outputs": {
            "names": { "value": ["a", "b"], "type": ["list", "string"] },
            "token": { "value": "hunter2", "type": "string", "sensitive": true },
            "vpc_id": { "value": "vpc-0a1b2c3d", "type": "string" },
        },
        "resources": [],
    });
    TestProject::with_spec(spec).raw_file("core/terraform.tfstate", state.to_string().as_bytes())
}

#[test]
fn an_output_keeps_its_type_and_may_decide_what_exists() {
    let project = project(
        r#"
        locals:
          core: core
        existing:
          terraform.state:
            core: { path: "${local.core}/terraform.tfstate" }
        logs.log_group:
          api:
            for_each: ${existing.terraform.state.core.names}
            name: /${existing.terraform.state.core.vpc_id}/${each.key}
        "#,
    );
    assert_snapshot!(project.prints(&["validate", "-e", "dev"]), @"shop/dev is valid: 2 resources");
    assert_snapshot!(project.prints(&["graph", "-e", "dev", "--format", "mermaid"]), @r#"
    graph LR
      n1["logs.log_group.api[&quot;a&quot;]"]
      n2["logs.log_group.api[&quot;b&quot;]"]
    "#);
}

#[test]
fn an_output_that_is_not_there() {
    let project = project(
        r#"
        existing:
          terraform.state:
            core: { path: core/terraform.tfstate }
        logs.log_group:
          api: { name: "${existing.terraform.state.core.vpc}" }
          web: { name: "${existing.terraform.state.cor.vpc_id}" }
          all: { name: "${existing.terraform.states.core.vpc_id}" }
          cut: { name: "${existing.terraform.state}" }
        "#,
    );
    assert_snapshot!(project.errors(), @r#"
      × `existing.terraform.state.core` has no output `vpc`
       ╭─[specs/app.yaml:5:19]
     4 │ logs.log_group:
     5 │   api: { name: "${existing.terraform.state.core.vpc}" }
       ·                   ────────────────┬────────────────
       ·                                   ╰── nothing of this name was found there
     6 │   web: { name: "${existing.terraform.state.cor.vpc_id}" }
       ╰────
      help: did you mean `vpc_id`?

      × there is no `existing.terraform.state.cor`
       ╭─[specs/app.yaml:6:19]
     5 │   api: { name: "${existing.terraform.state.core.vpc}" }
     6 │   web: { name: "${existing.terraform.state.cor.vpc_id}" }
       ·                   ─────────────────┬─────────────────
       ·                                    ╰── no spec looks it up
     7 │   all: { name: "${existing.terraform.states.core.vpc_id}" }
       ╰────
      help: did you mean `existing.terraform.state.core`?

      × `terraform.states` cannot be looked up
       ╭─[specs/app.yaml:7:19]
     6 │   web: { name: "${existing.terraform.state.cor.vpc_id}" }
     7 │   all: { name: "${existing.terraform.states.core.vpc_id}" }
       ·                   ─────────────────────────────────────
     8 │   cut: { name: "${existing.terraform.state}" }
       ╰────
      help: did you mean `terraform.state`?

      × `existing.terraform.state` is not a whole reference
       ╭─[specs/app.yaml:8:19]
     7 │   all: { name: "${existing.terraform.states.core.vpc_id}" }
     8 │   cut: { name: "${existing.terraform.state}" }
       ·                   ────────────────────────
       ╰────
      help: what is looked up is `existing.<type>.<name>.<output>`, such as
            `existing.terraform.state.core.vpc_id`

    4 errors
    "#);
}

#[test]
fn a_sensitive_output_is_not_shown() {
    let project = project(
        r#"
        existing:
          terraform.state:
            core: { path: core/terraform.tfstate }
        logs.log_group:
          api: { name: "${existing.terraform.state.core.token}" }
          web: { retention_days: "${existing.terraform.state.core.token}" }
        "#,
    );
    let errors = project.errors();
    assert!(!errors.contains("hunter"), "{errors}");
    assert_snapshot!(errors, @r#"
      × `name` cannot be sensitive
       ╭─[specs/app.yaml:5:16]
     4 │ logs.log_group:
     5 │   api: { name: "${existing.terraform.state.core.token}" }
       ·                ────────────────────┬───────────────────
       ·                                    ╰── objects are known by it, so plans and the state show it
     6 │   web: { retention_days: "${existing.terraform.state.core.token}" }
       ╰────
      help: use a variable that is not `sensitive`

      × wrong type for `retention_days`
       ╭─[specs/app.yaml:6:26]
     5 │   api: { name: "${existing.terraform.state.core.token}" }
     6 │   web: { retention_days: "${existing.terraform.state.core.token}" }
       ·                          ────────────────────┬───────────────────
       ·                                              ╰── this is text, and a whole number is expected
       ╰────

    2 errors
    "#);
}

#[test]
fn what_cannot_be_looked_up() {
    let project = project(
        r#"
        variables:
          secret: { default: x, sensitive: true }
        existing:
          terraform.stat:
            core: { path: core/terraform.tfstate }
          terraform.state:
            missing: { path: ../nowhere.tfstate }
            other: { path: environments/dev.yaml }
            bucket: { path: s3://states }
            input: { path: "-" }
            region: { path: core/terraform.tfstate, region: eu-west-1 }
            folder: { path: core }
            misspelt: { pat: core/terraform.tfstate }
            hidden: { path: "${var.secret}/terraform.tfstate" }
            resource: { path: "${logs.log_group.api.name}" }
            another: { path: "${existing.terraform.state.missing.path}" }
        logs.log_group:
          api: { name: "${existing.terraform.state.missing.vpc_id}" }
        "#,
    );
    assert_snapshot!(project.errors(), @r#"
      × `terraform.stat` cannot be looked up
       ╭─[specs/app.yaml:4:3]
     3 │ existing:
     4 │   terraform.stat:
       ·   ───────┬──────
       ·          ╰── there is no lookup of this name
     5 │     core: { path: core/terraform.tfstate }
       ╰────
      help: did you mean `terraform.state`?

      × no Terraform state
       ╭─[specs/app.yaml:7:22]
     6 │   terraform.state:
     7 │     missing: { path: ../nowhere.tfstate }
       ·                      ─────────┬────────
       ·                               ╰── there is no ../nowhere.tfstate
     8 │     other: { path: environments/dev.yaml }
       ╰────
      help: a path starts at the folder that holds `specs/`

      × no Terraform state
       ╭─[specs/app.yaml:8:20]
     7 │     missing: { path: ../nowhere.tfstate }
     8 │     other: { path: environments/dev.yaml }
       ·                    ──────────┬──────────
       ·                              ╰── environments/dev.yaml is not a Terraform state: it is not JSON, at line 1: a state that is encrypted or damaged, or another file
     9 │     bucket: { path: s3://states }
       ╰────

      × no Terraform state
        ╭─[specs/app.yaml:9:21]
      8 │     other: { path: environments/dev.yaml }
      9 │     bucket: { path: s3://states }
        ·                     ─────┬─────
        ·                          ╰── `s3://states` is not a place of a Terraform state: write a path, `-`, or `s3://<bucket>/<key>`
     10 │     input: { path: "-" }
        ╰────

      × no Terraform state
        ╭─[specs/app.yaml:10:20]
      9 │     bucket: { path: s3://states }
     10 │     input: { path: "-" }
        ·                    ─┬─
        ·                     ╰── specs are compiled without standard input
     11 │     region: { path: core/terraform.tfstate, region: eu-west-1 }
        ╰────
      help: give a file, or an object in S3 as `s3://<bucket>/<key>`

      × `region` is that of a bucket
        ╭─[specs/app.yaml:11:53]
     10 │     input: { path: "-" }
     11 │     region: { path: core/terraform.tfstate, region: eu-west-1 }
        ·                                                     ────┬────
        ·                                                         ╰── this state is in none
     12 │     folder: { path: core }
        ╰────
      help: remove `region`, or write `s3://<bucket>/<key>`

      × no Terraform state
        ╭─[specs/app.yaml:12:21]
     11 │     region: { path: core/terraform.tfstate, region: eu-west-1 }
     12 │     folder: { path: core }
        ·                     ──┬─
        ·                       ╰── core is a folder: give the state in it, `core/terraform.tfstate`
     13 │     misspelt: { pat: core/terraform.tfstate }
        ╰────

      × unknown key `pat`
        ╭─[specs/app.yaml:13:17]
     12 │     folder: { path: core }
     13 │     misspelt: { pat: core/terraform.tfstate }
        ·                 ─┬─
        ·                  ╰── there is no such field here
     14 │     hidden: { path: "${var.secret}/terraform.tfstate" }
        ╰────
      help: did you mean `path`?

      × where something is looked up cannot be sensitive
        ╭─[specs/app.yaml:14:21]
     13 │     misspelt: { pat: core/terraform.tfstate }
     14 │     hidden: { path: "${var.secret}/terraform.tfstate" }
        ·                     ────────────────┬────────────────
        ·                                     ╰── errors would show it
     15 │     resource: { path: "${logs.log_group.api.name}" }
        ╰────
      help: use a variable that is not `sensitive`

      × a resource cannot be referred to here
        ╭─[specs/app.yaml:15:26]
     14 │     hidden: { path: "${var.secret}/terraform.tfstate" }
     15 │     resource: { path: "${logs.log_group.api.name}" }
        ·                          ───────────┬───────────
        ·                                     ╰── this decides what exists, before anything does
     16 │     another: { path: "${existing.terraform.state.missing.path}" }
        ╰────
      help: use variables, locals and `env.`; `depends_on` takes an address as it is, without `${ }`

    10 errors
    "#);
}

#[test]
fn a_section_that_holds_no_lookups() {
    assert_snapshot!(project("existing: [core]").errors(), @r#"
      × `existing` is a map of names
       ╭─[specs/app.yaml:1:11]
     1 │ existing: [core]
       ·           ───┬──
       ·              ╰── this is a list
       ╰────
      help: write a name, and what it has below it: `name: { … }`

    1 error
    "#);
}

#[test]
fn one_that_is_not_made_here_asks_nothing_and_gives_nothing() {
    let specs = |output: &str| {
        format!(
            "
            variables: {{ zone: {{ type: string, default: '' }} }}
            existing:
              route53.zone:
                main: {{ enabled: '${{var.zone != \"\"}}', name: '${{var.zone}}' }}
            outputs: {{ zone: '{output}' }}
            "
        )
    };
    let project = TestProject::with_spec(&specs("${try(existing.route53.zone.main.id, \"none\")}"));
    assert_eq!(project.prints(&["validate", "--env", "dev"]), "shop/dev is valid: 0 resources\n");
    let project = TestProject::with_spec(&specs("${existing.route53.zone.main.id}"));
    assert_snapshot!(project.errors(), @r#"
      × `existing.route53.zone.main` is not looked up here
       ╭─[specs/app.yaml:5:21]
     3 │   route53.zone:
     4 │     main: { enabled: '${var.zone != ""}', name: '${var.zone}' }
       ·                      ─────────┬─────────
       ·                               ╰── this is false in this environment
     5 │ outputs: { zone: '${existing.route53.zone.main.id}' }
       ·                     ──────────────┬──────────────
       ·                                   ╰── this needs it
       ╰────
      help: refer to it under the same condition, or with a fallback: `try(…, null)`

    1 error
    "#);
    let project = TestProject::with_spec(&specs("x").replace("${var.zone != \"\"}", "maybe"));
    assert_snapshot!(project.errors(), @r"
      × wrong type for `enabled`
       ╭─[specs/app.yaml:4:22]
     3 │   route53.zone:
     4 │     main: { enabled: 'maybe', name: '${var.zone}' }
       ·                      ───┬───
       ·                         ╰── this is text, and a boolean is expected
     5 │ outputs: { zone: 'x' }
       ╰────
      help: write `true`, `false`, or an expression that is one of them

    1 error
    ");
}
