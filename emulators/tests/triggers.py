"""Signs up, confirms and signs in on a pool whose functions raise what they are called with if the user's name begins with
`bad`, and prints what came of it."""

import io
import json
import zipfile

import boto3

CODE = """
import json

def handler(event, context):
    if event["userName"].startswith("bad"):
        raise Exception(json.dumps(event))
    return event if event["userName"] != "odd" else "what"
"""

PASSWORD = "Analytical-1"
users = boto3.client("cognito-idp")
functions = boto3.client("lambda")

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as code:
    code.writestr("index.py", CODE)
arn = functions.create_function(
    FunctionName="trigger", Runtime="python3.11", Handler="index.handler", Timeout=10,
    Role="arn:aws:iam::111111111111:role/trigger", Code={"ZipFile": archive.getvalue()},
)["FunctionArn"]
functions.get_waiter("function_active_v2").wait(FunctionName="trigger")

pool = users.create_user_pool(
    PoolName="people", AliasAttributes=["email"], AutoVerifiedAttributes=["email"],
    UsernameConfiguration={"CaseSensitive": False},
    LambdaConfig={"PostConfirmation": arn, "PostAuthentication": arn},
)["UserPool"]
client = users.create_user_pool_client(
    UserPoolId=pool["Id"], ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
)["UserPoolClient"]["ClientId"]


def attempt(call, **named):
    """What went wrong, or nothing."""
    try:
        call(ClientId=client, **named)
        return None
    except users.exceptions.ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]


def sign_up(name, email):
    attributes = [{"Name": "email", "Value": email}]
    return attempt(users.sign_up, Username=name, Password=PASSWORD, UserAttributes=attributes)


def confirm(name, **named):
    return attempt(users.confirm_sign_up, Username=name, ConfirmationCode="123456", **named)


def sign_in(name, **named):
    parameters = {"USERNAME": name, "PASSWORD": PASSWORD}
    return attempt(users.initiate_auth, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters, **named)


def status(name):
    user = users.admin_get_user(UserPoolId=pool["Id"], Username=name)
    has = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    return [user["UserStatus"], has.get("email_verified")]


def allow(source):
    functions.add_permission(
        FunctionName="trigger", StatementId=source.rpartition("/")[2], Action="lambda:InvokeFunction",
        Principal="cognito-idp.amazonaws.com", SourceArn=source,
    )


seen = {"named_by_address": sign_up("ada@example.com", "ada@example.com")}
for name in ("ada", "bad", "odd"):
    sign_up(name, f"{name}@example.com")
seen["unconfirmed"] = sign_in("ada")
seen["not_allowed"] = confirm("ada")
seen["confirmed_all_the_same"] = status("ada")
allow("arn:aws:cognito-idp:us-east-2:111111111111:userpool/another")
seen["another_pool_is_allowed"] = sign_in("ada")
allow(pool["Arn"])
seen["by_address"] = sign_in("ada@example.com")
seen["in_capitals"] = sign_in("ADA@Example.com")
seen["confirmed_twice"] = confirm("ada")
seen["raised"] = confirm("bad", ClientMetadata={"from": "page"})
seen["raised_at_sign_in"] = sign_in("bad", ClientMetadata={"from": "page"})
seen["unreadable"] = confirm("odd")
sign_up("eve", "ada@example.com")
seen["address_is_taken"] = confirm("eve")
seen["address_is_moved"] = confirm("eve", ForceAliasCreation=True)
seen["moved_from"] = status("ada")
seen["refreshed"] = attempt(
    users.initiate_auth, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={
        "REFRESH_TOKEN": users.initiate_auth(
            ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "eve", "PASSWORD": PASSWORD}
        )["AuthenticationResult"]["RefreshToken"]
    },
)
print(json.dumps({"pool": pool["Id"], "client": client, **seen}))
