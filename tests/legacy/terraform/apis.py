"""HTTP APIs, part by part."""

from .place import REGION, account, client


def http_api(scope, label, name):
    gateway = client("apigatewayv2")
    cors = {"AllowMethods": ["GET"], "AllowOrigins": ["https://example.com"], "MaxAge": 600}
    made = gateway.create_api(Name=name, ProtocolType="HTTP", CorsConfiguration=cors, Tags=scope.all_tags(None))
    written = {
        "allow_credentials": False,
        "allow_headers": [],
        "allow_methods": ["GET"],
        "allow_origins": ["https://example.com"],
        "expose_headers": [],
        "max_age": 600,
    }
    attributes = {
        "api_endpoint": f"https://{made['ApiId']}.execute-api.{REGION}.amazonaws.com",
        "api_key_selection_expression": "$request.header.x-api-key",
        "arn": f"arn:aws:apigateway:{REGION}::/apis/{made['ApiId']}",
        "body": None,
        "cors_configuration": [written],
        "credentials_arn": None,
        "description": "",
        "disable_execute_api_endpoint": False,
        "execution_arn": f"arn:aws:execute-api:{REGION}:{account()}:{made['ApiId']}",
        "fail_on_warnings": None,
        "id": made["ApiId"],
        "ip_address_type": "ipv4",
        "name": name,
        "protocol_type": "HTTP",
        "route_key": None,
        "route_selection_expression": "$request.method $request.path",
        "target": None,
        "version": "",
    }
    return scope.tagged("aws_apigatewayv2_api", label, attributes)


def authorizer(scope, label, api, pool, of_client):
    issuer, source = f"https://{pool['endpoint']}", "$request.header.Authorization"
    made = client("apigatewayv2").create_authorizer(
        ApiId=api["id"],
        Name=label,
        AuthorizerType="JWT",
        IdentitySource=[source],
        JwtConfiguration={"Audience": [of_client["id"]], "Issuer": issuer},
    )
    attributes = {
        "api_id": api["id"],
        "authorizer_credentials_arn": "",
        "authorizer_payload_format_version": "",
        "authorizer_result_ttl_in_seconds": 0,
        "authorizer_type": "JWT",
        "authorizer_uri": "",
        "enable_simple_responses": False,
        "id": made["AuthorizerId"],
        "identity_sources": [source],
        "jwt_configuration": [{"audience": [of_client["id"]], "issuer": issuer}],
        "name": label,
    }
    return scope.managed("aws_apigatewayv2_authorizer", label, attributes)


def integration(scope, label, api, function):
    made = client("apigatewayv2").create_integration(
        ApiId=api["id"],
        IntegrationType="AWS_PROXY",
        IntegrationMethod="POST",
        IntegrationUri=function["invoke_arn"],
        PayloadFormatVersion="2.0",
    )
    attributes = {
        "api_id": api["id"],
        "connection_id": "",
        "connection_type": "INTERNET",
        "content_handling_strategy": "",
        "credentials_arn": "",
        "description": "",
        "id": made["IntegrationId"],
        "integration_method": "POST",
        "integration_response_selection_expression": "",
        "integration_subtype": "",
        "integration_type": "AWS_PROXY",
        "integration_uri": function["invoke_arn"],
        "passthrough_behavior": "",
        "payload_format_version": "2.0",
        "request_parameters": {},
        "request_templates": {},
        "response_parameters": [],
        "template_selection_expression": "",
        "timeout_milliseconds": 30000,
        "tls_config": [],
    }
    return scope.managed("aws_apigatewayv2_integration", label, attributes)


def route(scope, label, api, key, to, by):
    target = f"integrations/{to['id']}"
    made = client("apigatewayv2").create_route(
        ApiId=api["id"], RouteKey=key, Target=target, AuthorizationType="JWT", AuthorizerId=by["id"]
    )
    attributes = {
        "api_id": api["id"],
        "api_key_required": False,
        "authorization_scopes": [],
        "authorization_type": "JWT",
        "authorizer_id": by["id"],
        "id": made["RouteId"],
        "model_selection_expression": "",
        "operation_name": "",
        "request_models": {},
        "request_parameter": [],
        "route_key": key,
        "route_response_selection_expression": "",
        "target": target,
    }
    return scope.managed("aws_apigatewayv2_route", label, attributes)


def stage(scope, label, api):
    client("apigatewayv2").create_stage(
        ApiId=api["id"], StageName="$default", AutoDeploy=True, Tags=scope.all_tags(None)
    )
    usual = {
        "data_trace_enabled": False,
        "detailed_metrics_enabled": False,
        "logging_level": "",
        "throttling_burst_limit": 0,
        "throttling_rate_limit": 0,
    }
    attributes = {
        "access_log_settings": [],
        "api_id": api["id"],
        "arn": f"{api['arn']}/stages/$default",
        "auto_deploy": True,
        "client_certificate_id": "",
        "default_route_settings": [usual],
        "deployment_id": "",
        "description": "",
        "execution_arn": f"{api['execution_arn']}/$default",
        "id": "$default",
        "invoke_url": f"{api['api_endpoint']}/",
        "name": "$default",
        "route_settings": [],
        "stage_variables": {},
    }
    return scope.tagged("aws_apigatewayv2_stage", label, attributes)
