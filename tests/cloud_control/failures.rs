//! Requests that fail, answers that get lost, and reads that lag.

use engine::apply::Outcome;
use engine::plan::Request;
use serde_json::json;

use crate::service::Service;
use crate::world::World;

fn spec() -> String {
    json!({ "AWS::SQS::Queue": { "jobs": { "QueueName": "jobs", "DelaySeconds": 5 } } }).to_string()
}

async fn outcome(world: &World) -> String {
    let stack = world.compile(&spec());
    let plan = world.plan(&stack, &Request::default()).await;
    let outcomes = world.execute(&stack, plan).await;
    match outcomes.as_slice() {
        [Outcome::Failed(error)] => error.to_string(),
        other => panic!("one step fails: {other:#?}"),
    }
}

#[tokio::test]
async fn a_handler_that_refuses_is_named_with_what_it_says() {
    for code in [
        "AccessDenied", "AlreadyExists", "InvalidRequest", "ServiceLimitExceeded",
        "GeneralServiceException",
    ] {
        let world = World::new(Service::default()).await;
        world.service.fail("CreateResource", code, false);
        let message = outcome(&world).await;
        assert!(message.contains("CloudControl CreateResource"), "{message}");
        assert!(message.contains(&format!("the handler says {code} ({code}")), "{message}");
        assert_eq!(world.service.count(), 0);
        world.apply(&spec()).await;
    }
}

#[tokio::test]
async fn a_throttle_and_a_conflict_pass_by_themselves() {
    for operation in ["CreateResource", "UpdateResource", "DeleteResource"] {
        for code in ["Throttling", "ResourceConflict"] {
            let world = World::new(Service::default()).await;
            world.service.fail(operation, code, false);
            world.apply(&spec()).await;
            world.apply(&spec().replace(":5", ":9")).await;
            world.destroy(&spec()).await;
            assert_eq!(world.service.calls(operation).len(), 2, "{operation} {code}");
        }
    }
}

#[tokio::test]
async fn an_object_that_a_failed_creation_has_left_is_found_and_taken() {
    let world = World::new(Service::default()).await;
    world.service.fail("CreateResource", "NotStabilized", true);
    world.apply(&spec()).await;
    assert_eq!(world.service.count(), 1);
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_object() {
    let world = World::new(Service::default()).await;
    for operation in [
        "CreateResource", "UpdateResource", "DeleteResource", "GetResourceRequestStatus",
        "GetResource",
    ] {
        world.service.lose(operation);
    }
    world.apply(&spec()).await;
    assert_eq!(world.service.count(), 1);
    world.apply(&spec().replace(":5", ":9")).await;
    world.destroy(&spec()).await;
}

#[tokio::test]
async fn a_read_that_lags_behind_the_creation_is_waited_for() {
    let world = World::new(Service::default()).await;
    let stack = world.compile(&spec());
    let plan = world.plan(&stack, &Request::default()).await;
    world.service.lag(3);
    let outcomes = world.execute(&stack, plan).await;
    assert!(matches!(outcomes.as_slice(), [Outcome::Done]), "{outcomes:#?}");
}

#[tokio::test]
async fn what_somebody_else_has_deleted_is_deleted() {
    let world = World::new(Service::default()).await;
    world.apply(&spec()).await;
    world.service.fail("DeleteResource", "NotFound", false);
    let stack = world.compile(&spec());
    let request = Request { destroy: true, ..Request::default() };
    let plan = world.plan(&stack, &request).await;
    let outcomes = world.execute(&stack, plan).await;
    assert!(matches!(outcomes.as_slice(), [Outcome::Done]), "{outcomes:#?}");
}
