"""Keeps each delivery of a partner once, for a month. Messages that fail come again, and the others do not."""

import json
import os
import time

import boto3
from botocore.exceptions import ClientError

TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE"])
MONTH = 30 * 24 * 3600


def handle(event, context):
    failed = [message["messageId"] for message in event["Records"] if not is_kept(message)]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def is_kept(message):
    try:
        delivery = json.loads(message["body"])
        item = {**delivery, "id": f"{delivery['partner']}/{delivery['id']}"}
        item["expires_at"] = int(time.time()) + MONTH
        TABLE.put_item(Item=item, ConditionExpression="attribute_not_exists(id)")
    except ClientError as error:
        # It has come before.
        return error.response["Error"]["Code"] == "ConditionalCheckFailedException"
    except (ValueError, KeyError, TypeError):
        return False
    return True
