"""Keeps the notes of whoever is signed in: POST /notes adds one, GET /notes lists them."""

import json
import os
import time
import uuid

import boto3
from boto3.dynamodb.conditions import Key

# Made once for all calls that this process answers.
TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE"])

# As many as one answer has.
MOST = 100


def handle(event, context):
    # API Gateway has checked the token; nobody else can have written this.
    user = event["requestContext"]["authorizer"]["claims"]["sub"]
    if event["httpMethod"] == "POST":
        return add(user, event.get("body") or "")
    return answer(200, {"notes": notes_of(user)})


def add(user, body):
    try:
        text = json.loads(body)["text"]
    except (ValueError, KeyError, TypeError):
        text = None
    if not isinstance(text, str) or not 0 < len(text) <= 1000:
        return answer(400, {"error": 'send {"text": "…"}, of at most 1,000 characters'})
    # Begins with the time, so that the newest stands last in the table.
    note = {"id": f"{time.time_ns():020}-{uuid.uuid4().hex[:8]}", "text": text}
    TABLE.put_item(Item={"user": user, **note})
    return answer(201, note)


def notes_of(user):
    """The newest first."""
    found = TABLE.query(
        KeyConditionExpression=Key("user").eq(user), ScanIndexForward=False, Limit=MOST
    )
    return [{"id": item["id"], "text": item["text"]} for item in found["Items"]]


def answer(status, body):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body, ensure_ascii=False),
    }
