//! `existing: terraform.state:`, applied.

use serde_json::json;

use crate::platform::Platform;

#[test]
fn outputs_of_a_state_are_used_and_the_sensitive_ones_hidden() {
    let mut platform = Platform::empty(
        r#"
        existing:
          terraform.state:
            core: { path: core.tfstate }
        iam.policy:
          read:
            description: ${existing.terraform.state.core.token}
            document:
              Statement:
                Effect: Allow
                Action: s3:GetObject
                Resource: ${existing.terraform.state.core.bucket_arn}/*
        "#,
    );
    let mut document = crate::states::state("a", &[]);
    document["outputs"] = json!({
        "bucket_arn": { "value": "arn:aws:s3:::core", "type": "string" },
        "token": { "value": "hunter2", "type": "string", "sensitive": true },
    });
    platform.write("core.tfstate", &document);
    let plan = platform.must(&["plan"]);
    assert!(plan.contains("arn:aws:s3:::core/*"), "{plan}");
    assert!(
        plan.contains("(sensitive)") && !plan.contains("hunter"),
        "{plan}"
    );
    platform.must(&["apply", "--auto-approve"]);
    let state = std::fs::read_to_string(platform.project.path().join(".diatonic/dev/state.json"));
    assert!(!state.expect("a state").contains("hunter"));
    let description = platform.boto(
        r#"
        policies = boto3.client("iam").list_policies(Scope="Local")["Policies"]
        print(boto3.client("iam").get_policy(PolicyArn=policies[0]["Arn"])["Policy"]["Description"])
        "#,
    );
    assert_eq!(description.trim(), "hunter2", "AWS has what the state says");
}
