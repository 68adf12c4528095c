//! What may be several things is shown, and nothing of it is taken over before somebody says which is which.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::platform::Platform;
use crate::report::section;
use crate::states::state;

const STATE: [&str; 2] = ["--state", "terraform.tfstate"];
const INTO: [&str; 2] = ["--into", "aws_cognito_user_pool.users=cognito.user_pool.main"];
const ADOPT: [&str; 4] = ["import-legacy", "--adopt", "--auto-approve", "--state"];

impl Platform {
    /// Makes pools of this name, and gives their ids.
    fn pools(&self, name: &str, count: usize) -> Vec<String> {
        let printed = self.boto(&format!(
            r#"
            idp = boto3.client("cognito-idp")
            make = lambda: idp.create_user_pool(PoolName="{name}", UsernameAttributes=["email"])
            print(json.dumps([make()["UserPool"]["Id"] for _ in range({count})]))
            "#
        ));
        serde_json::from_str(&printed).expect("JSON")
    }

    /// What is printed by a run that leaves something because it is not certain what it is.
    fn unsettled(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
        run.stdout
    }

    /// How many pools and log groups carry our tags.
    fn tagged(&self) -> usize {
        let printed = self.boto(
            r#"
            found = boto3.client("resourcegroupstaggingapi").get_resources()["ResourceTagMappingList"]
            logs = boto3.client("logs")
            names = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
            tags = [list(logs.list_tags_log_group(logGroupName=name)["tags"]) for name in names]
            tags += [[tag["Key"] for tag in mapping["Tags"]] for mapping in found]
            print(sum("diatonic:stack" in keys for keys in tags))
            "#,
        );
        printed.trim().parse().expect("a number")
    }

    fn owned_addresses(&self) -> Vec<String> {
        let list = self.must(&["state", "list"]);
        let first = |line: &str| line.split_whitespace().next().map(str::to_owned);
        list.lines().filter_map(first).collect()
    }
}

fn pool(label: &str, id: &str) -> (String, Value) {
    (format!("aws_cognito_user_pool.{label}"), json!({ "id": id }))
}

fn group(label: &str, name: &str) -> (String, Value) {
    (format!("aws_cloudwatch_log_group.{label}"), json!({ "name": name }))
}

