//! What the core team owns, as the specs of staging and production look it up.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Makes the network, the bucket for logs and the certificate of an environment, once for each account of an emulator.
pub fn stand_in(environment: &str, endpoint: &str, account: &str) {
    static MADE: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let domain = match environment {
        "staging" => "api.staging.diatonic.ai",
        "prod" => "api.diatonic.ai",
        _ => return,
    };
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if made.insert(format!("{endpoint} {account} {environment}")) {
        let script = SCRIPT.replace("ENVIRONMENT", environment).replace("DOMAIN", domain);
        emulators::boto(endpoint, account, "us-east-2", &script).expect("core is there");
    }
}

const SCRIPT: &str = r#"
    ec2, s3 = boto3.client("ec2"), boto3.client("s3")
    def tagged(sort, **tags):
        return [{"ResourceType": sort, "Tags": [{"Key": key, "Value": tags[key]} for key in tags]}]
    prefix = "aws-devops-ENVIRONMENT"
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16",
        TagSpecifications=tagged("vpc", Name=f"{prefix}-vpc"))["Vpc"]["VpcId"]
    for number, zone in enumerate(["us-east-2a", "us-east-2b", "us-east-2c"]):
        for offset, tier in [(1, "public"), (10, "application"), (20, "data")]:
            ec2.create_subnet(VpcId=vpc, AvailabilityZone=zone, CidrBlock=f"10.1.{offset + number}.0/24",
                TagSpecifications=tagged("subnet", Tier=tier, Name=f"{prefix}-{tier}-subnet-{number}"))
    account = boto3.client("sts").get_caller_identity()["Account"]
    bucket = f"{prefix}-logs-{account}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-east-2"})
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [
        {"Key": "BucketType", "Value": "logs"}, {"Key": "Environment", "Value": "ENVIRONMENT"}]})
    boto3.client("acm").request_certificate(DomainName="DOMAIN", ValidationMethod="DNS")
"#;
