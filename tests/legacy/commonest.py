"""One state with the resource types that serverless estates have most, each with its object."""

from terraform import apis, cognito, dynamodb, edge, functions, gateway, iam, keys, local
from terraform import messaging, others, registry, storage, watching
from terraform.place import account, document, statement
from terraform.state import State

NAME = "shop-dev"
SECRET = "hunter2hunter2hunter2"


def buckets(root, queue):
    # Every account shares the names of buckets.
    suffix = account()[-8:]
    logs = storage.bucket(root, "logs", f"{NAME}-logs-{suffix}")
    site = storage.bucket(root, "site", f"{NAME}-site-{suffix}")
    storage.versioning(root, "site", site, "Enabled")
    storage.public_access_block(root, "site", site)
    storage.encryption(root, "site", site, True)
    storage.lifecycle(root, "site", site, [storage.rule("old", noncurrent=90, abort=7)])
    storage.cors(root, "site", site, ["https://example.com"])
    storage.ownership(root, "site", site)
    storage.notification(root, "site", site, queue)
    storage.access_logs(root, "site", site, logs)
    storage.website(root, "site", site)
    allowed = statement("s3:GetObject", f"{site['arn']}/*", Principal={"Service": "cloudfront.amazonaws.com"})
    storage.policy(root, "site", site, document(allowed))
    pages = {"index.html": "<p>Shop", "error.html": "<p>Gone", "js/app.js": "start()"}
    for name, content in pages.items():
        kind = "text/javascript" if name.endswith(".js") else "text/html"
        storage.an_object(root, "pages", site, name, content, kind, key=name)
    # What people have sent is none of Terraform's.
    storage.client("s3").put_object(Bucket=site["id"], Key="uploads/cat.png", Body=b"cat")
    return site


def function_of(root, table, queue, dead_letters):
    role = iam.role(root, "app", NAME, iam.trust("lambda.amazonaws.com"))
    iam.role_policy(root, "app", role, "read", document(statement("dynamodb:GetItem", table["arn"])))
    policy = iam.policy(root, "app", NAME, document(statement("dynamodb:PutItem", table["arn"])))
    iam.attachment(root, "app", role, policy["arn"])
    # A function that is called makes the group by itself.
    group = functions.log_group(root, "app", f"/aws/lambda/{NAME}", 14)
    layer = others.layer(root, "shared", NAME, ["nodejs18.x"])
    functions.layer_permission(root, "partner", layer, "210987654321")
    made = functions.function(
        root,
        "app",
        NAME,
        role,
        {"TABLE": table["name"]},
        content="exports.handler = async () => {};\n",
        layers=[layer["arn"]],
    )
    functions.alias(root, "live", made, "live")
    functions.event_source(root, "orders", made, queue)
    functions.url(root, "app", made)
    functions.async_invocation(root, "app", made, dead_letters)
    return role, policy, made, group


def users(root, role):
    schema = [cognito.attribute("email", required=True)]
    pool = cognito.user_pool(root, "app", NAME, schema, sign_in="UsernameAttributes", case_sensitive=False)
    cognito.domain(root, "app", pool, f"{NAME}-{account()[-8:]}")
    cognito.group(root, "app", pool, "Readers", role, 1, "Who reads")
    cognito.resource_server(root, "app", pool, "orders")
    cognito.saml_provider(root, "app", pool, "Company", "https://login.example.com/metadata.xml")
    flows = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]
    web = ["https://example.com"]
    app = cognito.pool_client(
        root, "app", pool, NAME, flows=flows, callbacks=web, logouts=web, reads=["email"], writes=["email"]
    )
    identity_pool = cognito.identity_pool(root, "app", NAME, pool, app, token_check=True)
    cognito.roles_attachment(root, "app", identity_pool, {"authenticated": role})
    return pool, app


