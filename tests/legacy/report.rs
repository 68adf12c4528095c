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
pub fn section<'a>(report: &'a str, heading: &str) -> &'a str {
    let mut sections = report.split("\n## ");
    let found = sections.find(|section| section.starts_with(heading));
    found.unwrap_or_else(|| panic!("no section {heading} in\n{report}"))
}

#[test]
fn a_whole_platform_is_accounted_for() {
    let platform = Platform::made();
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    assert_snapshot!(start(&report), @r#"
    # What diatonic could take over from Terraform

    | state | serial | written by | resources | data sources |
    |---|--:|---|--:|--:|
    | `terraform.tfstate` | 134 | 1.9.8 | 61 | 5 |

    | | addresses | objects |
    |---|--:|--:|
    | Can be taken over | 55 | 24 |
    | Gone | 1 | 1 |
    | No objects of the cloud | 5 |  |
    | Data sources | 5 |  |

    Nothing has been changed: not in AWS, not in Terraform's state, not in its files.

    > **Terraform creates again what its configuration still holds.** Whoever takes an object over takes
    > its block out of the `.tf` files and lets Terraform forget it, before the next `terraform apply`.
    "#);
    for heading in ["## Different", "## Access", "## Added"] {
        assert!(!report.contains(heading), "the state is up to date:\n{report}");
    }
    let ready = section(&report, "Can be taken over");
    let api = ready.lines().find(|line| line.contains("apigateway.rest_api"));
    assert_eq!(api.expect("the API").matches("<br>").count(), 16, "{ready}");
    // The emulator's Cloud Control does not know what its services have.
    assert_snapshot!(section(&report, "Gone"), @r#"
    Gone

    Terraform's state has them, and AWS does not.

    | object | in Terraform |
    |---|---|
    | `AWS::CloudFront::OriginAccessControl` `E327GJI25M56DG` | `aws_cloudfront_origin_access_control.ai_nexus_uploads` |
    "#);
    assert_snapshot!(section(&report, "No objects of the cloud"), @r#"
    No objects of the cloud

    They are in Terraform's state alone, and may go with it.

    | address |
    |---|
    | `local_file.files_code` |
    | `local_file.sessions_code` |
    | `local_file.user_data_code` |
    | `random_id.cognito_domain_suffix` |
    | `random_id.s3_suffix` |
    "#);
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
        "import-legacy", "--state", "terraform.tfstate", "--match", "ai_nexus", "--type",
        "aws_dynamodb_*", "--tag", "Project=aws-devops", "--exclude", "/files$/",
    ]);
    assert_snapshot!(section(&report, "Can be taken over"), @r#"
    Can be taken over

    AWS has them, no stack owns them, and no spec defines them yet: `--write` writes specs.

    | object | in Terraform |
    |---|---|
    | `dynamodb.table` `aws-devops-dev-ai-nexus-app-state` | `aws_dynamodb_table.ai_nexus_app_state` |
    | `dynamodb.table` `aws-devops-dev-ai-nexus-sessions` | `aws_dynamodb_table.ai_nexus_sessions` |
    | `dynamodb.table` `aws-devops-dev-ai-nexus-user-data` | `aws_dynamodb_table.ai_nexus_user_data` |
    "#);
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
    instances.push(("random_password.admin".to_owned(), json!({ "result": "hunter2" })));
    platform.write("a.tfstate", &state("a", &instances));
    platform.write("b.tfstate", &state("b", &[group("gone", &account)]));
    let report = platform.must(&["import-legacy", "--state", "a.tfstate"]);
    let report = report.replace(&account, "<account>");
    assert!(!report.contains("hunter"), "{report}");
    assert_snapshot!(report, @r#"
    # What diatonic could take over from Terraform

    | state | serial | written by | resources | data sources |
    |---|--:|---|--:|--:|
    | `a.tfstate` | 134 | 1.9.8 | 8 | 0 |

    | | addresses | objects |
    |---|--:|--:|
    | Taken over | 1 | 1 |
    | Can be taken over | 1 | 1 |
    | Defined in the specs | 1 | 1 |
    | Another stack's | 1 | 1 |
    | Gone | 1 | 1 |
    | In another account | 1 | 1 |
    | Parts of objects that no state holds | 1 |  |
    | No objects of the cloud | 1 |  |

    Nothing has been changed: not in AWS, not in Terraform's state, not in its files.

    > **Terraform creates again what its configuration still holds.** Whoever takes an object over takes
    > its block out of the `.tf` files and lets Terraform forget it, before the next `terraform apply`.

    ## Taken over

    They carry this stack's tags, or its state has them.

    | object | in Terraform |  |
    |---|---|---|
    | `logs.log_group` `/ours` | `aws_cloudwatch_log_group.ours` | is `logs.log_group.ours`, which the specs do not define: the next apply would delete it, so Terraform does not let go of it |

    ## Can be taken over

    AWS has them, no stack owns them, and no spec defines them yet: `--write` writes specs.

    | object | in Terraform |
    |---|---|
    | `logs.log_group` `/ready` | `aws_cloudwatch_log_group.ready` |

    ## Defined in the specs

    AWS has them, no stack owns them, and the specs define them: `--adopt` takes over what is as its spec says.

    | object | in Terraform |  |
    |---|---|---|
    | `logs.log_group` `/defined` | `aws_cloudwatch_log_group.defined` | is `logs.log_group.mine` |

    ## Another stack's

    They carry the tags of another stack, which has to let go first.

    | object | in Terraform |  |
    |---|---|---|
    | `logs.log_group` `/theirs` | `aws_cloudwatch_log_group.theirs` | of `other-dev` |

    ## Gone

    Terraform's state has them, and AWS does not.

    | object | in Terraform |
    |---|---|
    | `logs.log_group` `/gone` | `aws_cloudwatch_log_group.gone` |

    ## In another account

    The environment lives in one account, and only that is read.

    | object | in Terraform |  |
    |---|---|---|
    | `logs.log_group` `/elsewhere` | `aws_cloudwatch_log_group.elsewhere` | in `210987654321` |

    ## Parts of objects that no state holds

    Somebody else owns their objects, so they stay with Terraform.

    | address |  |
    |---|---|
    | `aws_s3_bucket_website_configuration.site` | of `s3.bucket` `somebody-elses` |

    ## No objects of the cloud

    They are in Terraform's state alone, and may go with it.

    | address |  |
    |---|---|
    | `random_password.admin` | its value is nowhere else: keep it, where something needs it |
    "#);
    let both = platform.must(&["import-legacy", "--state", "a.tfstate", "--state", "b.tfstate"]);
    assert_snapshot!(section(&both, "Conflicting"), @r#"
    Conflicting

    Several addresses are one object. Exclude all but one of them.

    | address |  |
    |---|---|
    | `aws_cloudwatch_log_group.gone` in `a.tfstate` | the same as `aws_cloudwatch_log_group.gone` in `b.tfstate` |
    | `aws_cloudwatch_log_group.gone` in `b.tfstate` | the same as `aws_cloudwatch_log_group.gone` in `a.tfstate` |
    "#);
}

#[test]
fn pools_of_one_name_are_shown() {
    let mut platform = Platform::empty("{}");
    let ids = platform.boto(
        r#"
        idp = boto3.client("cognito-idp")
        print(json.dumps([idp.create_user_pool(PoolName="users")["UserPool"]["Id"] for _ in range(2)]))
        "#,
    );
    let ids: Vec<String> = serde_json::from_str(&ids).expect("JSON");
    let pool = ("aws_cognito_user_pool.users".to_owned(), json!({ "id": ids[0] }));
    platform.write("terraform.tfstate", &state("a", &[pool]));
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    let others = format!("AWS has others of its name: `{}`", ids[1]);
    assert!(section(&report, "Can be taken over").contains(&others), "{report}");
}

#[test]
fn a_state_comes_from_a_file_standard_input_or_s3() {
    let mut platform = Platform::empty("{}");
    let document =
        state("a", &[("aws_sqs_queue.jobs".to_owned(), json!({ "id": "https://sqs/jobs" }))]);
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
        assert!(report.contains(&format!("| `{source}` | 134 | 1.9.8 | 1 | 0 |")), "{report}");
    }
    let missing = format!("s3://states-{}/nothing", platform.account);
    let run = platform.run(&[
        "import-legacy", "--state", "nothing.tfstate", "--state", &missing, "--state",
        "terraform.tfstate", "--state", &bucket,
    ]);
    assert_snapshot!(run.refusal().replace(&platform.account, "<account>"), @r#"
    error: there is no nothing.tfstate
    there is no s3://states-<account>/nothing
    terraform.tfstate and s3://states-<account>/core/terraform.tfstate are two versions of one state: give the later one alone
    "#);
    let run = platform
        .run(&["import-legacy", "--state", "s3://bucket", "--state", "terraform.tfstate.backup"]);
    assert_snapshot!(run.refusal(), @r#"
    error: `s3://bucket` is not a place of a Terraform state: write a path, `-`, or `s3://<bucket>/<key>`
    terraform.tfstate.backup is the copy that Terraform made before its last change, so what it changed then is not in it: give `terraform.tfstate`, or this copy under another name
    "#);
}

#[test]
fn our_own_state_stays_where_the_environment_says() {
    let mut platform = Platform::empty("logs.log_group: { a: {} }");
    platform.must(&["apply", "--auto-approve"]);
    let arn = format!("arn:aws:logs:us-east-2:{}:log-group:nexus-dev-a", platform.account);
    let group = json!({ "name": "nexus-dev-a", "arn": arn });
    platform.write(
        "terraform.tfstate",
        &state("a", &[("aws_cloudwatch_log_group.a".to_owned(), group)]),
    );
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    assert!(section(&report, "Taken over").contains("is `logs.log_group.a`"), "{report}");
}
