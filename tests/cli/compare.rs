//! What differs between two environments.

use insta::assert_snapshot;
use serde_json::Value;

use crate::project::TestProject;

fn project() -> TestProject {
    TestProject::with_spec(
        r#"
        variables:
          days: { type: number, default: 7 }
          audit: { type: bool, default: false }
          token: { type: string, sensitive: true }
        outputs:
          days: ${var.days}
          name: ${logs.log_group.api.name}
        logs.log_group:
          api:
            retention_days: ${var.days}
            tags: { Account: "${env.account}", Stage: "${env.name}", Fixed: dev }
          same: { retention_days: 30 }
          audit:
            enabled: ${var.audit}
          debug:
            enabled: ${!var.audit}
        ssm.parameter:
          token: { name: /shop/token, value: "${var.token}" }
        "#,
    )
    .file(
        "environments/dev.yaml",
        r#"
        account: "111111111111"
        region: us-east-2
        project: shop
        tags: { Cost: dev }
        variables: { token: abc }
        "#,
    )
    .file(
        "environments/prod.yaml",
        r#"
        account: "222222222222"
        region: us-east-2
        project: shop
        tags: { Cost: prod, Owner: orders }
        variables: { days: 30, audit: true, token: xyz }
        "#,
    )
}

#[test]
fn what_matters_is_told_and_own_names_are_folded() {
    assert_snapshot!(project().prints(&["compare", "dev", "prod"]), @r#"
    shop/dev in 111111111111, us-east-2 → shop/prod in 222222222222, us-east-2
      env.account: 111111111111 → 222222222222
      env.name_prefix: shop-dev → shop-prod
      env.name: dev → prod

    Settings:
        + tags.Owner: "orders"

    Variables:
        ~ audit: false → true
        ~ days: 7 → 30
        ~ token: "(old sensitive value)" → "(new sensitive value)"

    + logs.log_group.audit  only in prod
    - logs.log_group.debug  only in dev

    ~ logs.log_group.api   differs
        ~ retention_days: 7 → 30
          (4 unchanged fields)

    ~ ssm.parameter.token  differs
        ~ value: "(old sensitive value)" → "(new sensitive value)"
          (3 unchanged fields)

    Outputs:
        ~ days: 7 → 30

    Resources: 1 only in dev, 1 only in prod, 2 different; 1 resource alike.
    Differences that come only from the values listed above or from environment tags are hidden; use `--full` to show them.
    "#);
}

#[test]
fn all_of_it_is_shown_in_full() {
    assert_snapshot!(project().prints(&["compare", "dev", "prod", "--full"]), @r#"
    shop/dev in 111111111111, us-east-2 → shop/prod in 222222222222, us-east-2

    Settings:
        ~ account: "111111111111" → "222222222222"
        ~ name: "dev" → "prod"
        ~ name_prefix: "shop-dev" → "shop-prod"
        ~ tags.Cost: "dev" → "prod"
        + tags.Owner: "orders"

    Variables:
        ~ audit: false → true
        ~ days: 7 → 30
        ~ token: "(old sensitive value)" → "(new sensitive value)"

    ~ logs.log_group.api    differs
        ~ name:           "shop-dev-api" → "shop-prod-api"
        ~ retention_days: 7 → 30
        ~ tags:
          ~ Account: "111111111111" → "222222222222"
          ~ Cost:    "dev" → "prod"
          + Owner:   "orders"
          ~ Stage:   "dev" → "prod"
            (1 unchanged field)
          (2 unchanged fields)

    + logs.log_group.audit  only in prod
        + class:               "STANDARD"
        + deletion_protection: false
        + name:                "shop-prod-audit"
        + tags:
        +   Cost:  "prod"
        +   Owner: "orders"

    - logs.log_group.debug  only in dev
        - class:               "STANDARD"
        - deletion_protection: false
        - name:                "shop-dev-debug"
        - tags:
        -   Cost: "dev"

    ~ logs.log_group.same   differs
        ~ name: "shop-dev-same" → "shop-prod-same"
        ~ tags:
          ~ Cost:  "dev" → "prod"
          + Owner: "orders"
          (3 unchanged fields)

    ~ ssm.parameter.token   differs
        ~ tags:
          ~ Cost:  "dev" → "prod"
          + Owner: "orders"
        ~ value: "(old sensitive value)" → "(new sensitive value)"
          (3 unchanged fields)

    Outputs:
        ~ days: 7 → 30
        ~ name: "shop-dev-api" → "shop-prod-api"

    Resources: 1 only in dev, 1 only in prod, 3 different; 0 resources alike.
    "#);
}

#[test]
fn as_json() {
    let json = project().prints(&["compare", "dev", "prod", "--json"]);
    assert!(!json.contains("abc") && !json.contains("xyz"), "{json}");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_snapshot!(format!("{json:#}"), @r#"
    {
      "alike": 1,
      "different": [
        {
          "address": "logs.log_group.api",
          "fields": [
            {
              "first": 7,
              "path": "retention_days",
              "second": 30
            }
          ]
        },
        {
          "address": "ssm.parameter.token",
          "fields": [
            {
              "first": "(old sensitive value)",
              "path": "value",
              "second": "(new sensitive value)"
            }
          ]
        }
      ],
      "first": {
        "account": "111111111111",
        "environment": "dev",
        "region": "us-east-2",
        "stack": "shop/dev"
      },
      "folded": [
        {
          "first": "111111111111",
          "reference": "env.account",
          "second": "222222222222"
        },
        {
          "first": "shop-dev",
          "reference": "env.name_prefix",
          "second": "shop-prod"
        },
        {
          "first": "dev",
          "reference": "env.name",
          "second": "prod"
        }
      ],
      "only_in_first": [
        {
          "address": "logs.log_group.debug",
          "spec": {
            "class": "STANDARD",
            "deletion_protection": false,
            "name": "${env.name_prefix}-debug",
            "tags": {}
          }
        }
      ],
      "only_in_second": [
        {
          "address": "logs.log_group.audit",
          "spec": {
            "class": "STANDARD",
            "deletion_protection": false,
            "name": "${env.name_prefix}-audit",
            "tags": {}
          }
        }
      ],
      "outputs": [
        {
          "first": 7,
          "path": "days",
          "second": 30
        }
      ],
      "second": {
        "account": "222222222222",
        "environment": "prod",
        "region": "us-east-2",
        "stack": "shop/prod"
      },
      "settings": [
        {
          "first": null,
          "path": "tags.Owner",
          "second": "orders"
        }
      ],
      "variables": [
        {
          "first": false,
          "path": "audit",
          "second": true
        },
        {
          "first": 7,
          "path": "days",
          "second": 30
        },
        {
          "first": "(old sensitive value)",
          "path": "token",
          "second": "(new sensitive value)"
        }
      ],
      "version": 1
    }
    "#);
}

#[test]
fn the_exit_code_says_whether_anything_differs() {
    let project = project().file("environments/other.yaml", "account: \"111111111111\"\nregion: us-east-2\nproject: shop\ntags: { Cost: dev }\nvariables: { token: abc }\n");
    let code = |environments: [&str; 2]| {
        let run =
            project.run(&["compare", environments[0], environments[1], "--detailed-exitcode"]);
        run.code
    };
    assert_eq!(code(["dev", "prod"]), Some(2));
    assert_eq!(code(["dev", "dev"]), Some(0));
    // These are the same but for their names.
    assert_eq!(code(["dev", "other"]), Some(0));
    assert_eq!(code(["dev", "none"]), Some(1));
}
