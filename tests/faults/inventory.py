"""Says what accounts hold: reads the number of an account a line, and prints a JSON object a line."""

import json
import sys

import boto3
import botocore.session

DATA = botocore.session.Session().get_component("data_loader")


def clients(account):
    """Clients as an account. What describes the services is loaded once."""
    core = botocore.session.Session()
    core.register_component("data_loader", DATA)
    session = boto3.Session(
        aws_access_key_id=account,
        aws_secret_access_key="test",
        region_name="us-east-2",
        botocore_session=core,
    )
    return session.client


def policy_size(functions, name):
    try:
        return len(json.loads(functions.get_policy(FunctionName=name)["Policy"])["Statement"])
    except functions.exceptions.ResourceNotFoundException:
        return 0


def alias(functions, name, one):
    """Where an alias leads: whether all calls go to one version, and whether that is the newest."""
    versions = functions.list_versions_by_function(FunctionName=name)["Versions"]
    newest = max((int(it["Version"]) for it in versions if it["Version"] != "$LATEST"), default=0)
    shares = one.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})
    calls = ", ".join(f"{share:.0%} to another".replace("%", " %") for share in shares.values()) or "all calls"
    return f"{name}:{one['Name']}, {calls}, {'the newest' if one['FunctionVersion'] == str(newest) else 'an older'}"


def inventory(account):
    client = clients(account)
    users, identities, gateway = client("cognito-idp"), client("cognito-identity"), client("apigateway")
    tables, roles, functions = client("dynamodb"), client("iam"), client("lambda")
    storage = client("s3")
    buckets = [bucket["Name"] for bucket in storage.list_buckets()["Buckets"]]
    pools = users.list_user_pools(MaxResults=60)["UserPools"]
    apis = gateway.get_rest_apis(limit=500)["items"]
    plans = gateway.get_usage_plans(limit=500)["items"]
    names = [role["RoleName"] for role in roles.list_roles()["Roles"]]
    return {
        "tables": tables.list_tables()["TableNames"],
        "buckets": buckets,
        "locks": [
            one["Key"]
            for bucket in buckets
            for one in storage.list_objects_v2(Bucket=bucket).get("Contents", [])
            if one["Key"].endswith("/lock.json")
        ],
        "roles": names,
        "role_policies": [
            f"{role}/{policy}"
            for role in names
            for policy in roles.list_role_policies(RoleName=role)["PolicyNames"]
            + [one["PolicyName"] for one in roles.list_attached_role_policies(RoleName=role)["AttachedPolicies"]]
        ],
        "policies": [policy["PolicyName"] for policy in roles.list_policies(Scope="Local")["Policies"]],
        "functions": [
            f"{one['FunctionName']}, {policy_size(functions, one['FunctionName'])} permissions"
            for one in functions.list_functions()["Functions"]
        ],
        "aliases": [
            alias(functions, function["FunctionName"], one)
            for function in functions.list_functions()["Functions"]
            for one in functions.list_aliases(FunctionName=function["FunctionName"])["Aliases"]
        ],
        "log_groups": [group["logGroupName"] for group in client("logs").describe_log_groups()["logGroups"]],
        "user_pools": [pool["Name"] for pool in pools],
        "groups": [
            group["GroupName"] for pool in pools for group in users.list_groups(UserPoolId=pool["Id"])["Groups"]
        ],
        "clients": [
            client["ClientName"]
            for pool in pools
            for client in users.list_user_pool_clients(UserPoolId=pool["Id"], MaxResults=60)["UserPoolClients"]
        ],
        "identity_pools": [
            pool["IdentityPoolName"] for pool in identities.list_identity_pools(MaxResults=60)["IdentityPools"]
        ],
        "apis": [api["name"] for api in apis],
        "paths": [
            resource["path"]
            for api in apis
            for resource in gateway.get_resources(restApiId=api["id"], limit=500)["items"]
        ],
        "methods": [
            f"{verb} {resource['path']}"
            for api in apis
            for resource in gateway.get_resources(restApiId=api["id"], limit=500, embed=["methods"])["items"]
            for verb, method in (resource.get("resourceMethods") or {}).items()
            if method.get("methodIntegration")
        ],
        "models": [
            model["name"] for api in apis for model in gateway.get_models(restApiId=api["id"], limit=500)["items"]
        ],
        "authorizers": [
            authorizer["name"] for api in apis for authorizer in gateway.get_authorizers(restApiId=api["id"])["items"]
        ],
        "deployments": [
            "deployment" for api in apis for _ in gateway.get_deployments(restApiId=api["id"])["items"]
        ],
        "stages": [stage["stageName"] for api in apis for stage in gateway.get_stages(restApiId=api["id"])["item"]],
        "api_keys": [key["name"] for key in gateway.get_api_keys()["items"]],
        "usage_plans": [plan["name"] for plan in plans],
        "usage_plan_keys": [
            key["name"] for plan in plans for key in gateway.get_usage_plan_keys(usagePlanId=plan["id"])["items"]
        ],
    }


for line in sys.stdin:
    held = inventory(line.strip())
    print(json.dumps({what: sorted(names) for what, names in held.items()}), flush=True)
