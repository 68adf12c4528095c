"""Makes the objects of a small platform as Terraform would have made them, and prints what its state
says of each: [address, attributes], one for one."""

import io
import json
import zipfile

import boto3

REGION = "us-east-2"
PREFIX = "aws-devops-dev"
ACCOUNT = boto3.client("sts").get_caller_identity()["Account"]
TAGS = {"Project": "aws-devops", "Environment": "dev", "ManagedBy": "Terraform"}
TAG_LIST = [{"Key": key, "Value": value} for key, value in TAGS.items()]
said = []


def say(type_name, label, /, **attributes):
    said.append([f"{type_name}.{label}", attributes])


def tagged(**attributes):
    return dict(attributes, tags={}, tags_all=TAGS)


def arn(service, resource, region=REGION):
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{resource}"


def role(name, suffix, principal, **statement):
    trust = {"Version": "2012-10-17", "Statement": [dict(Effect="Allow", Principal=principal, **statement)]}
    full_name = f"{PREFIX}-ai-nexus-{suffix}"
    boto3.client("iam").create_role(RoleName=full_name, AssumeRolePolicyDocument=json.dumps(trust), Tags=TAG_LIST)
    role_arn = arn("iam", f"role/{full_name}", "")
    say("aws_iam_role", name, **tagged(name=full_name, id=full_name, arn=role_arn, path="/"))
    return full_name, role_arn


def policy(name, suffix, role_name, actions, resources):
    document = {"Version": "2012-10-17", "Statement": [dict(Effect="Allow", Action=actions, Resource=resources)]}
    iam = boto3.client("iam")
    full_name = f"{PREFIX}-ai-nexus-{suffix}"
    policy_arn = iam.create_policy(PolicyName=full_name, PolicyDocument=json.dumps(document), Tags=TAG_LIST)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=role_name, PolicyArn=policy_arn)
    say("aws_iam_policy", name, **tagged(name=full_name, id=policy_arn, arn=policy_arn))
    say("aws_iam_role_policy_attachment", name, id=f"{role_name}-2026", role=role_name, policy_arn=policy_arn)


