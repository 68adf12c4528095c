//! What counts as a difference, and what a patch says.

use engine::plan::{Action, Request};
use serde_json::{Value, json};

use crate::service::{Object, Service};
use crate::world::World;

fn queue(properties: &Value) -> String {
    json!({ "AWS::SQS::Queue": { "jobs": properties } }).to_string()
}

fn patches(world: &World) -> Vec<Value> {
    let calls = world.service.calls("UpdateResource");
    let documents = calls.iter().map(|call| call["PatchDocument"].as_str().unwrap());
    documents.map(|document| serde_json::from_str(document).unwrap()).collect()
}

#[tokio::test]
async fn what_aws_fills_in_is_no_difference_and_what_is_removed_from_the_spec_is_removed() {
    let fill = |_: &str, properties: &mut Object| {
        properties.entry("VisibilityTimeout").or_insert(json!(30));
    };
    let world = World::new(Service::filling(fill)).await;
    world.apply(&queue(&json!({ "QueueName": "jobs" }))).await;
    world.apply(&queue(&json!({ "QueueName": "jobs", "VisibilityTimeout": 60 }))).await;
    assert_eq!(world.apply(&queue(&json!({ "QueueName": "jobs" }))).await, [Action::Update]);
    assert_eq!(
        patches(&world),
        [
            json!([{ "op": "add", "path": "/VisibilityTimeout", "value": 60 }]),
            json!([{ "op": "remove", "path": "/VisibilityTimeout" }]),
        ]
    );
    assert_eq!(world.service.only("AWS::SQS::Queue")["VisibilityTimeout"], 30);
}

#[tokio::test]
async fn a_change_by_somebody_else_is_undone() {
    let world = World::new(Service::default()).await;
    let spec = queue(&json!({ "QueueName": "jobs", "DelaySeconds": 5 }));
    world.apply(&spec).await;
    world
        .service
        .change("AWS::SQS::Queue", |queue| drop(queue.insert("DelaySeconds".into(), 7.into())));
    assert_eq!(world.apply(&spec).await, [Action::Update]);
    assert_eq!(world.service.only("AWS::SQS::Queue")["DelaySeconds"], 5);
}

#[tokio::test]
async fn json_compares_by_its_meaning_whether_it_is_text_or_not() {
    let world = World::new(Service::default()).await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "123456789012" }, "Action": "sqs:SendMessage", "Resource": "*" }],
    });
    let spec = json!({ "AWS::SQS::QueueInlinePolicy": { "it": { "Queue": "https://q", "PolicyDocument": policy } } }).to_string();
    world.apply(&spec).await;
    world.service.change("AWS::SQS::QueueInlinePolicy", |it| {
        let text = r#"{"Statement":[{"Resource":["*"],"Action":["sqs:SendMessage"],"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"}}],"Version":"2012-10-17"}"#;
        it.insert("PolicyDocument".into(), text.into());
    });
    assert_eq!(world.planned(&spec).await, []);
}

#[tokio::test]
async fn tags_are_ours_in_either_form() {
    let world = World::new(Service::default()).await;
    let spec = queue(&json!({ "QueueName": "jobs", "Tags": [{ "Key": "Owner", "Value": "a" }] }));
    world.apply(&spec).await;
    let tags = world.service.only("AWS::SQS::Queue")["Tags"].clone();
    let tag = |key: &str| {
        let tag = tags.as_array().unwrap().iter().find(|tag| tag["Key"] == key);
        tag.map(|tag| tag["Value"].as_str().unwrap().to_owned())
    };
    assert_eq!(tag("Owner").as_deref(), Some("a"));
    assert_eq!(tag("Team").as_deref(), Some("platform"));
    assert_eq!(tag("diatonic:stack").as_deref(), Some("shop/test"));
    assert_eq!(tag("diatonic:address").as_deref(), Some("AWS::SQS::Queue.jobs"));
    let same = queue(&json!({ "QueueName": "jobs", "tags": { "Owner": "a" } }));
    assert_eq!(world.planned(&same).await, []);
    // AWS's own tags are nobody's.
    world.service.change("AWS::SQS::Queue", |queue| {
        let tags = queue.get_mut("Tags").unwrap().as_array_mut().unwrap();
        tags.push(json!({ "Key": "aws:made-by", "Value": "x" }));
    });
    assert_eq!(world.planned(&same).await, []);
}

#[tokio::test]
async fn what_is_write_only_compares_with_what_was_applied_and_goes_with_every_patch() {
    let world = World::new(Service::default()).await;
    let spec = |password: &str, class: &str| {
        json!({ "AWS::RDS::DBInstance": { "main": {
            "DBInstanceIdentifier": "main", "Engine": "postgres", "DBInstanceClass": class,
            "AllocatedStorage": "20", "MasterUsername": "app", "MasterUserPassword": password,
        } } })
        .to_string()
    };
    world.apply(&spec("one-secret", "db.t4g.micro")).await;
    assert!(!world.state().to_string().contains("one-secret"), "the state has no secret");
    assert_eq!(world.planned(&spec("one-secret", "db.t4g.micro")).await, []);
    assert_eq!(world.apply(&spec("another-one", "db.t4g.micro")).await, [Action::Update]);
    assert_eq!(world.service.only("AWS::RDS::DBInstance")["MasterUserPassword"], "another-one");
    world.apply(&spec("another-one", "db.t4g.small")).await;
    assert_eq!(world.service.only("AWS::RDS::DBInstance")["MasterUserPassword"], "another-one");
    let stack = world.compile(&spec("a-third-one", "db.t4g.small"));
    let plan = world.plan(&stack, &Request::default()).await;
    let says = plan.steps[0].consequences.iter().map(|one| one.says.as_str()).collect::<Vec<_>>();
    assert!(says.iter().any(|says| says.contains("never shows this property")), "{says:?}");
}

