"""Runs ministack with the reads that it lacks and that its callers cannot do without. What writes such
things still fails.

ministack answers a question for a setting of a bucket that it does not know with the list of the bucket's
objects, which clients that read XML strictly refuse. These answer that there is nothing.

It has no delivery of logs of a user pool and no logs of a zone's queries. These answer that there is nothing. What a
user pool does about risks, and where a web ACL logs, is kept and shown as it was set.

Nor has it index policies of log groups, and it knows no tags of dashboards. Of an alarm on several metrics it drops
the metrics, and says for them what nobody has asked for.

It also keeps what the updates of a REST API set as the text that they come in, which clients that know the
types refuse to read; it imports no REST APIs (ministack_import.py does); and of API Gateway it shows no tags that
something was given after its creation. Its stages show a REST API as it is, and not the copy that was deployed; and it
deploys methods that nothing answers. It hands out templates of mock integrations as they are (ministack_mock.py).

Its Cloud Control keeps what it is given and knows nothing of types: of a security group it also gives the id.

Its user pools call too few triggers, and know nobody by an address (ministack_triggers.py).

It takes the list of code signing configurations for a question about a function. This is an empty list, with
which AWS answers where there are none. Of a function and its aliases it makes one policy, in which each statement has a name
of its own; AWS has a policy for each.

Where it enforces IAM (AUTH=true), it takes some calls for calls on nothing in particular though they name what
they are on, and calls without TLS for just that, though it offers no TLS and stands for AWS, which does.
"""

import copy
import json
import secrets
from contextvars import ContextVar
from urllib.parse import parse_qs, unquote

from ministack import app
from ministack.app import main
from ministack.core import iam_actions
from ministack.core.responses import json_response
from ministack.services import (
    apigateway,
    apigateway_v1,
    cloudcontrol,
    cloudwatch,
    cloudwatch_logs,
    cognito,
    lambda_svc,
    route53,
    s3,
    waf,
)

UNKNOWN_BUCKET_SETTINGS = {
    "requestPayment": b"<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
    "intelligent-tiering": b"<ListBucketIntelligentTieringConfigurationsOutput/>",
    "metrics": b"<ListMetricsConfigurationsResult/>",
    "analytics": b"<ListBucketAnalyticsConfigurationResult/>",
    "inventory": b"<ListInventoryConfigurationsResult/>",
}

of_ministack = s3.handle_request


async def handle_request(method, path, headers, body, query_params, *rest, **named):
    answer = await of_ministack(method, path, headers, body, query_params, *rest, **named)
    status, _, content = answer[:3]
    lists_objects = isinstance(content, bytes) and b"<ListBucketResult" in content[:200]
    if method == "GET" and status == 200 and lists_objects:
        for setting, nothing in UNKNOWN_BUCKET_SETTINGS.items():
            if setting in query_params:
                return 200, {"Content-Type": "application/xml"}, nothing
    return answer


s3.handle_request = handle_request

functions_of_ministack = lambda_svc.handle_request


async def handle_functions(method, path, *rest, **named):
    if method == "GET" and path.rstrip("/").endswith("/code-signing-configs"):
        return json_response({"CodeSigningConfigs": []})
    return await functions_of_ministack(method, path, *rest, **named)


lambda_svc.handle_request = handle_functions



def with_own_policy(operation, qualifier_of):
    """Lets an operation see the statements alone that are on what it names: the function, or one of its aliases."""
    of_ministack = getattr(lambda_svc, operation)

    def run(name, *given):
        function = lambda_svc._functions.get(name)
        if function is None:
            return of_ministack(name, *given)
        arn = lambda_svc._policy_resource_arn(name, qualifier_of(*given))
        statements = function["policy"]["Statement"]
        others = [it for it in statements if it["Resource"] != arn]
        function["policy"]["Statement"] = [it for it in statements if it["Resource"] == arn]
        try:
            return of_ministack(name, *given)
        finally:
            function["policy"]["Statement"] = others + function["policy"]["Statement"]

    setattr(lambda_svc, operation, run)


