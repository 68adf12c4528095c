"""Looks through the account for anything that is left, and fails if it finds something."""

import sys

import boto3

# What, service, operation with its arguments, the list in the answer, the name in an item of it.
LISTS = [
    ("table", "dynamodb", "list_tables", {}, "TableNames", None),
    ("bucket", "s3", "list_buckets", {}, "Buckets", "Name"),
    ("role", "iam", "list_roles", {}, "Roles", "RoleName"),
    ("policy", "iam", "list_policies", {"Scope": "Local"}, "Policies", "PolicyName"),
    ("log group", "logs", "describe_log_groups", {}, "logGroups", "logGroupName"),
    ("function", "lambda", "list_functions", {}, "Functions", "FunctionName"),
    ("user pool", "cognito-idp", "list_user_pools", {"MaxResults": 60}, "UserPools", "Name"),
    ("identity pool", "cognito-identity", "list_identity_pools", {"MaxResults": 60}, "IdentityPools", "IdentityPoolName"),
    ("API key", "apigateway", "get_api_keys", {}, "items", "name"),
    ("usage plan", "apigateway", "get_usage_plans", {}, "items", "name"),
    ("REST API", "apigateway", "get_rest_apis", {}, "items", "name"),
    ("HTTP API", "apigatewayv2", "get_apis", {}, "Items", "Name"),
    ("queue", "sqs", "list_queues", {}, "QueueUrls", None),
    ("topic", "sns", "list_topics", {}, "Topics", "TopicArn"),
    ("parameter", "ssm", "describe_parameters", {}, "Parameters", "Name"),
    ("alarm", "cloudwatch", "describe_alarms", {}, "MetricAlarms", "AlarmName"),
]


def names(service, operation, arguments, answer_key, name_key):
    client = boto3.client(service)
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate(**arguments)
    else:
        pages = [getattr(client, operation)(**arguments)]
    for page in pages:
        for item in page.get(answer_key, []):
            yield item[name_key] if name_key else item


left = [f"{what} {name}" for what, *where in LISTS for name in names(*where)]
if left:
    sys.exit("left in the account:\n  " + "\n  ".join(left))
print("nothing is left: no " + ", no ".join(what for what, *_ in LISTS))
