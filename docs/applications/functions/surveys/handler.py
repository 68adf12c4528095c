"""Takes the answers to surveys, of each person once: PUT /surveys/<survey> fills one in, GET shows one's own."""

import base64
import json
import os

import boto3
from botocore.exceptions import ClientError

TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handle(event, context):
    # The API has checked the token.
    person = event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
    key = {"survey": event["pathParameters"]["survey"], "person": person}
    if event["requestContext"]["http"]["method"] == "PUT":
        return fill_in(key, body_of(event))
    found = TABLE.get_item(Key=key).get("Item")
    return answer(200, found["answers"]) if found else answer(404, {"error": "not filled in yet"})


def fill_in(key, body):
    try:
        answers = json.loads(body)
    except ValueError:
        answers = None
    if not isinstance(answers, dict) or not all(isinstance(text, str) for text in answers.values()):
        return answer(400, {"error": 'send {"<question>": "<answer>", …}'})
    try:
        TABLE.put_item(
            Item={**key, "answers": answers}, ConditionExpression="attribute_not_exists(survey)"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return answer(409, {"error": "filled in already"})
    return answer(201, answers)


def answer(status, body):
    return {"statusCode": status, "body": json.dumps(body, ensure_ascii=False)}


def body_of(event):
    """What the API does not take for text comes in Base64."""
    body = event.get("body") or ""
    return base64.b64decode(body).decode() if event.get("isBase64Encoded") else body
