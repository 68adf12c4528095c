"""A platform that Terraform has made: users, tables, functions, an API and a bucket. 66 resources, of which 5 are
blocks whose `count` is 0."""

from terraform import cognito, dynamodb, functions, gateway, iam, local, storage
from terraform.dynamodb import everything_of, index
from terraform.place import REGION, account, document, statement
from terraform.state import State

PREFIX = "aws-devops-dev"
NAME = f"{PREFIX}-ai-nexus"
DOMAIN = "example.com"
WEB = ["http://localhost:8080", "http://localhost:3000", f"https://{DOMAIN}", f"https://www.{DOMAIN}"]
DEFAULT_TAGS = {"Project": "aws-devops", "Environment": "dev", "ManagedBy": "Terraform", "Owner": "DevOps Team"}
IDENTITY = "${cognito-identity.amazonaws.com:sub}"
HANDLER = "exports.handler = async () => ({ statusCode: 200, body: '{}' });\n"

state = State("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a10", 134, "1.9.8", DEFAULT_TAGS)
root = state.root


def tags(name):
    return {"Name": name, "Service": "ai-nexus"}


def users():
    local.random_id(root, "cognito_domain_suffix", "0a1b2c3d")
    schema = [cognito.attribute("email", required=True), cognito.attribute("name")]
    name = f"{NAME}-users"
    pool = cognito.user_pool(
        root,
        "ai_nexus_user_pool",
        name,
        schema,
        sign_in="UsernameAttributes",
        security="ENFORCED",
        tier="PLUS",
        tags=tags(name),
    )
    client = cognito.pool_client(
        root,
        "ai_nexus_client",
        pool,
        f"{NAME}-client",
        flows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
        callbacks=WEB,
        logouts=WEB,
        reads=["email", "email_verified", "name"],
        writes=["email", "name"],
    )
    # AWS keeps `aws` for itself in the prefix of a domain.
    cognito.domain(root, "ai_nexus_domain", pool, "devops-dev-ai-nexus-0a1b2c3d")
    return pool, client


def identities(pool, client):
    name = f"{NAME}-identity-pool"
    identity_pool = cognito.identity_pool(
        root, "ai_nexus_identity_pool", name.replace("-", "_"), pool, client, token_check=False, tags=tags(name)
    )
    roles = {}
    for which in ["authenticated", "unauthenticated"]:
        trust = iam.web_identity(identity_pool["id"], which)
        roles[which] = iam.role(root, which, f"{NAME}-{which}-role", trust, tags=tags(f"{NAME}-{which}-role"))
    cognito.roles_attachment(root, "ai_nexus_identity_pool_roles", identity_pool, roles)
    return roles


def grant(label, suffix, role, text, description):
    policy = iam.policy(root, label, f"{NAME}-{suffix}", text, description=description, tags=tags(f"{NAME}-{suffix}"))
    iam.attachment(root, f"{label}_attachment", role, policy["arn"])


def rights_of_users(roles, bucket, user_data, api):
    files = [f"{bucket['arn']}/private/{IDENTITY}/*"]
    listing = {"StringLike": {"s3:prefix": [f"private/{IDENTITY}/*"]}}
    own = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [IDENTITY]}}
    actions = ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"]
    signed_in = document(
        statement(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], files),
        statement(["s3:ListBucket"], [bucket["arn"]], Condition=listing),
        statement([f"dynamodb:{action}" for action in actions], everything_of(user_data), Condition=own),
        statement(["execute-api:Invoke"], [f"{api['execution_arn']}/*"]),
    )
    grant(
        "authenticated_user_policy",
        "authenticated-user-policy",
        roles["authenticated"],
        signed_in,
        "What signed-in users may do",
    )
    guests = document(statement(["mobileanalytics:PutEvents", "cognito-sync:*"], "*"))
    grant(
        "unauthenticated_user_policy",
        "unauthenticated-user-policy",
        roles["unauthenticated"],
        guests,
        "What guests may do",
    )


def table(suffix, partition, sort=None, **more):
    name = f"{NAME}-{suffix}"
    label = f"ai_nexus_{suffix.replace('-', '_')}"
    return dynamodb.table(root, label, name, partition, sort, backups=True, encrypted=True, tags=tags(name), **more)


