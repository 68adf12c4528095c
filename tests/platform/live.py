"""Makes what lives of the platform's dev stack, as somebody else has made it by hand and with other tools: the user pool
with its one attribute, its client and domain, the groups with their roles, the identity pool, the core tables, and people.
Prints the ids that AWS has given."""

import json

import boto3

FAMILY = "ai-nexus-workbench-dev"
PREFIX = "aws-devops-dev"
ACCOUNT = boto3.client("sts").get_caller_identity()["Account"]
ORIGINS = [
    "http://localhost:3000", "http://localhost:8080", "https://dev.diatonic.ai", "https://staging.diatonic.ai",
    "https://diatonic.ai",
]
GROUPS = {
    "BasicUsers": (10, "basic-users"), "OrgUsers": (5, "org-users"), "Development": (2, "development"),
    "Testing": (1, "testing"),
}
# Name, partition key, sort key, indexes, time to live.
TABLES = [
    ("application-settings", "setting_category", "setting_key",
     {"updated-at-index": ("setting_category", "updated_at")}, None),
    ("organization-data", "organization_id", "data_type",
     {"data-type-index": ("data_type", "updated_at"), "created-at-index": ("organization_id", "created_at")}, None),
    ("system-logs", "log_id", "timestamp",
     {"user-logs-index": ("user_id", "timestamp"), "event-type-index": ("event_type", "timestamp"),
      "daily-logs-index": ("date", "timestamp")}, "expires_at"),
    ("user-content-metadata", "content_id", None,
     {"user-content-index": ("user_id", "created_at"), "content-type-index": ("content_type", "created_at"),
      "organization-content-index": ("organization_id", "created_at")}, "expires_at"),
    ("user-profiles", "user_id", None,
     {"email-index": ("email", None), "organization-index": ("organization_id", "created_at")}, None),
    ("user-sessions", "session_id", None, {"user-sessions-index": ("user_id", "created_at")}, "expires_at"),
]
PEOPLE = {"ada": "OrgUsers", "bob": "BasicUsers"}
PASSWORD = "Correct-horse-7"

tables, roles = boto3.client("dynamodb"), boto3.client("iam")
users, identities = boto3.client("cognito-idp"), boto3.client("cognito-identity")


def keys(partition, sort):
    return [{"AttributeName": name, "KeyType": kind} for name, kind in ((partition, "HASH"), (sort, "RANGE")) if name]


def make_table(suffix, partition, sort, indexes, ttl):
    name = f"{PREFIX}-{suffix}"
    attributes = {partition, sort, *(key for index in indexes.values() for key in index)} - {None}
    tables.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=keys(partition, sort),
        AttributeDefinitions=[{"AttributeName": it, "AttributeType": "S"} for it in sorted(attributes)],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index, "KeySchema": keys(*of),
                "Projection": {"ProjectionType": "KEYS_ONLY" if index == "daily-logs-index" else "ALL"},
            }
            for index, of in indexes.items()
        ],
        SSESpecification={"Enabled": True},
        Tags=[{"Key": "ManagedBy", "Value": "Terraform"}],
    )
    tables.get_waiter("table_exists").wait(TableName=name)
    if ttl:
        tables.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": ttl}
        )


