"""Prints all that an account holds of what the platform is made of, as AWS describes it, but for the tags
by which diatonic knows what is its own."""

import json

import boto3

OURS = ("diatonic:stack", "diatonic:address")
VOLATILE = ("ResponseMetadata", "LastModifiedDate", "LastModified", "RevisionId", "Location", "lastUpdatedDate", "LastUpdatedDateTime")


def clean(value):
    if isinstance(value, dict):
        return {key: clean(item) for key, item in sorted(value.items()) if key not in OURS + VOLATILE}
    if isinstance(value, list):
        items = [clean(item) for item in value if not (isinstance(item, dict) and item.get("Key") in OURS)]
        # Tags have no order.
        return sorted(items, key=str) if all(isinstance(item, dict) and "Key" in item for item in items) else items
    return str(value) if not isinstance(value, (str, int, float, bool, type(None))) else value


def all_of(client, operation, key, **arguments):
    found = []
    for page in boto3.client(client).get_paginator(operation).paginate(**arguments):
        found += page[key]
    return found


everything = {}


def note(name, value):
    everything[name] = clean(value)


iam = boto3.client("iam")
for role in all_of("iam", "list_roles", "Roles"):
    name = role["RoleName"]
    note(f"role {name}", iam.get_role(RoleName=name)["Role"])
    note(f"attached {name}", iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"])
for policy in all_of("iam", "list_policies", "Policies", Scope="Local"):
    note(f"policy {policy['Arn']}", iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"]))
    note(f"tags of {policy['Arn']}", iam.list_policy_tags(PolicyArn=policy["Arn"])["Tags"])
idp = boto3.client("cognito-idp")
for pool in idp.list_user_pools(MaxResults=60)["UserPools"]:
    note(f"pool {pool['Id']}", idp.describe_user_pool(UserPoolId=pool["Id"])["UserPool"])
    for client in idp.list_user_pool_clients(UserPoolId=pool["Id"])["UserPoolClients"]:
        ids = dict(UserPoolId=pool["Id"], ClientId=client["ClientId"])
        note(f"client {client['ClientId']}", idp.describe_user_pool_client(**ids)["UserPoolClient"])
identity = boto3.client("cognito-identity")
for pool in identity.list_identity_pools(MaxResults=60)["IdentityPools"]:
    of_pool = dict(IdentityPoolId=pool["IdentityPoolId"])
    note(f"identity pool {pool['IdentityPoolId']}", identity.describe_identity_pool(**of_pool))
    note(f"roles of {pool['IdentityPoolId']}", identity.get_identity_pool_roles(**of_pool))
for name in boto3.client("dynamodb").list_tables()["TableNames"]:
    note(f"table {name}", boto3.client("dynamodb").describe_table(TableName=name))
functions = boto3.client("lambda")
for function in functions.list_functions()["Functions"]:
    name = function["FunctionName"]
    note(f"function {name}", functions.get_function(FunctionName=name))
    note(f"policy of {name}", json.loads(functions.get_policy(FunctionName=name)["Policy"]))
for group in all_of("logs", "describe_log_groups", "logGroups"):
    note(f"group {group['logGroupName']}", group)
gateway = boto3.client("apigateway")
for api in gateway.get_rest_apis()["items"]:
    of_api = dict(restApiId=api["id"])
    note(f"api {api['id']}", api)
    note(f"resources of {api['id']}", gateway.get_resources(**of_api, embed=["methods"])["items"])
    note(f"stages of {api['id']}", gateway.get_stages(**of_api)["item"])
    note(f"deployments of {api['id']}", gateway.get_deployments(**of_api)["items"])
    note(f"authorizers of {api['id']}", gateway.get_authorizers(**of_api)["items"])
s3 = boto3.client("s3")
for bucket in s3.list_buckets()["Buckets"]:
    name = bucket["Name"]
    note(f"versioning of {name}", s3.get_bucket_versioning(Bucket=name))
    note(f"tags of {name}", s3.get_bucket_tagging(Bucket=name)["TagSet"])
print(json.dumps(everything, sort_keys=True, indent=1))
