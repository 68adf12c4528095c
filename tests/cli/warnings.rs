//! What AWS takes, and what hardly does what its author means.

use insta::assert_snapshot;

use crate::project::TestProject;

const ROLE: &str = r#"
    iam.role:
      app:
        trust_policy:
          Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
        inline_policies:
          own:
            Statement:
              Effect: Allow
              Action: dynamodb:GetItem
              Resource: arn:aws:dynamodb:us-east-2:123456789012:table/profiles
              Condition:
                ForAllValues:StringEquals: { "dynamodb:LeadingKeys": ["$${aws:PrincipalTag/user_id}"] }
          all:
            Statement:
              Effect: Allow
              Action: [dynamodb:GetItem, dynamodb:Query]
              Resource: arn:aws:dynamodb:us-east-2:123456789012:table/*
          identities:
            Statement: { Effect: Allow, Action: "cognito-identity:*", Resource: "*" }
"#;

#[test]
fn are_shown_and_stop_nothing() {
    let run = TestProject::with_spec(ROLE).run(&["validate", "-e", "dev"]);
    assert_eq!(run.code, Some(0));
    assert_snapshot!(run.stderr, @r#"
      ⚠ this condition holds nothing back
        ╭─[specs/app.yaml:11:11]
     10 │           Resource: arn:aws:dynamodb:us-east-2:123456789012:table/profiles
     11 │           Condition:
        ·           ────┬────
        ·               ╰── inline_policies.all.Statement[0] allows the same without it, and allowances add up
     12 │             ForAllValues:StringEquals: { "dynamodb:LeadingKeys": ["$${aws:PrincipalTag/user_id}"] }
        ╰────
      help: take the other one away, or give it the condition too

      ⚠ this allows everything that a service can do, on everything
        ╭─[specs/app.yaml:19:45]
     18 │       identities:
     19 │         Statement: { Effect: Allow, Action: "cognito-identity:*", Resource: "*" }
        ·                                             ──────────┬─────────
        ·                                                       ╰── no action, resource or condition bounds it
        ╰────
      help: name the actions that are used, or the resources they are used on

    2 warnings
    "#);
    assert_snapshot!(run.stdout, @r#"
    shop-dev is valid: 1 resource
    "#);
}

#[test]
fn stop_a_strict_validation() {
    let run = TestProject::with_spec(ROLE).run(&["validate", "-e", "dev", "--deny-warnings"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stdout, "");
    assert!(run.stderr.ends_with("2 warnings\n"), "{}", run.stderr);
}

#[test]
fn come_with_the_errors() {
    let project = TestProject::with_spec(ROLE).file(
        "specs/other.yaml",
        "logs.log_group: { a: { retention_days: 2 } }",
    );
    let run = project.run(&["validate", "-e", "dev"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.ends_with("1 error and 2 warnings\n"),
        "{}",
        run.stderr
    );
}