def make_pool():
    text = {"AttributeDataType": "String", "Mutable": True}
    pool = users.create_user_pool(
        PoolName=f"{FAMILY}-user-pool", AliasAttributes=["email"], AutoVerifiedAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        Policies={"PasswordPolicy": {
            "MinimumLength": 8, "RequireLowercase": True, "RequireUppercase": True, "RequireNumbers": True,
            "RequireSymbols": False, "TemporaryPasswordValidityDays": 7,
        }},
        AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": False},
        UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"},
        Schema=[
            {"Name": "email", "Required": True, **text},
            {"Name": "organization", "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "256"}, **text},
        ],
        UserPoolTags={"Project": "aws-devops", "Environment": "dev", "ManagedBy": "terraform", "Service": "cognito"},
    )["UserPool"]
    client = users.create_user_pool_client(
        UserPoolId=pool["Id"], ClientName=f"{FAMILY}-web-client", GenerateSecret=False,
        ExplicitAuthFlows=[
            "ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_CUSTOM_AUTH",
        ],
        AllowedOAuthFlowsUserPoolClient=True, AllowedOAuthFlows=["code", "implicit"],
        AllowedOAuthScopes=["email", "openid", "profile", "aws.cognito.signin.user.admin"],
        SupportedIdentityProviders=["COGNITO"], PreventUserExistenceErrors="ENABLED", EnableTokenRevocation=True,
        CallbackURLs=[f"{origin}/auth/callback" for origin in ORIGINS], LogoutURLs=ORIGINS,
        AccessTokenValidity=60, IdTokenValidity=60, RefreshTokenValidity=30,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        ReadAttributes=["email", "email_verified", "given_name", "family_name", "custom:organization"],
        WriteAttributes=["email", "given_name", "family_name", "custom:organization"],
    )["UserPoolClient"]
    users.create_user_pool_domain(UserPoolId=pool["Id"], Domain=f"{FAMILY}-auth")
    return pool["Id"], client["ClientId"]


def make_groups(pool, client):
    provider = f"cognito-idp.us-east-2.amazonaws.com/{pool}"
    identity_pool = identities.create_identity_pool(
        IdentityPoolName=f"{FAMILY}-identity-pool", AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client, "ServerSideTokenCheck": True}],
    )["IdentityPoolId"]
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool},
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
        },
    }]}
    arns = {}
    for group, (precedence, suffix) in GROUPS.items():
        role = f"{FAMILY}-cognito-{suffix}-role"
        arns[group] = roles.create_role(
            RoleName=role, AssumeRolePolicyDocument=json.dumps(trust), Description=f"Of the group {group}"
        )["Role"]["Arn"]
        text = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"],
            "Resource": f"arn:aws:dynamodb:us-east-2:{ACCOUNT}:table/{PREFIX}-user-profiles",
            "Condition": {
                "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${cognito-identity.amazonaws.com:sub}"]}
            },
        }]}
        roles.put_role_policy(RoleName=role, PolicyName=f"{FAMILY}-{suffix}-policy", PolicyDocument=json.dumps(text))
        users.create_group(UserPoolId=pool, GroupName=group, Precedence=precedence, RoleArn=arns[group])
    # The weakest first, so that it decides.
    rules = [
        {"Claim": "cognito:groups", "MatchType": "Contains", "Value": group, "RoleARN": arn}
        for group, arn in arns.items()
    ]
    identities.set_identity_pool_roles(
        IdentityPoolId=identity_pool, Roles={"authenticated": arns["BasicUsers"]},
        RoleMappings={f"{provider}:{client}": {
            "Type": "Rules", "AmbiguousRoleResolution": "AuthenticatedRole",
            "RulesConfiguration": {"Rules": rules},
        }},
    )
    return identity_pool


def make_people(pool):
    """Users as an administrator has made them, before anything of ours was there. Gives their ids."""
    subs = {}
    for name, group in PEOPLE.items():
        attributes = [{"Name": "email", "Value": f"{name}@example.com"}, {"Name": "email_verified", "Value": "true"}]
        made = users.admin_create_user(
            UserPoolId=pool, Username=name, UserAttributes=attributes, MessageAction="SUPPRESS"
        )["User"]
        subs[name] = next(it["Value"] for it in made["Attributes"] if it["Name"] == "sub")
        users.admin_set_user_password(UserPoolId=pool, Username=name, Password=PASSWORD, Permanent=True)
        users.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=group)
    return subs


for table in TABLES:
    make_table(*table)
pool, client = make_pool()
identity_pool = make_groups(pool, client)
print(json.dumps({"pool": pool, "client": client, "identity_pool": identity_pool, "people": make_people(pool)}))
