"""REST APIs, part by part."""

import hashlib
import json

from .place import REGION, client


def rest_api(scope, label, name, *, description="", tags=None, **more):
    """A regional API."""
    made = client("apigateway").create_rest_api(
        name=name,
        endpointConfiguration={"types": ["REGIONAL"]},
        tags=scope.all_tags(tags),
        **({"description": description} if description else {}),
    )
    root = client("apigateway").get_resources(restApiId=made["id"])["items"][0]["id"]
    account = client("sts").get_caller_identity()["Account"]
    attributes = {
        "api_key_source": "HEADER",
        "arn": f"arn:aws:apigateway:{REGION}::/restapis/{made['id']}",
        "binary_media_types": [],
        "body": None,
        "created_date": "2026-03-01T10:15:00Z",
        "description": description,
        "disable_execute_api_endpoint": False,
        "endpoint_configuration": [{"ip_address_type": "ipv4", "types": ["REGIONAL"], "vpc_endpoint_ids": []}],
        "execution_arn": f"arn:aws:execute-api:{REGION}:{account}:{made['id']}",
        "fail_on_warnings": None,
        "id": made["id"],
        "minimum_compression_size": "",
        "name": name,
        "parameters": None,
        "policy": "",
        "put_rest_api_mode": None,
        "root_resource_id": root,
    }
    return scope.tagged("aws_api_gateway_rest_api", label, attributes, tags, **more)


def authorizer(scope, label, api, name, pool, **more):
    header = "method.request.header.Authorization"
    made = client("apigateway").create_authorizer(
        restApiId=api["id"],
        name=name,
        type="COGNITO_USER_POOLS",
        providerARNs=[pool["arn"]],
        identitySource=header,
        authorizerResultTtlInSeconds=300,
    )
    attributes = {
        "arn": f"{api['arn']}/authorizers/{made['id']}",
        "authorizer_credentials": "",
        "authorizer_result_ttl_in_seconds": 300,
        "authorizer_uri": "",
        "id": made["id"],
        "identity_source": header,
        "identity_validation_expression": "",
        "name": name,
        "provider_arns": [pool["arn"]],
        "rest_api_id": api["id"],
        "type": "COGNITO_USER_POOLS",
    }
    return scope.managed("aws_api_gateway_authorizer", label, attributes, **more)


def validator(scope, label, api, name, **more):
    """Looks at body and parameters."""
    made = client("apigateway").create_request_validator(
        restApiId=api["id"], name=name, validateRequestBody=True, validateRequestParameters=True
    )
    attributes = {
        "id": made["id"],
        "name": name,
        "rest_api_id": api["id"],
        "validate_request_body": True,
        "validate_request_parameters": True,
    }
    return scope.managed("aws_api_gateway_request_validator", label, attributes, **more)


def resource(scope, label, api, part, parent=None, **more):
    parent_id = parent["id"] if parent else api["root_resource_id"]
    made = client("apigateway").create_resource(restApiId=api["id"], parentId=parent_id, pathPart=part)
    attributes = {
        "id": made["id"],
        "parent_id": parent_id,
        "path": made["path"],
        "path_part": part,
        "rest_api_id": api["id"],
    }
    return scope.managed("aws_api_gateway_resource", label, attributes, **more)


def method(scope, label, api, at, verb, *, authorizer=None, validator=None, parameters=None, **more):
    """A method of a resource; `at` is the API itself for its root."""
    kind = "COGNITO_USER_POOLS" if authorizer else "NONE"
    asked = {"authorizationType": kind, "apiKeyRequired": False}
    asked |= {"authorizerId": authorizer["id"]} if authorizer else {}
    asked |= {"requestValidatorId": validator["id"]} if validator else {}
    asked |= {"requestParameters": parameters} if parameters else {}
    client("apigateway").put_method(**place(api, at, verb), **asked)
    attributes = {
        "api_key_required": False,
        "authorization": kind,
        "authorization_scopes": None,
        "authorizer_id": authorizer["id"] if authorizer else "",
        "http_method": verb,
        "id": f"agm-{api['id']}-{id_of(at)}-{verb}",
        "operation_name": None,
        "request_models": None,
        "request_parameters": parameters,
        "request_validator_id": validator["id"] if validator else None,
        "resource_id": id_of(at),
        "rest_api_id": api["id"],
    }
    return scope.managed("aws_api_gateway_method", label, attributes, **more)


