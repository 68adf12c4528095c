"""Looks at all that an account holds of what kinds own, as AWS describes it: what there is without the tags by which
diatonic knows what is its own, where those were, and which operations were called."""

import json

from botocore.exceptions import ClientError

from terraform.place import REGION, account, client

OURS = {"diatonic:stack", "diatonic:address"}
# What changes by itself, and what AWS signs anew whenever it is asked.
VOLATILE = {
    "EarliestRestorableDateTime",
    "LastModified",
    "LastModifiedDate",
    "LastUpdatedDateTime",
    "LatestRestorableDateTime",
    "Location",
    "ResponseMetadata",
    "RevisionId",
    "lastUpdatedDate",
}
# The names of buckets in which diatonic keeps its own state.
STATES = "state-"
# Where else something may be.
REGIONS = [REGION, "us-east-1", "us-west-2"]

held = {}
marked = set()
called = set()


def clean(value, name):
    if isinstance(value, dict):
        marked.update(name for key in value if key in OURS)
        return {key: clean(item, name) for key, item in sorted(value.items()) if key not in OURS | VOLATILE}
    if isinstance(value, list):
        is_ours = [isinstance(item, dict) and item.get("Key", item.get("TagKey")) in OURS for item in value]
        marked.update(name for ours in is_ours if ours)
        items = [clean(item, name) for item, ours in zip(value, is_ours) if not ours]
        # Tags have no order.
        return sorted(items, key=str) if all(isinstance(item, dict) and "Key" in item for item in items) else items
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


class Service:
    """The operations of a service in a region. Each keeps what it is told."""

    def __init__(self, name, region=REGION):
        self.name, self.region, self.client = name, region, client(name, region)
        self.service_id = self.client.meta.service_model.service_id

    def __getattr__(self, operation):
        return lambda **arguments: self.ask(operation, arguments)

    def ask(self, operation, arguments):
        """Calls an operation, page by page. Gives the answer; an error is one as well, as much is absent."""
        called.add(f"{self.service_id} {self.client.meta.method_to_api_mapping[operation]}")
        try:
            if self.client.can_paginate(operation):
                answer = self.client.get_paginator(operation).paginate(**arguments).build_full_result()
            else:
                answer = getattr(self.client, operation)(**arguments)
        except ClientError as error:
            answer = {"error": error.response["Error"]["Code"]}
        name = f"{self.region} {self.name} {operation} {json.dumps(arguments)}"
        held[name] = clean(answer, name)
        return answer

    def each(self, operation, key, **arguments):
        return self.ask(operation, arguments).get(key, [])


def roles():
    iam = Service("iam")
    for role in iam.each("list_roles", "Roles"):
        of_role = {"RoleName": role["RoleName"]}
        iam.get_role(**of_role)
        iam.list_role_tags(**of_role)
        iam.list_attached_role_policies(**of_role)
        for name in iam.each("list_role_policies", "PolicyNames", **of_role):
            iam.get_role_policy(**of_role, PolicyName=name)
    for policy in iam.each("list_policies", "Policies", Scope="Local"):
        of_policy = {"PolicyArn": policy["Arn"]}
        iam.get_policy(**of_policy)
        iam.list_policy_tags(**of_policy)
        for version in iam.each("list_policy_versions", "Versions", **of_policy):
            iam.get_policy_version(**of_policy, VersionId=version["VersionId"])


def users(region):
    idp = Service("cognito-idp", region)
    for pool in idp.each("list_user_pools", "UserPools", MaxResults=60):
        of_pool = {"UserPoolId": pool["Id"]}
        described = idp.describe_user_pool(**of_pool)["UserPool"]
        idp.list_tags_for_resource(ResourceArn=described["Arn"])
        for operation in [
            "describe_risk_configuration",
            "get_log_delivery_configuration",
            "get_ui_customization",
            "get_user_pool_mfa_config",
            "list_groups",
            "list_identity_providers",
            "list_resource_servers",
        ]:
            limit = {"MaxResults": 50} if operation == "list_resource_servers" else {}
            idp.ask(operation, of_pool | limit)
        for domain in filter(None, [described.get("Domain"), described.get("CustomDomain")]):
            idp.describe_user_pool_domain(Domain=domain)
        for provider in idp.each("list_identity_providers", "Providers", **of_pool):
            idp.describe_identity_provider(**of_pool, ProviderName=provider["ProviderName"])
        for app in idp.each("list_user_pool_clients", "UserPoolClients", **of_pool):
            idp.describe_user_pool_client(**of_pool, ClientId=app["ClientId"])
    identity = Service("cognito-identity", region)
    for pool in identity.each("list_identity_pools", "IdentityPools", MaxResults=60):
        of_pool = {"IdentityPoolId": pool["IdentityPoolId"]}
        described = identity.describe_identity_pool(**of_pool)
        identity.get_identity_pool_roles(**of_pool)
        identity.list_tags_for_resource(ResourceArn=identity_pool_arn(pool["IdentityPoolId"]))
        for provider in described.get("CognitoIdentityProviders", []):
            identity.get_principal_tag_attribute_map(**of_pool, IdentityProviderName=provider["ProviderName"])


