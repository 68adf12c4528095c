//! Migrating from Terraform and back, with whole platforms: what it owns is taken over as it is, and can be given up
//! again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::platform::{Look, Platform};

impl Platform {
    /// Takes everything over and gives it up again. Nothing but tags is other than it was meanwhile, and at
    /// the end not even those. Gives the report of the adoption.
    fn there_and_back(&self, objects: usize) -> String {
        let before = self.look();
        self.import(&["--write", "specs/legacy"]);
        assert_eq!(self.look().changes_since(&before), NOTHING);
        self.must(&["validate"]);
        let report = self.import(&["--adopt", "--auto-approve"]);
        assert!(report.contains("Proven:"), "{report}");
        self.is_taken_over(&before, objects);
        assert_eq!(addresses_in(&report), self.addresses());

        // Again: there is nothing left to do.
        self.import(&["--write", "specs/legacy", "--adopt", "--auto-approve"]);
        self.is_taken_over(&before, objects);
        self.is_released();

        for run in self.adoptions() {
            self.must(&["import-legacy", "--undo", &run, "--auto-approve"]);
        }
        assert_eq!(self.owned(), 0);
        let after = self.look();
        assert_eq!(after.changes_since(&before), NOTHING);
        assert!(after.marked.is_empty(), "{:?}", after.marked);
        report
    }

    fn is_taken_over(&self, before: &Look, objects: usize) {
        assert_eq!(self.owned(), objects);
        self.must(&["plan", "--detailed-exitcode"]);
        let now = self.look();
        assert_eq!(now.changes_since(before), NOTHING);
        assert!(now.marked.len() > objects, "{:?}", now.marked);
    }

    /// Terraform's copy without us holds nothing that is ours.
    fn is_released(&self) {
        self.import(&["--release", "terraform-release"]);
        let release = self.project.path().join("terraform-release");
        let left = std::fs::read_to_string(release.join("terraform.tfstate")).expect("a copy");
        assert!(!left.contains("\"aws_dynamodb_table\""), "{left}");
        assert!(left.contains("\"random_id\""), "{left}");
    }

    /// The files of the project that have a text in them.
    fn files_with(&self, text: &str) -> Vec<String> {
        let root = self.project.path();
        let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
        let files = files.map(|file| file.expect("a file").into_path());
        files
            .filter(|path| {
                let content = std::fs::read(path).unwrap_or_default();
                String::from_utf8_lossy(&content).contains(text)
            })
            .map(|path| {
                path.strip_prefix(root).expect("a file of the project").display().to_string()
            })
            .collect()
    }

    /// How often each address of Terraform's state stands there: deposed objects have that of the instance.
    pub fn addresses(&self) -> BTreeMap<String, usize> {
        let path = self.project.path().join("terraform.tfstate");
        let text = std::fs::read_to_string(path).expect("a state");
        let state: Value = serde_json::from_str(&text).expect("JSON");
        let mut addresses = BTreeMap::new();
        for block in state["resources"].as_array().expect("a list") {
            let name = |field: &str| block[field].as_str().expect("text").to_owned();
            let module = block["module"].as_str().map(|module| format!("{module}."));
            let module = module.unwrap_or_default();
            let mode = match block["mode"].as_str() {
                Some("data") => "data.",
                _ => "",
            };
            for instance in block["instances"].as_array().expect("a list") {
                let key = match &instance["index_key"] {
                    Value::Null => String::new(),
                    key => format!("[{key}]"),
                };
                let address = format!("{module}{mode}{}.{}{key}", name("type"), name("name"));
                *addresses.entry(address).or_default() += 1;
            }
        }
        addresses
    }
}

