//! What Terraform is given to let go: all of it is ours, and nothing of Terraform's own is touched.

use std::collections::BTreeMap;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::platform::Platform;
use crate::states::{block, state};

/// Addresses of log groups, and the groups' names.
const GROUPS: [(&str, &str); 6] = [
    ("aws_cloudwatch_log_group.api", "/api"),
    ("aws_cloudwatch_log_group.team[\"a\"]", "/team/a"),
    ("aws_cloudwatch_log_group.team[\"b\"]", "/team/b"),
    ("module.shop[0].aws_cloudwatch_log_group.web", "/shop/0"),
    ("module.shop[1].aws_cloudwatch_log_group.web", "/shop/1"),
    ("aws_cloudwatch_log_group.undefined", "/undefined"),
];

const SPECS: &str = r#"
    logs.log_group:
      api: { name: /api, retention_days: 7 }
      team: { name: /team/a }
      shop: { for_each: ["0", "1"], name: "/shop/${each.key}" }
      changed: { name: /changed, retention_days: 30 }
"#;

impl Platform {
    /// A state of groups with `count`, `for_each` and modules, with a role that depends on one, and with
    /// what stays with Terraform.
    fn with_groups() -> Self {
        let mut platform = Self::empty(SPECS);
        platform.boto(
            r#"
            logs = boto3.client("logs")
            for name in ["/api", "/team/a", "/team/b", "/shop/0", "/shop/1", "/undefined", "/changed"]:
                logs.create_log_group(logGroupName=name)
            logs.put_retention_policy(logGroupName="/api", retentionInDays=7)
            "#,
        );
        let mut document = state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a13", &[]);
        let mut resources: Vec<Value> = Vec::new();
        let others = [
            ("aws_cloudwatch_log_group.changed", "/changed"),
            ("aws_cloudwatch_log_group.gone", "/gone"),
            ("data.aws_cloudwatch_log_group.core", "/core"),
        ];
        for (address, name) in GROUPS.into_iter().chain(others) {
            resources.push(platform.group(address, name));
        }
        // Two instances of one block stand in one resource.
        let second = resources.remove(2);
        let instance = second["instances"][0].clone();
        resources[1]["instances"].as_array_mut().expect("a list").push(instance);
        resources[0]["instances"][0]["dependencies"] = json!(["aws_cloudwatch_log_group.team"]);
        let mut queue = block("aws_codebuild_project", "jobs");
        queue["instances"] = json!([{ "attributes": { "id": "jobs" }, "unheard_of": 1.5e300 }]);
        resources.push(queue);
        resources.push(block("aws_sns_topic", "none"));
        document["resources"] = resources.into();
        document["unheard_of"] = json!({ "kept": true });
        platform.write("terraform/terraform.tfstate", &document);
        let main = "resource \"aws_cloudwatch_log_group\" \"api\" {\n  name = \"/api\"\n}\n";
        let path = platform.project.path().join("terraform/main.tf");
        std::fs::write(path, main).expect("a writable file");
        platform
    }

    /// A resource of one instance, whose address may have modules and a key.
    fn group(&self, address: &str, name: &str) -> Value {
        let (module, rest) = match address.strip_prefix("module.") {
            Some(rest) => {
                let (module, rest) = rest.split_once(".aws_").expect("a type");
                (Some(format!("module.{module}")), format!("aws_{rest}"))
            }
            None => (None, address.to_owned()),
        };
        let (mode, rest) = match rest.strip_prefix("data.") {
            Some(rest) => ("data", rest.to_owned()),
            None => ("managed", rest),
        };
        let (type_name, label) = rest.split_once('.').expect("an address");
        let (label, key) = match label.split_once('[') {
            Some((label, key)) => (label, serde_json::from_str(key.trim_end_matches(']')).ok()),
            None => (label, None::<Value>),
        };
        let mut resource = block(type_name, label);
        resource["mode"] = mode.into();
        if let Some(module) = module {
            resource["module"] = module.into();
        }
        let arn = format!("arn:aws:logs:us-east-2:{}:log-group:{name}", self.account);
        let mut instance =
            json!({ "schema_version": 0, "attributes": { "id": name, "name": name, "arn": arn } });
        if let Some(key) = key {
            instance["index_key"] = key;
        }
        resource["instances"] = json!([instance]);
        resource
    }

    pub fn read(&self, path: &str) -> String {
        let path = self.project.path().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).expect("JSON")
    }
}

/// The bytes of every file of a folder.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    files
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a readable file")))
        .collect()
}

