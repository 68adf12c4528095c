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
    assert_snapshot!(project.prints(&["validate", "-e", "dev"]), @"shop-dev is valid: 2 resources");
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
      help: what is looked up is `existing.<sort>.<name>.<output>`, such as
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
       ·                              ╰── environments/dev.yaml is no Terraform state: it is no JSON, at line 1: a state that is encrypted or damaged, or another file
     9 │     bucket: { path: s3://states }
       ╰────

      × no Terraform state
        ╭─[specs/app.yaml:9:21]
      8 │     other: { path: environments/dev.yaml }
      9 │     bucket: { path: s3://states }
        ·                     ─────┬─────
        ·                          ╰── `s3://states` is no place of a Terraform state: write a path, `-`, or `s3://<bucket>/<key>`
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
      help: take `region` away, or write `s3://<bucket>/<key>`

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
     16 │ logs.log_group:
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

/// Offline, what is in S3 may be anything, wherever it stands.
const IN_S3: &str = r#"
    existing:
      terraform.state:
        core: { path: "s3://states/core.tfstate", region: eu-west-1 }
    variables:
      stages: { default: [a, b] }
    locals:
      arn: ${existing.terraform.state.core.bucket_arn}
      all: ${existing.terraform.state.core}
    outputs:
      vpc: ${existing.terraform.state.core.vpc_id}
      ids: "${[for group in logs.log_group.each : group.arn]}"
      first: ${values(logs.log_group.each)[0].name}
      some: ${logs.log_group.each["a"].arn} and ${logs.log_group.maybe.arn}
    logs.log_group:
      api:
        name: /${existing.terraform.state.core.vpc_id}/api
        retention_days: ${existing.terraform.state.core.retention}
        region: ${existing.terraform.state.core.region}
        lifecycle: { prevent_destroy: "${existing.terraform.state.core.keep}" }
        depends_on: ["logs.log_group.each[\"a\"]", "${existing.terraform.state.core.address}"]
        tags: { "${existing.terraform.state.core.tag}": x }
      other:
        name: '${existing.terraform.state.core.vpc_id != "" ? "/a" : "/b"}'
        retention_days: ${existing.terraform.state.core.days + 1}
        tags: ${merge({ Team = "core" }, existing.terraform.state.core.tags)}
        depends_on: ["logs.log_group.each[\"a\"]"]
      each:
        for_each: ${existing.terraform.state.core.groups}
        retention_days: ${each.value.days}
        region: ${each.value.region}
      beside:
        for_each: ${existing.terraform.state.core.groups}
        name: ${logs.log_group.each[each.key].name}-beside
      alike:
        for_each: ${existing.terraform.state.core.others}
        name: shop-dev-each-${each.key}
      listed:
        for_each: ["${existing.terraform.state.core.vpc_id}", known]
      staged:
        for_each: ${var.stages}
      maybe:
        enabled: ${existing.terraform.state.core.names[0] == "a"}
    iam.policy:
      read:
        description: ${local.all.description}
        document:
          Statement:
            - Effect: Allow
              Action: s3:GetObject
              Resource: ${local.arn}/*
            - Effect: Allow
              Action: ${existing.terraform.state.core.actions}
              Resource:
                - ${logs.log_group.each["a"].arn}
                - ${logs.log_group.staged[existing.terraform.state.core.stage].arn}
                - ${try(existing.terraform.state.core.maybe.arn, "arn:aws:s3:::x")}
                - ${join("/", [logs.log_group.api.arn, existing.terraform.state.core.vpc_id])}
"#;

#[test]
fn what_is_in_s3_is_anything_offline() {
    let project = TestProject::with_spec(IN_S3);
    let run = project.run_with(
        &["validate", "-e", "dev", "--deny-warnings"],
        &[("AWS_ENDPOINT_URL", "http://127.0.0.1:1")],
    );
    assert_snapshot!(run.stderr, @r#"
    AWS was not asked for `existing.terraform.state.core`: a plan asks, and checks what depends on it
    how many resources there are of `logs.log_group.alike`, `logs.log_group.beside`, `logs.log_group.each`, `logs.log_group.listed` and `logs.log_group.maybe` depends on it
    "#);
    assert_snapshot!(run.stdout, @r#"
    shop-dev is valid: 5 resources
    "#);
    let run = project.run(&["graph", "-e", "dev", "--format", "mermaid"]);
    assert_snapshot!(run.stdout, @r#"
    graph LR
      n1["iam.policy.read"]
      n2["logs.log_group.alike[&quot;${each.key}&quot;]"]
      n3["logs.log_group.api"]
      n4["logs.log_group.beside[&quot;${each.key}&quot;]"]
      n5["logs.log_group.each[&quot;${each.key}&quot;]"]
      n6["logs.log_group.listed[&quot;known&quot;]"]
      n7["logs.log_group.listed[&quot;${existing.terraform.state.core.vpc_id}&quot;]"]
      n8["logs.log_group.maybe"]
      n9["logs.log_group.other"]
      n10["logs.log_group.staged[&quot;a&quot;]"]
      n11["logs.log_group.staged[&quot;b&quot;]"]
      n1 -.->|"document.Statement[1].Resource[3]"| n3
      n4 -.->|"name"| n5
    "#);
    let run = project.run(&["permissions", "-e", "dev", "--for", "plan"]);
    assert_snapshot!(run.stdout, @r#"
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "IamPolicy",
          "Effect": "Allow",
          "Action": [
            "iam:GetPolicy",
            "iam:GetPolicyVersion"
          ],
          "Resource": [
            "arn:aws:iam::123456789012:policy/shop-dev-read"
          ]
        },
        {
          "Sid": "LogsLogGroup",
          "Effect": "Allow",
          "Action": [
            "logs:DescribeLogGroups"
          ],
          "Resource": [
            "*"
          ]
        },
        {
          "Sid": "LogsLogGroup2",
          "Effect": "Allow",
          "Action": [
            "logs:ListTagsForResource"
          ],
          "Resource": [
            "arn:aws:logs:*:123456789012:log-group:/*/api",
            "arn:aws:logs:*:123456789012:log-group:/*/api:*",
            "arn:aws:logs:*:123456789012:log-group:shop-dev-each-*",
            "arn:aws:logs:us-east-2:123456789012:log-group:*"
          ]
        },
        {
          "Sid": "TerraformState",
          "Effect": "Allow",
          "Action": [
            "s3:GetObject"
          ],
          "Resource": [
            "arn:aws:s3:::states/core.tfstate"
          ]
        }
      ]
    }
    "#);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for arguments in [
        &["output", "-e", "dev"] as &[&str],
        &["state", "list", "-e", "dev"],
        &["runs", "-e", "dev"],
    ] {
        let run = project.run(arguments);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn errors_beside_what_is_in_s3_are_found_offline() {
    let project = TestProject::with_spec(
        r#"
        existing:
          terraform.state:
            core: { path: "s3://states/core.tfstate" }
        logs.log_group:
          each:
            for_each: ${existing.terraform.state.core.names}
            retention_day: 7
            class: [x]
          one:
            name: ${existing.terraform.state.core.name}-${var.none}
            retention_days: "${existing.terraform.state.core.name} days"
          two:
            name: ${existing.terraform.state.cor.name}${logs.log_group.each["a"].arm}
            enabled: x-${existing.terraform.state.core.name}
        "#,
    );
    assert_snapshot!(project.errors(), @r#"
      × unknown key `retention_day`
       ╭─[specs/app.yaml:7:5]
     6 │     for_each: ${existing.terraform.state.core.names}
     7 │     retention_day: 7
       ·     ──────┬──────
       ·           ╰── there is no such field here
     8 │     class: [x]
       ╰────
      help: did you mean `retention_days`?

      × wrong type for `class`
       ╭─[specs/app.yaml:8:5]
     7 │     retention_day: 7
     8 │     class: [x]
       ·     ──┬──
       ·       ╰── this is a list, and text is expected
     9 │   one:
       ╰────

      × there is no `var.none`
        ╭─[specs/app.yaml:10:51]
      9 │   one:
     10 │     name: ${existing.terraform.state.core.name}-${var.none}
        ·                                                   ────┬───
        ·                                                       ╰── no spec declares this variable
     11 │     retention_days: "${existing.terraform.state.core.name} days"
        ╰────
      help: declare it: `variables: { none: { type: string } }`

      × wrong type for `retention_days`
        ╭─[specs/app.yaml:11:21]
     10 │     name: ${existing.terraform.state.core.name}-${var.none}
     11 │     retention_days: "${existing.terraform.state.core.name} days"
        ·                     ──────────────────────┬─────────────────────
        ·                                           ╰── this is text, and a whole number is expected (its value is "${existing.terraform.state.core.name} days")
     12 │   two:
        ╰────

      × there is no `existing.terraform.state.cor`
        ╭─[specs/app.yaml:13:13]
     12 │   two:
     13 │     name: ${existing.terraform.state.cor.name}${logs.log_group.each["a"].arm}
        ·             ────────────────┬────────────────
        ·                             ╰── no spec looks it up
     14 │     enabled: x-${existing.terraform.state.core.name}
        ╰────
      help: did you mean `existing.terraform.state.core`?

      × `logs.log_group` has no output `arm`
        ╭─[specs/app.yaml:13:49]
     12 │   two:
     13 │     name: ${existing.terraform.state.cor.name}${logs.log_group.each["a"].arm}
        ·                                                 ──────────────┬─────────────
        ·                                                               ╰── no output is called this
     14 │     enabled: x-${existing.terraform.state.core.name}
        ╰────
      help: did you mean `arn`?

      × wrong type for `enabled`
        ╭─[specs/app.yaml:14:14]
     13 │     name: ${existing.terraform.state.cor.name}${logs.log_group.each["a"].arm}
     14 │     enabled: x-${existing.terraform.state.core.name}
        ·              ───────────────────┬───────────────────
        ·                                 ╰── this is text, and true or false is expected (its value is "x-${existing.terraform.state.core.name}")
        ╰────

    7 errors
    "#);
    let plan = project.run(&["plan", "-e", "dev"]).refusal();
    assert_eq!(
        plan,
        project.errors(),
        "and nobody is asked for a spec that cannot be right"
    );
}

#[test]
fn without_credentials_a_plan_says_so_once() {
    let project = TestProject::with_spec(IN_S3);
    assert_snapshot!(project.run(&["plan", "-e", "dev"]).refusal(), @r#"
    error: there are no AWS credentials here
    sign in, or set AWS_PROFILE to a profile of account 123456789012
    "#);
}