def qualifier(query=None, path=None):
    return lambda_svc._qualifier_from_path_or_query(path, query)


with_own_policy("_add_permission", lambda _, *rest: qualifier(*rest))
with_own_policy("_remove_permission", lambda _, *rest: qualifier(*rest))
with_own_policy("_get_policy", qualifier)

logs_of_ministack = cloudwatch_logs.handle_request


async def handle_logs(method, path, headers, body, query_params):
    if headers.get("x-amz-target", "").endswith(".DescribeIndexPolicies"):
        return json_response({"indexPolicies": []})
    return await logs_of_ministack(method, path, headers, body, query_params)


cloudwatch_logs.handle_request = handle_logs

tagged_by_ministack = cloudwatch._validate_alarm_tag_arn


def validate_tag_arn(arn, is_json=False, is_cbor=False):
    _, _, dashboard = (arn or "").partition(":dashboard/")
    if dashboard in cloudwatch._dashboards:
        return None
    return tagged_by_ministack(arn, is_json=is_json, is_cbor=is_cbor)


cloudwatch._validate_alarm_tag_arn = validate_tag_arn

put_dashboard_of_ministack = cloudwatch._put_dashboard


def put_dashboard(params, cbor_data, is_cbor, is_json=False):
    name = (cbor_data or {}).get("DashboardName")
    is_new = name not in cloudwatch._dashboards
    answer = put_dashboard_of_ministack(params, cbor_data, is_cbor, is_json)
    if is_new and name in cloudwatch._dashboards:
        arn = cloudwatch._dashboards[name]["DashboardArn"]
        tags = {tag["Key"]: tag["Value"] for tag in cbor_data.get("Tags") or []}
        cloudwatch._resource_tags[arn] = tags
    return answer


cloudwatch._put_dashboard = put_dashboard

put_alarm_of_ministack = cloudwatch._put_metric_alarm


def put_alarm(params, cbor_data, is_cbor, is_json=False):
    answer = put_alarm_of_ministack(params, cbor_data, is_cbor, is_json)
    request = cbor_data or {}
    alarm = cloudwatch._alarms.get(request.get("AlarmName"))
    if alarm is not None and request.get("Metrics"):
        alarm["Metrics"] = request["Metrics"]
        alarm["ThresholdMetricId"] = request.get("ThresholdMetricId")
        for name in ("Statistic", "Period", "Threshold"):
            if name not in request:
                alarm.pop(name, None)
    return answer


cloudwatch._put_metric_alarm = put_alarm
zones_of_ministack = route53.handle_request


async def handle_zones(method, path, *rest, **named):
    if method == "GET" and path.rstrip("/").endswith("/queryloggingconfig"):
        root = "ListQueryLoggingConfigsResponse"
        return route53._xml_response(root, lambda it: route53.SubElement(it, "QueryLoggingConfigs"))
    return await zones_of_ministack(method, path, *rest, **named)


route53.handle_request = handle_zones

web_acls_of_ministack = waf.handle_request


logs_of_web_acls = {}


async def handle_web_acls(method, path, headers, body, *rest, **named):
    action = headers.get("x-amz-target", "").rpartition(".")[2]
    if not action.endswith("LoggingConfiguration"):
        return await web_acls_of_ministack(method, path, headers, body, *rest, **named)
    request = json.loads(body)
    if action == "PutLoggingConfiguration":
        logs = request["LoggingConfiguration"]
        logs_of_web_acls[logs["ResourceArn"]] = logs
        return json_response({"LoggingConfiguration": logs})
    logs = logs_of_web_acls.get(request["ResourceArn"])
    if logs is None:
        return waf._waf_err("WAFNonexistentItemException", "There is no logging configuration")
    if action == "DeleteLoggingConfiguration":
        del logs_of_web_acls[request["ResourceArn"]]
        return json_response({})
    return json_response({"LoggingConfiguration": logs})


