"""Calls the deployed API as its users do: what the scripts that follow this one have alike.

Arguments: the name of the API and its stage, of the user pool, of the pool's client, and of the key for registration.
Everything else is found through AWS's own client.
"""

import json
import os
import sys
import urllib.error
import urllib.request

import boto3
from pycognito.aws_srp import AWSSRP

api_name, stage, pool_name, client_name, key_name = sys.argv[1:6]
PASSWORD = "Correct-horse-7"
ORIGIN = "http://localhost:3000"
gateway = boto3.client("apigateway")
cognito = boto3.client("cognito-idp")


def the_one(what, found):
    if len(found) != 1:
        sys.exit(f"there must be one {what}, and there are {len(found)}")
    return found[0]


api = the_one("API", [a["id"] for a in gateway.get_rest_apis()["items"] if a["name"] == api_name])
pools = cognito.list_user_pools(MaxResults=60)["UserPools"]
pool = the_one("pool", [p["Id"] for p in pools if p["Name"] == pool_name])
clients = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
client = the_one("client", [c["ClientId"] for c in clients if c["ClientName"] == client_name])
keys = gateway.get_api_keys(includeValues=True)["items"]
api_key = the_one("key", [k["value"] for k in keys if k["name"] == key_name])
base = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}/{stage}"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def body(self):
        return json.loads(self.text)


def call(method, path, body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        headers.setdefault("Content-Type", "application/json")
    request = urllib.request.Request(base + path, data, {"Origin": ORIGIN, **headers}, method=method)
    try:
        return Answer(urllib.request.urlopen(request))
    except urllib.error.HTTPError as refusal:
        return Answer(refusal)


def expect(what, status, answer):
    good = answer.status == status
    print(f"{'ok ' if good else 'BAD'} {answer.status} {what}")
    if not good:
        sys.exit(f"{what}: {status} was expected, and {answer.status} came with {answer.text}")
    return answer


def register(email, **more):
    person = {"email": email, "password": PASSWORD, "full_name": "Ada Lovelace"}
    return call("POST", "/users", {**person, **more}, X_Api_Key=api_key)


def sign_in(email, token="IdToken"):
    """A token, by the protocol that browsers use: the password never leaves them."""
    tokens = AWSSRP(email, PASSWORD, pool, client, client=cognito).authenticate_user()
    return tokens["AuthenticationResult"][token]


