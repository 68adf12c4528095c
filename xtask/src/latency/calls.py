"""Calls each function of the platform in new instances and in one that has answered before, and prints how long it took.

Arguments: what the names begin with, the user pool, Cognito's events of a sign-in and of a sign-up, how often an instance is
new, and how often it is called then. Each call is one that people make, with what it does in tables, pool and sessions.
"""

import json
import sys
import time

import boto3

prefix, pool_name, sign_in, sign_up, starts, calls = sys.argv[1:]
starts, calls = int(starts), int(calls)
functions, cognito = boto3.client("lambda"), boto3.client("cognito-idp")
pool = next(it["Id"] for it in cognito.list_user_pools(MaxResults=60)["UserPools"] if it["Name"] == pool_name)
NOBODYS = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def somebody(name):
    attributes = [{"Name": "email", "Value": f"{name}@example.com"}, {"Name": "email_verified", "Value": "true"}]
    user = cognito.admin_create_user(
        UserPoolId=pool, Username=name, UserAttributes=attributes, MessageAction="SUPPRESS"
    )["User"]
    return next(it["Value"] for it in user["Attributes"] if it["Name"] == "sub")


ada = somebody("ada")


def request(method, resource, parameters=None, body=None):
    """The event that API Gateway makes of a call of somebody who is alone."""
    path = resource.format(**(parameters or {}))
    claims = {"sub": ada, "cognito:username": "ada", "email": "ada@example.com", "token_use": "id"}
    event = {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {"Content-Type": "application/json"},
        "pathParameters": parameters,
        "requestContext": {"requestId": "latency", "authorizer": {"claims": claims}},
    }
    if body is not None:
        event["body"] = json.dumps(body)
    return lambda number: event


def registration(number):
    person = {"email": f"user-{number}@example.com", "password": "Correct-horse-7", "full_name": "Ada Lovelace"}
    return request("POST", "/users", body=person)(number)


def told(event):
    event = {**json.loads(event), "userPoolId": pool}
    event["request"]["userAttributes"]["sub"] = ada
    return lambda number: event


def arrival(number):
    """A file that S3 tells of again, long after it was decided about."""
    key = {"object": {"key": f"incoming/u_{ada}/{NOBODYS}"}}
    return {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": key}]}


CALLS = {
    "user-profile-management": ("GET /users/{user_id}", request("GET", "/users/{user_id}", {"user_id": ada})),
    "user-registration": ("POST /users", registration),
    "organizations-api": ("GET /users/me", request("GET", "/users/me")),
    "education-api": ("GET /education/courses", request("GET", "/education/courses")),
    "uploads-api": ("GET /uploads/{upload_id}", request("GET", "/uploads/{upload_id}", {"upload_id": NOBODYS})),
    "uploads-processor": ("a file, told twice", arrival),
    "auth-post-confirmation": ("a sign-up", told(sign_up)),
    "auth-post-authentication": ("a sign-in", told(sign_in)),
}

# The most that a zip may have, in MB.
LARGEST = 6

numbers = iter(range(1_000_000))


def call(name, version, event):
    """Milliseconds of one call, which must go well."""
    payload = json.dumps(event(next(numbers)))
    began = time.perf_counter()
    answer = functions.invoke(FunctionName=name, Qualifier=version, Payload=payload)
    took = 1000 * (time.perf_counter() - began)
    text = answer["Payload"].read().decode()
    body = json.loads(text)
    if "FunctionError" in answer or (isinstance(body, dict) and body.get("statusCode", 200) >= 500):
        sys.exit(f"{name} must answer, and said {text}")
    return took


def renewed(name, number):
    """A version of which there is no instance yet."""
    functions.update_function_configuration(FunctionName=name, Description=f"new instance {number}")
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)
    return functions.publish_version(FunctionName=name)["Version"]


def share(times, part):
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


print(f"Milliseconds; {starts} starts and {calls} calls of each.\n")
print("| function | call | zip, MB | first, p50 | first, most | later, p50 | later, p95 |")
print("|---|---|---|---|---|---|---|")
too_large = []
for short, (what, event) in CALLS.items():
    name = f"{prefix}-{short}"
    size = functions.get_function_configuration(FunctionName=name)["CodeSize"] / 1e6
    if size > LARGEST:
        too_large.append(short)
    new = []
    for number in range(starts):
        version = renewed(name, number)
        new.append(call(name, version, event))
    warm = [call(name, version, event) for _ in range(calls)]
    figures = [share(new, 0.5), max(new), share(warm, 0.5), share(warm, 0.95)]
    print(f"| `{short}` | {what} | {size:.1f} | " + " | ".join(f"{it:.0f}" for it in figures) + " |")
if too_large:
    sys.exit(f"more than {LARGEST} MB: {', '.join(too_large)}")
