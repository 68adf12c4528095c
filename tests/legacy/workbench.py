"""A larger platform that Terraform has made: 144 instances in modules, with `count` and `for_each`, in three regions,
and much that diatonic has no kind for."""

import workbench_tables as tables
from terraform import cognito, functions, gateway, iam, local, others, storage
from terraform.dynamodb import everything_of
from terraform.place import REGION, account, arn, document, statement
from terraform.state import State

PREFIX = "aws-devops-dev"
FAMILY = "ai-nexus-workbench-dev"
WEB = [
    "http://localhost:3000",
    "http://localhost:8080",
    "https://dev.example.com",
    "https://staging.example.com",
    "https://example.com",
]
DEFAULT_TAGS = {
    "Project": "aws-devops",
    "Environment": "dev",
    "ManagedBy": "Terraform",
    "Component": "ai-nexus-workbench",
}
IDENTITY = "${cognito-identity.amazonaws.com:sub}"
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
    "Access-Control-Allow-Methods": "GET,POST,PUT,DELETE,OPTIONS",
    "Access-Control-Allow-Origin": "*",
}
# A name without `$context.` is no variable: it stands in the log as it is here.
ACCESS_LOG = (
    '{"requestId":"$context.requestId","ip":"$sourceIp","requestTime":"$requestTime","httpMethod":"$httpMethod",'
    '"status":"$context.status","error":"$context.error.message","integrationError":"$context.integrationErrorMessage"}'
)
# In groups' names: precedence, and what they may do with the tables at the core.
GROUPS = {
    "BasicUsers": (10, ["dynamodb:GetItem", "dynamodb:Query"]),
    "OrgUsers": (5, ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]),
    "Development": (2, ["dynamodb:*"]),
    "Testing": (1, ["dynamodb:*"]),
}
SECRET = "hunter2"

state = State("c0a8c7c4-3d3c-4f6e-9a66-1d9c0d1f2a20", 134, "1.11.4", DEFAULT_TAGS)
root = state.root


def hyphenated(name):
    return {"BasicUsers": "basic-users", "OrgUsers": "org-users"}.get(name, name.lower())


