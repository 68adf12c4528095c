"""Short links: GET /<name> leads to where the link goes, POST /links makes one."""

import base64
import json
import os
import secrets

import boto3

TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handle(event, context):
    if event["requestContext"]["http"]["method"] == "POST":
        return add(body_of(event))
    return follow(event["pathParameters"]["name"])


def follow(name):
    link = TABLE.get_item(Key={"name": name}).get("Item")
    if link is None:
        return {"statusCode": 404}
    return {"statusCode": 302, "headers": {"location": link["target"]}}


def add(body):
    try:
        target = json.loads(body)["target"]
    except (ValueError, KeyError, TypeError):
        target = None
    if not isinstance(target, str) or not target.startswith("https://"):
        return {"statusCode": 400, "body": 'send {"target": "https://…"}'}
    name = secrets.token_urlsafe(6)
    # Names are drawn by lot, and one that is taken keeps its target.
    TABLE.put_item(
        Item={"name": name, "target": target},
        ConditionExpression="attribute_not_exists(#name)",
        ExpressionAttributeNames={"#name": "name"},
    )
    return {"statusCode": 201, "body": json.dumps({"name": name})}


def body_of(event):
    """What the API does not take for text comes in Base64."""
    body = event.get("body") or ""
    return base64.b64decode(body).decode() if event.get("isBase64Encoded") else body