def integration(scope, label, api, at, verb, function=None, **more):
    """What a function answers; without one, API Gateway itself."""
    asked = {
        "type": "AWS_PROXY" if function else "MOCK",
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": 29000,
    }
    template = {"application/json": json.dumps({"statusCode": 200})}
    asked |= (
        {"integrationHttpMethod": "POST", "uri": function["invoke_arn"]} if function else {"requestTemplates": template}
    )
    client("apigateway").put_integration(**place(api, at, verb), **asked)
    attributes = {
        "cache_key_parameters": [],
        "cache_namespace": id_of(at),
        "connection_id": "",
        "connection_type": "INTERNET",
        "content_handling": "",
        "credentials": "",
        "http_method": verb,
        "id": f"agi-{api['id']}-{id_of(at)}-{verb}",
        "integration_http_method": "POST" if function else "",
        "passthrough_behavior": "WHEN_NO_MATCH",
        "request_parameters": {},
        "request_templates": {} if function else template,
        "resource_id": id_of(at),
        "rest_api_id": api["id"],
        "timeout_milliseconds": 29000,
        "tls_config": [],
        "type": asked["type"],
        "uri": function["invoke_arn"] if function else "",
    }
    return scope.managed("aws_api_gateway_integration", label, attributes, **more)


def method_response(scope, label, api, at, verb, headers=(), status="200", models=None, **more):
    parameters = {f"method.response.header.{header}": True for header in headers}
    asked = {"responseParameters": parameters} | ({"responseModels": models} if models else {})
    client("apigateway").put_method_response(**place(api, at, verb), statusCode=status, **asked)
    attributes = {
        "http_method": verb,
        "id": f"agmr-{api['id']}-{id_of(at)}-{verb}-{status}",
        "resource_id": id_of(at),
        "response_models": models,
        "response_parameters": parameters,
        "rest_api_id": api["id"],
        "status_code": status,
    }
    return scope.managed("aws_api_gateway_method_response", label, attributes, **more)


def integration_response(scope, label, api, at, verb, headers, status="200", **more):
    """`headers` are those of the answer, each with its text."""
    parameters = {f"method.response.header.{header}": f"'{text}'" for header, text in headers.items()}
    client("apigateway").put_integration_response(
        **place(api, at, verb), statusCode=status, responseParameters=parameters
    )
    attributes = {
        "content_handling": "",
        "http_method": verb,
        "id": f"agir-{api['id']}-{id_of(at)}-{verb}-{status}",
        "resource_id": id_of(at),
        "response_parameters": parameters,
        "response_templates": {},
        "rest_api_id": api["id"],
        "selection_pattern": "",
        "status_code": status,
    }
    return scope.managed("aws_api_gateway_integration_response", label, attributes, **more)


def options(scope, label, api, at, headers, key=None):
    """OPTIONS, answered by API Gateway itself with these headers: four resources of Terraform's."""
    method(scope, label, api, at, "OPTIONS", key=key)
    integration(scope, label, api, at, "OPTIONS", key=key)
    method_response(scope, label, api, at, "OPTIONS", headers, key=key)
    integration_response(scope, label, api, at, "OPTIONS", headers, key=key)


def deployment(scope, label, api, triggers, **more):
    made = client("apigateway").create_deployment(restApiId=api["id"])
    digest = hashlib.sha1(json.dumps(triggers).encode()).hexdigest()
    attributes = {
        "canary_settings": [],
        "created_date": "2026-03-01T10:15:30Z",
        "description": "",
        "execution_arn": f"{api['execution_arn']}/",
        "id": made["id"],
        "invoke_url": f"https://{api['id']}.execute-api.{REGION}.amazonaws.com/",
        "rest_api_id": api["id"],
        "stage_description": None,
        "stage_name": None,
        "triggers": {"redeployment": digest},
        "variables": None,
    }
    return scope.managed("aws_api_gateway_deployment", label, attributes, **more)


