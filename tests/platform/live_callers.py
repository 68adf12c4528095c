"""Calls as people do, without a pause, until a file appears: each call once, so that none that fails goes unseen.
Arguments: the file; what is called, `pool` or `api`; the pool and its client; the API and its stage.
Prints how many calls went well by their names, and those that did not."""

import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

end, called, pool, client, api_name, stage = sys.argv[1:]
once = Config(retries={"total_max_attempts": 1}, max_pool_connections=32)
cognito = boto3.client("cognito-idp", config=once)
tables = boto3.client("dynamodb", config=once)
good, bad, lock = {}, [], threading.Lock()


def tokens(name, **more):
    parameters = {"USERNAME": name, "PASSWORD": "Correct-horse-7"}
    answer = cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters, **more)
    return answer["AuthenticationResult"]


def sign_in():
    tokens("ada")


def refreshing():
    token = tokens("bob")["RefreshToken"]
    return lambda: cognito.initiate_auth(
        ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token}
    )


def read_a_table():
    tables.get_item(TableName="aws-devops-dev-user-profiles", Key={"user_id": {"S": "nobody"}})


def requesting(path, token=None, method="GET", body=None):
    api = next(it["id"] for it in boto3.client("apigateway").get_rest_apis()["items"] if it["name"] == api_name)
    url = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}/{stage}{path}"

    def request():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None if body is None else json.dumps(body).encode()
        if data:
            headers["Content-Type"] = "application/json"
        urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=60).read()

    return request


def people():
    if called == "pool":
        return {"sign in": sign_in, "refresh": refreshing(), "read a table": read_a_table}
    token = tokens("ada")["IdToken"]
    return {
        "health": requesting("/health"),
        "me": requesting("/users/me", token),
        "courses": requesting("/education/courses", token),
        "sign in": sign_in,
    }


def reason(error):
    """Why a call has failed, in one line."""
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.read().decode()}"
    return f"{type(error).__name__}: {error}"


def keep_calling(name, call):
    while not os.path.exists(end):
        began = time.time()
        try:
            call()
            with lock:
                good[name] = good.get(name, 0) + 1
        except Exception as error:
            with lock:
                bad.append(f"{time.strftime('%H:%M:%S', time.gmtime(began))} {name}: {reason(error)}")
        # Two processors serve everybody here.
        time.sleep(0.2)


threads = [threading.Thread(target=keep_calling, args=it) for it in people().items()]
for thread in threads:
    thread.start()
with open(f"{end}.begun", "w"):
    pass
for thread in threads:
    thread.join()
print(json.dumps({"good": good, "bad": bad}))
