"""Makes one object of each service, and prints what a Terraform that has just applied says of each:
[address, attributes]."""

import io
import json
import zipfile

import boto3

REGION = "us-east-2"
ACCOUNT = boto3.client("sts").get_caller_identity()["Account"]
TAGS = {"Project": "shop"}
TAG_LIST = [{"Key": "Project", "Value": "shop"}]
said = []


def say(address, **attributes):
    said.append([address, attributes])


def document(**statement):
    # Terraform writes JSON as its owner does; AWS gives it back in its own way.
    return json.dumps({"Statement": dict(statement, Effect="Allow"), "Version": "2012-10-17"})


iam = boto3.client("iam")
trust = document(Action="sts:AssumeRole", Principal={"Service": ["lambda.amazonaws.com"]})
iam.create_role(RoleName="api", AssumeRolePolicyDocument=trust, Tags=TAG_LIST)
role_arn = f"arn:aws:iam::{ACCOUNT}:role/api"
say("aws_iam_role.api", id="api", name="api", arn=role_arn, path="/", description="", max_session_duration=3600, permissions_boundary="", assume_role_policy=trust, tags_all=TAGS)
read = document(Action=["s3:GetObject"], Resource="*")
policy_arn = iam.create_policy(PolicyName="read", PolicyDocument=read)["Policy"]["Arn"]
iam.attach_role_policy(RoleName="api", PolicyArn=policy_arn)
say("aws_iam_policy.read", id=policy_arn, arn=policy_arn, name="read", path="/", description="", policy=read, tags={}, tags_all={})
say("aws_iam_role_policy_attachment.read", id="api-1", role="api", policy_arn=policy_arn)
iam.put_role_policy(RoleName="api", PolicyName="logs", PolicyDocument=read)
say("aws_iam_role_policy.logs", id="api:logs", role="api", name="logs", policy=read)

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as code:
    code.writestr("index.js", "exports.handler = async () => ({ statusCode: 200 })")
