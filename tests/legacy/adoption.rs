//! Out of Terraform and back: what it owns is taken over as it is, and can be given up again.

use serde_json::{Value, json};

use crate::platform::Platform;
use crate::states::state;

const STATE: [&str; 2] = ["--state", "terraform.tfstate"];

impl Platform {
    fn import(&self, arguments: &[&str]) -> String {
        self.must(&[&["import-legacy"], &STATE[..], arguments].concat())
    }

    /// How many objects the state has.
    fn owned(&self) -> usize {
        self.must(&["state", "list"]).lines().count()
    }
}

#[test]
fn a_platform_is_taken_over_as_it_is_and_given_up_again() {
    let platform = Platform::made();
    let before = platform.look();
    platform.import(&["--write", "specs/legacy"]);
    platform.look().is_as(&before);
    platform.must(&["validate"]);
    // AWS does not say of what the API's deployment was made, so it alone would be deployed anew.
    let adopt = [
        &["import-legacy"],
        &STATE[..],
        &["--adopt", "--auto-approve"],
    ]
    .concat();
    let run = platform.run(&adopt);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("Proven:"), "{}", run.stdout);
    let left = run.stdout.matches("Left:").count();
    assert_eq!(left, 1, "the API alone is left: {}", run.stdout);
    platform.look().is_as(&before);
    platform.import(&["--adopt", "--accept-changes", "--auto-approve"]);
    platform.look().is_as(&before);
    let plan: Value = serde_json::from_str(&platform.must(&["plan", "--json"])).expect("JSON");
    let steps = plan["steps"].as_array().expect("a list").iter();
    let changes = steps.flat_map(|step| step["changes"].as_array()).flatten();
    let changed: Vec<&Value> = changes.map(|change| &change["path"]).collect();
    assert_eq!(changed, ["stages.dev.deployment"]);
    let owned = platform.owned();

    // Again: there is nothing left to do.
    platform.import(&[
        "--write",
        "specs/legacy",
        "--adopt",
        "--accept-changes",
        "--auto-approve",
    ]);
    assert_eq!(platform.owned(), owned);

    platform.import(&["--release", "goodbye"]);
    let goodbye = platform.project.path().join("goodbye");
    let left = std::fs::read_to_string(goodbye.join("terraform.tfstate")).expect("a copy");
    assert!(!left.contains("aws_dynamodb_table"), "{left}");
    assert!(left.contains("random_id"), "{left}");

    let runs = platform.must(&["runs", "--json"]);
    let runs: Value = serde_json::from_str(&runs).expect("JSON");
    for run in runs.as_array().expect("a list") {
        if run["operation"] == "import_legacy" {
            let id = run["id"].as_str().expect("an id");
            platform.must(&["import-legacy", "--undo", id, "--auto-approve"]);
        }
    }
    assert_eq!(platform.owned(), 0);
    platform.look().is_as(&before);
    assert!(platform.look().marked.is_empty());
}

#[test]
fn what_the_state_calls_secret_becomes_a_variable() {
    let mut platform = Platform::empty("{}");
    platform.boto(
        r#"
        import boto3, json
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        boto3.client("iam").create_role(RoleName="api", AssumeRolePolicyDocument=trust, Description="hunter2")
        "#,
    );
    let role = (
        "aws_iam_role.api".to_owned(),
        json!({ "id": "api", "name": "api" }),
    );
    let mut document = state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a11", &[role]);
    document["resources"][0]["instances"][0]["sensitive_attributes"] =
        json!([[{ "type": "get_attr", "value": "description" }]]);
    platform.write("terraform.tfstate", &document);
    platform.import(&["--write", "specs/legacy"]);
    let specs = platform.project.path().join("specs/legacy/iam.yaml");
    let specs = std::fs::read_to_string(specs).expect("specs");
    assert!(!specs.contains("hunter2"), "{specs}");
    assert!(specs.contains("description: ${var."), "{specs}");
}
