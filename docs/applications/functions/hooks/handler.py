"""Takes what partners send: whatever comes goes into the queue, and is looked at there."""

import base64
import json
import os

import boto3

QUEUE = os.environ["QUEUE"]
SQS = boto3.client("sqs")


def handle(event, context):
    headers = event.get("headers") or {}
    delivery = {
        "id": headers.get("x-delivery-id") or event["requestContext"]["requestId"],
        "partner": event["pathParameters"]["partner"],
        "body": body_of(event),
    }
    SQS.send_message(QueueUrl=QUEUE, MessageBody=json.dumps(delivery))
    return {"statusCode": 202}


def body_of(event):
    """What the API does not take for text comes in Base64."""
    body = event.get("body") or ""
    return base64.b64decode(body).decode() if event.get("isBase64Encoded") else body
