//! Migrating from Terraform: objects of types without a kind of ours are found by what a state says, their specs are written,
//! they are taken over, and nothing is left to do.

use std::collections::BTreeSet;

use ::terraform::selection::Selection;
use ::terraform::source::{Source, StateFile};
use ::terraform::testing::{document, state};
use generate::{Generator, Subject};
use kind::{LiveObject, Place, registry};
use migration::take_inventory;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::connection::REGION;
use crate::service::{ACCOUNT, Service};
use crate::world::World;

/// Terraform's type, the attributes that its state has for the identifier (`{0}` is the identifier's first part), our
/// type, and the properties that the object has.
fn objects() -> Vec<(&'static str, Value, &'static str, Value)> {
    let named = |name: &str| json!({ name: "{0}" });
    let arn = || named("arn");
    let id = || named("id");
    let role = "arn:aws:iam::123456789012:role/r";
    vec![
        (
            "aws_wafv2_ip_set",
            json!({ "name": "{0}", "id": "{1}", "scope": "{2}" }),
            "AWS::WAFv2::IPSet",
            json!({ "Name": "office", "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24"] }),
        ),
        (
            "aws_security_group",
            id(),
            "AWS::EC2::SecurityGroup",
            json!({ "GroupDescription": "web", "VpcId": "vpc-1" }),
        ),
        ("aws_vpc", id(), "AWS::EC2::VPC", json!({ "CidrBlock": "10.0.0.0/16" })),
        (
            "aws_subnet",
            id(),
            "AWS::EC2::Subnet",
            json!({ "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }),
        ),
        ("aws_internet_gateway", id(), "AWS::EC2::InternetGateway", json!({})),
        ("aws_route_table", id(), "AWS::EC2::RouteTable", json!({ "VpcId": "vpc-1" })),
        (
            "aws_eip",
            json!({ "public_ip": "{0}", "allocation_id": "{1}" }),
            "AWS::EC2::EIP",
            json!({ "Domain": "vpc" }),
        ),
        (
            "aws_vpc_endpoint",
            id(),
            "AWS::EC2::VPCEndpoint",
            json!({ "VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-2.s3" }),
        ),
        (
            "aws_ecr_repository",
            named("name"),
            "AWS::ECR::Repository",
            json!({ "RepositoryName": "app" }),
        ),
        ("aws_ecs_cluster", named("name"), "AWS::ECS::Cluster", json!({ "ClusterName": "main" })),
        (
            "aws_sfn_state_machine",
            arn(),
            "AWS::StepFunctions::StateMachine",
            json!({ "StateMachineName": "m", "RoleArn": role, "DefinitionString": "{}" }),
        ),
        (
            "aws_kinesis_stream",
            named("name"),
            "AWS::Kinesis::Stream",
            json!({ "Name": "clicks", "ShardCount": 1 }),
        ),
        (
            "aws_db_instance",
            named("identifier"),
            "AWS::RDS::DBInstance",
            json!({ "DBInstanceIdentifier": "main", "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20" }),
        ),
        (
            "aws_db_subnet_group",
            named("name"),
            "AWS::RDS::DBSubnetGroup",
            json!({ "DBSubnetGroupName": "main", "DBSubnetGroupDescription": "d", "SubnetIds": ["a", "b"] }),
        ),
        ("aws_efs_file_system", id(), "AWS::EFS::FileSystem", json!({ "Encrypted": true })),
        (
            "aws_lb_target_group",
            arn(),
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            json!({ "Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "vpc-1" }),
        ),
        ("aws_iam_group", named("name"), "AWS::IAM::Group", json!({ "GroupName": "admins" })),
        ("aws_iam_user", named("name"), "AWS::IAM::User", json!({ "UserName": "robot" })),
        (
            "aws_iam_instance_profile",
            named("name"),
            "AWS::IAM::InstanceProfile",
            json!({ "InstanceProfileName": "p", "Roles": ["r"] }),
        ),
        (
            "aws_ssm_association",
            named("association_id"),
            "AWS::SSM::Association",
            json!({ "Name": "AWS-RunShellScript" }),
        ),
        (
            "aws_cloudfront_origin_access_control",
            id(),
            "AWS::CloudFront::OriginAccessControl",
            json!({ "OriginAccessControlConfig": { "Name": "o", "OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4" } }),
        ),
        (
            "aws_lambda_code_signing_config",
            arn(),
            "AWS::Lambda::CodeSigningConfig",
            json!({ "AllowedPublishers": { "SigningProfileVersionArns": ["arn:aws:signer:us-east-2:123456789012:/signing-profiles/p/v"] } }),
        ),
    ]
}

#[tokio::test]
async fn types_without_a_kind_of_ours_come_over_whole() {
    let world = World::new(Service::default()).await;
    let mut instances = Vec::new();
    for (terraform, attributes, type_name, properties) in objects() {
        let id = world.service.put(type_name, properties);
        let mut text = attributes.to_string();
        for (position, part) in id.split('|').enumerate() {
            text = text.replace(&format!("{{{position}}}"), part);
        }
        let attributes: Value = serde_json::from_str(&text).expect("JSON");
        instances.push((format!("{terraform}.it"), attributes, type_name, id));
    }
    let of_state = || instances.iter().map(|(address, it, _, _)| (address.as_str(), it.clone()));
    let file = StateFile {
        source: Source::File("terraform.tfstate".into()),
        bytes: document(of_state()).to_string().into_bytes(),
        state: state(of_state()),
    };
    let inventory = take_inventory(vec![file], &Selection::default());
    let found: BTreeSet<(&str, &str)> =
        inventory.candidates.iter().map(|it| (it.kind.name(), it.id.as_str())).collect();
    let expected: BTreeSet<(&str, &str)> =
        instances.iter().map(|(_, _, type_name, id)| (*type_name, id.as_str())).collect();
    assert_eq!(found, expected, "each instance is the object");

    let stack = world.compile("{}");
    let mut subjects = Vec::new();
    for (position, candidate) in inventory.candidates.iter().enumerate() {
        let live = candidate.kind.read(&world.aws, &candidate.id).await.expect("a read");
        subjects.push(subject(
            candidate.kind.name(),
            &candidate.id,
            position,
            live.expect("it is there"),
        ));
    }
    let workspace = Workspace::new(&stack.root);
    let blocks = Generator::new(&stack, &workspace).blocks(&subjects).await;
    let text = generate::render(&blocks).expect("YAML");
    for (block, subject) in blocks.iter().zip(&subjects) {
        world.import(&text, &block.address, &subject.id).await;
    }
    assert_eq!(world.planned(&text).await, [], "nothing is left to do");
    assert_eq!(world.service.calls("CreateResource").len(), 0);
}

fn subject(kind: &str, id: &str, position: usize, live: LiveObject) -> Subject {
    Subject {
        kind: registry::find(kind).expect("a kind"),
        id: id.to_owned(),
        place: Place::new(ACCOUNT, REGION),
        live,
        name: Some(format!("it{position}")),
        sensitive: BTreeSet::new(),
        suggested_name: None,
        needs: BTreeSet::new(),
    }
}
