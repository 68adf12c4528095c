//! Queues and topics, logs, alarms, rules and schedules.

use super::ROLE;
use super::world::{Row, at_ministack, rows};

#[test]
fn queues_and_a_topic() {
    let specs = format!(
        "iam.role:{ROLE}
sqs.queue:
  failed: {{ tags: {{ Team: web }} }}
  jobs:
    dead_letter: {{ queue: \"${{sqs.queue.failed.arn}}\", max_receives: 3 }}
    policy:
      Statement:
        - {{ Effect: Allow, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }}, Action: \"sqs:SendMessage\", Resource: \"*\" }}
        - {{ Effect: Allow, Principal: {{ Service: sns.amazonaws.com }}, Action: \"sqs:SendMessage\", Resource: \"*\" }}
sns.topic:
  news:
    signature_version: 2
    policy:
      Statement:
        - {{ Effect: Allow, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }}, Action: \"sns:Publish\", Resource: \"*\" }}
    subscriptions:
      jobs: {{ protocol: sqs, endpoint: \"${{sqs.queue.jobs.arn}}\" }}
"
    );
    let apply = rows! {
        "sqs CreateQueue": 400 "AWS.SimpleQueueService.QueueDeletedRecently" "You must wait 60 seconds after deleting a queue before you can create another with the same name.";
        "sqs CreateQueue" after "sqs CreateQueue": 400 "InvalidParameterValue" "Value {} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.";
        "sqs CreateQueue" after "sqs CreateQueue": 400 "InvalidAttributeValue" "Invalid value for the parameter Policy.";
        "sqs GetQueueAttributes" after "sqs CreateQueue": 400 "AWS.SimpleQueueService.NonExistentQueue" "The specified queue does not exist.";
        "sqs ListQueueTags" after "sqs CreateQueue": 400 "AWS.SimpleQueueService.NonExistentQueue" "The specified queue does not exist.";
        "sns CreateTopic": 400 "StaleTag" "A tag has been added to a resource with the same ARN as a deleted resource. Wait a short while and then retry the operation.";
        "sns CreateTopic": 400 "InvalidParameter" "Invalid parameter: Policy Error: PrincipalNotFound";
        "sns GetTopicAttributes" after "sns CreateTopic": 404 "NotFound" "Topic does not exist";
        "sns ListTagsForResource" after "sns CreateTopic": 404 "ResourceNotFound" "Resource does not exist";
        "sns ListSubscriptionsByTopic" after "sns CreateTopic": 404 "NotFound" "Topic does not exist";
        "sns SetTopicAttributes": 404 "NotFound" "Topic does not exist";
        "sns Subscribe": 404 "NotFound" "Topic does not exist";
    };
    at_ministack(&specs).comes_and_goes(apply, &[]);
}

#[test]
fn a_log_group() {
    let specs = "logs.log_group:
  app:
    retention_days: 7
    tags: { Team: web }
    metric_filters: { errors: { pattern: ERROR, metric: { namespace: early, name: Errors } } }
";
    let apply = rows! {
        "logs CreateLogGroup": 400 "OperationAbortedException" "A conflicting operation is currently in progress against this resource. Please try again.";
        "logs PutRetentionPolicy": 400 "ResourceNotFoundException" "The specified log group does not exist.";
        "logs PutRetentionPolicy": 400 "OperationAbortedException" "A conflicting operation is currently in progress against this resource. Please try again.";
        "logs PutMetricFilter": 400 "ResourceNotFoundException" "The specified log group does not exist.";
    };
    let destroy = rows! {
        "logs DeleteLogGroup": 400 "OperationAbortedException" "A conflicting operation is currently in progress against this resource. Please try again.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}

#[test]
fn what_log_events_are_sent_to() {
    let specs = format!(
        "iam.role:{ROLE}
lambda.function:
  reads:
    code: {{ folder: functions/echo }}
    runtime: provided.al2023
    handler: bootstrap
    role: ${{iam.role.runs.arn}}
    permissions:
      logs: {{ principal: logs.amazonaws.com, source_arn: \"${{logs.log_group.app.streams_arn}}\" }}
logs.log_group:
  app:
    subscription_filters:
      function: {{ destination: \"${{lambda.function.reads.arn}}\" }}
      stream: {{ destination: \"arn:aws:kinesis:us-east-2:123456789012:stream/s\", role: \"${{iam.role.runs.arn}}\" }}
"
    );
    let apply = rows! {
        "logs PutSubscriptionFilter": 400 "InvalidParameterException" "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.";
        "logs PutSubscriptionFilter": 400 "InvalidParameterException" "Could not deliver test message to specified Kinesis stream. Check if the given kinesis stream is in ACTIVE state.";
    };
    at_ministack(&specs).comes_and_goes(apply, rows! {});
}

#[test]
fn an_alarm_and_a_dashboard() {
    let specs = "cloudwatch.alarm:
  orders:
    metric: { namespace: shop, name: Orders, statistic: Sum }
    comparison: GreaterThanThreshold
    threshold: 1
    evaluation_periods: 1
    actions_enabled: false
    tags: { Team: web }
cloudwatch.dashboard:
  shop: { body: { widgets: [{ type: text, properties: { markdown: hello } }] } }
";
    let apply = rows! {
        "monitoring ListTagsForResource" after "monitoring PutMetricAlarm": 404 "ResourceNotFoundException" "The resource does not exist.";
        "monitoring GetDashboard" after "monitoring PutDashboard": 404 "ResourceNotFound" "Dashboard shop does not exist";
    };
    at_ministack(specs).comes_and_goes(apply, rows! {});
}

#[test]
fn a_bus_a_rule_and_a_schedule() {
    let specs = "
iam.role:
  runs:
    trust_policy:
      Statement:
        - { Effect: Allow, Principal: { Service: [events.amazonaws.com, scheduler.amazonaws.com] }, Action: \"sts:AssumeRole\" }
events.bus:
  orders: { archives: { \"early-${env.account}\": { retention_days: 1 } } }
events.rule:
  ships:
    bus: ${events.bus.orders.name}
    pattern: { source: [shop] }
    targets:
      stream: { arn: \"arn:aws:kinesis:us-east-2:${env.account}:stream/s\", role: \"${iam.role.runs.arn}\" }
scheduler.schedule:
  nightly:
    expression: rate(1 day)
    target: { arn: \"arn:aws:sqs:us-east-2:${env.account}:q\", role: \"${iam.role.runs.arn}\" }
";
    let apply = rows! {
        "events CreateEventBus": 400 "ConcurrentModificationException" "There is concurrent modification on a resource.";
        "events DescribeEventBus" after "events CreateEventBus": 400 "ResourceNotFoundException" "Event bus orders does not exist.";
        "events ListArchives" after "events CreateEventBus": 400 "ResourceNotFoundException" "Event bus orders does not exist.";
        "events CreateArchive": 400 "ResourceNotFoundException" "Event bus orders does not exist.";
        "events PutRule": 400 "ConcurrentModificationException" "There is concurrent modification on a resource.";
        "events PutRule": 400 "ResourceNotFoundException" "Event bus orders does not exist.";
        "events DescribeRule" after "events PutRule": 400 "ResourceNotFoundException" "Rule ships does not exist on EventBus orders.";
        "events ListTargetsByRule" after "events PutRule": 400 "ResourceNotFoundException" "Rule ships does not exist on EventBus orders.";
        "events PutTargets": 400 "ResourceNotFoundException" "Rule ships does not exist on EventBus orders.";
        "events PutTargets": 400 "ValidationException" "Provided role 'arn:aws:iam::123456789012:role/runs' cannot be assumed by principal 'events.amazonaws.com'.";
        "scheduler POST schedules/*": 400 "ValidationException" "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.";
        "scheduler GET schedules/*" after "scheduler POST schedules/*": 404 "ResourceNotFoundException" "Schedule nightly does not exist.";
    };
    let destroy = rows! {
        "events DeleteRule": 400 "ValidationException" "Rule can't be deleted since it has targets.";
        "events DeleteEventBus": 400 "ConcurrentModificationException" "There is concurrent modification on a resource.";
        "scheduler DELETE schedules/*": 409 "ConflictException" "Schedule nightly is being updated.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}
