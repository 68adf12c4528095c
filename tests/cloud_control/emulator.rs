//! Types on an emulator, whose Cloud Control keeps what it is given and does nothing with it. It gives every object an
//! identifier of its own, where AWS's is made of properties that the spec says, so nothing is found there by its name.

use engine::plan::Action;
use serde_json::json;

use crate::connection::aws;
use crate::service::Service;
use crate::world::World;

#[tokio::test]
async fn types_of_several_services_live_on_ministack() {
    let account = emulators::fresh_account();
    let aws = aws(emulators::shared_ministack().endpoint(), &account).await;
    let world = World::with(Service::default(), aws);
    let spec = |delay: u32, threshold: u32| {
        json!({
            "AWS::SQS::Queue": { "jobs": { "QueueName": "jobs", "DelaySeconds": delay } },
            "AWS::SNS::Topic": { "alerts": { "TopicName": "alerts" } },
            "AWS::CloudWatch::Alarm": { "errors": {
                "AlarmName": "errors", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1,
                "MetricName": "Errors", "Namespace": "AWS/Lambda", "Threshold": threshold,
                "AlarmActions": ["${AWS::SNS::Topic.alerts.id}"],
            } },
            "AWS::EC2::VPC": { "main": { "CidrBlock": "10.0.0.0/16" } },
            "AWS::ECR::Repository": { "app": { "RepositoryName": "app" } },
        })
        .to_string()
    };
    assert_eq!(world.apply(&spec(5, 1)).await, [Action::Create; 5]);
    assert_eq!(world.apply(&spec(9, 2)).await, [Action::Update; 2]);
    world.destroy(&spec(9, 2)).await;
    assert_eq!(world.planned(&spec(9, 2)).await, [Action::Create; 5]);
}
