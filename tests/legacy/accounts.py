"""Makes accounts and looks at them: reads what to do and the number of an account a line, and prints a line of JSON."""

import json
import sys

import everything
import varied
from terraform.place import REGION, client, enter


def make():
    """The small platform, with a bucket for diatonic's own state."""
    location = {"LocationConstraint": REGION}
    client("s3").create_bucket(Bucket=STATE, CreateBucketConfiguration=location)
    return varied.made()


def lock():
    """The lock on diatonic's state, if anybody has it."""
    try:
        return json.load(client("s3").get_object(Bucket=STATE, Key="app/lock.json")["Body"])
    except client("s3").exceptions.NoSuchKey:
        return None


ANSWERS = {"make": make, "look": everything.look, "lock": lock}

for line in sys.stdin:
    verb, number = line.split()
    STATE = f"{everything.STATES}{number}"
    enter(number)
    print(json.dumps(ANSWERS[verb]()), flush=True)