functions = boto3.client("lambda")
function = functions.create_function(
    FunctionName="api",
    Runtime="nodejs20.x",
    Handler="index.handler",
    Role=role_arn,
    MemorySize=256,
    Timeout=10,
    Code=dict(ZipFile=archive.getvalue()),
    Environment=dict(Variables=dict(STAGE="dev", TOKEN="hunter2")),
    Tags=TAGS,
)
functions.add_permission(FunctionName="api", StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
say(
    "aws_lambda_function.api",
    id="api",
    function_name="api",
    arn=function["FunctionArn"],
    architectures=["x86_64"],
    code_sha256=function["CodeSha256"],
    dead_letter_config=[],
    description="",
    environment=[{"variables": {"STAGE": "dev", "TOKEN": "hunter2"}}],
    ephemeral_storage=[{"size": 512}],
    handler="index.handler",
    kms_key_arn="",
    layers=[],
    memory_size=256,
    reserved_concurrent_executions=-1,
    role=role_arn,
    runtime="nodejs20.x",
    tags=None,
    tags_all=TAGS,
    timeout=10,
    tracing_config=[{"mode": "PassThrough"}],
    vpc_config=[],
)
say("aws_lambda_permission.api", id="api", function_name="api", statement_id="api", action="lambda:InvokeFunction", principal="apigateway.amazonaws.com", qualifier="", source_arn=None)

boto3.client("logs").create_log_group(logGroupName="/api", tags=TAGS)
say("aws_cloudwatch_log_group.api", id="/api", name="/api", arn=f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/api", retention_in_days=0, kms_key_id="", log_group_class="STANDARD", tags_all=TAGS)

table = boto3.client("dynamodb").create_table(
    TableName="users",
    BillingMode="PAY_PER_REQUEST",
    KeySchema=[dict(AttributeName="user_id", KeyType="HASH")],
    AttributeDefinitions=[dict(AttributeName="user_id", AttributeType="S")],
    Tags=TAG_LIST,
)["TableDescription"]
say(
    "aws_dynamodb_table.users",
    id="users",
    name="users",
    arn=table["TableArn"],
    billing_mode="PAY_PER_REQUEST",
    deletion_protection_enabled=False,
    global_secondary_index=[],
    hash_key="user_id",
    local_secondary_index=[],
    point_in_time_recovery=[{"enabled": False}],
    range_key=None,
    stream_enabled=False,
    stream_view_type="",
    table_class="STANDARD",
    tags_all=TAGS,
    ttl=[{"attribute_name": "", "enabled": False}],
)

idp = boto3.client("cognito-idp")
policy = dict(MinimumLength=12, RequireLowercase=True, RequireUppercase=True, RequireNumbers=True, RequireSymbols=True, TemporaryPasswordValidityDays=7)
pool = idp.create_user_pool(PoolName="users", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"], UserPoolTags=TAGS, Policies=dict(PasswordPolicy=policy))["UserPool"]["Id"]
say(
    "aws_cognito_user_pool.users",
    id=pool,
    arn=f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{pool}",
    name="users",
    alias_attributes=None,
    auto_verified_attributes=["email"],
    deletion_protection="INACTIVE",
    mfa_configuration="OFF",
    password_policy=[dict(minimum_length=12, require_lowercase=True, require_numbers=True, require_symbols=True, require_uppercase=True, temporary_password_validity_days=7)],
    software_token_mfa_configuration=[],
    tags_all=TAGS,
    username_attributes=["email"],
)
idp.create_group(GroupName="admins", UserPoolId=pool, Description="Those who may")
say("aws_cognito_user_group.admins", id=f"{pool}/admins", user_pool_id=pool, name="admins", description="Those who may", role_arn="")
client = idp.create_user_pool_client(
    UserPoolId=pool,
    ClientName="web",
    AllowedOAuthFlowsUserPoolClient=True,
    AllowedOAuthFlows=["code"],
    AllowedOAuthScopes=["openid", "email"],
    CallbackURLs=["https://shop.example.com/"],
    SupportedIdentityProviders=["COGNITO"],
    ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    AccessTokenValidity=60,
    TokenValidityUnits=dict(AccessToken="minutes"),
)["UserPoolClient"]["ClientId"]
say(
    "aws_cognito_user_pool_client.web",
    id=client,
    user_pool_id=pool,
    name="web",
    access_token_validity=60,
    allowed_oauth_flows=["code"],
    allowed_oauth_flows_user_pool_client=True,
    allowed_oauth_scopes=["email", "openid"],
    callback_urls=["https://shop.example.com/"],
    explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    logout_urls=[],
    supported_identity_providers=["COGNITO"],
    token_validity_units=[{"access_token": "minutes"}],
)

gateway = boto3.client("apigateway")
api = gateway.create_rest_api(name="shop", description="The shop", endpointConfiguration=dict(types=["REGIONAL"]), tags=TAGS)["id"]
say("aws_api_gateway_rest_api.shop", id=api, arn=f"arn:aws:apigateway:{REGION}::/restapis/{api}", name="shop", description="The shop", api_key_source="HEADER", binary_media_types=[], endpoint_configuration=[{"types": ["REGIONAL"], "vpc_endpoint_ids": []}], tags_all=TAGS)

s3 = boto3.client("s3")
bucket = f"shop-{ACCOUNT}"
s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=dict(LocationConstraint=REGION))
s3.put_bucket_tagging(Bucket=bucket, Tagging=dict(TagSet=TAG_LIST))
s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=dict(Status="Enabled"))
rule = dict(ID="old", Status="Enabled", Filter=dict(Prefix=""), Expiration=dict(Days=30))
s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=dict(Rules=[rule]))
say("aws_s3_bucket.shop", id=bucket, bucket=bucket, arn=f"arn:aws:s3:::{bucket}", region=REGION, tags_all=TAGS)
say("aws_s3_bucket_versioning.shop", id=bucket, bucket=bucket, versioning_configuration=[{"mfa_delete": "", "status": "Enabled"}])
say("aws_s3_bucket_lifecycle_configuration.shop", id=bucket, bucket=bucket, rule=[{"id": "old", "status": "Enabled"}])
encryption = {"apply_server_side_encryption_by_default": [{"kms_master_key_id": "", "sse_algorithm": "AES256"}], "bucket_key_enabled": False}
say("aws_s3_bucket_server_side_encryption_configuration.shop", id=bucket, bucket=bucket, rule=[encryption])

print(json.dumps(said))