waf.handle_request = handle_web_acls

risks_of_user_pools = {}
dispatch_of_ministack = cognito._dispatch_idp


async def dispatch_idp(action, data):
    if action not in ("GetLogDeliveryConfiguration", "DescribeRiskConfiguration", "SetRiskConfiguration"):
        return await dispatch_of_ministack(action, data)
    pool, error = cognito._resolve_pool(data.get("UserPoolId"))
    if error:
        return error
    nothing = {"UserPoolId": data["UserPoolId"]}
    if action == "GetLogDeliveryConfiguration":
        return json_response({"LogDeliveryConfiguration": {**nothing, "LogConfigurations": []}})
    of = (data["UserPoolId"], data.get("ClientId"))
    if action == "SetRiskConfiguration":
        risks_of_user_pools[of] = data
    return json_response({"RiskConfiguration": risks_of_user_pools.get(of, nothing)})


cognito._dispatch_idp = dispatch_idp

identity_pool_of_ministack = cognito._identity_pool_out


def identity_pool(pool):
    cognito._identity_tags[pool["IdentityPoolId"]] = pool["IdentityPoolTags"]
    return identity_pool_of_ministack(pool)


cognito._identity_pool_out = identity_pool
view_of_rest_api = apigateway_v1._rest_api_view


def as_list(value):
    """A list, also where an update of one of its elements has made a map of it."""
    if not isinstance(value, dict):
        return value
    return [element or key.replace("~1", "/") for key, element in value.items()]


def view(api):
    view = view_of_rest_api(api)
    if view is None:
        return view
    view["tags"] = apigateway_v1._v1_tags.get(apigateway_v1._rest_api_arn(api["id"]), {})
    # Kept as a list, so that the next update finds one.
    endpoint = api["endpointConfiguration"]
    endpoint["types"] = as_list(endpoint["types"])
    view["binaryMediaTypes"] = as_list(view["binaryMediaTypes"])
    if view.get("minimumCompressionSize") is not None:
        view["minimumCompressionSize"] = int(view["minimumCompressionSize"])
    view["disableExecuteApiEndpoint"] = str(view["disableExecuteApiEndpoint"]).lower() == "true"
    return view


apigateway_v1._rest_api_view = view

update_of_authorizer = apigateway_v1._update_authorizer


def update_authorizer(api_id, authorizer_id, data):
    update_of_authorizer(api_id, authorizer_id, data)
    authorizer = apigateway_v1._authorizers_v1.get(api_id, {}).get(authorizer_id, {})
    if "authorizerResultTtlInSeconds" in authorizer:
        authorizer["authorizerResultTtlInSeconds"] = int(authorizer["authorizerResultTtlInSeconds"])
    return apigateway_v1._get_authorizer(api_id, authorizer_id)


apigateway_v1._update_authorizer = update_authorizer

get_of_stages = apigateway_v1._get_stages


def get_stages(api_id):
    for name, stage in (apigateway_v1._stages_v1.get(api_id) or {}).items():
        arn = f"{apigateway_v1._rest_api_arn(api_id)}/stages/{name}"
        stage["tags"] = apigateway_v1._v1_tags.setdefault(arn, dict(stage.get("tags") or {}))
    return get_of_stages(api_id)


apigateway_v1._get_stages = get_stages


def with_lasting_tags(operation, sort, key):
    """Lets what an operation makes have the same tags in both places: with the object, and by its ARN."""
    of_ministack = getattr(apigateway_v1, operation)
    objects = getattr(apigateway_v1, f"_{sort}")

    def create(data, *rest):
        answer = of_ministack(data, *rest)
        if answer[0] == 201:
            name = json.loads(answer[2])[key]
            arn = f"arn:aws:apigateway:{apigateway_v1.get_region()}::/{sort.replace('_', '')}/{name}"
            objects[name]["tags"] = apigateway_v1._v1_tags[arn] = dict(objects[name]["tags"] or {})
        return answer

    setattr(apigateway_v1, operation, create)


