"""Signs people in as browsers do, and prints their claims by name. Arguments: the pool, the client, the names."""

import base64
import json
import sys

import boto3
from pycognito.aws_srp import AWSSRP

pool, client, *names = sys.argv[1:]
users = boto3.client("cognito-idp")


def claims(name):
    session = AWSSRP(f"{name}@example.com", "Correct-horse-7", pool, client, client=users).authenticate_user()
    token = session["AuthenticationResult"]["IdToken"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))


print(json.dumps({name: claims(name) for name in names}))