def stage(scope, label, api, of_deployment, name, *, logs=None, log_format=None, tags=None, **more):
    """A stage with X-Ray on; `logs` is the group that takes its access logs."""
    client("apigateway").create_stage(
        restApiId=api["id"],
        stageName=name,
        deploymentId=of_deployment["id"],
        tracingEnabled=True,
        tags=scope.all_tags(tags),
    )
    settings = []
    if logs:
        settings = [{"destination_arn": logs["arn"], "format": log_format}]
        changes = {"/accessLogSettings/destinationArn": logs["arn"], "/accessLogSettings/format": log_format}
        operations = [{"op": "replace", "path": path, "value": value} for path, value in changes.items()]
        client("apigateway").update_stage(restApiId=api["id"], stageName=name, patchOperations=operations)
    attributes = {
        "access_log_settings": settings,
        "arn": f"{api['arn']}/stages/{name}",
        "cache_cluster_enabled": False,
        "cache_cluster_size": "",
        "canary_settings": [],
        "client_certificate_id": "",
        "deployment_id": of_deployment["id"],
        "description": "",
        "documentation_version": "",
        "execution_arn": f"{api['execution_arn']}/{name}",
        "id": f"ags-{api['id']}-{name}",
        "invoke_url": f"https://{api['id']}.execute-api.{REGION}.amazonaws.com/{name}",
        "rest_api_id": api["id"],
        "stage_name": name,
        "variables": {},
        "web_acl_arn": "",
        "xray_tracing_enabled": True,
    }
    return scope.tagged("aws_api_gateway_stage", label, attributes, tags, **more)


def place(api, at, verb):
    return {"restApiId": api["id"], "resourceId": id_of(at), "httpMethod": verb}


def id_of(at):
    return at.get("root_resource_id", at["id"])


def usage_plan(scope, label, name, stages, *, rate, burst, a_day, **more):
    """A plan for stages, each a pair of an API and a stage. They are given when it is made, as an emulator keeps a
    change of them as text."""
    served = [{"apiId": api["id"], "stage": stage["stage_name"]} for api, stage in stages]
    made = client("apigateway").create_usage_plan(
        name=name,
        apiStages=served,
        throttle={"rateLimit": rate, "burstLimit": burst},
        quota={"limit": a_day, "period": "DAY"},
        tags=scope.all_tags({}),
    )
    attributes = {
        "api_stages": [{"api_id": it["apiId"], "stage": it["stage"], "throttle": []} for it in served],
        "arn": f"arn:aws:apigateway:{REGION}::/usageplans/{made['id']}",
        "description": "",
        "id": made["id"],
        "name": name,
        "product_code": "",
        "quota_settings": [{"limit": a_day, "offset": 0, "period": "DAY"}],
        "throttle_settings": [{"burst_limit": burst, "rate_limit": rate}],
    }
    return scope.tagged("aws_api_gateway_usage_plan", label, attributes, **more)


def api_key(scope, label, name, value, plan, **more):
    """A key, and that it belongs to a plan: two resources of Terraform's."""
    made = client("apigateway").create_api_key(
        name=name, value=value, description="Managed by Terraform", enabled=True, tags=scope.all_tags({})
    )
    attributes = {
        "arn": f"arn:aws:apigateway:{REGION}::/apikeys/{made['id']}",
        "created_date": "2026-03-01T10:15:00Z",
        "customer_id": "",
        "description": "Managed by Terraform",
        "enabled": True,
        "id": made["id"],
        "last_updated_date": "2026-03-01T10:15:00Z",
        "name": name,
        "value": value,
    }
    scope.tagged("aws_api_gateway_api_key", label, attributes, sensitive=["value"], **more)
    client("apigateway").create_usage_plan_key(usagePlanId=plan["id"], keyId=made["id"], keyType="API_KEY")
    attributes = {
        "id": made["id"],
        "key_id": made["id"],
        "key_type": "API_KEY",
        "name": name,
        "usage_plan_id": plan["id"],
        "value": value,
    }
    scope.managed("aws_api_gateway_usage_plan_key", label, attributes, **more)


def gateway_account(scope, label, role, **more):
    """Where API Gateway logs as which role: one a region."""
    operations = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": role["arn"]}]
    client("apigateway").update_account(patchOperations=operations)
    attributes = {
        "api_key_version": "4",
        "cloudwatch_role_arn": role["arn"],
        "features": ["UsagePlans"],
        "id": "api-gateway-account",
        "reset_on_delete": None,
        "throttle_settings": [{"burst_limit": 5000, "rate_limit": 10000}],
    }
    return scope.managed("aws_api_gateway_account", label, attributes, **more)