with_lasting_tags("_create_api_key", "api_keys", "id")
with_lasting_tags("_create_usage_plan", "usage_plans", "id")
with_lasting_tags("_create_domain_name", "domain_names", "domainName")


# Stages show copies of an API, as AWS makes them: by the ids of deployments.
copies = {}
shown = ContextVar("shown", default=None)
deployment_of_ministack = apigateway_v1._create_deployment
answer_of_ministack = apigateway_v1._execute_in_scope
authorization_of_ministack = apigateway_v1.method_authorization_type


def create_deployment(api_id, data):
    resources = apigateway_v1._resources.get(api_id) or {}
    methods = [method for resource in resources.values() for method in resource["resourceMethods"].values()]
    if any(not method.get("methodIntegration") for method in methods):
        return apigateway_v1._v1_error("BadRequestException", "No integration defined for method", 400)
    answer = deployment_of_ministack(api_id, data)
    if answer[0] == 201:
        copies[json.loads(answer[2])["id"]] = copy.deepcopy(dict(resources))
    return answer


def show(api_id, stage_name):
    stage = apigateway_v1._stages_v1.get(api_id, {}).get(stage_name) or {}
    shown.set(copies.get(stage.get("deploymentId")))


async def answer(request, api_id, stage_name, *rest):
    show(api_id, stage_name)
    return await answer_of_ministack(request, api_id, stage_name, *rest)


def in_what_is_shown(match):
    def find(api_id, *rest):
        live = apigateway_v1._resources
        copied = shown.get()
        if copied is not None:
            apigateway_v1._resources = {api_id: copied}
        try:
            return match(api_id, *rest)
        finally:
            apigateway_v1._resources = live

    return find


def authorization_type(api_id, stage_name, method, path):
    scope = apigateway_v1.find_api_scope(api_id)
    if scope is not None:
        with apigateway_v1.request_scope(*scope):
            show(api_id, stage_name)
    return authorization_of_ministack(api_id, stage_name, method, path)


apigateway_v1._create_deployment = create_deployment
apigateway_v1._execute_in_scope = answer
apigateway_v1._match_resource_tree = in_what_is_shown(apigateway_v1._match_resource_tree)
apigateway_v1._match_greedy_fallback = in_what_is_shown(apigateway_v1._match_greedy_fallback)
apigateway_v1.method_authorization_type = authorization_type

create_api_of_ministack = apigateway._create_api
create_stage_of_ministack = apigateway._create_stage


def create_api(*given):
    answer = create_api_of_ministack(*given)
    if answer[0] == 201:
        api = apigateway._apis[json.loads(answer[2])["apiId"]]
        api["tags"] = apigateway._api_tags[apigateway._api_arn(api["apiId"])]
    return answer


def create_stage(api_id, data):
    answer = create_stage_of_ministack(api_id, data)
    if answer[0] == 201:
        name = json.loads(answer[2])["stageName"]
        arn = apigateway._api_resource_arn(api_id, "stages", name)
        stage = apigateway._stages[api_id][name]
        stage["tags"] = apigateway._api_tags[arn] = dict(stage["tags"])
    return answer


create_resource_of_ministack = cloudcontrol._create_resource


def create_resource(data):
    if data.get("TypeName") == "AWS::EC2::SecurityGroup":
        group = f"sg-{secrets.token_hex(9)[:17]}"
        properties = {**json.loads(data["DesiredState"]), "Id": group, "GroupId": group}
        data = {**data, "DesiredState": json.dumps(properties)}
    return create_resource_of_ministack(data)


cloudcontrol._create_resource = create_resource

apigateway._create_api = create_api
apigateway._create_stage = create_stage


def field(body, name):
    try:
        return json.loads(body or b"{}").get(name)
    except (ValueError, AttributeError):
        return None