#[tokio::test]
async fn objects_refer_to_each_other_by_what_aws_invents() {
    let world = World::new(Service::default()).await;
    let spec = r#"
AWS::EC2::VPC:
  main: { CidrBlock: 10.0.0.0/16 }
AWS::EC2::Subnet:
  a:
    for_each: { one: 10.0.1.0/24, two: 10.0.2.0/24 }
    VpcId: ${AWS::EC2::VPC.main.VpcId}
    CidrBlock: ${each.value}
AWS::ApiGatewayV2::Api:
  web: { Name: web, ProtocolType: HTTP }
AWS::ApiGatewayV2::Stage:
  live: { ApiId: "${AWS::ApiGatewayV2::Api.web.ApiId}", StageName: live }
outputs:
  subnet: { value: "${AWS::EC2::Subnet.a[\"one\"].SubnetId}" }
"#;
    assert_eq!(world.apply(spec).await.len(), 5);
    world.destroy(spec).await;
}

#[tokio::test]
async fn a_name_that_another_begins_with_is_another() {
    let world = World::new(Service::default()).await;
    let service = |task: &str| {
        json!({ "AWS::ECS::Service": { "web": {
            "ServiceName": "web", "Cluster": "main", "TaskDefinition": task,
        } } })
        .to_string()
    };
    world.apply(&service("app:12")).await;
    assert_eq!(world.apply(&service("app:1")).await, [Action::Update]);
    assert_eq!(world.service.only("AWS::ECS::Service")["TaskDefinition"], "app:1");
}

#[tokio::test]
async fn what_is_created_with_is_settled_however_aws_spells_it() {
    let fill = |type_name: &str, properties: &mut Object| {
        if type_name == "AWS::ECS::Service" {
            let cluster = json!("arn:aws:ecs:us-east-2:123456789012:cluster-of/main");
            properties.insert("Cluster".into(), cluster);
        }
    };
    let world = World::new(Service::filling(fill)).await;
    let spec = json!({ "AWS::ECS::Service": { "web": {
        "ServiceName": "web", "Cluster": "main", "TaskDefinition": "app:1",
    } } });
    world.apply(&spec.to_string()).await;
    assert_eq!(world.service.calls("UpdateResource").len(), 0);
}

#[tokio::test]
async fn what_is_write_only_in_a_list_without_an_order_settles() {
    let world = World::new(Service::default()).await;
    let spec = json!({ "AWS::EC2::VPNConnection": { "office": {
        "Type": "ipsec.1", "CustomerGatewayId": "cgw-1", "VpnGatewayId": "vgw-1",
        "VpnTunnelOptionsSpecifications": [{ "PreSharedKey": "a-key-of-8" }, { "PreSharedKey": "b-key-of-8" }],
    } } });
    world.apply(&spec.to_string()).await;
    assert_eq!(world.service.calls("UpdateResource").len(), 0);
    assert!(!world.state().to_string().contains("key-of-8"), "the state has no secret");
}

#[tokio::test]
async fn a_generated_secret_is_generated_once() {
    let world = World::new(Service::default()).await;
    let secret = |text: &str| {
        json!({ "AWS::SecretsManager::Secret": { "db": {
            "Name": "db", "Description": text, "GenerateSecretString": { "PasswordLength": 32 },
        } } })
        .to_string()
    };
    world.apply(&secret("one")).await;
    world.apply(&secret("two")).await;
    let [patch] = patches(&world).try_into().expect("one patch");
    assert!(!patch.to_string().contains("GenerateSecretString"), "{patch}");
}

#[tokio::test]
async fn an_output_that_is_a_secret_reaches_no_state() {
    let fill = |type_name: &str, properties: &mut Object| {
        if type_name == "AWS::Cognito::UserPoolClient" {
            properties.insert("ClientSecret".into(), "a-secret-of-aws".into());
        }
    };
    let world = World::new(Service::filling(fill)).await;
    let spec = json!({
        "AWS::Cognito::UserPoolClient": { "web": { "UserPoolId": "us-east-2_abc", "ClientName": "web", "GenerateSecret": true } },
        "AWS::SSM::Parameter": { "secret": {
            "Name": "/secret", "Type": "String", "Value": "${AWS::Cognito::UserPoolClient.web.ClientSecret}",
        } },
    });
    world.apply(&spec.to_string()).await;
    assert!(!world.state().to_string().contains("a-secret-of-aws"), "the state has no secret");
}
