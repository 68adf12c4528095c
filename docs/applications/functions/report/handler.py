"""Writes the morning's report: how many orders each listener has dealt with, by what has happened to them."""

import json
import os
from collections import Counter
from datetime import date

import boto3

BUCKET, TOPIC = os.environ["BUCKET"], os.environ["TOPIC"]
S3, SNS = boto3.client("s3"), boto3.client("sns")
PAGES = boto3.client("dynamodb").get_paginator("scan")


def handle(event, context):
    today, report = date.today().isoformat(), json.dumps(counts(), indent=2, sort_keys=True)
    S3.put_object(Bucket=BUCKET, Key=f"{today}.json", Body=report.encode(), ContentType="application/json")
    SNS.publish(TopicArn=TOPIC, Subject=f"Orders until {today}", Message=report)


def counts():
    """By listener, how often it has seen what."""
    seen = {}
    for page in PAGES.paginate(TableName=os.environ["TABLE"]):
        for order in page["Items"]:
            for listener, what in order.items():
                if listener != "order":
                    seen.setdefault(listener, Counter())[what["S"]] += 1
    return seen