dynamodb_arns_of_ministack = iam_actions.dynamodb_resource_arns


def dynamodb_arns(body, region, account):
    """Tags and policies are of what `ResourceArn` says."""
    arns = dynamodb_arns_of_ministack(body, region, account)
    named = field(body, "ResourceArn")
    return arns or ([named] if named else [])


iam_actions.dynamodb_resource_arns = dynamodb_arns

arn_of_ministack = iam_actions.extract_resource_arn


def backup_arn(method, parts, region, account):
    """AWS Backup names what a call is on in its path; a list is on nothing in particular."""
    arns = f"arn:aws:backup:{region}:{account}"
    match parts:
        case ["tags" | "untag", *arn]:
            return "/".join(arn)
        case ["backup-vaults", vault, *_]:
            return f"{arns}:backup-vault:{vault}"
        case ["backup", "plans", plan, *_]:
            return f"{arns}:backup-plan:{plan}"
        case ["backup", "plans"] if method == "PUT":
            return f"{arns}:backup-plan:*"
    return "*"



def rule_arn(arn):
    """The ARN of a rule of the default bus does not name the bus."""
    return arn.replace(":rule/default/", ":rule/")


def resource_arn(service, method, path, headers, body, query_params, region, account):
    """CreateFunction is on the function that its body names, a tag on what has it, and whatever else names something in
    its body or its path on that."""
    if service == "lambda" and method == "POST" and path.rstrip("/").endswith("/functions"):
        return f"arn:aws:lambda:{region}:{account}:function:{field(body, 'FunctionName')}"
    if service in ("cognito-idp", "cognito-identity") and field(body, "ResourceArn"):
        return field(body, "ResourceArn")
    if service == "logs" and field(body, "logGroupIdentifiers"):
        group = field(body, "logGroupIdentifiers")[0]
        return group if group.startswith("arn:") else f"arn:aws:logs:{region}:{account}:log-group:{group}"
    if service == "events" and field(body, "ResourceARN"):
        return field(body, "ResourceARN")
    if service == "events" and field(body, "Rule"):
        bus = (field(body, "EventBusName") or "default").rpartition("/")[2]
        return rule_arn(f"arn:aws:events:{region}:{account}:rule/{bus}/{field(body, 'Rule')}")
    if service == "kms" and field(body, "AliasName"):
        return f"arn:aws:kms:{region}:{account}:{field(body, 'AliasName')}"
    if service == "wafv2":
        of_logging = (field(body, "LoggingConfiguration") or {}).get("ResourceArn")
        named = of_logging or field(body, "WebACLArn") or field(body, "ResourceArn") or field(body, "ResourceARN")
        if named:
            return named
    if service == "backup":
        return backup_arn(method, unquote(path).strip("/").split("/"), region, account)
    if service == "budgets":
        budget = field(body, "Budget") or field(body, "NewBudget") or {}
        name = field(body, "BudgetName") or budget.get("BudgetName")
        return field(body, "ResourceARN") or f"arn:aws:budgets::{account}:budget/{name}"
    if service == "sns" and b"ResourceArn=" in (body or b""):
        return parse_qs(body.decode())["ResourceArn"][0]
    arn = arn_of_ministack(service, method, path, headers, body, query_params, region, account)
    return rule_arn(arn) if service == "events" else arn


iam_actions.extract_resource_arn = resource_arn

action_of_ministack = iam_actions.extract_iam_action


def iam_action(service, *rest):
    """Operations on budgets have two actions between them, one to read and one to write."""
    action = action_of_ministack(service, *rest)
    if service != "budgets" or not action or action.endswith("Resource"):
        return action
    return "budgets:ViewBudget" if ":Describe" in action else "budgets:ModifyBudget"


iam_actions.extract_iam_action = iam_action

origin_of_ministack = app.pin_request_origin
app.pin_request_origin = lambda address, _secure: origin_of_ministack(address, True)

main()