def tables():
    files = ["fileId", "userId", "fileName", "fileSize"]
    return {
        "app_state": table(
            "app-state",
            "userId",
            "stateKey",
            indexes=[index("LastModifiedIndex", "userId", "lastModified")],
            ttl="expiresAt",
        ),
        "files": table(
            "files",
            "fileId",
            "version",
            numbers=["version"],
            indexes=[
                index("UserFilesIndex", "userId", "uploadedAt"),
                index("FileTypeIndex", "fileType", "uploadedAt", include=files),
            ],
        ),
        "sessions": table(
            "sessions", "sessionId", indexes=[index("UserSessionsIndex", "userId", "createdAt")], ttl="expiresAt"
        ),
        "user_data": table(
            "user-data",
            "userId",
            "dataType",
            indexes=[index("DataTypeIndex", "dataType", "createdAt"), index("StatusIndex", "userId", "status")],
        ),
    }


def function_roles(tables, bucket):
    logs = statement(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:*")
    actions = [
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
        "Scan",
        "BatchGetItem",
        "BatchWriteItem",
        "ConditionCheckItem",
    ]
    on_tables = statement([f"dynamodb:{action}" for action in actions], everything_of(*tables.values()))
    of_tables = iam.role(
        root, "ai_nexus_lambda_dynamodb_role", f"{NAME}-lambda-dynamodb-role", iam.trust("lambda.amazonaws.com")
    )
    grant("ai_nexus_lambda_dynamodb_policy", "lambda-dynamodb-policy", of_tables, document(on_tables, logs), "")
    objects = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectVersion", "s3:ListBucket"]
    on_files = statement([f"dynamodb:{action}" for action in actions[:6]], everything_of(tables["files"]))
    of_files = iam.role(root, "ai_nexus_lambda_s3_role", f"{NAME}-lambda-s3-role", iam.trust("lambda.amazonaws.com"))
    on_objects = statement(objects, [bucket["arn"], f"{bucket['arn']}/*"])
    grant("ai_nexus_lambda_s3_policy", "lambda-s3-policy", of_files, document(on_objects, on_files, logs), "")
    return of_tables, of_files


def function(name, role, timeout, environment):
    full_name = f"{NAME}-{name.replace('_', '-')}"
    content = f"// {name}\n{HANDLER}"
    local.file(root, f"{name}_code", f"./builds/{name}/index.js", content)
    functions.archive_file(root, f"{name}_zip", content)
    made = functions.function(
        root,
        f"ai_nexus_{name}_lambda",
        full_name,
        role,
        environment | {"REGION": REGION, "STAGE": "dev"},
        content=content,
        timeout=timeout,
        tags=tags(full_name),
    )
    functions.log_group(root, f"ai_nexus_{name}_logs", f"/aws/lambda/{full_name}", 14, tags=tags(full_name))
    return made


def all_functions(tables, bucket):
    of_tables, of_files = function_roles(tables, bucket)
    user_data = {
        "USER_DATA_TABLE_NAME": tables["user_data"]["name"],
        "APP_STATE_TABLE_NAME": tables["app_state"]["name"],
    }
    files = {"FILES_TABLE_NAME": tables["files"]["name"], "S3_BUCKET_NAME": bucket["bucket"]}
    return {
        "user_data": function("user_data", of_tables, 30, user_data),
        "files": function("files", of_files, 60, files),
        "sessions": function("sessions", of_tables, 30, {"SESSIONS_TABLE_NAME": tables["sessions"]["name"]}),
    }


def rest_api(pool):
    name = f"{NAME}-api"
    api = gateway.rest_api(root, "ai_nexus_api", name, description="API of AI Nexus", tags=tags(name))
    return api, gateway.authorizer(root, "ai_nexus_cognito_authorizer", api, f"{NAME}-cognito-authorizer", pool)


def routes(api, authorizer, of_functions):
    triggers = []
    for name, of_function in of_functions.items():
        label = f"ai_nexus_{name}"
        at = gateway.resource(root, f"{label}_resource", api, name.replace("_", "-"))
        needed = {"method.request.header.Authorization": True} if name == "user_data" else None
        method = gateway.method(root, f"{label}_method", api, at, "ANY", authorizer=authorizer, parameters=needed)
        integration = gateway.integration(root, f"{label}_integration", api, at, "ANY", of_function)
        functions.permission(
            root, f"{label}_permission", of_function, "AllowExecutionFromAPIGateway", f"{api['execution_arn']}/*/*"
        )
        triggers += [at["id"], method["id"], integration["id"]]
    headers = {
        "Access-Control-Allow-Headers": "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
        "Access-Control-Allow-Methods": "GET,POST,PUT,DELETE,OPTIONS",
        "Access-Control-Allow-Origin": "*",
    }
    gateway.options(root, "ai_nexus_options", api, api, headers)
    deployment = gateway.deployment(root, "ai_nexus_deployment", api, triggers[:6])
    gateway.stage(root, "ai_nexus_stage", api, deployment, "dev", tags=tags(f"{NAME}-api-dev"))
    functions.log_group(root, "ai_nexus_api_logs", f"/aws/apigateway/{NAME}-api", 14, tags=tags(f"{NAME}-api"))


def uploads():
    # Every account shares the names of buckets.
    suffix = account()[-8:]
    local.random_id(root, "s3_suffix", suffix)
    label = "ai_nexus_uploads"
    bucket = storage.bucket(root, label, f"{NAME}-uploads-{suffix}", tags=tags(f"{NAME}-uploads"))
    storage.versioning(root, label, bucket, "Enabled")
    storage.encryption(root, label, bucket, False)
    storage.public_access_block(root, label, bucket)
    storage.cors(root, label, bucket, WEB)
    rules = [
        storage.rule("abort_incomplete_uploads", abort=7),
        storage.rule("archive_uploads", "uploads/", moves=[(30, "STANDARD_IA"), (90, "GLACIER")], expires=365),
        storage.rule("expire_temporary_files", "temp/", expires=1),
    ]
    storage.lifecycle(root, label, bucket, rules)
    attributes = {
        "description": "",
        "etag": "ETVPDKIKX0DER",
        "id": "E327GJI25M56DG",
        "name": f"{NAME}-uploads-oac",
        "origin_access_control_origin_type": "s3",
        "signing_behavior": "always",
        "signing_protocol": "sigv4",
    }
    root.managed("aws_cloudfront_origin_access_control", label, attributes)
    return bucket


def rights_to_uploads(bucket, role):
    who = {"AWS": role["arn"]}
    objects = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    listing = {"StringLike": {"s3:prefix": ["private/${aws:userid}/*", "public/*"]}}
    text = document(
        statement(objects, f"{bucket['arn']}/private/${{aws:userid}}/*", Principal=who, Sid="OwnFiles"),
        statement("s3:ListBucket", bucket["arn"], Principal=who, Condition=listing, Sid="List"),
        statement(objects[:2], f"{bucket['arn']}/public/*", Principal=who, Sid="PublicFiles"),
    )
    storage.policy(root, "ai_nexus_uploads", bucket, text)


def made():
    """Makes the platform, and gives the state."""
    local.caller_identity(root, account())
    local.region(root, REGION)
    pool, client = users()
    roles = identities(pool, client)
    bucket = uploads()
    rights_to_uploads(bucket, roles["authenticated"])
    of_tables = tables()
    api, authorizer = rest_api(pool)
    routes(api, authorizer, all_functions(of_tables, bucket))
    rights_of_users(roles, bucket, of_tables["user_data"], api)
    for type_name, name in [
        ("aws_api_gateway_base_path_mapping", "ai_nexus_mapping"),
        ("aws_api_gateway_domain_name", "ai_nexus_domain"),
        ("aws_cloudfront_distribution", "ai_nexus_cdn"),
        ("aws_cloudfront_response_headers_policy", "ai_nexus_headers"),
        ("aws_route53_record", "ai_nexus_api"),
    ]:
        root.none(type_name, name)
    state.outputs["ai_nexus_user_pool_id"] = {"value": pool["id"], "type": "string"}
    state.outputs["ai_nexus_uploads_bucket"] = {"value": bucket["bucket"], "type": "string"}
    return state.document()
