//! 46 resources of a usual backend: 12 tables, a user pool with four clients, 6 roles, 9 functions with their log
//! groups, an API of 30 paths with CORS that logs, and 2 buckets.

use crate::project::TestProject;

/// Functions in the workload.
pub const FUNCTIONS: usize = 9;

/// The workload as a project, whose environment `dev` is an account at an endpoint.
pub fn project(endpoint: &str, account: &str, rates: &str) -> TestProject {
    let environment = format!(
        "account: \"{account}\"\nregion: us-east-2\nproject: shop\nname_prefix: shop-{account}\n\
         endpoint_url: {endpoint}\nrate_limits: {rates}\nprotect_data: false\nvariables: {{}}\n"
    );
    TestProject::empty()
        .file("environments/dev.yaml", &environment)
        .file("specs/app.yaml", SPEC)
        .file("code/main.py", "def handler(event, context):\n    return {}\n")
}

const SPEC: &str = r#"
variables:
  keyed: { type: bool, default: false, description: Whether the first route wants a key. }
  memory: { type: number, default: 128, description: "MiB of the function `f0`." }

locals:
  functions: [f0, f1, f2, f3, f4, f5, f6, f7, f8]

dynamodb.table:
  table:
    for_each: [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11]
    name: ${env.name_prefix}-${each.value}
    partition_key: { name: tenant, type: S }
    sort_key: { name: id, type: S }
    global_secondary_indexes:
      by-time:
        partition_key: { name: tenant, type: S }
        sort_key: { name: created_at, type: S }
    point_in_time_recovery: true
    ttl: expires_at

cognito.user_pool:
  people:
    password_policy: { minimum_length: 12 }

cognito.user_pool_client:
  client:
    for_each: [c0, c1, c2, c3]
    user_pool: ${cognito.user_pool.people.id}
    name: ${each.value}
    authentication_flows: [ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]

iam.role:
  role:
    for_each: [r0, r1, r2, r3, r4]
    name: ${env.name_prefix}-${each.value}
    trust_policy:
      Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
    managed_policies: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
    inline_policies:
      data:
        Statement:
          - Effect: Allow
            Action: [dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query]
            Resource: ${dynamodb.table.table["t0"].arn}
  logs:
    name: ${env.name_prefix}-logs
    trust_policy:
      Statement: [{ Effect: Allow, Principal: { Service: apigateway.amazonaws.com }, Action: sts:AssumeRole }]
    managed_policies: [arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]

logs.log_group:
  log:
    for_each: ${local.functions}
    name: /aws/lambda/${env.name_prefix}-${each.value}
    retention_days: 30
  api:
    name: /aws/apigateway/${env.name_prefix}
    retention_days: 30

lambda.function:
  function:
    for_each: ${local.functions}
    name: ${env.name_prefix}-${each.value}
    code: { folder: code }
    runtime: python3.13
    handler: main.handler
    role: ${iam.role.role["r0"].arn}
    memory: '${each.value == "f0" ? var.memory : 128}'
    environment:
      TABLE: ${dynamodb.table.table["t0"].name}
      POOL: ${cognito.user_pool.people.id}
    permissions:
      api: { principal: apigateway.amazonaws.com, source_arn: "${apigateway.rest_api.api.execution_arn}/*" }

apigateway.account:
  settings: { adopt: true, cloudwatch_role: "${iam.role.logs.arn}" }

apigateway.rest_api:
  api:
    cors: { allow_origins: ["https://app.example.com"], allow_headers: [Authorization, Content-Type] }
    authorizers:
      people: { type: COGNITO_USER_POOLS, user_pools: ["${cognito.user_pool.people.arn}"] }
    routes: >-
      ${{ for path in range(30) : "/things${path}" => {
        GET = {
          authorization    = "people"
          api_key_required = path == 0 && var.keyed
          integration      = { function = lambda.function.function[local.functions[path % 9]].arn }
        }
      } }}
    stages:
      live:
        access_log: { destination: "${logs.log_group.api.arn}", format: { request: $context.requestId } }

s3.bucket:
  bucket:
    for_each: [uploads, exports]
    name: ${env.name_prefix}-${each.value}
    versioning: true
    cors_rules: [{ allowed_origins: ["https://app.example.com"], allowed_methods: [GET, PUT] }]
    lifecycle_rules:
      old: { expiration: { days: 365 } }
"#;
