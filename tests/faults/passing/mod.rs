//! The first apply ends well, and the first destroy, whatever AWS does not know yet or has no time for:
//! each answer of the table is given once, and passes by itself.

mod world;

use world::{Row, World, at_ministack, rows};

const ROLE: &str = "
  runs:
    trust_policy:
      Statement:
        - Effect: Allow
          Principal: { Service: [lambda.amazonaws.com, apigateway.amazonaws.com, cognito-idp.amazonaws.com] }
          Action: sts:AssumeRole
";

#[test]
fn roles_and_policies() {
    let specs = format!(
        "iam.role:{ROLE}
    inline_policies:
      logs: {{ Statement: [{{ Effect: Allow, Action: \"logs:*\", Resource: \"*\" }}] }}
    managed_policies: [\"${{iam.policy.reads.arn}}\"]
  trusts:
    trust_policy:
      Statement:
        - {{ Effect: Allow, Action: sts:AssumeRole, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }} }}
iam.policy:
  reads:
    document: {{ Statement: [{{ Effect: Allow, Action: \"s3:GetObject\", Resource: \"*\" }}] }}
"
    );
    let apply = rows! {
        "iam CreateRole": 409 "ConcurrentModification" "The request was rejected because multiple requests to change this object were submitted simultaneously.";
        "iam CreateRole" after "iam CreateRole": 400 "MalformedPolicyDocument" "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:role/runs\"";
        "iam GetRole" after "iam CreateRole": 404 "NoSuchEntity" "The role with name runs cannot be found.";
        "iam ListRolePolicies" after "iam CreateRole": 404 "NoSuchEntity" "The role with name runs cannot be found.";
        "iam ListAttachedRolePolicies" after "iam CreateRole": 404 "NoSuchEntity" "The role with name runs cannot be found.";
        "iam PutRolePolicy": 404 "NoSuchEntity" "The role with name runs cannot be found.";
        "iam AttachRolePolicy": 404 "NoSuchEntity" "Policy reads does not exist or is not attachable.";
        "iam GetPolicy" after "iam CreatePolicy": 404 "NoSuchEntity" "Policy reads was not found.";
        "iam GetPolicyVersion" after "iam CreatePolicy": 404 "NoSuchEntity" "Policy reads version v1 does not exist";
    };
    let destroy = rows! {
        "iam DeleteRole": 409 "DeleteConflict" "Cannot delete entity, must delete policies first.";
        "iam DeletePolicy": 409 "DeleteConflict" "Cannot delete a policy attached to entities.";
    };
    at_ministack(&specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_function_and_what_it_works_off() {
    let specs = format!(
        "iam.role:{ROLE}
dynamodb.table:
  items:
    partition_key: {{ name: id, type: S }}
    stream: NEW_IMAGE
lambda.function:
  works:
    code: {{ folder: functions/echo }}
    runtime: provided.al2023
    handler: bootstrap
    role: ${{iam.role.runs.arn}}
    reserved_concurrency: 5
    permissions:
      bucket: {{ principal: s3.amazonaws.com, source_arn: \"arn:aws:s3:::somewhere\" }}
    async_invocation: {{ retries: 1 }}
    aliases:
      live: {{ permissions: {{ api: {{ principal: apigateway.amazonaws.com }} }} }}
    event_sources:
      items: {{ source: \"${{dynamodb.table.items.stream_arn}}\", starting_position: LATEST, batch_size: 5 }}
"
    );
    let apply = rows! {
        "lambda POST functions": 400 "InvalidParameterValueException" "The role defined for the function cannot be assumed by Lambda.";
        "lambda POST functions": 400 "InvalidParameterValueException" "Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings.";
        "lambda POST functions": 400 "InvalidParameterValueException" "Your request has been throttled by EC2, please make sure you have enough API rate limit.";
        "lambda POST functions": 429 "EC2ThrottledException" "Throttled";
        "lambda GET functions/*" after "lambda POST functions": 404 "ResourceNotFoundException" "Function not found: works";
        "lambda PUT functions/*/concurrency": 409 "ResourceConflictException" "The operation cannot be performed at this time. An update is in progress for resource: works";
        "lambda POST functions/*/policy": 404 "ResourceNotFoundException" "Function not found: works";
        "lambda POST functions/*/aliases": 404 "ResourceNotFoundException" "Function not found: works";
        "lambda PUT functions/*/event-invoke-config": 404 "ResourceNotFoundException" "The function works doesn't exist.";
        "lambda POST event-source-mappings": 400 "InvalidParameterValueException" "Cannot access stream. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.";
        "lambda GET event-source-mappings/*": 404 "ResourceNotFoundException" "The resource you requested does not exist.";
    };
    let destroy = rows! {
        "lambda DELETE event-source-mappings/*": 400 "ResourceInUseException" "Cannot delete the event source mapping because it is in use.";
        "lambda DELETE functions/*": 409 "ResourceConflictException" "The operation cannot be performed at this time. An update is in progress for resource: works";
    };
    at_ministack(&specs).comes_and_goes(apply, destroy);
}

/// What refers to each other is made in two steps, and the second one finds it as new as the first.
#[test]
fn objects_in_a_circle() {
    let specs = format!(
        "iam.role:{ROLE}
    inline_policies:
      pool: {{ Statement: [{{ Effect: Allow, Action: \"cognito-idp:*\", Resource: \"${{cognito.user_pool.people.arn}}\" }}] }}
  signed_in:
    trust_policy:
      Statement:
        - Effect: Allow
          Principal: {{ Federated: cognito-identity.amazonaws.com }}
          Action: sts:AssumeRoleWithWebIdentity
          Condition: {{ StringEquals: {{ \"cognito-identity.amazonaws.com:aud\": \"${{cognito.identity_pool.people.id}}\" }} }}
lambda.function:
  works:
    code: {{ folder: functions/echo }}
    runtime: provided.al2023
    handler: bootstrap
    role: ${{iam.role.runs.arn}}
    environment: {{ POOL: \"${{cognito.user_pool.people.id}}\" }}
    async_invocation: {{ on_failure: \"${{lambda.function.mends.arn}}\" }}
  mends:
    code: {{ folder: functions/echo }}
    runtime: provided.al2023
    handler: bootstrap
    role: ${{iam.role.runs.arn}}
    async_invocation: {{ on_failure: \"${{lambda.function.works.arn}}\" }}
cognito.user_pool:
  people: {{ triggers: {{ post_authentication: \"${{lambda.function.works.arn}}\" }} }}
cognito.identity_pool:
  people: {{ roles: {{ authenticated: \"${{iam.role.signed_in.arn}}\" }} }}
"
    );
    let apply = rows! {
        "iam PutRolePolicy": 404 "NoSuchEntity" "The role with name runs cannot be found.";
        "cognito-idp UpdateUserPool": 400 "ResourceNotFoundException" "User pool us-east-2_p does not exist.";
        "cognito-identity SetIdentityPoolRoles": 400 "ResourceNotFoundException" "IdentityPool 'us-east-2:p' not found.";
        "lambda PUT functions/*/event-invoke-config": 404 "ResourceNotFoundException" "The function works doesn't exist.";
    };
    at_ministack(&specs).comes_and_goes(apply, &[]);
}

#[test]
fn a_table_with_a_policy_for_a_new_role() {
    let specs = format!(
        "iam.role:{ROLE}
dynamodb.table:
  items:
    partition_key: {{ name: id, type: S }}
    resource_policy:
      Statement:
        - {{ Effect: Allow, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }}, Action: \"dynamodb:GetItem\", Resource: \"*\" }}
"
    );
    let apply = rows! {
        "dynamodb CreateTable": 400 "ValidationException" "Invalid principal in policy document.";
    };
    at_ministack(&specs).comes_and_goes(apply, &[]);
}

#[test]
fn a_bucket_that_is_public() {
    let specs = "
s3.bucket:
  site:
    versioning: true
    object_ownership: BucketOwnerPreferred
    acl_grants: [{ grantee: all_users, permission: READ }]
    public_access_block:
      { block_public_acls: false, ignore_public_acls: false, block_public_policy: false }
    policy:
      Statement:
        - { Effect: Allow, Principal: \"*\", Action: s3:GetObject, Resource: \"arn:aws:s3:::early-${env.account}-site/*\" }
    cors_rules: [{ allowed_methods: [GET], allowed_origins: [\"*\"] }]
    tags: { Team: web }
";
    let apply = rows! {
        "s3 PUT *": 409 "OperationAborted" "A conflicting conditional operation is currently in progress against this resource. Please try again.";
        "s3 GET *?versioning" after "s3 PUT *": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 GET *?policy" after "s3 PUT *": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 GET *?tagging" after "s3 PUT *": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 PUT *?versioning": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 PUT *?versioning": 409 "OperationAborted" "A conflicting conditional operation is currently in progress against this resource. Please try again.";
        "s3 PUT *?publicAccessBlock": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 PUT *?publicAccessBlock": 409 "OperationAborted" "A conflicting conditional operation is currently in progress against this resource. Please try again.";
        "s3 PUT *?acl": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 PUT *?acl": 400 "AccessControlListNotSupported" "The bucket does not allow ACLs";
        "s3 PUT *?acl": 403 "AccessDenied" "Access Denied";
        "s3 PUT *?policy": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 PUT *?policy": 403 "AccessDenied" "Access Denied";
        "s3 PUT *?policy": 409 "OperationAborted" "A conflicting conditional operation is currently in progress against this resource. Please try again.";
        "s3 PUT *?cors": 404 "NoSuchBucket" "The specified bucket does not exist";
        "s3 PUT *?cors": 409 "OperationAborted" "A conflicting conditional operation is currently in progress against this resource. Please try again.";
    };
    let destroy = rows! {
        "s3 DELETE *": 409 "OperationAborted" "A conflicting conditional operation is currently in progress against this resource. Please try again.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_policy_is_denied_at_once_where_the_bucket_was_not_opened() {
    let world = at_ministack(
        "
s3.bucket:
  site:
    policy:
      Statement:
        - { Effect: Allow, Principal: \"*\", Action: s3:GetObject, Resource: \"arn:aws:s3:::early-${env.account}-site/*\" }
",
    );
    let denied = rows! { "s3 PUT *?policy": 403 "AccessDenied" "Access Denied"; };
    let start = std::time::Instant::now();
    let run = world.run(&["apply", "--auto-approve"], denied);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(start.elapsed().as_secs() < 60, "it took {:?}", start.elapsed());
}

#[test]
fn a_table() {
    let specs = "
dynamodb.table:
  items:
    partition_key: { name: id, type: S }
    ttl: expires_at
    point_in_time_recovery: true
    tags: { Team: web }
";
    let apply = rows! {
        "dynamodb CreateTable": 400 "LimitExceededException" "Subscriber limit exceeded: There is a limit of 50 tables that can be created, updated, or deleted simultaneously";
        "dynamodb DescribeTable" after "dynamodb CreateTable": 400 "ResourceNotFoundException" "Requested resource not found: Table: items not found";
        "dynamodb ListTagsOfResource" after "dynamodb CreateTable": 400 "ResourceNotFoundException" "Requested resource not found: ResourcArn: items not found";
        "dynamodb DescribeTimeToLive" after "dynamodb CreateTable": 400 "ResourceNotFoundException" "Requested resource not found: Table: items not found";
        "dynamodb DescribeContinuousBackups" after "dynamodb CreateTable": 400 "TableNotFoundException" "Table not found: items";
        "dynamodb UpdateTimeToLive": 400 "ResourceNotFoundException" "Requested resource not found: Table: items not found";
        "dynamodb UpdateTimeToLive": 400 "ResourceInUseException" "Attempt to change a resource which is still in use";
        "dynamodb UpdateContinuousBackups": 400 "ContinuousBackupsUnavailableException" "Backups are being enabled for the table: items. Please retry later";
    };
    let destroy = rows! {
        "dynamodb DeleteTable": 400 "ResourceInUseException" "Attempt to change a resource which is still in use: Table is being updated: items";
        "dynamodb DeleteTable": 400 "LimitExceededException" "Subscriber limit exceeded: There is a limit of 50 tables that can be created, updated, or deleted simultaneously";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_table_that_scales() {
    let specs = "
dynamodb.table:
  items:
    partition_key: { name: id, type: S }
    capacity: { read: { minimum: 5, maximum: 50, target_utilization: 70 }, write: 5 }
";
    let apply = rows! {
        "application-autoscaling RegisterScalableTarget": 400 "ValidationException" "Unable to assume IAM role: arn:aws:iam::123456789012:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/x";
        "application-autoscaling RegisterScalableTarget": 400 "ConcurrentUpdateException" "You already have a pending update to an Auto Scaling resource.";
        "application-autoscaling PutScalingPolicy": 400 "FailedResourceAccessException" "Unable to retrieve capacity";
        "application-autoscaling PutScalingPolicy": 400 "ObjectNotFoundException" "No scalable target registered for namespace: dynamodb";
        "application-autoscaling PutScalingPolicy": 500 "ConcurrentUpdateException" "You already have a pending update to an Auto Scaling resource.";
    };
    let destroy = rows! {
        "application-autoscaling DeregisterScalableTarget": 400 "ConcurrentUpdateException" "You already have a pending update to an Auto Scaling resource.";
    };
    let endpoint = emulators::shared_moto().endpoint();
    World::new(endpoint, "123456789012", specs).comes_and_goes(apply, destroy);
}

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
        "logs ListTagsForResource" after "logs CreateLogGroup": 400 "ResourceNotFoundException" "The specified log group does not exist.";
        "logs DescribeSubscriptionFilters" after "logs CreateLogGroup": 400 "ResourceNotFoundException" "The specified log group does not exist.";
        "logs DescribeIndexPolicies" after "logs CreateLogGroup": 400 "ResourceNotFoundException" "The specified log group does not exist.";
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

#[test]
fn pools() {
    let specs = format!(
        "iam.role:{ROLE}
cognito.user_pool:
  people:
    sms: {{ role: \"${{iam.role.runs.arn}}\", external_id: early }}
    groups: {{ admins: {{ precedence: 1 }} }}
    domain: {{ prefix: \"early-${{env.account}}\" }}
cognito.user_pool_client:
  web: {{ user_pool: \"${{cognito.user_pool.people.id}}\" }}
cognito.identity_pool:
  all:
    cognito_providers:
      - provider_name: \"cognito-idp.${{env.region}}.amazonaws.com/${{cognito.user_pool.people.id}}\"
        client_id: \"${{cognito.user_pool_client.web.id}}\"
    roles: {{ authenticated: \"${{iam.role.runs.arn}}\" }}
"
    );
    let apply = rows! {
        "cognito-idp CreateUserPool": 400 "InvalidSmsRoleTrustRelationshipException" "Role does not have a trust relationship allowing Cognito to assume the role";
        "cognito-idp CreateUserPool": 400 "InvalidSmsRoleAccessPolicyException" "Role does not have permission to publish with SNS";
        "cognito-idp DescribeUserPool" after "cognito-idp CreateUserPool": 400 "ResourceNotFoundException" "User pool does not exist.";
        "cognito-idp CreateGroup": 400 "ConcurrentModificationException" "Concurrent modification";
        "cognito-idp CreateUserPoolDomain": 400 "ConcurrentModificationException" "Concurrent modification";
        "cognito-idp CreateUserPoolClient": 400 "ConcurrentModificationException" "Concurrent modification";
        "cognito-idp CreateUserPoolClient": 400 "ResourceNotFoundException" "User pool does not exist.";
        "cognito-idp DescribeUserPoolClient" after "cognito-idp CreateUserPoolClient": 400 "ResourceNotFoundException" "User pool client does not exist.";
        "cognito-identity CreateIdentityPool": 400 "ConcurrentModificationException" "Concurrent modification";
        "cognito-identity SetIdentityPoolRoles": 400 "ConcurrentModificationException" "Concurrent modification";
        "cognito-identity SetIdentityPoolRoles": 400 "ResourceNotFoundException" "IdentityPool not found.";
    };
    let destroy = rows! {
        "cognito-idp DeleteUserPoolDomain": 400 "ConcurrentModificationException" "Concurrent modification";
        "cognito-idp DeleteUserPool": 400 "InvalidParameterException" "User pool cannot be deleted. It has a domain configured that should be deleted first.";
        "cognito-idp DeleteUserPoolClient": 400 "ConcurrentModificationException" "Concurrent modification";
        "cognito-identity DeleteIdentityPool": 400 "ConcurrentModificationException" "Concurrent modification";
    };
    at_ministack(&specs).comes_and_goes(apply, destroy);
}

#[test]
fn an_api() {
    let specs = format!(
        "iam.role:{ROLE}
apigateway.account:
  settings: {{ cloudwatch_role: \"${{iam.role.runs.arn}}\" }}
apigateway.rest_api:
  shop:
    routes:
      /orders:
        GET: {{ authorization: NONE, integration: {{ function: \"arn:aws:lambda:us-east-2:${{env.account}}:function:shop\" }} }}
    stages: {{ dev: {{}} }}
apigateway.usage_plan:
  trial:
    stages: [{{ api: \"${{apigateway.rest_api.shop.id}}\", stage: dev }}]
"
    );
    let apply = rows! {
        "apigateway PATCH account": 400 "BadRequestException" "The role ARN does not have required permissions set to API Gateway";
        "apigateway PATCH account": 400 "BadRequestException" "API Gateway could not successfully write to CloudWatch Logs using the ARN specified";
        "apigateway GET restapis/*" after "apigateway POST restapis": 404 "NotFoundException" "Invalid API identifier specified 123456789012:a1b2c3";
        "apigateway GET restapis/*/resources" after "apigateway POST restapis": 404 "NotFoundException" "Invalid API identifier specified 123456789012:a1b2c3";
        "apigateway POST restapis/*/resources/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway PUT restapis/*/resources/*/methods/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway POST restapis/*/deployments": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway POST usageplans": 404 "NotFoundException" "API Stage not found: a1b2c3:dev";
    };
    let destroy = rows! {
        "apigateway DELETE restapis/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
    };
    at_ministack(&specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_domain_with_its_certificate() {
    let specs = "
route53.zone:
  main: { name: early.example.com }
route53.record:
  www:
    { zone: \"${route53.zone.main.id}\", name: www.early.example.com, type: A, ttl: 60, values: [192.0.2.1] }
acm.certificate:
  site: { domain: early.example.com, validation_zone: \"${route53.zone.main.id}\" }
";
    let apply = rows! {
        "acm DescribeCertificate" after "acm RequestCertificate": 400 "ResourceNotFoundException" "Could not find certificate arn:aws:acm:us-east-2:123456789012:certificate/a.";
        "acm ListTagsForCertificate" after "acm RequestCertificate": 400 "ResourceNotFoundException" "Could not find certificate arn:aws:acm:us-east-2:123456789012:certificate/a.";
        "route53 POST hostedzone": 400 "PriorRequestNotComplete" "The request was rejected because Route 53 was still processing a prior request.";
        "route53 GET hostedzone/*" after "route53 POST hostedzone": 404 "NoSuchHostedZone" "No hosted zone found with ID: Z1";
        "route53 POST hostedzone/*/rrset": 404 "NoSuchHostedZone" "No hosted zone found with ID: Z1";
        "route53 POST hostedzone/*/rrset": 400 "PriorRequestNotComplete" "The request was rejected because Route 53 was still processing a prior request.";
    };
    let destroy = rows! {
        "acm DeleteCertificate": 400 "ResourceInUseException" "Certificate arn:aws:acm:us-east-2:123456789012:certificate/a in account 123456789012 is in use.";
        "acm DeleteCertificate": 400 "ConflictException" "Another change is under way.";
        "route53 DELETE hostedzone/*": 400 "HostedZoneNotEmpty" "The specified hosted zone contains non-required resource record sets and so cannot be deleted.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_web_acl_with_addresses_of_its_own() {
    let specs = "
wafv2.web_acl:
  api:
    default_action: allow
    ip_sets: { office: { addresses: [192.0.2.0/24] } }
    rules: { office: { priority: 0, action: allow, match: { ip_set: { set: office } } } }
    associations: [\"arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5/stages/prod\"]
";
    let apply = rows! {
        "wafv2 CreateWebACL": 400 "WAFUnavailableEntityException" "AWS WAF couldn't retrieve the resource that you requested. Retry your request.";
        "wafv2 GetWebACL" after "wafv2 CreateWebACL": 400 "WAFNonexistentItemException" "AWS WAF couldn't perform the operation because your resource doesn't exist.";
        "wafv2 ListTagsForResource" after "wafv2 CreateWebACL": 400 "WAFNonexistentItemException" "AWS WAF couldn't perform the operation because your resource doesn't exist.";
        "wafv2 AssociateWebACL": 400 "WAFUnavailableEntityException" "AWS WAF couldn't retrieve the resource that you requested. Retry your request.";
        "wafv2 AssociateWebACL": 400 "WAFNonexistentItemException" "AWS WAF couldn't perform the operation because your resource doesn't exist.";
    };
    let destroy = rows! {
        "wafv2 DeleteWebACL": 400 "WAFAssociatedItemException" "AWS WAF couldn't perform the operation because your resource is being used by another resource.";
        "wafv2 DeleteIPSet": 400 "WAFAssociatedItemException" "AWS WAF couldn't perform the operation because your resource is being used by another resource.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}

#[test]
fn keys_and_secrets() {
    let specs = format!(
        "iam.role:{ROLE}
lambda.function:
  turns:
    code: {{ folder: functions/echo }}
    runtime: provided.al2023
    handler: bootstrap
    role: ${{iam.role.runs.arn}}
    permissions: {{ secrets: {{ principal: secretsmanager.amazonaws.com }} }}
kms.key:
  data:
    aliases: [\"alias/early-${{env.account}}\"]
    rotation_days: 365
    policy:
      Statement:
        - {{ Effect: Allow, Principal: {{ AWS: \"arn:aws:iam::${{env.account}}:root\" }}, Action: \"kms:*\", Resource: \"*\" }}
        - {{ Effect: Allow, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }}, Action: \"kms:Decrypt\", Resource: \"*\" }}
secretsmanager.secret:
  made:
    generated: {{ length: 30 }}
    rotation: {{ function: \"${{lambda.function.turns.arn}}\", days: 30, rotate_immediately: false }}
    policy:
      Statement:
        - {{ Effect: Allow, Principal: {{ AWS: \"${{iam.role.runs.arn}}\" }}, Action: \"secretsmanager:GetSecretValue\", Resource: \"*\" }}
"
    );
    let apply = rows! {
        "kms CreateKey": 400 "MalformedPolicyDocumentException" "Policy contains a statement with one or more invalid principals.";
        "kms DescribeKey" after "kms CreateKey": 400 "NotFoundException" "Key 'k' does not exist";
        "kms GetKeyPolicy" after "kms CreateKey": 400 "NotFoundException" "Key 'k' does not exist";
        "kms GetKeyRotationStatus" after "kms CreateKey": 400 "NotFoundException" "Key 'k' does not exist";
        "kms EnableKeyRotation": 400 "NotFoundException" "Key 'k' does not exist";
        "kms CreateAlias": 400 "NotFoundException" "Key 'k' does not exist";
        "secretsmanager DescribeSecret" after "secretsmanager CreateSecret": 400 "ResourceNotFoundException" "Secrets Manager can't find the specified secret.";
        "secretsmanager GetResourcePolicy" after "secretsmanager CreateSecret": 400 "ResourceNotFoundException" "Secrets Manager can't find the specified secret.";
        "secretsmanager PutResourcePolicy": 400 "MalformedPolicyDocumentException" "This resource policy contains an unsupported principal.";
        "secretsmanager RotateSecret": 400 "AccessDeniedException" "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.";
    };
    at_ministack(&specs).comes_and_goes(apply, &[]);
}

/// What rotates needs an enabled key, which is one only a moment later.
#[test]
fn a_key_that_is_enabled_again() {
    let specs = |key: &str| format!("kms.key:\n  data: {key}\n");
    let world = at_ministack(&specs("{ disabled: true }"));
    world.succeeds(&["apply", "--auto-approve"], &[]);
    world.write("specs/app.yaml", &specs("{ rotation_days: 365 }"));
    let rows = rows! {
        "kms EnableKeyRotation": 400 "DisabledException" "arn:aws:kms:us-east-2:123456789012:key/k is disabled.";
        "kms EnableKeyRotation": 400 "KMSInvalidStateException" "The key is not in a valid state.";
    };
    world.succeeds(&["apply", "--auto-approve"], rows);
    world.succeeds(&["destroy", "--auto-approve"], &[]);
}

#[test]
fn a_backup_plan_and_a_budget() {
    let specs = format!(
        "iam.role:{ROLE}
backup.vault:
  main: {{ tags: {{ Team: web }} }}
backup.plan:
  daily:
    rules: {{ daily: {{ vault: \"${{backup.vault.main.name}}\", lifecycle: {{ delete_after_days: 35 }} }} }}
    selections: {{ all: {{ role: \"${{iam.role.runs.arn}}\", resources: [\"*\"] }} }}
budgets.budget:
  month:
    limit: {{ amount: 50 }}
    notifications: [{{ threshold: 80, emails: [ops@example.com] }}]
"
    );
    let apply = rows! {
        "backup PUT plans/*/selections": 400 "InvalidParameterValueException" "IAM Role arn:aws:iam::123456789012:role/runs cannot be assumed by AWS Backup";
        "backup GET plans/*" after "backup PUT plans": 400 "ResourceNotFoundException" "Cannot find Backup plan with ID p";
        "backup GET plans/*/selections" after "backup PUT plans": 400 "ResourceNotFoundException" "Cannot find Backup plan with ID p";
        "budgets DescribeBudget" after "budgets CreateBudget": 400 "NotFoundException" "Unable to get budget: month - the budget doesn't exist.";
        "budgets ListTagsForResource" after "budgets CreateBudget": 400 "NotFoundException" "Unable to get budget: month - the budget doesn't exist.";
    };
    at_ministack(&specs).comes_and_goes(apply, &[]);
}
