"""What a listener has to do for an order: it notes which event it has dealt with last."""

import json
import os

import boto3

LISTENER = os.environ["LISTENER"]
TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handle(event, context):
    failed = []
    for message in event["Records"]:
        try:
            note(json.loads(message["body"]))
        except (ValueError, KeyError) as error:
            print(json.dumps({"message": message["messageId"], "error": str(error)}))
            failed.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failed}


def note(event):
    TABLE.update_item(
        Key={"order": event["detail"]["order"]},
        UpdateExpression="SET #listener = :what",
        ExpressionAttributeNames={"#listener": LISTENER},
        ExpressionAttributeValues={":what": event["detail-type"]},
    )
