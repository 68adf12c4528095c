//! Keys, secrets, backups and budgets.

use super::ROLE;
use super::world::{Row, at_ministack, rows};

#[test]
fn keys_and_secrets() {
    let specs = format!(
        "iam.role:{ROLE}
lambda.function:
  turns:
    code: {{ folder: functions/echo }}
    runtime: provided.al2023
    handler: bootstrap
    role: ${{iam.role.runs.arn}}
    permissions: {{ secrets: {{ principal: secretsmanager.amazonaws.com }} }}
kms.key:
  data:
    aliases: [\"alias/early-${{env.account}}\"]
    rotation_days: 365
    policy:
      Statement:
        - {{ Effect: Allow, Principal: {{ AWS: \"arn:aws:iam::${{env.account}}:root\" }}, Action: \"kms:*\", Resource: \"*\" }}
        - {{ Effect: Allow, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }}, Action: \"kms:Decrypt\", Resource: \"*\" }}
secretsmanager.secret:
  made:
    generated: {{ length: 30 }}
    rotation: {{ function: \"${{lambda.function.turns.arn}}\", days: 30, rotate_immediately: false }}
    policy:
      Statement:
        - {{ Effect: Allow, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }}, Action: \"secretsmanager:GetSecretValue\", Resource: \"*\" }}
"
    );
    let apply = rows! {
        "kms CreateKey": 400 "MalformedPolicyDocumentException" "Policy contains a statement with one or more invalid principals.";
        "kms DescribeKey" after "kms CreateKey": 400 "NotFoundException" "Key 'k' does not exist";
        "kms GetKeyPolicy" after "kms CreateKey": 400 "NotFoundException" "Key 'k' does not exist";
        "kms GetKeyRotationStatus" after "kms CreateKey": 400 "NotFoundException" "Key 'k' does not exist";
        "kms EnableKeyRotation": 400 "NotFoundException" "Key 'k' does not exist";
        "kms CreateAlias": 400 "NotFoundException" "Key 'k' does not exist";
        "secretsmanager DescribeSecret" after "secretsmanager CreateSecret": 400 "ResourceNotFoundException" "Secrets Manager can't find the specified secret.";
        "secretsmanager GetResourcePolicy" after "secretsmanager CreateSecret": 400 "ResourceNotFoundException" "Secrets Manager can't find the specified secret.";
        "secretsmanager PutResourcePolicy": 400 "MalformedPolicyDocumentException" "This resource policy contains an unsupported principal.";
        "secretsmanager RotateSecret": 400 "AccessDeniedException" "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.";
    };
    at_ministack(&specs).comes_and_goes(apply, &[]);
}

/// What rotates needs an enabled key, which is one only a moment later.
#[test]
fn a_key_that_is_enabled_again() {
    let specs = |key: &str| format!("kms.key:\n  data: {key}\n");
    let world = at_ministack(&specs("{ disabled: true }"));
    world.succeeds(&["apply", "--auto-approve"], &[]);
    world.write("specs/app.yaml", &specs("{ rotation_days: 365 }"));
    let rows = rows! {
        "kms EnableKeyRotation": 400 "DisabledException" "arn:aws:kms:us-east-2:123456789012:key/k is disabled.";
        "kms EnableKeyRotation": 400 "KMSInvalidStateException" "The key is not in a valid state.";
    };
    world.succeeds(&["apply", "--auto-approve"], rows);
    world.succeeds(&["destroy", "--auto-approve"], &[]);
}

#[test]
fn a_backup_plan_and_a_budget() {
    let specs = format!(
        "iam.role:{ROLE}
backup.vault:
  main: {{ tags: {{ Team: web }} }}
backup.plan:
  daily:
    rules: {{ daily: {{ vault: \"${{backup.vault.main.name}}\", lifecycle: {{ delete_after_days: 35 }} }} }}
    selections: {{ all: {{ role: \"${{iam.role.runs.arn}}\", resources: [\"*\"] }} }}
budgets.budget:
  month:
    limit: {{ amount: 50 }}
    notifications: [{{ threshold: 80, emails: [ops@example.com] }}]
"
    );
    let apply = rows! {
        "backup PUT plans/*/selections": 400 "InvalidParameterValueException" "IAM Role arn:aws:iam::123456789012:role/runs cannot be assumed by AWS Backup";
        "backup GET plans/*" after "backup PUT plans": 400 "ResourceNotFoundException" "Cannot find Backup plan with ID p";
        "backup GET plans/*/selections" after "backup PUT plans": 400 "ResourceNotFoundException" "Cannot find Backup plan with ID p";
        "budgets DescribeBudget" after "budgets CreateBudget": 400 "NotFoundException" "Unable to get budget: month - the budget doesn't exist.";
        "budgets ListTagsForResource" after "budgets CreateBudget": 400 "NotFoundException" "Unable to get budget: month - the budget doesn't exist.";
    };
    at_ministack(&specs).comes_and_goes(apply, &[]);
}