def functions_of_users(core):
    role = iam.role(root, "lambda_execution", f"{PREFIX}-lambda-execution-role", iam.trust("lambda.amazonaws.com"))
    actions = ["BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]
    text = document(
        statement([f"dynamodb:{it}" for it in actions], everything_of(*core.values())),
        statement(["cognito-idp:Admin*"], arn("cognito-idp", "userpool/*")),
        statement(["sqs:SendMessage"], arn("sqs", f"{PREFIX}-lambda-dlq")),
    )
    policy = iam.policy(root, "lambda_execution", f"{PREFIX}-lambda-execution-policy", text)
    iam.attachment(root, "lambda_execution", role, policy["arn"])
    iam.attachment(root, "lambda_logs", role, "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    dead_letters = others.queue(root, "lambda_dlq", f"{PREFIX}-lambda-dlq")
    shared = others.layer(root, "shared", f"{PREFIX}-shared-layer", ["python3.9", "python3.10", "python3.11"])
    of_tables = {
        "USER_PROFILES_TABLE": core["user-profiles"]["name"],
        "SYSTEM_LOGS_TABLE": core["system-logs"]["name"],
        "ENVIRONMENT": "dev",
    }
    return lambda label, environment, **more: functions.function(
        root,
        label,
        f"{PREFIX}-{label.replace('_', '-')}",
        role,
        of_tables | environment,
        content=f"# {label}\ndef lambda_handler(event, context): return {{}}\n",
        handler="index.lambda_handler",
        runtime="python3.9",
        dead_letter=dead_letters["arn"],
        layers=[shared["arn"]],
        **more,
    )


def users(core, function):
    after = function(
        "auth_post_authentication", {"USER_SESSIONS_TABLE": core["user-sessions"]["name"]}, memory=128, timeout=10
    )
    own = [
        cognito.attribute(name, high=high)
        for name, high in [("user_id", "36"), ("full_name", "256"), ("organization_id", "64"), ("role", "32")]
    ]
    schema = [
        cognito.attribute("email", required=True),
        cognito.attribute("family_name"),
        cognito.attribute("given_name"),
        cognito.attribute("organization", high="256"),
        *own,
    ]
    invitation = {
        "EmailMessage": "Hello {username}, your temporary password is {####}",
        "EmailSubject": "Welcome to AI Nexus Workbench",
        "SMSMessage": "Hello {username}, your temporary password is {####}",
    }
    pool = cognito.user_pool(
        root,
        "main",
        f"{FAMILY}-user-pool",
        schema,
        sign_in="AliasAttributes",
        security="AUDIT",
        tier="PLUS",
        case_sensitive=False,
        invitation=invitation,
        after_sign_in=after["arn"],
        tags={"Service": "cognito", "ManagedBy": "terraform"},
    )
    functions.permission(
        root, "post_authentication", after, "AllowExecutionFromCognito", pool["arn"], "cognito-idp.amazonaws.com"
    )
    attributes = ["custom:organization", "email", "family_name", "given_name"]
    app = cognito.pool_client(
        root,
        "web_client",
        pool,
        f"{FAMILY}-web-client",
        flows=["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
        callbacks=[f"{origin}/auth/callback" for origin in WEB],
        logouts=WEB,
        reads=["email_verified", *attributes],
        writes=attributes,
        existence_errors="ENABLED",
    )
    # A prefix is taken for all accounts of a region.
    cognito.domain(root, "main", pool, f"{FAMILY}-auth-{account()[-6:]}")
    return pool, app


def groups(pool, app, core, bucket):
    identity_pool = cognito.identity_pool(root, "main", f"{FAMILY}-identity-pool", pool, app, token_check=True)
    trust = iam.web_identity(identity_pool["id"], "authenticated")
    personal = [core["user-profiles"], core["user-sessions"], core["user-content-metadata"]]
    both = document(statement(["s3:*"], [bucket["arn"], f"{bucket['arn']}/*"]))
    both = iam.policy(root, "dev_testing_s3", f"{PREFIX}-dev-testing-s3-policy", both)
    roles = {}
    for name, (precedence, actions) in GROUPS.items():
        suffix = hyphenated(name)
        role = iam.role(root, "group", f"{FAMILY}-cognito-{suffix}-role", trust, key=name)
        own = (
            {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [IDENTITY]}}
            if precedence > 4
            else {"StringEquals": {"aws:RequestedRegion": REGION}}
        )
        inline = document(
            statement(actions, everything_of(*personal), Condition=own), statement(["cognito-identity:*"], "*")
        )
        iam.role_policy(root, "group", role, f"{FAMILY}-{suffix}-policy", inline, key=name)
        text = document(statement(actions, everything_of(*personal), Condition=own))
        policy = iam.policy(root, "group_dynamodb", f"{PREFIX}-{suffix}-dynamodb-policy", text, key=name)
        iam.attachment(root, "group_dynamodb", role, policy["arn"], key=name)
        if precedence < 5:
            iam.attachment(root, "group_s3", role, both["arn"], key=name)
        cognito.group(root, "this", pool, name, role, precedence, f"Group {name}", key=name)
        roles[name] = role
    provider = f"{pool['endpoint']}:{app['id']}"
    cognito.roles_attachment(
        root,
        "main",
        identity_pool,
        {"authenticated": roles["BasicUsers"]},
        provider=provider,
        rules=list(roles.items()),
    )


def contents():
    # Every account shares the names of buckets.
    name = f"{PREFIX}-user-content-{account()[-8:]}"
    bucket = storage.bucket(root, "user_content", name)
    storage.versioning(root, "user_content", bucket, "Suspended")
    storage.encryption(root, "user_content", bucket, True)
    storage.public_access_block(root, "user_content", bucket)
    storage.cors(root, "user_content", bucket, WEB)
    rules = [storage.rule("multipart", abort=7), storage.rule("age", moves=[(30, "STANDARD_IA")], noncurrent=90)]
    storage.lifecycle(root, "user_content", bucket, rules)
    west = root.aliased("us_west_2")
    copies = storage.bucket(west, "copies", f"{name}-copies", region="us-west-2")
    storage.versioning(west, "copies", copies, "Enabled")
    storage.public_access_block(west, "copies", copies)
    # Somebody else owns the site.
    others.website(root, "site", f"{PREFIX}-static-assets")
    return bucket


def users_api(pool, registration, profiles):
    api = gateway.rest_api(root, "users", f"{PREFIX}-api", description="Users")
    authorizer = gateway.authorizer(root, "cognito", api, "cognito-authorizer", pool)
    validator = gateway.validator(root, "all", api, "all")
    at_users = gateway.resource(root, "users", api, "users")
    at_user = gateway.resource(root, "user", api, "{user_id}", at_users)
    content_type = {"method.request.header.Content-Type": True}
    methods = [("create_user", at_users, "POST", None, validator, content_type, registration)]
    for label, verb in [("get_user", "GET"), ("update_user", "PUT")]:
        parameters = {"method.request.path.user_id": True}
        methods.append((label, at_user, verb, authorizer, validator if verb == "PUT" else None, parameters, profiles))
    for label, at, verb, by, checked, parameters, function in methods:
        gateway.method(root, label, api, at, verb, authorizer=by, validator=checked, parameters=parameters)
        gateway.integration(root, label, api, at, verb, function)
        for status in ["200", "400"] if verb == "POST" else ["200"]:
            gateway.method_response(root, f"{label}_{status}", api, at, verb, ["Access-Control-Allow-Origin"], status)
    gateway.options(root, "preflight", api, at_users, PREFLIGHT, key="users")
    gateway.options(root, "preflight", api, at_user, PREFLIGHT, key="user")
    for label, function in [("registration", registration), ("profiles", profiles)]:
        functions.permission(root, label, function, "AllowAPIGatewayInvoke", f"{api['execution_arn']}/*/*")
    return api, authorizer


def vertical(name, api, authorizer, paths):
    """What a module makes that is called once for each part of the platform."""
    scope = root.child("vertical", name)
    of_tables = tables.of_module(scope.child("tables"), PREFIX, name)
    role = iam.role(scope, "lambda", f"{PREFIX}-{name}-lambda-role", iam.trust("lambda.amazonaws.com"))
    actions = [f"dynamodb:{it}" for it in ["DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]]
    leading = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["${aws:PrincipalTag/organization_id}:*"]}}
    text = document(statement(actions, everything_of(*of_tables.values()), Condition=leading))
    iam.role_policy(scope, "tables", role, f"{PREFIX}-{name}-tables", text)
    dead_letters = others.queue(scope, "dlq", f"{PREFIX}-{name}-dlq")
    environment = {
        f"{it['name'].removeprefix(PREFIX + '-').replace('-', '_').upper()}_TABLE": it["name"]
        for it in of_tables.values()
    }
    environment |= {"CORS_ORIGIN": WEB[0], "LOG_LEVEL": "DEBUG"}
    content = f"// {name}\nexports.handler = async () => ({{ statusCode: 200 }});\n"
    functions.archive_file(scope, "code", content)
    # Terraform has begun to make the second anew, and did not finish.
    tainted = {"status": "tainted"} if name == "community" else {}
    function = functions.function(
        scope,
        "api",
        f"{PREFIX}-{name}-api",
        role,
        environment,
        content=content,
        memory=256,
        timeout=30,
        dead_letter=dead_letters["arn"],
        **tainted,
    )
    functions.log_group(scope, "api", f"/aws/lambda/{PREFIX}-{name}-api", 7)
    functions.permission(scope, "api", function, "AllowAPIGatewayInvoke", f"{api['execution_arn']}/*/*")
    at = None
    for index, part in enumerate(paths):
        at = gateway.resource(scope, "path", api, part, at, key=index)
        gateway.method(scope, "any", api, at, "ANY", authorizer=authorizer, key=index)
        gateway.integration(scope, "any", api, at, "ANY", function, key=index)
    dimensions = {"FunctionName": function["function_name"]}
    others.alarm(scope, "errors", f"{PREFIX}-{name}-errors", "AWS/Lambda", "Errors", dimensions, 5)


def main_api(function):
    api = gateway.rest_api(root, "main", f"{PREFIX}-main-api")
    proxy = gateway.resource(root, "proxy", api, "{proxy+}")
    gateway.method(root, "proxy", api, proxy, "ANY", parameters={"method.request.path.proxy": True})
    gateway.integration(root, "proxy", api, proxy, "ANY", function)
    functions.permission(root, "main_api", function, "AllowAPIGatewayInvoke", f"{api['execution_arn']}/*/*")
    return api


def shown(label, api, suffix):
    logs = functions.log_group(root, f"{label}_access", f"/aws/apigateway/{PREFIX}-{suffix}", 30)
    deployment = gateway.deployment(root, label, api, [api["id"]])
    return gateway.stage(root, label, api, deployment, "dev", logs=logs, log_format=ACCESS_LOG)


def stages(of_users, of_main):
    role = iam.role(
        root, "api_gateway_logs", f"{PREFIX}-api-gateway-cloudwatch-role", iam.trust("apigateway.amazonaws.com")
    )
    iam.attachment(
        root, "api_gateway_logs", role, "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    )
    gateway.gateway_account(root, role=role, label="main")
    # What the first of them showed before is still to be deleted.
    gateway.deployment(root, "users", of_users, ["before"], deposed="4c2f8e1a")
    users_stage = shown("users", of_users, "api")
    main_stage = shown("main", of_main, "main-api")
    gateway.usage_plan(root, "users", f"{PREFIX}-users-plan", [(of_users, users_stage)], rate=50, burst=100, a_day=1000)
    gateway.usage_plan(root, "main", f"{PREFIX}-main-plan", [(of_main, main_stage)], rate=100, burst=200, a_day=10000)
    certificate = arn("acm", "certificate/3f0b0f0e-2f7c-4b0f-9df3-8a5d6d0f6c11")
    gateway.domain_name(
        root, "users", f"api-dev-{account()[-6:]}.example.com", certificate, of_users, users_stage, key=0
    )
    others.web_acl(root, "users", f"{PREFIX}-api-waf", users_stage, 0)


def besides():
    key = others.key(root, "main", f"alias/{PREFIX}-ai-nexus-key", 0)
    others.parameter(root, "token", "/apps/aws-devops/dev/ai-nexus/token", SECRET, "SecureString")
    others.secret(root, "webhook", "/ai-nexus/webhook-signing-secret", SECRET)
    east = root.aliased("us_east_1")
    others.certificate(east, "site", "example.com")
    functions.log_group(east, "edge", f"/aws/edge/{PREFIX}-site", 30, region="us-east-1")
    local.random_id(root, "suffix", "9f8e7d6c")
    local.random_password(root, "seed", SECRET)
    iam.policy_document(root, "assume", iam.trust("lambda.amazonaws.com"))
    root.data(
        "aws_kms_alias",
        "s3",
        {
            "arn": arn("kms", "alias/aws/s3"),
            "id": arn("kms", "alias/aws/s3"),
            "name": "alias/aws/s3",
            "target_key_arn": key["arn"],
            "target_key_id": key["id"],
        },
    )


def made():
    """Makes the platform, and gives the state."""
    local.caller_identity(root, account())
    local.region(root, REGION)
    core = tables.core(root, PREFIX)
    tables.of_module(root.child("agents"), PREFIX, "agents")
    function = functions_of_users(core)
    pool, app = users(core, function)
    bucket = contents()
    groups(pool, app, core, bucket)
    registration = function("user_registration", {"USER_POOL_ID": pool["id"]}, memory=256, timeout=30)
    profiles = function("user_profile_management", {"USER_POOL_ID": pool["id"]}, memory=256, timeout=30)
    token = {"WEBHOOK_TOKEN": SECRET, "CLIENT_ID": app["id"], "USER_POOL_ID": pool["id"], "S3_BUCKET": bucket["bucket"]}
    where = ["environment", 0, "variables", "WEBHOOK_TOKEN"]
    main = function("main_api", token, memory=512, timeout=30, tracing=True, sensitive=[where])
    of_users, authorizer = users_api(pool, registration, profiles)
    vertical("education", of_users, authorizer, ["education", "courses", "{id}"])
    vertical("community", of_users, authorizer, ["community"])
    stages(of_users, main_api(main))
    besides()
    for label in ["user_registration", "user_profile_management", "auth_post_authentication"]:
        functions.log_group(root, label, f"/aws/lambda/{PREFIX}-{label.replace('_', '-')}", 7)
    for type_name in ["aws_cloudfront_distribution", "aws_route53_record", "aws_vpc_endpoint"]:
        root.none(type_name, "main")
    state.outputs["user_pool_id"] = {"value": pool["id"], "type": "string"}
    state.outputs["webhook_token"] = {"value": SECRET, "type": "string", "sensitive": True}
    return state.document()