#[test]
fn one_object_of_several_addresses_is_not_taken_over() {
    let mut platform =
        Platform::empty("logs.log_group: { api: { name: /api }, web: { name: /web } }");
    platform.boto(
        r#"
        for name in ["/api", "/web"]:
            boto3.client("logs").create_log_group(logGroupName=name)
        "#,
    );
    platform.write(
        "a.tfstate",
        &state("a", &[group("api", "/api"), group("web", "/web"), group("same", "/web")]),
    );
    platform.write("b.tfstate", &state("b", &[group("api", "/api")]));
    let arguments =
        [&ADOPT[..], &["a.tfstate", "--state", "b.tfstate", "--release", "terraform-release"]]
            .concat();
    let report = platform.must(&arguments);
    assert_snapshot!(section(&report, "Conflicting"), @r#"
    Conflicting

    Several addresses are one object. Exclude all but one of them.

    | address |  |
    |---|---|
    | `aws_cloudwatch_log_group.api` in `a.tfstate` | the same as `aws_cloudwatch_log_group.api` in `b.tfstate` |
    | `aws_cloudwatch_log_group.web` in `a.tfstate` | the same as `aws_cloudwatch_log_group.same` in `a.tfstate` |
    | `aws_cloudwatch_log_group.same` in `a.tfstate` | the same as `aws_cloudwatch_log_group.web` in `a.tfstate` |
    | `aws_cloudwatch_log_group.api` in `b.tfstate` | the same as `aws_cloudwatch_log_group.api` in `a.tfstate` |
    "#);
    assert_eq!(platform.tagged(), 0);
    assert_eq!(platform.owned_addresses(), Vec::<String>::new());
    for folder in ["terraform-release/1-a", "terraform-release/2-b"] {
        let script = platform.project.path().join(folder).join("state-rm.sh");
        assert_eq!(std::fs::read_to_string(script).expect("a script"), "");
    }
}

#[test]
fn pools_of_one_name_are_told_apart_by_people() {
    let mut platform = Platform::empty(
        "cognito.user_pool: { users: { name: users, sign_in: { username_attributes: [email] } } }",
    );
    let ids = platform.pools("users", 2);
    platform.write("terraform.tfstate", &state("a", &[pool("one", &ids[0]), pool("two", &ids[1])]));
    let hidden = |text: &str| text.replace(&ids[0], "<one>").replace(&ids[1], "<two>");
    let arguments = [&ADOPT[..], &["terraform.tfstate"]].concat();
    let report = platform.unsettled(&arguments);
    assert_snapshot!(hidden(section(&report, "Conflicting with others of their name")), @r#"
    Conflicting with others of their name

    It is not certain that they alone are these resources. Nothing is done with them before `--into` says which is which.

    | object | in Terraform |  |
    |---|---|---|
    | `cognito.user_pool` `<one>` | `aws_cognito_user_pool.one` | several objects may be `cognito.user_pool.users` |
    | `cognito.user_pool` `<two>` | `aws_cognito_user_pool.two` | several objects may be `cognito.user_pool.users` |

    Say which is which, for instance with:

    ```
    --into 'aws_cognito_user_pool.one=cognito.user_pool.users'
    ```
    "#);
    assert_eq!(platform.tagged(), 0, "neither is taken over");

    // One of them is in the state alone, and the other is in AWS all the same.
    platform.write("terraform.tfstate", &state("a", &[pool("one", &ids[0])]));
    let report = platform.unsettled(&arguments);
    assert_snapshot!(hidden(section(&report, "Conflicting with others of their name")), @r#"
    Conflicting with others of their name

    It is not certain that they alone are these resources. Nothing is done with them before `--into` says which is which.

    | object | in Terraform |  |
    |---|---|---|
    | `cognito.user_pool` `<one>` | `aws_cognito_user_pool.one` | may be `cognito.user_pool.users`. AWS has others of its name: `<two>` |

    Say which is which, for instance with:

    ```
    --into 'aws_cognito_user_pool.one=cognito.user_pool.users'
    ```
    "#);
    assert_eq!(platform.tagged(), 0, "nobody has said which it is");

    platform.write("terraform.tfstate", &state("a", &[pool("one", &ids[0]), pool("two", &ids[1])]));
    let into = ["--into", "aws_cognito_user_pool.two=cognito.user_pool.users", "--accept-changes"];
    let report = platform.must(&[&arguments[..], &into].concat());
    assert_eq!(platform.owned_addresses(), ["cognito.user_pool.users"]);
    assert!(report.contains("Proven:") || report.contains("were taken over"), "{report}");
    let taken = hidden(section(&report, "Taken over"));
    assert!(taken.contains("| `cognito.user_pool` `<two>` |"), "{taken}");
    let left = hidden(section(&report, "Can be taken over"));
    assert!(left.contains("`<one>`"), "{left}");
}

#[test]
fn a_name_that_the_specs_have_too_is_not_merged() {
    let mut platform = Platform::empty("cognito.user_pool: { users: { name: users } }");
    platform.must(&["apply", "--auto-approve"]);
    let ids = platform.pools("users", 1);
    platform.write("terraform.tfstate", &state("a", &[pool("users", &ids[0])]));
    let report = platform.unsettled(&[&ADOPT[..], &["terraform.tfstate"]].concat());
    let conflict = section(&report, "Conflicting with others of their name");
    assert!(
        conflict.contains("may be `cognito.user_pool.users`. AWS has others of its name"),
        "{conflict}"
    );
    assert_eq!(platform.tagged(), 1, "ours alone");

    let into = ["--into", "aws_cognito_user_pool.users=cognito.user_pool.users"];
    let run = platform.run(&[&ADOPT[..], &["terraform.tfstate"], &into].concat());
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("the state has another object there"), "{}", run.stdout);
    assert_eq!(platform.tagged(), 1, "ours alone");
}

#[test]
fn what_only_another_object_can_be_tells_of_its_data() {
    let mut platform = Platform::empty(
        "cognito.user_pool: { main: { name: main, sign_in: { alias_attributes: [email] } } }",
    );
    let ids = platform.pools("users", 1);
    platform.write("terraform.tfstate", &state("a", &[pool("users", &ids[0])]));
    let hidden = |text: &str| text.replace(&ids[0], "<pool>");
    let look = platform.must(&[&["import-legacy"], &STATE[..], &INTO].concat());
    assert_snapshot!(hidden(look.split("# What").next().expect("a preview")), @r#"
    Left: cognito.user_pool.main: it differs in `sign_in.alias_attributes`, `sign_in.username_attributes`, which AWS accepts only at creation, so the next plan would replace it
          A new one would not have its users with their attributes and groups; AWS never shows their passwords, so they set new ones, unless a `user_migration` trigger takes them over as people sign in. These would have to follow: front ends that hold the ids of the pool and of its clients, who uses its domain, authorizers, identity pools, and what is kept under a user's `sub`, which is another
    "#);
    let arguments =
        [&ADOPT[..], &["terraform.tfstate", "--release", "terraform-release"], &INTO].concat();
    let run = platform.run(&arguments);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    let report = platform.project.path().join("terraform-release/report.md");
    let report = std::fs::read_to_string(report).expect("a report");
    assert_snapshot!(hidden(section(&report, "Left as they are")), @r#"
    Left as they are

    The specs define them, and they cannot be taken over as these say.

    | object | in Terraform |  |
    |---|---|---|
    | `cognito.user_pool` `<pool>` | `aws_cognito_user_pool.users` | cannot be `cognito.user_pool.main`: it differs in `sign_in.alias_attributes`, `sign_in.username_attributes`, which AWS accepts only at creation, so the next plan would replace it. A new one would not have its users with their attributes and groups; AWS never shows their passwords, so they set new ones, unless a `user_migration` trigger takes them over as people sign in. These would have to follow: front ends that hold the ids of the pool and of its clients, who uses its domain, authorizers, identity pools, and what is kept under a user's `sub`, which is another |
    "#);
    assert_eq!(platform.tagged(), 0);
}

#[test]
fn an_object_becomes_a_resource_of_another_name() {
    let mut platform = Platform::empty(
        "cognito.user_pool: { main: { name: new-name, sign_in: { username_attributes: [email] } } }",
    );
    let ids = platform.pools("users", 1);
    platform.write("terraform.tfstate", &state("a", &[pool("users", &ids[0])]));
    let look = platform.must(&[&["import-legacy"], &STATE[..], &INTO].concat());
    let preview = look.split("# What").next().expect("a preview");
    assert!(preview.contains("\"users\" → \"new-name\""), "{preview}");
    assert_eq!(platform.tagged(), 0, "it was a look");
    let accepted = [&ADOPT[..], &["terraform.tfstate", "--accept-changes"], &INTO].concat();
    platform.must(&accepted);
    assert_eq!(platform.owned_addresses(), ["cognito.user_pool.main"]);
}

#[test]
fn what_is_assigned_wrongly_is_all_told_at_once() {
    let mut platform = Platform::empty(
        "{ cognito.user_pool: { main: {} }, logs.log_group: { api: { name: /api }, web: { name: /web } } }",
    );
    let attachment =
        json!({ "role": "api", "policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    let instances = [
        group("api", "/api"),
        group("web", "/web"),
        ("aws_iam_role.api".to_owned(), json!({ "name": "api" })),
        ("aws_iam_role_policy_attachment.api".to_owned(), attachment),
        ("aws_codebuild_project.jobs".to_owned(), json!({ "id": "jobs" })),
    ];
    platform.write("terraform.tfstate", &state("a", &instances));
    let assigned = [
        "aws_cloudwatch_log_group.apo=logs.log_group.api",
        "aws_cloudwatch_log_group.api=logs.log_group.apo",
        "aws_iam_role.api=cognito.user_pool.main",
        "aws_iam_role_policy_attachment.api=logs.log_group.api",
        "aws_codebuild_project.jobs=logs.log_group.web",
        "aws_cloudwatch_log_group.web=logs.log_group.web",
    ];
    let mut arguments = [&["import-legacy"], &STATE[..]].concat();
    for assignment in assigned {
        arguments.extend(["--into", assignment]);
    }
    assert_snapshot!(platform.run(&arguments).refusal(), @r#"
    error: no state has `aws_cloudwatch_log_group.apo`: did you mean `aws_cloudwatch_log_group.api`?
    the specs do not define `logs.log_group.apo`, which `aws_cloudwatch_log_group.api` is to be: did you mean `logs.log_group.api`?
    `aws_iam_role.api` is of the kind iam.role, so it cannot be `cognito.user_pool.main`
    `aws_iam_role_policy_attachment.api` cannot be taken over by itself: it is a part of `aws_iam_role.api`, which takes it along
    `aws_codebuild_project.jobs` cannot be taken over by itself: there is no kind for it
    `logs.log_group.api` is to be two objects, aws_cloudwatch_log_group.apo and aws_iam_role_policy_attachment.api
    `logs.log_group.web` is to be two objects, aws_codebuild_project.jobs and aws_cloudwatch_log_group.web
    "#);
}
