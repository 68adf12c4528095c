"""A pool with the function as its trigger: somebody signs up, confirms, and signs in by the address. Prints the claims."""

import base64
import io
import json
import sys
import zipfile

import boto3

executable, variables = sys.argv[1:]
users = boto3.client("cognito-idp")
functions = boto3.client("lambda")

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
    entry = zipfile.ZipInfo("bootstrap")
    entry.external_attr = 0o755 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, open(executable, "rb").read())
arn = functions.create_function(
    FunctionName="post-confirmation", Runtime="provided.al2023", Handler="bootstrap", Timeout=10, MemorySize=256,
    Role="arn:aws:iam::123456789012:role/any", Code={"ZipFile": archive.getvalue()},
    Environment={"Variables": json.loads(variables)},
)["FunctionArn"]
functions.get_waiter("function_active_v2").wait(FunctionName="post-confirmation")

attribute = {"AttributeDataType": "String", "Mutable": True}
pool = users.create_user_pool(
    PoolName="people", AliasAttributes=["email"], AutoVerifiedAttributes=["email"],
    Schema=[{"Name": name, **attribute} for name in ("user_id", "full_name", "organization_id", "role")],
    LambdaConfig={"PostConfirmation": arn},
)["UserPool"]
users.create_group(UserPoolId=pool["Id"], GroupName="BasicUsers")
functions.add_permission(
    FunctionName="post-confirmation", StatementId="pool", Action="lambda:InvokeFunction",
    Principal="cognito-idp.amazonaws.com", SourceArn=pool["Arn"],
)
client = users.create_user_pool_client(
    UserPoolId=pool["Id"], ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
)["UserPoolClient"]["ClientId"]

users.sign_up(
    ClientId=client, Username="ada", Password="Analytical-1",
    UserAttributes=[{"Name": "email", "Value": "ada@example.com"}],
)
users.confirm_sign_up(ClientId=client, Username="ada", ConfirmationCode="123456")
token = users.initiate_auth(
    ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": "ada@example.com", "PASSWORD": "Analytical-1"},
)["AuthenticationResult"]["IdToken"].split(".")[1]
print(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode())
