"""Grants to what `differences.py` has made, as people give them past Terraform."""

import json

import boto3

ACCOUNT = boto3.client("sts").get_caller_identity()["Account"]


def document(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [dict(statement, Effect="Allow")]})


iam = boto3.client("iam")
iam.attach_role_policy(RoleName="api", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
iam.put_role_policy(RoleName="api", PolicyName="by-hand", PolicyDocument=document(Action="s3:*", Resource="*"))
trust = {"Version": "2012-10-17", "Statement": []}
for service in ["lambda.amazonaws.com", "ec2.amazonaws.com"]:
    trust["Statement"].append({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}})
iam.update_assume_role_policy(RoleName="api", PolicyDocument=json.dumps(trust))
functions = boto3.client("lambda")
functions.add_permission(FunctionName="api", StatementId="anybody", Action="lambda:InvokeFunction", Principal="*")
idp = boto3.client("cognito-idp")
pool = idp.list_user_pools(MaxResults=60)["UserPools"][0]["Id"]
idp.create_group(GroupName="owners", UserPoolId=pool)
gateway = boto3.client("apigateway")
api = gateway.get_rest_apis()["items"][0]["id"]
root = gateway.get_resources(restApiId=api)["items"][0]["id"]
of_api = dict(restApiId=api, resourceId=root, httpMethod="GET")
gateway.put_method(**of_api, authorizationType="NONE")
gateway.put_integration(**of_api, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
bucket = f"shop-{ACCOUNT}"
s3 = boto3.client("s3")
s3.delete_public_access_block(Bucket=bucket)
s3.put_bucket_policy(Bucket=bucket, Policy=document(Action="s3:GetObject", Principal="*", Resource=f"arn:aws:s3:::{bucket}/*"))
