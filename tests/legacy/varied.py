"""A small platform that Terraform has made, with one object of each kind that there is."""

from terraform import cognito, dynamodb, functions, gateway, iam, storage
from terraform.place import account, arn, document, statement
from terraform.state import State

NAME = "varied-dev-app"
SECRET = "hunter2hunter2hunter2"


def users(root, role):
    schema = [cognito.attribute("email", required=True)]
    pool = cognito.user_pool(root, "app", NAME, schema, sign_in="UsernameAttributes", case_sensitive=False)
    cognito.domain(root, "app", pool, f"{NAME}-{account()[-8:]}")
    cognito.group(root, "app", pool, "Readers", role, 1, "Who reads")
    cognito.saml_provider(root, "app", pool, "Company", "https://login.example.com/metadata.xml")
    flows = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]
    web = ["https://example.com"]
    app = cognito.pool_client(
        root, "app", pool, NAME, flows=flows, callbacks=web, logouts=web, reads=["email"], writes=["email"]
    )
    identity_pool = cognito.identity_pool(root, "app", NAME, pool, app, token_check=True)
    cognito.roles_attachment(root, "app", identity_pool, {"authenticated": role})
    return pool


def api(root, pool, function, role):
    made = gateway.rest_api(root, "app", NAME, description="The API")
    authorizer = gateway.authorizer(root, "app", made, "users", pool)
    at = gateway.resource(root, "items", made, "items")
    gateway.method(root, "items", made, at, "GET", authorizer=authorizer)
    gateway.integration(root, "items", made, at, "GET", function)
    functions.permission(root, "app", function, "AllowExecutionFromAPIGateway", f"{made['execution_arn']}/*/*")
    stage = gateway.stage(root, "app", made, gateway.deployment(root, "app", made, [at["id"]]), "dev")
    plan = gateway.usage_plan(root, "app", NAME, [(made, stage)], rate=10, burst=20, a_day=100)
    gateway.api_key(root, "app", NAME, SECRET, plan)
    certificate = arn("acm", "certificate/3f0b0f0e-2f7c-4b0f-9df3-8a5d6d0f6c11")
    gateway.domain_name(root, "app", f"app-{account()[-8:]}.example.com", certificate, made, stage)
    gateway.gateway_account(root, "app", role)


def made():
    """Makes the platform, and gives the state."""
    state = State("1c1a4a0e-8d21-4f4e-8b52-0d9c0d1f2a30", 7, "1.9.8", {"ManagedBy": "Terraform"})
    root = state.root
    table = dynamodb.table(
        root, "app", NAME, "id", indexes=[dynamodb.index("ByName", "name")], ttl="expires_at", backups=True
    )
    role = iam.role(root, "app", NAME, iam.trust("lambda.amazonaws.com"))
    iam.role_policy(root, "app", role, "read", document(statement("dynamodb:GetItem", table["arn"])))
    policy = iam.policy(root, "app", NAME, document(statement("dynamodb:PutItem", table["arn"])))
    iam.attachment(root, "app", role, policy["arn"])
    function = functions.function(
        root, "app", NAME, role, {"TABLE": table["name"]}, content="exports.handler = async () => {};\n"
    )
    functions.log_group(root, "app", f"/aws/lambda/{NAME}", 14)
    bucket = storage.bucket(root, "app", f"{NAME}-{account()[-8:]}")
    storage.versioning(root, "app", bucket, "Enabled")
    storage.public_access_block(root, "app", bucket)
    api(root, users(root, role), function, role)
    return state.document()
