//! The second wall before files: sessions of the two roles that reach them, on a ministack that enforces IAM.

use emulators::{Ministack, Options};
use serde_json::{Value, json};

use crate::environments::PROD;
use crate::project::step;

/// Makes the roles with the policies of the specs, and prints what sessions for a tenant may do: the role, whether it is for
/// the platform's own people, the action and the key.
const TRY: &str = r#"
import boto3, json, sys
from botocore.exceptions import ClientError
roles, account = json.loads(sys.argv[1]), sys.argv[2]
bucket = "aws-devops-prod-user-content"
iam, sts, s3 = boto3.client("iam"), boto3.client("sts"), boto3.client("s3")
s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-east-2"})
keys = ["incoming/acme/1", "incoming/acme2/1", "incoming/rival/1", "organizations/acme/assets/1", "organizations/rival/assets/1", "public/resources/1", "public/templates/1", "users/ada/1"]
trust = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}]}
allowed = []
for name, policies in roles.items():
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    for policy, document in policies.items():
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(document))
    for staff in ["false", "true"]:
        tags = {"organization_id": "acme", "user_id": "ada", "staff": staff}
        tags = [{"Key": key, "Value": value} for key, value in tags.items()]
        made = sts.assume_role(RoleArn=role, RoleSessionName="tenant-data", Tags=tags)["Credentials"]
        own = boto3.client("s3", aws_access_key_id=made["AccessKeyId"], aws_secret_access_key=made["SecretAccessKey"], aws_session_token=made["SessionToken"])
        for key in keys:
            for action, act in {
                "get": lambda: own.get_object(Bucket=bucket, Key=key),
                "put": lambda: own.put_object(Bucket=bucket, Key=key, Body=b"x"),
                "delete": lambda: own.delete_object(Bucket=bucket, Key=key),
            }.items():
                s3.put_object(Bucket=bucket, Key=key, Body=b"x")
                try:
                    act()
                    allowed.append([name, staff, action, key])
                except ClientError as error:
                    if error.response["Error"]["Code"] != "AccessDenied":
                        raise
print(json.dumps(allowed))
"#;

#[test]
fn a_session_reaches_its_tenants_files_and_no_others() {
    let account = "123456789012";
    let policies = |role: &str| step(&PROD.1, role)["after"]["inline_policies"].clone();
    let roles = json!({
        "tenant-data": policies("iam.role.tenant-data"),
        "upload-processing": policies("iam.role.upload-processing"),
    });
    let options =
        Options { environment: vec![("AUTH".into(), "true".into())], ..Options::default() };
    let ministack = Ministack::start(&options).expect("ministack starts");
    let environment = emulators::client_environment(ministack.endpoint(), account, "us-east-2");
    // ministack puts no tags of a session where a policy wants them.
    let roles = roles.to_string().replace("${aws:PrincipalTag/organization_id}", "acme");
    let printed = emulators::python(TRY, &[&roles, account], &environment);
    let allowed: Value = serde_json::from_str(&printed.expect("boto3 answers")).expect("JSON");

    let mut expected = Vec::new();
    for staff in ["false", "true"] {
        // A session of a caller signs what goes into quarantine, and never takes anything out.
        for (action, key) in [
            ("put", "incoming/acme/1"),
            ("delete", "incoming/acme/1"),
            ("get", "organizations/acme/assets/1"),
            ("delete", "organizations/acme/assets/1"),
            ("get", "public/resources/1"),
        ] {
            expected.push(json!(["tenant-data", staff, action, key]));
        }
        if staff == "true" {
            expected.push(json!(["tenant-data", staff, "put", "public/resources/1"]));
            expected.push(json!(["tenant-data", staff, "delete", "public/resources/1"]));
        }
        expected.push(json!(["tenant-data", staff, "get", "public/templates/1"]));
    }
    for staff in ["false", "true"] {
        for (action, key) in [
            ("get", "incoming/acme/1"),
            ("delete", "incoming/acme/1"),
            ("put", "organizations/acme/assets/1"),
            ("delete", "organizations/acme/assets/1"),
        ] {
            expected.push(json!(["upload-processing", staff, action, key]));
        }
    }
    assert_eq!(allowed, Value::Array(expected));
}
