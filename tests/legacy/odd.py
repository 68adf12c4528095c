"""Four platforms as odd as real ones: what Terraform has made over years, by several people, and what others have
changed past it."""

import json

from terraform import cognito, dynamodb, functions, gateway, iam, local, others, storage
from terraform.place import account, arn, client, document, statement
from terraform.state import State

CODE = "exports.handler = async () => ({ statusCode: 200 });\n"
FLOWS = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
    "Access-Control-Allow-Methods": "GET,OPTIONS",
    "Access-Control-Allow-Origin": "*",
}
SECRET = "hunter2hunter2hunter2"


def state(lineage, tags):
    return State(f"3b0f7c4d-8a5d-4d0f-9df3-0d9c0d1f2a{lineage}", 211, "1.5.7", tags)


def users(scope, label, name, **more):
    schema = [cognito.attribute("email", required=True)]
    pool = cognito.user_pool(scope, label, name, schema, sign_in="UsernameAttributes", case_sensitive=False, **more)
    # Nobody has set up the sign-in pages yet.
    app = cognito.pool_client(
        scope, label, pool, name, flows=FLOWS, callbacks=["https://dev./auth"], logouts=[], reads=[], writes=[], **more
    )
    return pool, app


def api(scope, label, name, function, key=None):
    """An API with preflights as everybody copies them, and no words of its own for errors."""
    made = gateway.rest_api(scope, label, name, key=key)
    for part in ["items", "orders"]:
        at = gateway.resource(scope, f"{label}_{part}", made, part, key=key)
        gateway.method(scope, f"{label}_{part}", made, at, "GET", key=key)
        gateway.integration(scope, f"{label}_{part}", made, at, "GET", function, key=key)
        gateway.options(scope, f"{label}_{part}_options", made, at, PREFLIGHT, key=key)
    deployment = gateway.deployment(scope, label, made, [name], key=key)
    return made, gateway.stage(scope, label, made, deployment, "dev", key=key)


