//! What cannot be taken over keeps nothing else from being, and what is not ours for good stays with Terraform.

use serde_json::{Value, json};

use crate::platform::{Platform, importing};
use crate::report::section;
use crate::states::state;

const LINEAGE: &str = "7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a16";

impl Platform {
    /// The state that a script prints as a list of addresses with their attributes.
    fn stating(specs: &str, script: &str) -> Self {
        let mut platform = Self::empty(specs);
        let printed = platform.boto(script);
        let said: Vec<(String, Value)> = serde_json::from_str(&printed).expect("JSON");
        platform.write("terraform.tfstate", &state(LINEAGE, &said));
        platform
    }
}

/// Two APIs of one name, a key of each, and groups besides.
const NAMESAKES: &str = r#"
    gateway = boto3.client("apigateway")
    said = []
    for label in ["one", "two"]:
        api = gateway.create_rest_api(name="shop", description=label, endpointConfiguration=dict(types=["REGIONAL"]))["id"]
        arn = f"arn:aws:apigateway:us-east-2::/restapis/{api}"
        said.append([f"aws_api_gateway_rest_api.{label}", dict(id=api, arn=arn, name="shop", description=label)])
    for label in ["a", "b", "c"]:
        boto3.client("logs").create_log_group(logGroupName=f"/{label}")
        said.append([f"aws_cloudwatch_log_group.{label}", dict(id=f"/{label}", name=f"/{label}")])
    # A group that is called after one of the two needs to know which.
    boto3.client("logs").create_log_group(logGroupName=f"/apis/{said[0][1]['id']}")
    name = f"/apis/{said[0][1]['id']}"
    said.append(["aws_cloudwatch_log_group.of_one", dict(id=name, name=name)])
    print(json.dumps(said))
"#;

