//! Objects that are known by no state: adopted by their names, and found again by their tags.

use engine::plan::Action;
use serde_json::json;

use crate::service::{Object, Service};
use crate::world::World;

#[tokio::test]
async fn an_object_of_an_invented_identifier_is_adopted_by_its_name() {
    let world = World::new(Service::default()).await;
    world.service.put("AWS::SNS::Topic", json!({ "TopicName": "other" }));
    let id =
        world.service.put("AWS::SNS::Topic", json!({ "TopicName": "alerts", "DisplayName": "A" }));
    let spec = json!({ "AWS::SNS::Topic": { "alerts": { "TopicName": "alerts", "DisplayName": "A", "adopt": true } } });
    assert_eq!(world.apply(&spec.to_string()).await, [Action::Adopt]);
    assert_eq!(world.state()["resources"]["AWS::SNS::Topic.alerts"]["id"], id);
    assert_eq!(world.service.count(), 2);
}

#[tokio::test]
async fn an_object_of_a_given_identifier_is_adopted_or_refused() {
    let world = World::new(Service::default()).await;
    world.service.put(
        "AWS::CloudWatch::Dashboard",
        json!({ "DashboardName": "main", "DashboardBody": "{}" }),
    );
    let spec = |adopt: bool| {
        let fields = json!({ "DashboardName": "main", "DashboardBody": "{}", "adopt": adopt });
        json!({ "AWS::CloudWatch::Dashboard": { "main": fields } }).to_string()
    };
    let refused = world.refused(&spec(false)).await;
    assert!(refused.contains("exists in AWS and is not managed by this stack"), "{refused}");
    world.apply(&spec(true)).await;
}

#[tokio::test]
async fn a_state_that_is_lost_is_no_loss() {
    let world = World::new(Service::default()).await;
    let spec = json!({ "AWS::EC2::VPC": { "main": { "CidrBlock": "10.0.0.0/16" }, "other": { "CidrBlock": "10.1.0.0/16" } } });
    world.apply(&spec.to_string()).await;
    world.lose_state();
    assert_eq!(world.planned(&spec.to_string()).await, [], "both are known by their tags");
}

#[tokio::test]
async fn an_object_without_tags_that_is_adopted_gets_ours() {
    let world = World::new(Service::default()).await;
    world.service.put("AWS::SQS::Queue", json!({ "QueueName": "jobs" }));
    let spec = json!({ "AWS::SQS::Queue": { "jobs": { "QueueName": "jobs", "adopt": true } } });
    assert_eq!(world.apply(&spec.to_string()).await, [Action::Adopt]);
    let tags = world.service.only("AWS::SQS::Queue")["Tags"].to_string();
    assert!(tags.contains("AWS::SQS::Queue.jobs"), "{tags}");
    world.service.change("AWS::SQS::Queue", |queue| drop(queue.remove("Tags")));
    assert_eq!(world.apply(&spec.to_string()).await, [Action::Update]);
}

#[tokio::test]
async fn siblings_without_tags_are_each_their_own() {
    let world = World::new(Service::default()).await;
    let integration = |uri: &str| {
        json!({ "ApiId": "${AWS::ApiGatewayV2::Api.web.ApiId}", "IntegrationType": "HTTP_PROXY",
                "IntegrationMethod": "GET", "IntegrationUri": uri, "PayloadFormatVersion": "1.0" })
    };
    let mut spec = json!({
        "AWS::ApiGatewayV2::Api": { "web": { "Name": "web", "ProtocolType": "HTTP" } },
        "AWS::ApiGatewayV2::Integration": { "one": integration("https://one.example.com") },
    });
    world.apply(&spec.to_string()).await;
    spec["AWS::ApiGatewayV2::Integration"]["two"] = integration("https://two.example.com");
    assert_eq!(world.apply(&spec.to_string()).await, [Action::Create]);
    assert_eq!(world.service.count(), 3);
}

#[tokio::test]
async fn what_is_named_after_something_else_is_not_known_by_that_name() {
    let world = World::new(Service::default()).await;
    let endpoint = |vpc: &str| json!({ "VpcId": vpc, "ServiceName": "com.amazonaws.us-east-2.s3" });
    world.service.put("AWS::EC2::VPCEndpoint", endpoint("vpc-theirs"));
    let spec = json!({ "AWS::EC2::VPCEndpoint": { "s3": endpoint("vpc-ours") } }).to_string();
    assert_eq!(world.apply(&spec).await, [Action::Create]);
}

#[tokio::test]
async fn a_name_that_aws_spells_otherwise_is_the_same() {
    let fill = |type_name: &str, properties: &mut Object| {
        if type_name == "AWS::Route53::HostedZone" {
            properties.insert("Name".into(), "example.com.".into());
        }
    };
    let world = World::new(Service::filling(fill)).await;
    let spec =
        json!({ "AWS::Route53::HostedZone": { "site": { "Name": "example.com" } } }).to_string();
    world.apply(&spec).await;
    world.lose_state();
    assert_eq!(world.planned(&spec).await, [], "it is known by its tags");
}
