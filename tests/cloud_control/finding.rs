//! Objects that are known by no state: adopted by their names, and found again by their tags.

use engine::plan::Action;
use serde_json::json;

use crate::service::Service;
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