/// How often each address of Terraform's state stands in a report, in the columns that are for addresses.
pub fn addresses_in(report: &str) -> BTreeMap<String, usize> {
    let mut addresses = BTreeMap::new();
    let mut column = None;
    for line in report.lines() {
        let cells: Vec<&str> =
            line.split(" | ").map(|cell| cell.trim_matches(['|', ' '])).collect();
        let heading = cells.iter().position(|cell| ["address", "in Terraform"].contains(cell));
        // What has a line in its id stands in no table.
        if let Some((_, rest)) = line.split_once("; in Terraform: ") {
            let written = rest.split("; is ").next().unwrap_or(rest);
            for address in written.split("<br>").map(|it| it.trim_matches('`')) {
                *addresses.entry(address.to_owned()).or_default() += 1;
            }
        }
        match heading {
            Some(found) => column = Some(found),
            None if !line.starts_with('|') => column = None,
            None => {
                let cell = column.and_then(|column| cells.get(column));
                let written = cell.into_iter().flat_map(|cell| cell.split("<br>"));
                for address in written.filter_map(|it| it.strip_prefix('`')?.strip_suffix('`')) {
                    *addresses.entry(address.to_owned()).or_default() += 1;
                }
            }
        }
    }
    addresses
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_platform_is_taken_over_as_it_is_and_given_up_again() {
    let report = Platform::made().there_and_back(24);
    assert!(report.contains("stages.dev.deployment: AWS does not say"));
}

/// In modules, with `count` and `for_each`, in three regions, and with much that there is no kind for.
#[test]
fn a_larger_platform_is_taken_over_as_it_is_and_given_up_again() {
    let mut platform = Platform::workbench();
    let addresses = platform.addresses();
    let managed = addresses.iter().filter(|(address, _)| !address.contains("data."));
    assert_eq!(managed.map(|(_, times)| times).sum::<usize>(), 144 + 1);
    let look = platform.import(&[]);
    assert!(!look.contains("## Different"), "the state is up to date:\n{look}");
    platform.give("main_api_environment_webhook_token", SECRET);
    let report = platform.there_and_back(51);
    assert!(!report.contains(SECRET), "{report}");
    assert_eq!(
        platform.files_with(SECRET),
        ["terraform-release/terraform.tfstate", "terraform.tfstate"]
    );
    let without_secret = platform.project.run(&["validate", "--env", "dev"]);
    assert_eq!(without_secret.code, Some(0), "{}", without_secret.stderr);
}

/// Services of which the platform has nothing, and what it has nothing of in others.
const ABSENT: &[&str] = &[
    "ACM ", "ApiGatewayV2 ", "Backup ", "Budgets ", "CloudWatch DescribeAlarms",
    "CloudWatch GetDashboard", "CloudWatch ListTagsForResource",
    "CloudWatch Logs DescribeResourcePolicies", "CloudWatch Logs GetDataProtectionPolicy",
    "EventBridge ", "KMS ", "Lambda GetLayerVersion", "Lambda ListLayerVersions", "Route 53 ",
    "S3 GetObject", "S3 HeadObject", "S3 ListObjectsV2", "SNS ", "SQS ", "SSM ", "Scheduler ",
    "Secrets Manager ", "WAFV2 ",
];

/// What a kind reads, it owns.
#[test]
fn the_witness_looks_at_all_that_kinds_read() {
    let called = Platform::varied().look().called;
    let kinds = kind::registry::all().into_iter();
    let reads = kinds.flat_map(|kind| kind.operations()).flat_map(|group| {
        let names = group.read.iter();
        names.map(|name| format!("{} {name}", group.service))
    });
    let is_absent = |read: &String| ABSENT.iter().any(|absent| read.starts_with(absent));
    let missed: BTreeSet<String> =
        reads.filter(|read| !called.contains(read) && !is_absent(read)).collect();
    // The one says of many roles what the witness asks each for. ministack has no configurations of code signing, so none
    // of them can be asked for its functions.
    let unseen = ["IAM GetAccountAuthorizationDetails", "Lambda ListFunctionsByCodeSigningConfig"];
    assert_eq!(Vec::from_iter(missed), unseen);
}

/// What several attributes of the larger platform hold, all of them marked as sensitive.
const SECRET: &str = "hunter2";
