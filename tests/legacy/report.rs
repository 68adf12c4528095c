//! What `import-legacy` says of a state, held against what there is.

use insta::assert_snapshot;
use serde_json::json;

use crate::platform::Platform;
use crate::states::state;

/// The part of a report from its start to the first section.
fn start(report: &str) -> &str {
    report.split("\n## ").next().expect("a start")
}

/// One section of a report.
fn section<'a>(report: &'a str, heading: &str) -> &'a str {
    let mut sections = report.split("\n## ");
    let found = sections.find(|section| section.starts_with(heading));
    found.unwrap_or_else(|| panic!("no section {heading} in\n{report}"))
}

#[test]
fn a_whole_platform_is_accounted_for() {
    let platform = Platform::made();
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    assert_snapshot!(start(&report), @"");
    let ready = section(&report, "Can be taken over");
    let api = ready
        .lines()
        .find(|line| line.contains("apigateway.rest_api"));
    assert_eq!(api.expect("the API").matches("<br>").count(), 16, "{ready}");
    assert_snapshot!(section(&report, "Without a kind"), @"");
    assert_snapshot!(section(&report, "No objects of the cloud"), @"");
    // Nothing was written: neither a state of ours nor into AWS.
    assert!(!platform.project.path().join(".diatonic").exists());
    let tags = platform.boto(
        r#"
        tags = boto3.client("resourcegroupstaggingapi").get_resources()["ResourceTagMappingList"]
        print(json.dumps([tag["Key"] for resource in tags for tag in resource["Tags"]]))
        "#,
    );
    assert!(!tags.contains("diatonic"), "{tags}");
}

#[test]
fn a_selection_takes_some_and_says_why_not_the_others() {
    let platform = Platform::made();
    let report = platform.must(&[
        "import-legacy",
        "--state",
        "terraform.tfstate",
        "--match",
        "ai_nexus",
        "--type",
        "aws_dynamodb_*",
        "--tag",
        "Project=aws-devops",
        "--exclude",
        "/files$/",
    ]);
    assert_snapshot!(section(&report, "Can be taken over"), @"");
    let left = section(&report, "Left");
    assert!(
        left.contains("| `aws_dynamodb_table.ai_nexus_files` | `--exclude")
            || left.contains("--exclude /files$/"),
        "{left}"
    );
    assert!(
        left.contains("| `aws_iam_role.authenticated` | nothing in `--match` is in its address |"),
        "{left}"
    );
}

#[test]
fn what_is_live_decides() {
    let mut platform = Platform::empty("logs.log_group: { mine: { name: /defined } }");
    platform.boto(
        r#"
        logs = boto3.client("logs")
        logs.create_log_group(logGroupName="/ready")
        logs.create_log_group(logGroupName="/defined")
        logs.create_log_group(logGroupName="/ours", tags={"diatonic:stack": "nexus-dev", "diatonic:address": "logs.log_group.ours"})
        logs.create_log_group(logGroupName="/theirs", tags={"diatonic:stack": "other-dev"})
        "#,
    );
    let account = platform.account.clone();
    let group = |name: &str, account: &str| {
        let arn = format!("arn:aws:logs:us-east-2:{account}:log-group:/{name}");
        let address = format!("aws_cloudwatch_log_group.{name}");
        (address, json!({ "name": format!("/{name}"), "arn": arn }))
    };
    let names = ["ready", "defined", "ours", "theirs", "gone"];
    let mut instances: Vec<_> = names.iter().map(|name| group(name, &account)).collect();
    instances.push(group("elsewhere", "210987654321"));
    instances.push((
        "aws_s3_bucket_website_configuration.site".to_owned(),
        json!({ "bucket": "somebody-elses" }),
    ));
    instances.push((
        "random_password.admin".to_owned(),
        json!({ "result": "hunter2" }),
    ));
    platform.write("a.tfstate", &state("a", &instances));
    platform.write("b.tfstate", &state("b", &[group("gone", &account)]));
    let report = platform.must(&["import-legacy", "--state", "a.tfstate"]);
    let report = report.replace(&account, "<account>");
    assert!(!report.contains("hunter"), "{report}");
    assert_snapshot!(report, @"");
    let both = platform.must(&[
        "import-legacy",
        "--state",
        "a.tfstate",
        "--state",
        "b.tfstate",
    ]);
    assert_snapshot!(section(&both, "Conflicting"), @"");
}

#[test]
fn a_state_comes_from_a_file_standard_input_or_s3() {
    let mut platform = Platform::empty("{}");
    let document = state(
        "a",
        &[(
            "aws_sqs_queue.jobs".to_owned(),
            json!({ "id": "https://sqs/jobs" }),
        )],
    );
    platform.write("terraform.tfstate", &document);
    platform.boto(&format!(
        r#"
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="states-{0}", CreateBucketConfiguration=dict(LocationConstraint="us-east-2"))
        s3.put_object(Bucket="states-{0}", Key="core/terraform.tfstate", Body=open("{1}", "rb").read())
        "#,
        platform.account,
        platform.project.path().join("terraform.tfstate").display()
    ));
    let bucket = format!("s3://states-{}/core/terraform.tfstate", platform.account);
    for source in ["terraform.tfstate", bucket.as_str()] {
        let report = platform.must(&["import-legacy", "--state", source]);
        assert!(
            report.contains(&format!("| `{source}` | 134 | 1.9.8 | 1 | 0 |")),
            "{report}"
        );
    }
    let missing = format!("s3://states-{}/nothing", platform.account);
    let run = platform.run(&[
        "import-legacy",
        "--state",
        "nothing.tfstate",
        "--state",
        &missing,
        "--state",
        "terraform.tfstate",
        "--state",
        &bucket,
    ]);
    assert_snapshot!(run.refusal().replace(&platform.account, "<account>"), @"");
    let run = platform.run(&[
        "import-legacy",
        "--state",
        "s3://bucket",
        "--state",
        "terraform.tfstate.backup",
    ]);
    assert_snapshot!(run.refusal(), @"");
}

#[test]
fn our_own_state_stays_where_the_environment_says() {
    let mut platform = Platform::empty("logs.log_group: { a: {} }");
    platform.must(&["apply", "--auto-approve"]);
    let arn = format!(
        "arn:aws:logs:us-east-2:{}:log-group:nexus-dev-a",
        platform.account
    );
    let group = json!({ "name": "nexus-dev-a", "arn": arn });
    platform.write(
        "terraform.tfstate",
        &state("a", &[("aws_cloudwatch_log_group.a".to_owned(), group)]),
    );
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    assert!(
        section(&report, "Ours already").contains("at `logs.log_group.a`"),
        "{report}"
    );
}