#[test]
fn namesakes_keep_nothing_else_from_being_taken_over() {
    let platform = Platform::stating("{}", NAMESAKES);
    platform.import(&["--write", "specs/legacy"]);
    let specs = std::fs::read_to_string(platform.project.path().join("specs/legacy/api.yaml"));
    let specs = specs.expect("specs");
    assert!(
        specs.contains("--into='aws_api_gateway_rest_api.one=apigateway.rest_api.one'"),
        "{specs}"
    );
    let run = platform.run(&importing(&["--adopt", "--auto-approve"]));
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    let owned = platform.must(&["state", "list"]);
    assert_eq!(owned.lines().count(), 4, "{owned}\n{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("2 objects are not taken over"), "{}", run.stdout);
    let conflict = section(&run.stdout, "Conflicting with others of their name");
    let options: Vec<&str> = conflict
        .lines()
        .filter_map(|line| line.strip_prefix("--into "))
        .map(|line| line.trim_end_matches(" \\").trim_matches('\''))
        .collect();
    assert_eq!(options.len(), 2, "{conflict}");

    // What is printed is what is needed.
    let mut arguments = importing(&["--adopt", "--auto-approve"]);
    for option in &options {
        arguments.extend(["--into", option]);
    }
    platform.must(&arguments);
    platform.must(&["plan", "--detailed-exitcode"]);
}

#[test]
fn specs_that_have_just_been_written_are_known() {
    let platform = Platform::stating("{}", NAMESAKES);
    platform.import(&["--write", "specs/legacy", "--adopt", "--auto-approve"]);
    platform.must(&["plan", "--detailed-exitcode"]);
    assert_eq!(platform.owned(), 6);
}

/// What the selection leaves is named by what it takes.
#[test]
fn what_is_needed_and_not_selected_stops_nothing() {
    let script = r#"
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        iam = boto3.client("iam")
        iam.create_role(RoleName="nexus-dev-api", AssumeRolePolicyDocument=trust)
        document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
        policy = iam.create_policy(PolicyName="nexus-dev-send", PolicyDocument=json.dumps(document))["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="nexus-dev-api", PolicyArn=policy)
        print(json.dumps([
            ["aws_iam_role.api", dict(id="nexus-dev-api", name="nexus-dev-api")],
            ["aws_iam_policy.send", dict(id=policy, arn=policy)],
        ]))
    "#;
    let platform = Platform::stating("{}", script);
    platform.import(&["--write", "specs/legacy"]);
    platform.import(&["--match", "aws_iam_role", "--adopt", "--auto-approve"]);
    assert_eq!(platform.owned(), 1);
}

#[test]
fn what_no_spec_defines_stays_with_terraform() {
    let specs = "logs.log_group: { kept: { name: /kept }, dropped: { name: /dropped } }";
    let script = r#"
        said = []
        for label in ["kept", "dropped"]:
            boto3.client("logs").create_log_group(logGroupName=f"/{label}")
            said.append([f"aws_cloudwatch_log_group.{label}", dict(id=f"/{label}", name=f"/{label}")])
        print(json.dumps(said))
    "#;
    let platform = Platform::stating(specs, script);
    platform.import(&["--adopt", "--auto-approve"]);
    let path = platform.project.path().join("specs/app.yaml");
    std::fs::write(path, "logs.log_group: { kept: { name: /kept } }").expect("a writable file");
    let run = platform.run(&importing(&["--release", "terraform-release"]));
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains(
            "aws_cloudwatch_log_group.dropped stays in Terraform's state: it is logs.log_group.dropped, which \
             the specs do not define"
        ),
        "{}",
        run.stderr
    );
    for file in ["removed.tf", "state-rm.sh"] {
        let text = platform.read(&format!("terraform-release/{file}"));
        assert!(text.contains("aws_cloudwatch_log_group.kept"), "{text}");
        assert!(!text.contains("aws_cloudwatch_log_group.dropped"), "{text}");
    }
    assert!(platform.read("terraform-release/terraform.tfstate").contains("/dropped"));
}

#[test]
fn references_to_what_leaves_are_told_with_their_values() {
    let mut platform = Platform::empty("logs.log_group: { api: { name: /api } }");
    platform.boto(r#"boto3.client("logs").create_log_group(logGroupName="/api")"#);
    let arn = format!("arn:aws:logs:us-east-2:{}:log-group:/api", platform.account);
    let queue =
        json!({ "id": "https://sqs/jobs", "policy": format!("{{\"Resource\":\"{arn}:*\"}}") });
    let filter = json!({ "id": "errors", "log_group_name": "/api", "pattern": "ERROR" });
    let mut document = state(
        LINEAGE,
        &[
            (
                "aws_cloudwatch_log_group.api".to_owned(),
                json!({ "id": "/api", "name": "/api", "arn": arn }),
            ),
            ("aws_sqs_queue.jobs".to_owned(), queue),
            ("aws_cloudwatch_log_stream.errors".to_owned(), filter),
        ],
    );
    for resource in [1, 2] {
        document["resources"][resource]["instances"][0]["dependencies"] =
            json!(["aws_cloudwatch_log_group.api"]);
    }
    document["outputs"] = json!({ "group": { "value": arn, "type": "string" } });
    platform.write("terraform.tfstate", &document);
    let arguments = ["--adopt", "--auto-approve", "--release", "terraform-release"];
    let run = platform.run(&importing(&arguments));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let report = platform.read("terraform-release/report.md");
    for told in [section(&report, "References to what leaves"), &run.stdout] {
        for row in [
            "| `aws_cloudwatch_log_stream.errors` | `log_group_name` | \
             `aws_cloudwatch_log_group.api.name` | `\"/api\"` |"
                .to_owned(),
            format!(
                "| `aws_sqs_queue.jobs` | `policy` | `aws_cloudwatch_log_group.api.arn` | `\"{arn}\"` |"
            ),
            format!("| `output \"group\"` |  | `aws_cloudwatch_log_group.api.arn` | `\"{arn}\"` |"),
        ] {
            assert!(told.contains(&row), "{row} in {told}");
        }
    }
    assert!(
        run.stderr.contains("write \"/api\" in the place of aws_cloudwatch_log_group.api.name"),
        "{}",
        run.stderr
    );
}

/// Our account has what is called the same.
#[test]
fn nothing_of_another_account_is_gone_or_ours_to_take() {
    let mut platform = Platform::empty("{}");
    platform.make_role("api", "ours");
    platform.boto(
        r#"
        s3 = boto3.client("s3")
        location = dict(LocationConstraint="us-east-2")
        s3.create_bucket(Bucket="global-name-of-takeover", CreateBucketConfiguration=location)
        "#,
    );
    let instances = [
        (
            "aws_iam_role.api".to_owned(),
            json!({ "id": "api", "name": "api", "arn": "arn:aws:iam::210987654321:role/api" }),
        ),
        (
            "aws_s3_bucket.uploads".to_owned(),
            json!({ "bucket": "global-name-of-takeover", "arn": "arn:aws:s3:::global-name-of-takeover" }),
        ),
        (
            "aws_api_gateway_rest_api.shop".to_owned(),
            json!({ "id": "a1b2c3d4e5", "arn": "arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5" }),
        ),
        (
            "aws_cognito_user_pool_client.web".to_owned(),
            json!({ "id": "1h57kf5cpq17m0eml12EXAMPLE", "user_pool_id": "us-east-2_AbCdEfGhI" }),
        ),
    ];
    platform.write("terraform.tfstate", &state(LINEAGE, &instances));
    let report = platform.import(&[]);
    let elsewhere = section(&report, "In another account");
    assert_eq!(elsewhere.matches("\n| `").count(), 4, "{report}");
    assert!(!report.contains("## Gone"), "{report}");
    assert!(!report.contains("## Can be taken over"), "{report}");
}

/// AWS keeps no such stage, but who reads one must not take the API for gone.
#[test]
fn an_api_whose_stage_names_no_deployment_is_there() {
    let script = r#"
        gateway = boto3.client("apigateway")
        api = gateway.create_rest_api(name="shop", endpointConfiguration=dict(types=["REGIONAL"]))["id"]
        root = gateway.get_resources(restApiId=api)["items"][0]["id"]
        of_api = dict(restApiId=api, resourceId=root, httpMethod="GET")
        gateway.put_method(**of_api, authorizationType="NONE")
        gateway.put_integration(**of_api, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        deployment = gateway.create_deployment(restApiId=api)["id"]
        gateway.create_stage(restApiId=api, stageName="v1", deploymentId=deployment)
        gateway.delete_deployment(restApiId=api, deploymentId=deployment)
        print(json.dumps([["aws_api_gateway_rest_api.shop", dict(id=api, name="shop")]]))
    "#;
    let platform = Platform::stating("{}", script);
    let report = platform.import(&["--write", "specs/legacy"]);
    assert!(!report.contains("## Gone"), "{report}");
    platform.import(&["--adopt", "--auto-approve"]);
    assert_eq!(platform.owned(), 1);
}

#[test]
fn a_place_is_the_same_for_what_is_read_and_what_is_written() {
    let script = r#"
        boto3.client("logs").create_log_group(logGroupName="/kept")
        print(json.dumps([["aws_cloudwatch_log_group.kept", dict(id="/kept", name="/kept")]]))
    "#;
    let platform = Platform::stating("logs.log_group: { kept: { name: /kept } }", script);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let root = platform.project.path().to_string_lossy().into_owned();
    let arguments = ["-C", &root, "--adopt", "--auto-approve", "--release", "terraform-release"];
    let output = platform
        .command(&importing(&arguments))
        .current_dir(elsewhere.path())
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{output:?}");
    let removed = platform.read("terraform-release/removed.tf");
    assert!(removed.contains("aws_cloudwatch_log_group.kept"), "{removed}");
    assert!(!elsewhere.path().join("terraform-release").exists());
    for place in ["s3://bucket/terraform-release", "-"] {
        let run = platform.run(&importing(&["--release", place]));
        assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("is not a folder"), "{}", run.stderr);
    }
}
