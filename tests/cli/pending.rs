//! What is looked up in AWS, where AWS is not asked.

use insta::assert_snapshot;

use crate::project::TestProject;

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
      named:
        name: /${cognito.user_pool.main.domain_url}/x
    cognito.user_pool:
      main: { domain: "${existing.terraform.state.core.domain}" }
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
    assert_snapshot!(run.stdout, @"shop/dev is valid: 7 resources");
    let run = project.run(&["graph", "-e", "dev", "--format", "mermaid"]);
    assert_snapshot!(run.stdout, @r#"
    graph LR
      n1["cognito.user_pool.main"]
      n2["iam.policy.read"]
      n3["logs.log_group.alike[&quot;${each.key}&quot;]"]
      n4["logs.log_group.api"]
      n5["logs.log_group.beside[&quot;${each.key}&quot;]"]
      n6["logs.log_group.each[&quot;${each.key}&quot;]"]
      n7["logs.log_group.listed[&quot;known&quot;]"]
      n8["logs.log_group.listed[&quot;${existing.terraform.state.core.vpc_id}&quot;]"]
      n9["logs.log_group.maybe"]
      n10["logs.log_group.named"]
      n11["logs.log_group.other"]
      n12["logs.log_group.staged[&quot;a&quot;]"]
      n13["logs.log_group.staged[&quot;b&quot;]"]
      n2 -.->|"document.Statement[1].Resource[3]"| n4
      n5 -.->|"name"| n6
      n10 -.->|"name"| n1
    "#);
    let run = project.run(&["permissions", "-e", "dev", "--for", "plan"]);
    assert_snapshot!(run.stdout, @r#"
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "CognitoUserPool",
          "Effect": "Allow",
          "Action": [
            "cognito-idp:DescribeUserPoolDomain",
            "cognito-idp:ListUserPools"
          ],
          "Resource": [
            "*"
          ]
        },
        {
          "Sid": "CognitoUserPool2",
          "Effect": "Allow",
          "Action": [
            "cognito-idp:DescribeIdentityProvider",
            "cognito-idp:DescribeRiskConfiguration",
            "cognito-idp:DescribeUserPool",
            "cognito-idp:GetLogDeliveryConfiguration",
            "cognito-idp:GetUICustomization",
            "cognito-idp:GetUserPoolMfaConfig",
            "cognito-idp:ListGroups",
            "cognito-idp:ListIdentityProviders",
            "cognito-idp:ListResourceServers"
          ],
          "Resource": [
            "arn:aws:cognito-idp:us-east-2:123456789012:userpool/*"
          ]
        },
        {
          "Sid": "ExistingTerraformState",
          "Effect": "Allow",
          "Action": [
            "s3:GetObject"
          ],
          "Resource": [
            "arn:aws:s3:::states/core.tfstate"
          ]
        },
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
            "logs:DescribeLogGroups",
            "logs:DescribeMetricFilters"
          ],
          "Resource": [
            "*"
          ]
        },
        {
          "Sid": "LogsLogGroup2",
          "Effect": "Allow",
          "Action": [
            "logs:DescribeIndexPolicies",
            "logs:DescribeSubscriptionFilters",
            "logs:GetDataProtectionPolicy",
            "logs:ListTagsForResource"
          ],
          "Resource": [
            "arn:aws:logs:*:123456789012:log-group:/*/api",
            "arn:aws:logs:*:123456789012:log-group:/*/api:*",
            "arn:aws:logs:*:123456789012:log-group:shop-dev-each-*",
            "arn:aws:logs:us-east-2:123456789012:log-group:*"
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
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{arguments:?}");
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
      help: write `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`

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
    assert_eq!(plan, project.errors(), "and nobody is asked for a spec that cannot be right");
}

#[test]
fn without_credentials_a_plan_says_so_once() {
    let project = TestProject::with_spec(IN_S3);
    assert_snapshot!(project.run(&["plan", "-e", "dev"]).refusal(), @r#"
    error: there are no AWS credentials here
    sign in with `aws sso login` or `aws configure`, or set AWS_PROFILE to a profile of account 123456789012
    "#);
}