/// The addresses that each section of a report tells of, with its heading.
fn told(report: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let sections = report.split("\n## ").skip(1);
    for section in sections.filter(|section| !section.starts_with("What to do next")) {
        let heading = section.lines().next().expect("a heading");
        let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).collect();
        let Some((head, rows)) = rows.split_first() else {
            continue;
        };
        let column = if head.starts_with("| object") { 2 } else { 1 };
        for row in rows {
            let cell = row.split(" | ").nth(column - 1).expect("a cell");
            for address in cell.trim_start_matches("| ").trim_end_matches(" |").split("<br>") {
                found.push((address.trim_matches('`').to_owned(), heading.to_owned()));
            }
        }
    }
    found.sort();
    found
}

const STATE: &str = "terraform/terraform.tfstate";

#[cfg(unix)]
fn is_its_owners_alone(path: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let mode = std::fs::metadata(path).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(not(unix))]
fn is_its_owners_alone(_: &Path) {}

#[test]
fn what_is_ours_is_let_go_and_the_rest_stays() {
    let platform = Platform::with_groups();
    let folder = platform.project.path().join("terraform");
    let before = bytes(&folder);
    let run = platform.run(&[
        "import-legacy", "--state", STATE, "--adopt", "--auto-approve", "--release",
        "terraform-release",
    ]);
    assert_eq!(run.code, Some(1), "one group is left: {}{}", run.stdout, run.stderr);
    assert_eq!(bytes(&folder), before, "Terraform's files are as they were");

    let report = platform.read("terraform-release/report.md");
    let addresses = told(&report);
    assert_eq!(told(&run.stdout), addresses, "both tell the same");
    let lines: Vec<String> =
        addresses.iter().map(|(address, heading)| format!("{address}: {heading}")).collect();
    assert_snapshot!(lines.join("\n"), @r#"
    aws_cloudwatch_log_group.api: Taken over
    aws_cloudwatch_log_group.changed: Left as they are
    aws_cloudwatch_log_group.gone: Gone
    aws_cloudwatch_log_group.team["a"]: Taken over
    aws_cloudwatch_log_group.team["b"]: Can be taken over
    aws_cloudwatch_log_group.undefined: Can be taken over
    aws_codebuild_project.jobs: Without a kind
    data.aws_cloudwatch_log_group.core: Data sources
    module.shop[0].aws_cloudwatch_log_group.web: Taken over
    module.shop[1].aws_cloudwatch_log_group.web: Taken over
    "#);
    assert_snapshot!(report.split("\n## Taken over").next().expect("a start"), @r#"
    # Migrating from Terraform

    | state | serial | written by | resources | data sources |
    |---|--:|---|--:|--:|
    | `terraform/terraform.tfstate` | 134 | 1.9.8 | 9 | 1 |

    | | addresses | objects |
    |---|--:|--:|
    | Taken over | 4 | 4 |
    | Can be taken over | 2 | 2 |
    | Left as they are | 1 | 1 |
    | Gone | 1 | 1 |
    | Without a kind | 1 |  |
    | Data sources | 1 |  |

    > **Terraform creates again what its configuration still holds.** Whoever takes an object over takes
    > its block out of the `.tf` files and lets Terraform forget it, before the next `terraform apply`.

    ## What to do next

    Nothing of Terraform's has been changed. Whoever owns its configuration does this, in this order, and lets
    nobody apply meanwhile:

    1. Keep the state as it is: `terraform state pull > before-release.tfstate`.
    2. Where "References to what leaves" stands below, write each value in the place of its reference.
    3. With Terraform 1.7 or later, take the blocks of what was taken over out of the `.tf` files, and put
       `removed.tf` beside them, in the root module. Before 1.7, and for what `removed.tf` names in comments, run
       `sh state-rm.sh`, and take the blocks out then.
    4. `terraform plan` must show nothing to destroy and nothing to create of what was taken over. With
       `removed.tf` it says of each that it will no longer be managed. If it says anything else, stop: put the
       blocks back, and `terraform state push -force before-release.tfstate` where `state-rm.sh` has run.
    5. `terraform apply`, which forgets what `removed.tf` names. Then delete `removed.tf`.

    `terraform.tfstate` in this folder is the state as it is to be afterwards, with the next serial, for those who
    keep states by hand. What was left stays with Terraform, and its blocks stay in the `.tf` files.
    "#);
    assert_snapshot!(platform.read("terraform-release/removed.tf"), @r#"
    # Take the `resource` blocks out of the configuration, put these in, and apply: Terraform then
    # forgets the objects and deletes nothing. Where both stand, Terraform refuses.

    removed {
      from = aws_cloudwatch_log_group.api

      lifecycle {
        destroy = false
      }
    }

    # aws_cloudwatch_log_group.team stays in part. `removed` cannot tell its instances apart, `state-rm.sh` does:
    #   goes:  aws_cloudwatch_log_group.team["a"]
    #   stays: aws_cloudwatch_log_group.team["b"]

    removed {
      from = module.shop.aws_cloudwatch_log_group.web

      lifecycle {
        destroy = false
      }
    }
    "#);
    let script = platform.read("terraform-release/state-rm.sh");
    let removed: Vec<&str> =
        script.lines().skip_while(|line| !line.starts_with("remove \\")).collect();
    assert_snapshot!(removed.join("\n"), @r#"
    remove \
        'aws_cloudwatch_log_group.api' \
        'aws_cloudwatch_log_group.team["a"]' \
        'module.shop[0].aws_cloudwatch_log_group.web' \
        'module.shop[1].aws_cloudwatch_log_group.web'
    "#);

    let warning = "warning: ./terraform-release/terraform.tfstate holds every secret";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    is_its_owners_alone(&platform.project.path().join("terraform-release/terraform.tfstate"));
    let (copy, state) =
        (platform.json("terraform-release/terraform.tfstate"), platform.json(STATE));
    assert_eq!(copy["serial"], 135);
    for kept in
        ["version", "terraform_version", "lineage", "outputs", "check_results", "unheard_of"]
    {
        assert_eq!(copy[kept], state[kept], "{kept}");
    }
    let resources = copy["resources"].as_array().expect("a list");
    let left: Vec<&str> =
        resources.iter().filter_map(|resource| resource["name"].as_str()).collect();
    assert_eq!(left, ["team", "undefined", "changed", "gone", "core", "jobs", "none"]);
    for resource in resources {
        let of_state = state["resources"].as_array().expect("a list").iter();
        let mut same = of_state.filter(|other| {
            (&other["name"], &other["type"], &other["mode"])
                == (&resource["name"], &resource["type"], &resource["mode"])
        });
        let same = same.next().expect("the state has it");
        for instance in resource["instances"].as_array().expect("a list") {
            let instances = same["instances"].as_array().expect("a list");
            assert!(instances.contains(instance), "{instance}");
        }
    }
}

#[test]
fn nothing_is_let_go_that_is_not_ours() {
    let platform = Platform::with_groups();
    platform.must(&["import-legacy", "--state", STATE, "--release", "terraform-release"]);
    assert!(!platform.read("terraform-release/removed.tf").contains("removed {"));
    assert_eq!(platform.read("terraform-release/state-rm.sh"), "");
    assert_eq!(
        platform.json("terraform-release/terraform.tfstate")["resources"],
        platform.json(STATE)["resources"]
    );
    assert!(!platform.read("terraform-release/report.md").contains("Taken over"));
}

#[test]
fn no_file_is_replaced_that_no_release_has_written() {
    let mut platform = Platform::with_groups();
    // The state as it is read may stand elsewhere, and the one in its folder is somebody's all the same.
    platform.write("pulled.tfstate", &platform.json(STATE));
    let before = bytes(&platform.project.path().join("terraform"));
    let refused = |state: &str, folder: &str| {
        let run = platform.run(&["import-legacy", "--state", state, "--release", folder]);
        assert_eq!(run.code, Some(1), "{folder}: {}{}", run.stdout, run.stderr);
        run.stderr
    };
    let told = refused(STATE, "terraform");
    assert!(told.contains("is a state of Terraform's"), "{told}");
    let told = refused(STATE, "./specs/../terraform");
    assert!(told.contains("is a state of Terraform's"), "{told}");
    let told = refused("pulled.tfstate", "terraform");
    assert!(told.contains("no `--release` has written it"), "{told}");
    #[cfg(unix)]
    {
        let folder = platform.project.path().join("linked");
        std::fs::create_dir(&folder).expect("a folder");
        let link = folder.join("terraform.tfstate");
        std::os::unix::fs::symlink("../terraform/terraform.tfstate", link).expect("a link");
        let told = refused(STATE, "linked");
        assert!(told.contains("is a state of Terraform's"), "{told}");
    }
    assert_eq!(bytes(&platform.project.path().join("terraform")), before);
    // What a release has written, the next one replaces.
    for _ in 0..2 {
        platform.must(&["import-legacy", "--state", STATE, "--release", "terraform-release"]);
    }
}