def namesakes():
    """Everything is called as everything else, and somebody has helped themselves to more access."""
    it = state("40", {"Project": "app", "Team": "app", "ManagedBy": "Terraform"})
    root = it.root
    role = iam.role(root, "app", "app", iam.trust("lambda.amazonaws.com"))
    table = dynamodb.table(root, "app", "app", "app")
    function = functions.function(root, "app", "app", role, {"TABLE": "app", "NAME": "app"}, content=CODE)
    functions.log_group(root, "app", "/aws/lambda/app", None)
    iam.role_policy(root, "app", role, "app", document(statement("dynamodb:*", table["arn"])))
    apis = [api(root, label, "app", function) for label in ["this", "other"]]
    pools = [users(root, label, "app") for label in ["this", "other"]]
    for label, (pool, app) in zip(["this", "other"], pools):
        cognito.identity_pool(root, label, "app", pool, app, token_check=False)
    stages = [(made, stage) for made, stage in apis]
    plan = gateway.usage_plan(root, "app", "app", stages, rate=10, burst=20, a_day=100)
    gateway.api_key(root, "this", "app", SECRET, plan)
    gateway.api_key(root, "other", "app", f"{SECRET}2", plan)
    # By hand, since.
    client("iam").attach_role_policy(RoleName="app", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    everything = document(statement("s3:*", "*"))
    client("iam").put_role_policy(RoleName="app", PolicyName="by-hand", PolicyDocument=everything)
    client("lambda").add_permission(
        FunctionName="app", StatementId="anybody", Action="lambda:InvokeFunction", Principal="*"
    )
    return it.document()


def outdated():
    """Functions that nobody has touched for years, in modules, with `count` and `for_each`, and with one password
    for all of them."""
    it = state("41", {"ManagedBy": "Terraform", "Environment": "dev"})
    root = it.root
    local.random_password(root, "database", SECRET)
    local.random_id(root, "suffix", "0a1b2c3d")
    table = dynamodb.table(root, "events", "old-dev-events", "id")
    client("dynamodb").update_table(
        TableName="old-dev-events", StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    )
    runtimes = ["nodejs12.x", "nodejs14.x", "python3.7", "go1.x", "java8", "ruby2.7", "dotnetcore3.1"]
    for number, runtime in enumerate(runtimes):
        module = root.child("function", runtime)
        name = f"old-dev-a-function-with-quite-a-long-name-{number}"
        role = iam.role(module, "this", name, iam.trust("lambda.amazonaws.com"))
        allowed = document(statement(["dynamodb:GetRecords", "dynamodb:GetShardIterator"], f"{table['arn']}/stream/*"))
        iam.role_policy(module, "this", role, "stream", allowed)
        environment = {"DB_PASSWORD": SECRET, "EVENTS_TABLE": "old-dev-events", "REGION": "us-east-2"}
        functions.function(module, "this", name, role, environment, content=CODE, runtime=runtime, key=0)
        functions.log_group(module, "this", f"/aws/lambda/{name}", 7, key=0)
    others.queue(root, "dead_letters", "old-dev-dead-letters")
    others.parameter(root, "password", "/old/dev/password", SECRET, "SecureString")
    root.none("aws_lambda_function", "never")
    root.managed("aws_iam_role", "broken", {"id": "old-dev-gone", "name": "old-dev-gone"}, status="tainted")
    root.managed("aws_iam_role", "broken", {"id": "old-dev-older", "name": "old-dev-older"}, deposed="1a2b3c4d")
    return it.document()


def policies():
    """Policies as nobody would write them, and a pool with nothing set."""
    it = state("42", {})
    root = it.root
    federated = statement(
        "sts:AssumeRoleWithWebIdentity",
        Principal={"Federated": "cognito-identity.amazonaws.com"},
        Condition={"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-2:0"}},
    )
    trusted = [federated, statement("sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{account()}:root"})]
    role = iam.role(root, "odd", "p-odd", document(*trusted))
    table = dynamodb.table(root, "odd", "p-odd", "id")
    own = "${cognito-identity.amazonaws.com:organization}"
    texts = {
        "attributes": statement(
            "dynamodb:GetItem",
            table["arn"],
            Condition={
                "StringEquals": {"dynamodb:Attributes": ["id", "name"], "dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
                "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [own]},
            },
        ),
        "denied": {"Effect": "Deny", "NotAction": "iam:*", "NotResource": [f"arn:aws:s3:::{own}/*"]},
        "wide": {"Effect": "Allow", "Action": "*", "Resource": "*", "Sid": ""},
        "twice": statement(["s3:GetObject", "s3:GetObject", "s3:Get*"], ["*", "*"]),
    }
    for name, text in texts.items():
        iam.role_policy(root, name, role, name, document(text))
    # A statement that stands alone, in the first version of the language.
    alone = json.dumps({"Version": "2008-10-17", "Statement": statement("logs:PutLogEvents", "*")})
    iam.policy(root, "alone", "p-alone", alone)
    bucket = storage.bucket(root, "odd", f"p-odd-{account()[-8:]}")
    name = bucket["arn"]
    refused = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [name, f"{name}/*"]}
    refused["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}
    storage.policy(root, "odd", bucket, document(refused))
    users(root, "odd", "p")
    local.caller_identity(root, account())
    return it.document()


def scattered():
    """Two regions, another account, objects that are gone, and others that no state has the whole of."""
    it = state("43", {"Project": "scattered", "CostCenter": "4711"})
    root = it.root
    west = root.aliased("west")
    core = root.aliased("core")
    for label, scope, region in [("east", root, None), ("west", west, "us-west-2")]:
        dynamodb.table(scope, label, f"scattered-dev-{label}", "id", region=region)
        functions.log_group(scope, label, f"/scattered/dev/{label}", 30, region=region)
    role = iam.role(root, "reader", "scattered-dev-reader", iam.trust("lambda.amazonaws.com"))
    function = functions.function(root, "reader", "scattered-dev-reader", role, {"STAGE": "dev"}, content=CODE)
    functions.permission(root, "bucket", function, "AllowBucket", "arn:aws:s3:::elsewhere", "s3.amazonaws.com")
    api(root, "public", "scattered-dev-public", function)
    alarm = others.alarm(root, "errors", "scattered-dev-errors", "AWS/Lambda", "Errors", {"FunctionName": function["function_name"]}, 1)
    assert alarm
    # Another account, where our names are taken too.
    foreign = "210987654321"
    core.managed("aws_iam_role", "core", {"id": "scattered-dev-reader", "name": "scattered-dev-reader", "arn": f"arn:aws:iam::{foreign}:role/scattered-dev-reader"})
    core.managed("aws_s3_bucket", "core", {"id": "scattered-core", "bucket": "scattered-core", "arn": "arn:aws:s3:::scattered-core"})
    core.managed("aws_cognito_user_pool", "core", {"id": "us-east-2_AbCdEfGhI", "name": "core"})
    # Gone, and parts of what nobody here has.
    gone = arn("logs", "log-group:/scattered/gone")
    root.managed("aws_cloudwatch_log_group", "gone", {"id": "/scattered/gone", "name": "/scattered/gone", "arn": gone})
    root.managed("aws_lambda_permission", "elsewhere", {"id": "x", "statement_id": "x", "function_name": "nobodys"})
    root.data("aws_s3_bucket", "shared", {"id": "shared", "bucket": "shared"})
    return it.document()
