//! Types of AWS's registry, through Cloud Control.

use crate::world::World;

#[test]
fn objects_of_types_are_looked_up_and_policies_name_their_handlers() {
    let world = World::at_moto(
        r#"
        existing:
          AWS::SQS::Queue:
            jobs: { where: { QueueName: jobs } }
        outputs:
          arn: ${existing.AWS::SQS::Queue.jobs.Arn}
        "#,
    );
    let policies = world.must(&["permissions"]);
    for action in
        ["cloudformation:ListResources", "cloudformation:GetResource", "sqs:GetQueueAttributes"]
    {
        assert!(policies.contains(action), "{action}: {policies}");
    }
    assert!(!policies.contains("sqs:CreateQueue"), "{policies}");
    let graph = world.run(&["validate"]);
    assert_eq!(graph.code, Some(0), "{graph:?}");
}