def domain_name(scope, label, name, certificate, api, of_stage, **more):
    """A regional domain, and the stage that it shows: two resources of Terraform's."""
    made = client("apigateway").create_domain_name(
        domainName=name,
        regionalCertificateArn=certificate,
        endpointConfiguration={"types": ["REGIONAL"]},
        securityPolicy="TLS_1_2",
        tags=scope.all_tags({}),
    )
    attributes = {
        "arn": f"arn:aws:apigateway:{REGION}::/domainnames/{name}",
        "certificate_arn": "",
        "certificate_body": None,
        "certificate_chain": None,
        "certificate_name": None,
        "certificate_private_key": None,
        "certificate_upload_date": "",
        "cloudfront_domain_name": "",
        "cloudfront_zone_id": "Z2FDTNDATAQYW2",
        "domain_name": name,
        "domain_name_id": "",
        "endpoint_configuration": [{"ip_address_type": "ipv4", "types": ["REGIONAL"]}],
        "id": name,
        "mutual_tls_authentication": [],
        "ownership_verification_certificate_arn": "",
        "policy": "",
        "regional_certificate_arn": certificate,
        "regional_certificate_name": "",
        "regional_domain_name": made.get("regionalDomainName", ""),
        "regional_zone_id": "ZOJJZC49E0EPZ",
        "security_policy": "TLS_1_2",
    }
    scope.tagged("aws_api_gateway_domain_name", label, attributes, sensitive=["certificate_private_key"], **more)
    client("apigateway").create_base_path_mapping(domainName=name, restApiId=api["id"], stage=of_stage["stage_name"])
    attributes = {
        "api_id": api["id"],
        "base_path": "",
        "domain_name": name,
        "domain_name_id": "",
        "id": f"{name}/",
        "stage_name": of_stage["stage_name"],
    }
    scope.managed("aws_api_gateway_base_path_mapping", label, attributes, **more)


def model(scope, label, api, name, schema):
    text = json.dumps(schema, separators=(",", ":"))
    made = client("apigateway").create_model(
        restApiId=api["id"], name=name, contentType="application/json", schema=text
    )
    attributes = {
        "content_type": "application/json",
        "description": "",
        "id": made["id"],
        "name": name,
        "rest_api_id": api["id"],
        "schema": text,
    }
    return scope.managed("aws_api_gateway_model", label, attributes)


def gateway_response(scope, label, api, kind):
    parameters = {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}
    templates = {"application/json": '{"message":$context.error.messageString}'}
    client("apigateway").put_gateway_response(
        restApiId=api["id"],
        responseType=kind,
        statusCode="400",
        responseParameters=parameters,
        responseTemplates=templates,
    )
    attributes = {
        "id": f"aggr-{api['id']}-{kind}",
        "response_parameters": parameters,
        "response_templates": templates,
        "response_type": kind,
        "rest_api_id": api["id"],
        "status_code": "400",
    }
    return scope.managed("aws_api_gateway_gateway_response", label, attributes)


def method_settings(scope, label, api, of_stage):
    """Metrics of all methods of a stage."""
    values = {"metrics/enabled": "true", "throttling/burstLimit": "-1", "throttling/rateLimit": "-1"}
    operations = [{"op": "replace", "path": f"/*/*/{path}", "value": value} for path, value in values.items()]
    client("apigateway").update_stage(
        restApiId=api["id"], stageName=of_stage["stage_name"], patchOperations=operations
    )
    settings = {
        "cache_data_encrypted": False,
        "cache_ttl_in_seconds": 300,
        "caching_enabled": False,
        "data_trace_enabled": False,
        "logging_level": "OFF",
        "metrics_enabled": True,
        "require_authorization_for_cache_control": True,
        "throttling_burst_limit": -1,
        "throttling_rate_limit": -1,
        "unauthorized_cache_control_header_strategy": "SUCCEED_WITH_RESPONSE_HEADER",
    }
    attributes = {
        "id": f"{api['id']}-{of_stage['stage_name']}-*/*",
        "method_path": "*/*",
        "rest_api_id": api["id"],
        "settings": [settings],
        "stage_name": of_stage["stage_name"],
    }
    return scope.managed("aws_api_gateway_method_settings", label, attributes)