def identity_pool_arn(pool):
    return f"arn:aws:cognito-identity:{pool.split(':')[0]}:{account()}:identitypool/{pool}"


def tables(region):
    dynamodb, scaling = Service("dynamodb", region), Service("application-autoscaling", region)
    scaling.describe_scalable_targets(ServiceNamespace="dynamodb")
    scaling.describe_scaling_policies(ServiceNamespace="dynamodb")
    for name in dynamodb.each("list_tables", "TableNames"):
        described = dynamodb.describe_table(TableName=name)["Table"]
        dynamodb.get_resource_policy(ResourceArn=described["TableArn"])
        dynamodb.list_tags_of_resource(ResourceArn=described["TableArn"])
        for operation in [
            "describe_continuous_backups",
            "describe_kinesis_streaming_destination",
            "describe_time_to_live",
            "list_contributor_insights",
        ]:
            dynamodb.ask(operation, {"TableName": name})


def functions(region):
    functions = Service("lambda", region)
    functions.list_event_source_mappings()
    functions.list_code_signing_configs()
    for function in functions.each("list_functions", "Functions"):
        functions.list_tags(Resource=function["FunctionArn"])
        for operation in [
            "get_function",
            "get_function_recursion_config",
            "get_runtime_management_config",
            "get_policy",
            "list_aliases",
            "list_function_event_invoke_configs",
            "list_function_url_configs",
            "list_provisioned_concurrency_configs",
            "list_versions_by_function",
        ]:
            functions.ask(operation, {"FunctionName": function["FunctionName"]})
    logs = Service("logs", region)
    for group in logs.each("describe_log_groups", "logGroups"):
        arn = group["arn"].removesuffix(":*")
        logs.list_tags_for_resource(resourceArn=arn)
        logs.describe_metric_filters(logGroupName=group["logGroupName"])
        logs.describe_subscription_filters(logGroupName=group["logGroupName"])
        logs.describe_index_policies(logGroupIdentifiers=[group["logGroupName"]])


def apis(region):
    gateway = Service("apigateway", region)
    gateway.get_account()
    arn = f"arn:aws:apigateway:{region}::"
    for key in gateway.each("get_api_keys", "items"):
        gateway.get_api_key(apiKey=key["id"], includeValue=True)
        gateway.get_tags(resourceArn=f"{arn}/apikeys/{key['id']}")
    for plan in gateway.each("get_usage_plans", "items"):
        gateway.get_usage_plan(usagePlanId=plan["id"])
        gateway.get_usage_plan_keys(usagePlanId=plan["id"])
        gateway.get_tags(resourceArn=f"{arn}/usageplans/{plan['id']}")
    for domain in gateway.each("get_domain_names", "items"):
        gateway.get_domain_name(domainName=domain["domainName"])
        gateway.get_base_path_mappings(domainName=domain["domainName"])
        gateway.get_tags(resourceArn=f"{arn}/domainnames/{domain['domainName']}")
    for api in gateway.each("get_rest_apis", "items"):
        of_api = {"restApiId": api["id"]}
        gateway.get_tags(resourceArn=f"{arn}/restapis/{api['id']}")
        gateway.get_resources(**of_api, embed=["methods"])
        for operation in [
            "get_authorizers",
            "get_gateway_responses",
            "get_models",
            "get_request_validators",
            "get_rest_api",
        ]:
            gateway.ask(operation, of_api)
        for deployment in gateway.each("get_deployments", "items", **of_api):
            gateway.get_deployment(**of_api, deploymentId=deployment["id"], embed=["apisummary"])
        for stage in gateway.each("get_stages", "item", **of_api):
            gateway.get_tags(resourceArn=f"{arn}/restapis/{api['id']}/stages/{stage['stageName']}")


def buckets():
    # A bucket can be asked from anywhere.
    s3 = Service("s3")
    for bucket in client("s3").list_buckets()["Buckets"]:
        if bucket["Name"].startswith(STATES):
            continue
        s3.head_bucket(Bucket=bucket["Name"])
        for operation in [
            "get_bucket_accelerate_configuration",
            "get_bucket_acl",
            "get_bucket_cors",
            "get_bucket_encryption",
            "get_bucket_lifecycle_configuration",
            "get_bucket_location",
            "get_bucket_logging",
            "get_bucket_notification_configuration",
            "get_bucket_ownership_controls",
            "get_bucket_policy",
            "get_bucket_replication",
            "get_bucket_request_payment",
            "get_bucket_tagging",
            "get_bucket_versioning",
            "get_bucket_website",
            "get_object_lock_configuration",
            "get_public_access_block",
            "list_bucket_analytics_configurations",
            "list_bucket_intelligent_tiering_configurations",
            "list_bucket_inventory_configurations",
            "list_bucket_metrics_configurations",
            "list_object_versions",
        ]:
            s3.ask(operation, {"Bucket": bucket["Name"]})


def look():
    """All that the account holds."""
    for found in [held, marked, called]:
        found.clear()
    roles()
    buckets()
    for region in REGIONS:
        users(region)
        tables(region)
        functions(region)
        apis(region)
    return {"held": dict(held), "marked": sorted(marked), "called": sorted(called)}
