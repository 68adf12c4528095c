//! One state with the types that serverless estates have most: everything is taken over, or told why not.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use insta::assert_snapshot;
use serde_json::Value;

use crate::cloud_control::Service;
use crate::platform::{Platform, importing};
use crate::proxy::{Call, Proxy, Treatment};
use crate::report::section;
use crate::there_and_back::addresses_in;

/// The platform of `commonest.py`, and a proxy before it that counts what is written and answers for Cloud Control.
struct Estate {
    platform: Platform,
    proxy: Proxy,
    cloud_control: Service,
    writes: Arc<Mutex<BTreeSet<String>>>,
}

impl Estate {
    fn made() -> Self {
        let mut platform = Platform::empty("{}");
        let made = platform.ask("commonest", "made");
        platform.write("terraform.tfstate", &made["state"]);
        // Terraform marks every parameter's value as sensitive, so specs have a variable for it.
        platform.give("shop_dev_url_value", "https://example.com");
        let cloud_control = Service::default();
        let service = cloud_control.clone();
        for object in made["cloud_control"].as_array().expect("a list") {
            service.put(object[0].as_str().expect("a type"), object[1].clone());
        }
        let writes = Arc::new(Mutex::new(BTreeSet::new()));
        let written = writes.clone();
        let proxy = Proxy::start(emulators::shared_ministack().endpoint(), move |call| {
            if is_write(call) {
                written.lock().unwrap().insert(format!("{} {}", call.service, call.operation));
            }
            match call.service == "cloudcontrolapi" {
                true => Treatment::Answer(service.over_http(&call.operation, &call.body)),
                false => Treatment::Forward,
            }
        });
        Self { platform, proxy, cloud_control, writes }
    }

    /// What a command prints that must succeed, and what it has written.
    fn must(&self, arguments: &[&str]) -> (String, BTreeSet<String>) {
        let through = ["--endpoint-url", &self.proxy.endpoint];
        let printed = self.platform.must(&[arguments, &through].concat());
        (printed, std::mem::take(&mut *self.writes.lock().unwrap()))
    }

    fn import(&self, arguments: &[&str]) -> (String, BTreeSet<String>) {
        self.must(&importing(arguments))
    }

    /// What is other than it was before, but for tags.
    fn changes_since(&self, before: &crate::platform::Look) -> Vec<String> {
        self.platform.look().changes_since(before)
    }
}

/// Whether a call may change anything: it is neither a read by its method nor one by its name.
fn is_write(call: &Call) -> bool {
    const READS: &[&str] = &["BatchGet", "Describe", "Get", "Head", "List"];
    let is_named_so = READS.iter().any(|read| call.operation.starts_with(read));
    !is_named_so && !["GET", "HEAD"].contains(&call.method.as_str())
}

/// Whether what Cloud Control is asked to change is tags alone.
fn patches_tags_alone(request: &Value) -> bool {
    let patch = request["PatchDocument"].as_str().unwrap_or_default();
    let patch: Vec<Value> = serde_json::from_str(patch).expect("a patch");
    patch.iter().all(|it| it["path"].as_str().is_some_and(|path| path.starts_with("/Tags")))
}

const NOTHING: BTreeSet<String> = BTreeSet::new();

/// What taking over writes.
const ALL: [&str; 4] = ["--write", "specs/legacy", "--adopt", "--auto-approve"];

#[test]
fn the_commonest_types_are_taken_over_or_told_why_not() {
    let estate = Estate::made();
    let addresses = estate.platform.addresses();
    let types: BTreeSet<&str> =
        addresses.keys().filter_map(|address| address.split('.').next()).collect();
    assert!(types.iter().filter(|name| name.starts_with("aws_")).count() > 100, "{types:?}");

    let before = estate.platform.look();
    let (look, writes) = estate.import(&[]);
    assert_eq!(writes, NOTHING);
    for heading in ["## Different", "## Access", "## Added"] {
        assert!(!look.contains(heading), "the state is up to date:\n{look}");
    }

    let (report, writes) = estate.import(&ALL);
    let is_of_tags = |call: &&String| call.to_lowercase().contains("tag");
    let others: Vec<&String> = writes.iter().filter(|call| !is_of_tags(call)).collect();
    assert_eq!(others, ["cloudcontrolapi UpdateResource"]);
    assert!(estate.cloud_control.calls("UpdateResource").iter().all(patches_tags_alone));
    assert_eq!(addresses_in(&report), addresses, "each address has its line");
    // Nothing but these is not taken over.
    assert_snapshot!(section(&report, "Without a kind"), @r#"
    Without a kind

    diatonic has no kind for them, so they stay with Terraform.

    | address |  |
    |---|---|
    | `aws_iam_group_membership.team` | `team` |
    "#);
    assert_snapshot!(section(&report, "No objects of the cloud"), @r#"
    No objects of the cloud

    They are in Terraform's state alone, and may go with it.

    | address |
    |---|
    | `random_id.suffix` |
    "#);
    let headings: Vec<&str> = report.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(headings, ["Taken over", "Without a kind", "No objects of the cloud"]);
    assert_eq!(estate.changes_since(&before), [""; 0]);

    // What has no name of its own is called as Terraform has called it.
    let list = estate.platform.must(&["state", "list"]);
    for address in ["AWS::EC2::VPC.main", "AWS::CloudFront::Distribution.site", "kms.key.main"] {
        assert!(list.contains(address), "{list}");
    }
    // What people have sent into a bucket stays theirs, and each archive is its own.
    let specs = estate.platform.project.path().join("specs/legacy");
    let text = |name: &str| std::fs::read_to_string(specs.join(name)).expect("specs");
    assert!(text("storage.yaml").contains("js/app.js"), "{}", text("storage.yaml"));
    assert!(!text("storage.yaml").contains("uploads/cat.png"), "{}", text("storage.yaml"));
    for zip in ["code/shop-dev.zip", "layers/shop-dev.zip"] {
        assert!(text("functions.yaml").contains(zip), "{}", text("functions.yaml"));
        assert!(estate.platform.project.path().join(zip).exists(), "{zip}");
    }

    let (plan, writes) = estate.must(&["plan", "--detailed-exitcode"]);
    assert!(plan.contains("Nothing to change"), "{plan}");
    assert_eq!(writes, NOTHING);
    let owned = estate.platform.owned();
    let (again, writes) = estate.import(&ALL);
    assert_eq!(writes, NOTHING, "{again}");
    assert_eq!(estate.platform.owned(), owned);
}
