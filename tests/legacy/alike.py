"""Makes four services that are alike and one that has secrets as Terraform would have made them, and prints
what its state says of each: [address, attributes]."""

import io
import json
import zipfile

import boto3

REGION = "us-east-2"
PREFIX = "nexus-dev"
ACCOUNT = boto3.client("sts").get_caller_identity()["Account"]
TAGS = {"Owner": "platform-team@example.com", "Environment": "dev", "ManagedBy": "Terraform"}
said = []


def say(type_name, label, /, **attributes):
    said.append([f"{type_name}.{label}", attributes])


def arn(service, resource, region=REGION):
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{resource}"


def statement(actions, *resources):
    return dict(Effect="Allow", Action=actions, Resource=list(resources))


def role(name, *statements):
    trusted = dict(Effect="Allow", Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole")
    full_name = f"{PREFIX}-{name}-role"
    tags = [{"Key": key, "Value": value} for key, value in TAGS.items()]
    iam = boto3.client("iam")
    iam.create_role(RoleName=full_name, AssumeRolePolicyDocument=json.dumps(dict(Version="2012-10-17", Statement=[trusted])), Tags=tags)
    say("aws_iam_role", name, id=full_name, name=full_name, arn=arn("iam", f"role/{full_name}", ""), path="/")
    document = dict(Version="2012-10-17", Statement=statements)
    iam.put_role_policy(RoleName=full_name, PolicyName=f"{name}-table", PolicyDocument=json.dumps(document))
    say("aws_iam_role_policy", name, id=f"{full_name}:{name}-table", name=f"{name}-table", role=full_name)
    return arn("iam", f"role/{full_name}", "")


def function(name, role_arn, **variables):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        code.writestr("index.js", "exports.handler = async () => ({ statusCode: 200 })")
    full_name = f"{PREFIX}-{name}"
    boto3.client("lambda").create_function(
        FunctionName=full_name,
        Runtime="nodejs20.x",
        Handler="index.handler",
        Role=role_arn,
        Timeout=29,
        Code=dict(ZipFile=archive.getvalue()),
        Environment=dict(Variables=variables),
        Tags=TAGS,
    )
    say("aws_lambda_function", name, id=full_name, function_name=full_name, arn=arn("lambda", f"function:{full_name}"))


def log_group(label, name):
    logs = boto3.client("logs")
    logs.create_log_group(logGroupName=name, tags=TAGS)
    logs.put_retention_policy(logGroupName=name, retentionInDays=14)
    say("aws_cloudwatch_log_group", label, id=name, name=name, arn=arn("logs", f"log-group:{name}"))


def service(name):
    full_name = f"{PREFIX}-{name}"
    table = arn("dynamodb", f"table/{full_name}")
    boto3.client("dynamodb").create_table(
        TableName=full_name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[dict(AttributeName="id", KeyType="HASH")],
        AttributeDefinitions=[dict(AttributeName="id", AttributeType="S")],
    )
    say("aws_dynamodb_table", name, id=full_name, name=full_name, arn=table)
    group = f"/aws/lambda/{full_name}"
    role_arn = role(
        name,
        statement(["dynamodb:GetItem", "dynamodb:PutItem"], table, f"{table}/index/*"),
        statement("logs:PutLogEvents", arn("logs", f"log-group:{group}:*")),
    )
    function(name, role_arn, TABLE_NAME=full_name, STAGE="dev")
    log_group(name, group)


for name in ["orders", "invoices", "shipments", "returns"]:
    service(name)
function(
    "payments",
    role("payments", statement("dynamodb:GetItem", arn("dynamodb", f"table/{PREFIX}-orders"))),
    DB_PASSWORD="hunter2",
    DATABASE="postgres://app:hunter2@db.example.com/payments",
    ORDERS_TABLE=f"{PREFIX}-orders",
    STRIPE_SECRET_PATH="/ai/dev/stripe",
)
log_group("audit", f"/{PREFIX}/audit")
print(json.dumps(said))
