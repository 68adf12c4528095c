"""Counts the lines and the words of new documents."""

import json
import os
from urllib.parse import unquote_plus

import boto3

S3 = boto3.client("s3")
TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handle(event, context):
    failed = []
    for message in event["Records"]:
        try:
            # S3 tries a queue with a message that has no records.
            for record in json.loads(message["body"]).get("Records", []):
                count(record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"]))
        except Exception as error:
            print(json.dumps({"message": message["messageId"], "error": str(error)}))
            failed.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failed}


def count(bucket, key):
    lines = words = 0
    for line in S3.get_object(Bucket=bucket, Key=key)["Body"].iter_lines():
        lines, words = lines + 1, words + len(line.split())
    TABLE.put_item(Item={"key": key, "lines": lines, "words": words})