def cognito():
    idp = boto3.client("cognito-idp")
    pool = idp.create_user_pool(
        PoolName=f"{PREFIX}-ai-nexus-users",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        UserPoolTags=TAGS,
        Policies={"PasswordPolicy": dict(MinimumLength=8, RequireLowercase=True, RequireUppercase=True, RequireNumbers=True, RequireSymbols=False)},
    )["UserPool"]["Id"]
    client = idp.create_user_pool_client(
        UserPoolId=pool,
        ClientName=f"{PREFIX}-ai-nexus-client",
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    # AWS keeps `aws` for itself in the prefix of a domain.
    domain = "devops-dev-ai-nexus-0a1b2c3d"
    idp.create_user_pool_domain(UserPoolId=pool, Domain=domain)
    provider = f"cognito-idp.{REGION}.amazonaws.com/{pool}"
    identity = boto3.client("cognito-identity")
    identity_pool = identity.create_identity_pool(
        IdentityPoolName=f"{PREFIX}-ai-nexus-identity-pool".replace("-", "_"),
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[dict(ProviderName=provider, ClientId=client, ServerSideTokenCheck=False)],
    )["IdentityPoolId"]
    say("random_id", "cognito_domain_suffix", hex="0a1b2c3d", byte_length=4)
    say("aws_cognito_user_pool", "ai_nexus_user_pool", **tagged(id=pool, name=f"{PREFIX}-ai-nexus-users", arn=arn("cognito-idp", f"userpool/{pool}")))
    say("aws_cognito_user_pool_client", "ai_nexus_client", id=client, name=f"{PREFIX}-ai-nexus-client", user_pool_id=pool)
    say("aws_cognito_user_pool_domain", "ai_nexus_domain", id=domain, domain=domain, user_pool_id=pool)
    say("aws_cognito_identity_pool", "ai_nexus_identity_pool", **tagged(id=identity_pool, arn=arn("cognito-identity", f"identitypool/{identity_pool}")))
    roles = {}
    for name in ["authenticated", "unauthenticated"]:
        condition = {"StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool}, "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": name}}
        role_name, roles[name] = role(name, f"{name}-role", {"Federated": "cognito-identity.amazonaws.com"}, Action="sts:AssumeRoleWithWebIdentity", Condition=condition)
        policy(f"{name}_user_policy", f"{name}-user-policy", role_name, ["mobileanalytics:PutEvents", "cognito-sync:*"], "*")
    identity.set_identity_pool_roles(IdentityPoolId=identity_pool, Roles=roles)
    say("aws_cognito_identity_pool_roles_attachment", "ai_nexus_identity_pool_roles", id=identity_pool, identity_pool_id=identity_pool, roles=roles)
    return pool


def tables():
    dynamodb = boto3.client("dynamodb")
    keys = {
        "app_state": ("userId", "stateKey"),
        "files": ("fileId", "version"),
        "sessions": ("sessionId", None),
        "user_data": ("userId", "dataType"),
    }
    for name, (partition, sort) in keys.items():
        full_name = f"{PREFIX}-ai-nexus-{name.replace('_', '-')}"
        schema = [(partition, "HASH")] + ([(sort, "RANGE")] if sort else [])
        dynamodb.create_table(
            TableName=full_name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[dict(AttributeName=key, KeyType=kind) for key, kind in schema],
            AttributeDefinitions=[dict(AttributeName=key, AttributeType="N" if key == "version" else "S") for key, _ in schema],
            Tags=TAG_LIST,
        )
        say("aws_dynamodb_table", f"ai_nexus_{name}", **tagged(id=full_name, name=full_name, arn=arn("dynamodb", f"table/{full_name}")))


def functions():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        code.writestr("index.js", "exports.handler = async () => ({ statusCode: 200 })")
    principal = {"Service": "lambda.amazonaws.com"}
    of_tables, tables_arn = role("ai_nexus_lambda_dynamodb_role", "lambda-dynamodb-role", principal, Action="sts:AssumeRole")
    policy("ai_nexus_lambda_dynamodb_policy", "lambda-dynamodb-policy", of_tables, ["dynamodb:GetItem", "logs:*"], "*")
    of_files, files_arn = role("ai_nexus_lambda_s3_role", "lambda-s3-role", principal, Action="sts:AssumeRole")
    policy("ai_nexus_lambda_s3_policy", "lambda-s3-policy", of_files, ["s3:GetObject"], "*")
    names = {}
    for name, timeout in [("user_data", 30), ("files", 60), ("sessions", 30)]:
        full_name = f"{PREFIX}-ai-nexus-{name.replace('_', '-')}"
        boto3.client("lambda").create_function(
            FunctionName=full_name,
            Runtime="nodejs18.x",
            Handler="index.handler",
            Role=files_arn if name == "files" else tables_arn,
            Timeout=timeout,
            Code=dict(ZipFile=archive.getvalue()),
            Environment=dict(Variables=dict(REGION=REGION, STAGE="dev")),
            Tags=TAGS,
        )
        boto3.client("logs").create_log_group(logGroupName=f"/aws/lambda/{full_name}", tags=TAGS)
        say("local_file", f"{name}_code", filename=f"{name}.js")
        say("aws_lambda_function", f"ai_nexus_{name}_lambda", **tagged(id=full_name, function_name=full_name, arn=arn("lambda", f"function:{full_name}")))
        group = f"/aws/lambda/{full_name}"
        say("aws_cloudwatch_log_group", f"ai_nexus_{name}_logs", **tagged(id=group, name=group, arn=arn("logs", f"log-group:{group}")))
        names[name] = full_name
    return names


def api(pool, names):
    gateway = boto3.client("apigateway")
    api_id = gateway.create_rest_api(name=f"{PREFIX}-ai-nexus-api", endpointConfiguration=dict(types=["REGIONAL"]), tags=TAGS)["id"]
    of_api = dict(rest_api_id=api_id)
    pool_arn = arn("cognito-idp", f"userpool/{pool}")
    authorizer = gateway.create_authorizer(restApiId=api_id, name="cognito", type="COGNITO_USER_POOLS", providerARNs=[pool_arn], identitySource="method.request.header.Authorization")["id"]
    root = gateway.get_resources(restApiId=api_id)["items"][0]["id"]
    say("aws_api_gateway_rest_api", "ai_nexus_api", **tagged(id=api_id, name=f"{PREFIX}-ai-nexus-api", arn=f"arn:aws:apigateway:{REGION}::/restapis/{api_id}"))
    say("aws_api_gateway_authorizer", "ai_nexus_cognito_authorizer", id=authorizer, **of_api)
    for name, full_name in names.items():
        resource = gateway.create_resource(restApiId=api_id, parentId=root, pathPart=name.replace("_", "-"))["id"]
        method = dict(restApiId=api_id, resourceId=resource, httpMethod="ANY")
        gateway.put_method(**method, authorizationType="COGNITO_USER_POOLS", authorizerId=authorizer)
        uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn('lambda', f'function:{full_name}')}/invocations"
        gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
        boto3.client("lambda").add_permission(
            FunctionName=full_name,
            StatementId="AllowAPIGatewayInvoke",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=arn("execute-api", f"{api_id}/*/*"),
        )
        say("aws_api_gateway_resource", f"ai_nexus_{name}", id=resource, **of_api)
        say("aws_api_gateway_method", f"ai_nexus_{name}", id=f"agm-{resource}", **of_api)
        say("aws_api_gateway_integration", f"ai_nexus_{name}", id=f"agi-{resource}", **of_api)
        say("aws_lambda_permission", f"ai_nexus_{name}", id="AllowAPIGatewayInvoke", function_name=full_name, statement_id="AllowAPIGatewayInvoke")
    options = dict(restApiId=api_id, resourceId=root, httpMethod="OPTIONS")
    gateway.put_method(**options, authorizationType="NONE")
    gateway.put_integration(**options, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    origin = "method.response.header.Access-Control-Allow-Origin"
    gateway.put_method_response(**options, statusCode="200", responseParameters={origin: True})
    gateway.put_integration_response(**options, statusCode="200", responseParameters={origin: "'*'"})
    for part in ["method", "integration", "method_response", "integration_response"]:
        say(f"aws_api_gateway_{part}", "options", id=f"{part}-{root}", **of_api)
    deployment = gateway.create_deployment(restApiId=api_id)["id"]
    gateway.create_stage(restApiId=api_id, stageName="dev", deploymentId=deployment, tracingEnabled=True)
    say("aws_api_gateway_deployment", "ai_nexus", id=deployment, triggers={"redeployment": "0a"}, **of_api)
    say("aws_api_gateway_stage", "ai_nexus", **tagged(id=f"ags-{api_id}-dev", stage_name="dev", **of_api))
    group = f"/aws/apigateway/{PREFIX}-ai-nexus-api"
    boto3.client("logs").create_log_group(logGroupName=group, tags=TAGS)
    say("aws_cloudwatch_log_group", "ai_nexus_api_logs", **tagged(id=group, name=group, arn=arn("logs", f"log-group:{group}")))


def bucket():
    s3 = boto3.client("s3")
    # Every account shares the names of buckets.
    name = f"{PREFIX}-ai-nexus-uploads-{ACCOUNT[-8:]}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=dict(LocationConstraint=REGION))
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=dict(Status="Enabled"))
    s3.put_bucket_tagging(Bucket=name, Tagging=dict(TagSet=TAG_LIST))
    say("random_id", "s3_suffix", hex=ACCOUNT[-8:], byte_length=4)
    say("aws_s3_bucket", "ai_nexus_uploads", **tagged(id=name, bucket=name, arn=f"arn:aws:s3:::{name}", region=REGION))
    for part in ["versioning", "server_side_encryption_configuration", "public_access_block", "cors_configuration", "lifecycle_configuration", "policy"]:
        say(f"aws_s3_bucket_{part}", "ai_nexus_uploads", id=name, bucket=name)
    say("aws_cloudfront_origin_access_control", "ai_nexus", id="E327GJI25M56DG", name="ai-nexus")


user_pool = cognito()
tables()
api(user_pool, functions())
bucket()
print(json.dumps(said))
