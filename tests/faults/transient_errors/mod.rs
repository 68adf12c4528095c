//! The first apply ends well, and the first destroy, whatever AWS does not know yet or has no time for:
//! each answer of the table is given once, and passes by itself.

mod edge;
mod kept;
mod operations;
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
fn objects_in_a_cycle() {
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
