"""Changes what `differences.py` has made, as people do it past Terraform."""

import json

import boto3

ACCOUNT = boto3.client("sts").get_caller_identity()["Account"]
iam = boto3.client("iam")
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}
iam.update_assume_role_policy(RoleName="api", PolicyDocument=json.dumps(trust))
iam.detach_role_policy(RoleName="api", PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/read")
iam.delete_role_policy(RoleName="api", PolicyName="logs")
iam.tag_role(RoleName="api", Tags=[dict(Key="Team", Value="web")])
functions = boto3.client("lambda")
functions.update_function_configuration(FunctionName="api", MemorySize=512, Environment=dict(Variables=dict(STAGE="dev", TOKEN="hunter3")))
boto3.client("logs").put_retention_policy(logGroupName="/api", retentionInDays=7)
boto3.client("dynamodb").update_time_to_live(TableName="users", TimeToLiveSpecification=dict(AttributeName="expires_at", Enabled=True))
idp = boto3.client("cognito-idp")
pool = idp.list_user_pools(MaxResults=60)["UserPools"][0]["Id"]
idp.delete_group(GroupName="admins", UserPoolId=pool)
client = idp.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"][0]["ClientId"]
idp.update_user_pool_client(
    UserPoolId=pool,
    ClientId=client,
    ClientName="web",
    AllowedOAuthFlowsUserPoolClient=True,
    AllowedOAuthFlows=["code"],
    AllowedOAuthScopes=["openid"],
    CallbackURLs=["https://shop.example.com/"],
    SupportedIdentityProviders=["COGNITO"],
    ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    AccessTokenValidity=2,
    TokenValidityUnits=dict(AccessToken="hours"),
)
gateway = boto3.client("apigateway")
api = gateway.get_rest_apis()["items"][0]["id"]
gateway.update_rest_api(restApiId=api, patchOperations=[dict(op="replace", path="/description", value="Closed | for now")])
s3 = boto3.client("s3")
s3.put_bucket_versioning(Bucket=f"shop-{ACCOUNT}", VersioningConfiguration=dict(Status="Suspended"))
s3.delete_bucket_lifecycle(Bucket=f"shop-{ACCOUNT}")
