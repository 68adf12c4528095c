"""Takes diatonic's tags off whatever the account holds, as if somebody else had made it."""

import boto3

OURS = ["diatonic:stack", "diatonic:address"]


def pages(client, operation, key, **arguments):
    for page in client.get_paginator(operation).paginate(**arguments):
        yield from page[key]


account = boto3.client("sts").get_caller_identity()["Account"]
gateway = boto3.client("apigateway")
for api in gateway.get_rest_apis()["items"]:
    gateway.untag_resource(resourceArn=f"arn:aws:apigateway:us-east-2::/restapis/{api['id']}", tagKeys=OURS)
idp = boto3.client("cognito-idp")
for pool in idp.list_user_pools(MaxResults=60)["UserPools"]:
    idp.untag_resource(ResourceArn=idp.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]["Arn"], TagKeys=OURS)
identity = boto3.client("cognito-identity")
for pool in identity.list_identity_pools(MaxResults=60)["IdentityPools"]:
    arn = f"arn:aws:cognito-identity:us-east-2:{account}:identitypool/{pool['IdentityPoolId']}"
    identity.untag_resource(ResourceArn=arn, TagKeys=OURS)
for region in ["us-east-2", "eu-west-1"]:
    dynamodb = boto3.client("dynamodb", region_name=region)
    for name in dynamodb.list_tables()["TableNames"]:
        dynamodb.untag_resource(ResourceArn=dynamodb.describe_table(TableName=name)["Table"]["TableArn"], TagKeys=OURS)
iam = boto3.client("iam")
for role in pages(iam, "list_roles", "Roles"):
    iam.untag_role(RoleName=role["RoleName"], TagKeys=OURS)
for policy in pages(iam, "list_policies", "Policies", Scope="Local"):
    iam.untag_policy(PolicyArn=policy["Arn"], TagKeys=OURS)
functions = boto3.client("lambda")
for function in pages(functions, "list_functions", "Functions"):
    functions.untag_resource(Resource=function["FunctionArn"], TagKeys=OURS)
logs = boto3.client("logs")
for group in pages(logs, "describe_log_groups", "logGroups"):
    logs.untag_log_group(logGroupName=group["logGroupName"], tags=OURS)
s3 = boto3.client("s3")
for bucket in s3.list_buckets()["Buckets"]:
    tags = s3.get_bucket_tagging(Bucket=bucket["Name"])["TagSet"]
    s3.put_bucket_tagging(Bucket=bucket["Name"], Tagging={"TagSet": [tag for tag in tags if tag["Key"] not in OURS]})