def rest_api(root, pool, function, role, certificate):
    api = gateway.rest_api(root, "app", NAME, description="The API")
    authorizer = gateway.authorizer(root, "app", api, "users", pool)
    validator = gateway.validator(root, "all", api, "all")
    gateway.model(root, "order", api, "Order", {"type": "object"})
    gateway.gateway_response(root, "bad", api, "BAD_REQUEST_BODY")
    at = gateway.resource(root, "items", api, "items")
    gateway.method(root, "items", api, at, "GET", authorizer=authorizer, validator=validator)
    gateway.integration(root, "items", api, at, "GET", function)
    gateway.options(root, "items_cors", api, at, {"Access-Control-Allow-Origin": "*"})
    functions.permission(root, "app", function, "AllowExecutionFromAPIGateway", f"{api['execution_arn']}/*/*")
    stage = gateway.stage(root, "app", api, gateway.deployment(root, "app", api, [at["id"]]), "dev")
    gateway.method_settings(root, "app", api, stage)
    plan = gateway.usage_plan(root, "app", NAME, [(api, stage)], rate=10, burst=20, a_day=100)
    gateway.api_key(root, "app", NAME, SECRET, plan)
    gateway.gateway_account(root, "app", role)
    gateway.domain_name(root, "app", f"api-{account()[-8:]}.example.com", certificate["arn"], api, stage)
    return stage


def http_api(root, function, pool, app):
    api = apis.http_api(root, "http", f"{NAME}-http")
    by = apis.authorizer(root, "users", api, pool, app)
    to = apis.integration(root, "app", api, function)
    apis.route(root, "orders", api, "GET /orders", to, by)
    apis.stage(root, "default", api)


def events(root, queue, role, topic):
    bus = messaging.bus(root, "orders", NAME)
    messaging.archive(root, "orders", NAME, bus)
    rule = messaging.rule(root, "paid", f"{NAME}-paid", bus, {"source": ["shop"], "detail-type": ["paid"]})
    messaging.target(root, "queue", rule, queue)
    messaging.schedule(root, "clean", f"{NAME}-clean", "rate(1 day)", queue, role)
    messaging.topic_policy(root, "alarms", topic)
    messaging.subscription(root, "alarms", topic, "sqs", queue["arn"])


def watched(root, function, group, topic):
    watching.metric_filter(root, "errors", f"{NAME}-errors", group)
    watching.subscription_filter(root, "errors", f"{NAME}-errors", group, function)
    watching.resource_policy(root, "events", f"{NAME}-events")
    alarm = watching.alarm(root, "errors", f"{NAME}-errors", {"FunctionName": NAME}, topic)
    watching.composite_alarm(root, "all", f"{NAME}-all", alarm)
    watching.dashboard(root, "app", NAME)


def made():
    """Makes everything, and gives the state with what Cloud Control is to know."""
    state = State("5b1a4a0e-8d21-4f4e-8b52-0d9c0d1f2a60", 912, "1.9.8", {"ManagedBy": "Terraform"})
    root = state.root
    local.random_id(root, "suffix", "9f8e7d6c")
    table = dynamodb.table(root, "app", NAME, "id", indexes=[dynamodb.index("ByName", "name")], ttl="expires_at")
    dead_letters = messaging.queue(root, "dead", f"{NAME}-dead")
    queue = messaging.queue(root, "orders", f"{NAME}-orders")
    messaging.redrive(root, "orders", queue, dead_letters)
    topic = messaging.topic(root, "alarms", f"{NAME}-alarms")
    messaging.queue_policy(root, "orders", queue, topic)
    role, policy, function, group = function_of(root, table, queue, dead_letters)
    site = buckets(root, queue)
    pool, app = users(root, role)
    zone = edge.zone(root, "main", f"{account()[-8:]}.example.com")
    certificate = edge.certificate(root, "main", f"api.{account()[-8:]}.example.com", zone)
    edge.record(root, "www", zone, f"www.{account()[-8:]}.example.com", "CNAME", ["example.com"])
    stage = rest_api(root, pool, function, role, certificate)
    http_api(root, function, pool, app)
    events(root, queue, role, topic)
    watched(root, function, group, topic)
    keys.key(root, "main", f"alias/{NAME}")
    keys.secret(root, "webhook", f"{NAME}/webhook", SECRET)
    keys.parameter(root, "url", f"/{NAME}/url", "https://example.com")
    edge.web_acl(root, "main", NAME, stage)
    edge.budget(root, "main", NAME, topic)
    edge.backup_plan(root, "main", NAME, edge.vault(root, "main", NAME), role, table)
    registry.network(root)
    registry.containers(root, NAME)
    registry.flows(root, NAME, role)
    registry.people(root, NAME, policy)
    registry.site(root, site)
    return {"state": state.document(), "cloud_control": registry.HELD}
