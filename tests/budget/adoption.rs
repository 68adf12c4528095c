//! Objects that Terraform has made are taken over: services of a table, a role with a policy, and a function with its
//! log group, five objects and ten instances of Terraform's each.

use std::time::Duration;

use serde_json::{Value, json};

use crate::project::TestProject;
use crate::runs::{Measured, Runs};

/// What the run is called in the table.
const NAME: &str = "import";

const WORDS: [&str; 3] = ["import-legacy", "--state", "terraform.tfstate"];

/// Takes so many services over, each call so much later than the emulator would have it.
pub fn measured(services: usize, latency: Duration) -> Measured {
    let services: Vec<String> = (0..services).map(|number| format!("s{number:03}")).collect();
    let runs = Runs::of("unlimited", latency, project);
    let names = json!(services).to_string();
    let script = MAKE.replace("SERVICES", &names);
    let endpoint = emulators::shared_ministack().endpoint();
    emulators::boto(endpoint, &runs.account, REGION, &script).expect("boto3 makes them");
    let state = state(&runs.account, &services).to_string();
    std::fs::write(runs.project.path().join("terraform.tfstate"), state).expect("a file");
    runs.run("specs", &[&WORDS[..], &["--write", "specs/legacy"]].concat());
    let adopted = runs.run(NAME, &[&WORDS[..], &["--adopt", "--auto-approve"]].concat());
    // It ends with 2 where there is anything to do.
    runs.run("no-op", &["plan", "--detailed-exitcode"]);
    adopted
}

const REGION: &str = "us-east-2";

fn project(endpoint: &str, account: &str, rates: &str) -> TestProject {
    let environment = format!(
        "account: \"{account}\"\nregion: {REGION}\nproject: shop\nendpoint_url: {endpoint}\n\
         rate_limits: {rates}\nprotect_data: false\n"
    );
    TestProject::empty()
        .file("environments/dev.yaml", &environment)
        .file("specs/app.yaml", "locals: {}\n")
}

const MAKE: &str = r#"
from concurrent.futures import ThreadPoolExecutor
import io, zipfile

iam, logs, functions, tables = [boto3.client(name) for name in ["iam", "logs", "lambda", "dynamodb"]]
code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr(zipfile.ZipInfo("main.py"), "def handler(event, context):\n    return {}\n")
code = code.getvalue()
tags = {key: key.lower() for key in ["Project", "Team"]}
pairs = [dict(Key=key, Value=value) for key, value in tags.items()]
trust = json.dumps(dict(Version="2012-10-17", Statement=[dict(
    Effect="Allow", Principal=dict(Service="lambda.amazonaws.com"), Action="sts:AssumeRole")]))

def make(name):
    full = f"shop-{name}"
    tables.create_table(
        TableName=full, BillingMode="PAY_PER_REQUEST", Tags=pairs,
        KeySchema=[dict(AttributeName="id", KeyType="HASH")],
        AttributeDefinitions=[dict(AttributeName="id", AttributeType="S")])
    role = iam.create_role(RoleName=full, AssumeRolePolicyDocument=trust, Tags=pairs)["Role"]["Arn"]
    document = json.dumps(dict(Version="2012-10-17", Statement=[dict(
        Effect="Allow", Action="dynamodb:GetItem", Resource="*")]))
    policy = iam.create_policy(PolicyName=full, PolicyDocument=document, Tags=pairs)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=full, PolicyArn=policy)
    iam.put_role_policy(RoleName=full, PolicyName="data", PolicyDocument=document)
    logs.create_log_group(logGroupName=f"/aws/lambda/{full}", tags=tags)
    logs.put_retention_policy(logGroupName=f"/aws/lambda/{full}", retentionInDays=30)
    functions.create_function(
        FunctionName=full, Role=role, Runtime="python3.13", Handler="main.handler", Tags=tags,
        Code=dict(ZipFile=code), Environment=dict(Variables=dict(TABLE=full)))
    for caller in ["apigateway", "events"]:
        functions.add_permission(
            FunctionName=full, StatementId=caller, Action="lambda:InvokeFunction",
            Principal=f"{caller}.amazonaws.com")

with ThreadPoolExecutor(8) as pool:
    list(pool.map(make, SERVICES))
"#;

/// What Terraform would know of the services.
fn state(account: &str, services: &[String]) -> Value {
    let resources = services.iter().flat_map(|name| resources(account, name));
    json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 7,
        "lineage": "7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a14",
        "outputs": {},
        "resources": resources.collect::<Vec<_>>(),
    })
}

fn resources(account: &str, name: &str) -> [Value; 10] {
    let full = format!("shop-{name}");
    let group = format!("/aws/lambda/{full}");
    let global = |resource: &str| format!("arn:aws:iam::{account}:{resource}/{full}");
    let regional = |service: &str, id: &str| format!("arn:aws:{service}:{REGION}:{account}:{id}");
    let (role, policy) = (global("role"), global("policy"));
    let permission = |caller: &str| {
        let principal = format!("{caller}.amazonaws.com");
        json!({ "function_name": full, "statement_id": caller, "principal": principal })
    };
    [
        resource("aws_iam_role", name, json!({ "id": full, "name": full, "arn": role })),
        resource("aws_iam_role_policy", name, json!({ "role": full, "name": "data" })),
        resource("aws_iam_policy", name, json!({ "id": policy, "name": full, "arn": policy })),
        resource(
            "aws_iam_role_policy_attachment",
            name,
            json!({ "role": full, "policy_arn": policy }),
        ),
        resource(
            "aws_cloudwatch_log_group",
            name,
            json!({
                "id": group,
                "name": group,
                "arn": regional("logs", &format!("log-group:{group}")),
                "retention_in_days": 30,
            }),
        ),
        resource(
            "aws_dynamodb_table",
            name,
            json!({
                "id": full,
                "name": full,
                "arn": regional("dynamodb", &format!("table/{full}")),
                "hash_key": "id",
                "billing_mode": "PAY_PER_REQUEST",
            }),
        ),
        resource(
            "aws_lambda_function",
            name,
            json!({
                "id": full,
                "function_name": full,
                "arn": regional("lambda", &format!("function:{full}")),
                "role": role,
                "runtime": "python3.13",
                "handler": "main.handler",
            }),
        ),
        resource("aws_lambda_permission", &format!("{name}_api"), permission("apigateway")),
        resource("aws_lambda_permission", &format!("{name}_events"), permission("events")),
        resource("random_id", name, json!({ "hex": "0a1b2c3d" })),
    ]
}

fn resource(type_name: &str, name: &str, attributes: Value) -> Value {
    let (provider, _) = type_name.split_once('_').unwrap_or_default();
    json!({
        "mode": "managed",
        "type": type_name,
        "name": name,
        "provider": format!("provider[\"registry.terraform.io/hashicorp/{provider}\"]"),
        "instances": [{ "schema_version": 0, "attributes": attributes }],
    })
}
