"""Uses the deployed API as its users do, and holds each answer against what it must be.

Arguments: the name of the API and its stage, of the user pool, of the pool's client, of the key for
registration, and of the tables of profiles and logs. Everything else is found through AWS's own client.
"""

import json
import os
import sys
import urllib.error
import urllib.request

import boto3
from pycognito.aws_srp import AWSSRP

api_name, stage, pool_name, client_name, key_name, profiles_name, logs_name = sys.argv[1:]
PASSWORD = "Correct-horse-7"
ORIGIN = "http://localhost:3000"
gateway = boto3.client("apigateway")
cognito = boto3.client("cognito-idp")
tables = boto3.resource("dynamodb")


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


def sign_in(email):
    """A token, by the protocol that browsers use: the password never leaves them."""
    tokens = AWSSRP(email, PASSWORD, pool, client, client=cognito).authenticate_user()
    return tokens["AuthenticationResult"]["IdToken"]


person = {"email": "eve@example.com", "password": PASSWORD, "full_name": "Eve"}
expect("registration without the application's key", 403, call("POST", "/users", person))
ada = expect("registration", 201, register("ada@example.com")).body["user_id"]
expect("the same registration again", 409, register("ada@example.com"))
bob = expect("registration of another", 201, register("bob@example.com")).body["user_id"]
expect("registration that chooses a role", 400, register("eve@example.com", role="admin"))
expect("registration with a weak password", 400, register("eve@example.com", password="short"))
expect("registration without a name", 400, call("POST", "/users", {"email": "eve@example.com", "password": PASSWORD}, X_Api_Key=api_key))

token = sign_in("ada@example.com")
print("ok  signed in by SRP")
own, other = f"/users/{ada}", f"/users/{bob}"
profile = expect("own profile", 200, call("GET", own, Authorization=token))
if profile.headers["Access-Control-Allow-Origin"] != ORIGIN:
    sys.exit(f"the page may not read the answer: {profile.headers}")
expect("another's profile", 403, call("GET", other, Authorization=token))
expect("change of another's profile", 403, call("PUT", other, {"full_name": "Mallory"}, Authorization=token))
expect("own profile without a token", 401, call("GET", own))
header, claims, signature = token.split(".")
forged = ".".join([header, claims, signature[:-8] + ("A" * 8 if signature[-8:] != "A" * 8 else "B" * 8)])
expect("own profile with a forged token", 401, call("GET", own, Authorization=forged))
expect("change of the own name", 200, call("PUT", own, {"full_name": "Augusta Ada King"}, Authorization=token))
expect("change of the own role", 400, call("PUT", own, {"role": "admin"}, Authorization=token))

for path, method in [("/users", "POST"), (own, "DELETE")]:
    preflight = call("OPTIONS", path, Access_Control_Request_Method=method)
    expect(f"preflight of {method} {path.replace(ada, '{user_id}')}", 200, preflight)
    if preflight.headers["Access-Control-Allow-Origin"] != ORIGIN:
        sys.exit(f"the origin is not allowed: {preflight.headers}")
    for header, needed in [("Methods", method), ("Headers", "Authorization")]:
        allowed = preflight.headers[f"Access-Control-Allow-{header}"]
        if needed not in allowed.split(","):
            sys.exit(f"{needed} is not allowed: {allowed}")

# What the tables and the pool hold, whatever was answered.
items = tables.Table(profiles_name).scan()["Items"]
if sorted(item["user_id"] for item in items) != sorted([ada, bob]):
    sys.exit(f"there must be two profiles: {items}")
stored = next(item for item in items if item["user_id"] == ada)
chosen = (stored["full_name"], stored["role"], stored["organization_id"])
if chosen != ("Augusta Ada King", "basic", "individual"):
    sys.exit(f"the profile is not as it was written: {stored}")
user = cognito.admin_get_user(UserPoolId=pool, Username=ada)
attributes = {a["Name"]: a["Value"] for a in user["UserAttributes"]}
if attributes["custom:user_id"] != ada or attributes["custom:full_name"] != "Augusta Ada King":
    sys.exit(f"the pool does not agree with the profile: {attributes}")
groups = [g["GroupName"] for g in cognito.admin_list_groups_for_user(UserPoolId=pool, Username=ada)["Groups"]]
if groups != ["BasicUsers"]:
    sys.exit(f"who registers is in BasicUsers: {groups}")
events = sorted(item["event_type"] for item in tables.Table(logs_name).scan()["Items"])
print(f"ok  profile, attributes and group are as they should be; logged: {', '.join(events)}")

# The claims of the last token still say who it was.
expect("deletion of the own account", 204, call("DELETE", own, Authorization=token))
try:
    sign_in("ada@example.com")
    sys.exit("who is deleted can still sign in")
except cognito.exceptions.NotAuthorizedException:
    print("ok  who is deleted cannot sign in")

for attempt in range(1, 1000):
    answer = call("GET", other, Authorization=token)
    if answer.status == 429:
        print(f"ok  429 after {attempt} requests in a row")
        break
else:
    sys.exit("no number of requests is too many")
