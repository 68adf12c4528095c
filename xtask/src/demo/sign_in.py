"""Signs a user in the way Cognito does, and shows what the function has written.

Arguments: the function, Cognito's event, and the tables of profiles, sessions and logs.
"""

import json
import sys

import boto3

function, event, profiles, sessions, logs = sys.argv[1:]
user = json.loads(event)["request"]["userAttributes"]["custom:user_id"]
tables = boto3.resource("dynamodb")


def show(title, items):
    if not items:
        sys.exit(f"no {title} was written")
    for item in items:
        print(f"{title}: {json.dumps(item, default=int)}")


# Registration would have written this.
tables.Table(profiles).put_item(Item={"user_id": user, "email": "ada@example.com"})

answer = boto3.client("lambda").invoke(FunctionName=function, Payload=event)
payload = answer["Payload"].read().decode()
if "FunctionError" in answer or json.loads(payload) != json.loads(event):
    sys.exit(f"{function} must give the event back, and answered {payload}")

is_own = lambda item: item["user_id"] == user
show("session", list(filter(is_own, tables.Table(sessions).scan()["Items"])))
show("log entry", list(filter(is_own, tables.Table(logs).scan()["Items"])))
profile = tables.Table(profiles).get_item(Key={"user_id": user})["Item"]
if profile.get("metadata", {}).get("login_count") != 1:
    sys.exit(f"the sign-in was not counted: {profile}")
show("profile", [profile])
