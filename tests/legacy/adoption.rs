//! Out of Terraform and back: what it owns is taken over as it is, and can be given up again.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::platform::Platform;

const STATE: [&str; 2] = ["--state", "terraform.tfstate"];

impl Platform {
    /// All that the account holds, but for our tags.
    fn everything(&self) -> BTreeMap<String, Value> {
        let printed = self.boto(include_str!("everything.py"));
        serde_json::from_str(&printed).expect("JSON")
    }

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
    let before = platform.everything();
    platform.import(&["--write", "specs/legacy"]);
    assert_eq!(
        platform.everything(),
        before,
        "writing specs writes nothing else"
    );
    platform.must(&["validate"]);
    let said = platform.import(&["--adopt", "--auto-approve"]);
    assert!(said.contains("Proven:"), "{said}");
    assert_eq!(platform.everything(), before, "our tags alone have changed");
    assert_eq!(
        platform
            .must(&["plan", "--detailed-exitcode"])
            .lines()
            .count(),
        1
    );
    let owned = platform.owned();

    // Again: there is nothing left to do.
    platform.import(&["--write", "specs/legacy", "--adopt", "--auto-approve"]);
    assert_eq!(platform.owned(), owned);

    platform.import(&["--release", "goodbye"]);
    let goodbye = platform.project.path().join("goodbye");
    let left = std::fs::read_to_string(goodbye.join("terraform.tfstate")).expect("a copy");
    assert!(!left.contains("aws_dynamodb_table"), "{left}");
    assert!(left.contains("random_id"), "{left}");

    let runs = platform.must(&["runs", "--json"]);
    let runs: Value = serde_json::from_str(&runs).expect("JSON");
    let taken = runs
        .as_array()
        .expect("a list")
        .iter()
        .find(|run| run["operation"] == "import_legacy");
    let id = taken
        .and_then(|run| run["id"].as_str())
        .expect("a run")
        .to_owned();
    platform.must(&["import-legacy", "--undo", &id, "--auto-approve"]);
    assert_eq!(platform.owned(), 0);
    assert_eq!(platform.everything(), before);
    let tags = platform.boto(
        r#"
        import boto3
        for role in boto3.client("iam").list_roles()["Roles"]:
            print(boto3.client("iam").list_role_tags(RoleName=role["RoleName"])["Tags"])
        "#,
    );
    assert!(!tags.contains("diatonic"), "{tags}");
}
