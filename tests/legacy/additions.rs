//! What people have granted and added past Terraform is told before all else, wherever it would be taken over.

use serde_json::Value;

use crate::platform::{Platform, importing};
use crate::report::section;
use crate::states::state;

const LINEAGE: &str = "7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a15";

/// What each grant is told by, in whatever form.
const GRANTS: [&str; 6] = [
    "arn:aws:iam::aws:policy/AdministratorAccess", "Allow s3:* on *", "ec2.amazonaws.com",
    "anybody", "routes[\"/\"].GET", "s3:GetObject",
];

impl Platform {
    /// One object of each service, and grants that nobody has written down.
    fn with_grants() -> Self {
        let mut platform = Self::empty("{}");
        let printed = platform.boto(include_str!("differences.py"));
        let said: Vec<(String, Value)> = serde_json::from_str(&printed).expect("JSON");
        platform.write("terraform.tfstate", &state(LINEAGE, &said));
        platform.boto(include_str!("grants.py"));
        platform
    }
}

#[test]
fn grants_past_terraform_are_told_first() {
    let platform = Platform::with_grants();
    let report = platform.import(&[]);
    let access = section(&report, "Access that Terraform does not know of");
    for grant in GRANTS {
        assert!(access.contains(grant), "{grant} in {access}");
    }
    let added = section(&report, "Added without Terraform");
    assert!(added.contains("groups.owners"), "{added}");
    let position = |heading: &str| report.find(&format!("## {heading}")).expect("a section");
    assert!(position("Access that") < position("Can be taken over"));
    assert!(position("Added without") < position("Can be taken over"));
    assert!(!report.contains("## Different"), "{report}");

    let printed: Value = serde_json::from_str(&platform.import(&["--json"])).expect("JSON");
    let differences = printed["differences"].as_array().expect("a list");
    assert_eq!(differences[0]["weight"], "access", "{differences:#?}");
    let of_access = |it: &&Value| it["weight"] == "access";
    let shown = format!("{:?}", differences.iter().filter(of_access).collect::<Vec<_>>());
    for grant in ["AdministratorAccess", "s3:*", "ec2.amazonaws.com", "anybody"] {
        assert!(shown.contains(grant), "{grant} in {shown}");
    }
}

#[test]
fn grants_past_terraform_are_told_when_they_are_written_and_taken_over() {
    let mut platform = Platform::with_grants();
    platform.give("api_environment_token", "hunter2");
    let run = platform.run(&importing(&["--write", "specs/legacy"]));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    for grant in GRANTS {
        assert!(run.stderr.contains(grant), "{grant} in {}", run.stderr);
    }
    let folder = platform.project.path().join("specs/legacy");
    let texts = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text"));
    let specs: String = texts.collect();
    let remarks: Vec<&str> = specs.lines().filter(|line| line.contains("# ")).collect();
    let remarks = remarks.join("\n");
    for field in ["# managed_policies:", "# inline_policies.by-hand:", "# permissions.anybody:"] {
        assert!(remarks.contains(field), "{field} in {remarks}");
    }

    let run = platform.run(&importing(&["--adopt", "--auto-approve"]));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let (before, _) = run.stdout.split_once("import ").expect("what is taken over");
    for grant in GRANTS {
        assert!(before.contains(grant), "{grant} before {before}");
    }
    let access = section(&run.stdout, "Access that Terraform does not know of");
    assert!(access.contains("AdministratorAccess"), "{access}");
    platform.must(&["plan", "--detailed-exitcode"]);
}
