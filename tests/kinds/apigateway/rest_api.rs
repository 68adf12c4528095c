//! `apigateway.rest_api`: every field on the emulators.

use serde_json::{Value, json};

use crate::harness::{On, round_trips};

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:users";
const OTHER: &str = "arn:aws:lambda:us-east-2:123456789012:function:other";
const POOL: &str = "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi";

fn open(function: &str) -> Value {
    json!({ "authorization": "NONE", "integration": { "function": function } })
}

fn base() -> Value {
    json!({
        "endpoint_type": "REGIONAL",
        "routes": { "/users": { "POST": open(FUNCTION) } },
    })
}

macro_rules! of_the_api {
    ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
        round_trips! {
            kind: "apigateway.rest_api", base: base(), prepare: &[];
            $($test: $change => concat!("client('apigateway').get_rest_api(restApiId=id)", $answer), $expect, $on;)*
        }
    };
}

of_the_api! {
    description: json!({ "description": "Users" }) => "['description']", json!("Users"), On::Both;
    endpoint_type: json!({ "endpoint_type": null }) => "['endpointConfiguration']['types']", json!(["EDGE"]), On::Both;
    binary_media_types: json!({ "binary_media_types": ["image/png", "*/*"] }) => "['binaryMediaTypes']",
        json!(["*/*", "image/png"]), On::Ministack("moto takes the elements of the list from their values");
    minimum_compression_size: json!({ "minimum_compression_size": 1024 }) => "['minimumCompressionSize']",
        json!(1024), On::Ministack("moto ignores it in an update");
    api_key_source: json!({ "api_key_source": "AUTHORIZER" }) => "['apiKeySource']", json!("AUTHORIZER"), On::Both;
    disable_execute_api_endpoint: json!({ "disable_execute_api_endpoint": true }) => "['disableExecuteApiEndpoint']",
        json!(true), On::Ministack("moto takes any text for true");
    policy: json!({ "policy": { "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
        "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } },
    }] } }) => "['policy'].count('execute-api:/*')", json!(1), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) => "['tags'].get('Team')", json!("ai"), On::Ministack("moto tags stages alone");
    name: json!({ "name": "{name}-new" }) => "['name'] == name + '-new'", json!(true), On::Both;
}

round_trips! {
    kind: "apigateway.rest_api", base: base(), prepare: &[];
    routes: json!({ "routes": { "/users/{id}": { "GET": open(OTHER), "DELETE": open(FUNCTION) }, "/": { "ANY": open(FUNCTION) } } }) =>
        "sorted((r['path'], sorted(r.get('resourceMethods', {}))) for r in client('apigateway').get_resources(restApiId=id, embed=['methods'])['items'])",
        json!([["/", ["ANY"]], ["/users", ["POST"]], ["/users/{id}", ["DELETE", "GET"]]]), On::Both;
    other_route: json!({ "routes": { "/users": null, "/orders/{id}/lines": { "GET": open(FUNCTION) } } }) =>
        "sorted(r['path'] for r in client('apigateway').get_resources(restApiId=id)['items'])",
        json!(["/", "/orders", "/orders/{id}", "/orders/{id}/lines"]), On::Both;
    function: json!({ "routes": { "/users": { "POST": { "integration": { "function": OTHER } } } } }) =>
        "[r['resourceMethods']['POST']['methodIntegration'][k] for r in client('apigateway').get_resources(restApiId=id, embed=['methods'])['items'] if r['path'] == '/users' for k in ['type', 'uri', 'httpMethod']]",
        json!(["AWS_PROXY", "arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-2:123456789012:function:other/invocations", "POST"]), On::Both;
    authorizers: json!({
        "authorizers": { "users": { "type": "COGNITO_USER_POOLS", "user_pools": [POOL], "result_ttl_seconds": 60 } },
        "routes": { "/users": { "POST": { "authorization": "users", "scopes": ["users/write"] } } },
    }) =>
        "[[a['name'], a['type'], a['identitySource'], a['authorizerResultTtlInSeconds']] for a in client('apigateway').get_authorizers(restApiId=id)['items']]",
        json!([["users", "COGNITO_USER_POOLS", "method.request.header.Authorization", 60]]), On::Both;
    models: json!({
        "models": { "User": { "schema": { "type": "object", "properties": { "address": { "$ref": "#/models/Address" } } } },
                    "Address": { "description": "Where", "schema": "{\"type\":\"object\"}" } },
        "request_validators": { "all": { "body": true, "parameters": true }, "body": { "body": true } },
        "routes": { "/users": { "POST": {
            "request_validator": "all",
            "request_models": { "application/json": "User" },
            "request_parameters": { "method.request.header.X-Tenant": true, "method.request.querystring.page": false },
        } } },
    }) =>
        "[json.loads(client('apigateway').get_model(restApiId=id, modelName='User')['schema'])['properties']['address']['$ref'].split(id)[1], \
          sorted([v['name'], v['validateRequestBody'], v['validateRequestParameters']] for v in client('apigateway').get_request_validators(restApiId=id)['items'])]",
        json!(["/models/Address", [["all", true, true], ["body", true, false]]]), On::Both;
    gateway_responses: json!({ "gateway_responses": { "UNAUTHORIZED": {
        "status_code": 403, "headers": { "X-Why": "'no'" }, "templates": { "application/json": "{\"message\":\"no\"}" },
    } } }) =>
        "[client('apigateway').get_gateway_response(restApiId=id, responseType='UNAUTHORIZED')[k] for k in ['statusCode', 'responseParameters']]",
        json!(["403", { "gatewayresponse.header.X-Why": "'no'" }]), On::Both;
    cors: json!({ "cors": { "allow_origins": ["https://a.example.com"], "max_age_seconds": 600 } }) =>
        "[r['resourceMethods']['OPTIONS']['methodIntegration']['integrationResponses']['200']['responseParameters']['method.response.header.Access-Control-Allow-Methods'] for r in client('apigateway').get_resources(restApiId=id, embed=['methods'])['items'] if r['path'] == '/users'] \
         + [client('apigateway').get_gateway_response(restApiId=id, responseType='DEFAULT_4XX')['responseParameters']]",
        json!(["'OPTIONS,POST'", { "gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example.com'" }]), On::Both;
    stages: json!({ "stages": { "dev": {} } }) =>
        "[s['stageName'] for s in client('apigateway').get_stages(restApiId=id)['item']] + [d['description'][:9] for d in client('apigateway').get_deployments(restApiId=id)['items']]",
        json!(["dev", "diatonic:"]), On::Both;
}

/// What answers `/users` in the cases of integrations.
fn answered(integration: Value) -> Value {
    json!({ "routes": { "/users": { "POST": { "integration": integration, "responses": { "200": {} } } } } })
}

fn web(fields: Value) -> Value {
    let mut web = json!({ "type": "HTTP_PROXY", "uri": "https://example.com/{id}", "http_method": "GET", "function": null });
    for (field, value) in fields.as_object().unwrap() {
        web[field] = value.clone();
    }
    json!({ "routes": { "/users": { "POST": { "integration": web } } } })
}

macro_rules! of_the_integration {
    ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
        round_trips! {
            kind: "apigateway.rest_api", base: base(), prepare: &[];
            $($test: $change => concat!(
                "[r['resourceMethods']['POST'] for r in client('apigateway').get_resources(restApiId=id, embed=['methods'])['items'] if r['path'] == '/users'][0]",
                $answer,
            ), $expect, $on;)*
        }
    };
}

of_the_integration! {
    authorization: json!({ "routes": { "/users": { "POST": { "authorization": "AWS_IAM" } } } }) =>
        "['authorizationType']", json!("AWS_IAM"), On::Both;
    api_key: json!({ "routes": { "/users": { "POST": { "api_key_required": true, "operation_name": "createUser" } } } }) =>
        "['apiKeyRequired']", json!(true), On::Both;
    http_proxy: web(json!({})) => "['methodIntegration']['uri']", json!("https://example.com/{id}"), On::Both;
    http_proxy_with_parameters: {
        let mut change = web(json!({ "request_parameters": { "integration.request.header.X": "method.request.header.Y" } }));
        change["routes"]["/users"]["POST"]["request_parameters"] = json!({ "method.request.header.Y": false });
        change
    } => "['methodIntegration']['requestParameters']",
        json!({ "integration.request.header.X": "method.request.header.Y" }), On::Both;
    timeout: web(json!({ "timeout_milliseconds": 5000 })) => "['methodIntegration']['timeoutInMillis']", json!(5000), On::Both;
    cache: web(json!({ "cache_namespace": "all" })) => "['methodIntegration']['cacheNamespace']", json!("all"),
        On::Moto("ministack drops the namespace of the cache");
    cache_keys: {
        let mut change = web(json!({ "cache_key_parameters": ["method.request.querystring.page"] }));
        change["routes"]["/users"]["POST"]["request_parameters"] = json!({ "method.request.querystring.page": false });
        change
    } => "['methodIntegration']['cacheKeyParameters']", json!(["method.request.querystring.page"]), On::Ministack("moto drops the parameters");
    tls: web(json!({ "insecure_skip_verification": true })) => "['methodIntegration']['tlsConfig']",
        json!({ "insecureSkipVerification": true }), On::Moto("ministack drops it");
    function_with_templates: json!({ "routes": { "/users": { "POST": {
        "integration": {
            "type": "AWS", "credentials": "arn:aws:iam::123456789012:role/api", "content_handling": "CONVERT_TO_TEXT",
            "passthrough_behavior": "NEVER", "request_templates": { "application/json": "{}" },
        },
        "responses": {
            "200": { "headers": { "X-A": "'a'", "X-B": "integration.response.header.B", "X-C": "" }, "models": { "application/json": "Empty" } },
            "400": { "selection_pattern": "bad.*", "templates": { "application/json": "{}" }, "content_handling": "CONVERT_TO_BINARY" },
        },
    } } } }) => "['methodIntegration']['integrationResponses']['200']['responseParameters']",
        json!({ "method.response.header.X-A": "'a'", "method.response.header.X-B": "integration.response.header.B" }),
        On::Both;
    mock: answered(json!({ "type": "MOCK", "function": null, "request_templates": { "application/json": "{\"statusCode\": 200}" } })) =>
        "['methodIntegration']['type']", json!("MOCK"), On::Both;
}

mod responses {
    use super::*;

    fn base() -> Value {
        json!({
            "routes": { "/users": { "GET": {
                "authorization": "NONE",
                "integration": { "type": "MOCK", "request_templates": { "application/json": "{\"statusCode\": 200}" } },
                "responses": { "200": {}, "400": { "selection_pattern": "400" } },
            } } },
        })
    }

    fn change(responses: Value) -> Value {
        json!({ "routes": { "/users": { "GET": { "responses": responses } } } })
    }

    macro_rules! of_the_method {
        ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
            round_trips! {
                kind: "apigateway.rest_api", base: base(), prepare: &[];
                $($test: $change => concat!(
                    "[r['resourceMethods']['GET'] for r in client('apigateway').get_resources(restApiId=id, embed=['methods'])['items'] if r['path'] == '/users'][0]",
                    $answer,
                ), $expect, $on;)*
            }
        };
    }

    of_the_method! {
        template: change(json!({ "200": { "templates": { "application/json": "{\"ok\":true}" } } })) =>
            "['methodIntegration']['integrationResponses']['200']['responseTemplates']",
            json!({ "application/json": "{\"ok\":true}" }), On::Both;
        header: change(json!({ "200": { "headers": { "X-A": "'a'" } } })) =>
            "['methodResponses']['200']['responseParameters']", json!({ "method.response.header.X-A": false }), On::Both;
        fewer: change(json!({ "400": null })) => "['methodResponses'].get('400')", Value::Null, On::Both;
        more: change(json!({ "404": { "selection_pattern": "404" } })) =>
            "['methodIntegration']['integrationResponses']['404']['selectionPattern']", json!("404"), On::Both;
        preflight_of_its_own: json!({
            "cors": { "allow_origins": ["https://a.example.com", "https://b.example.com"], "allow_credentials": true,
                      "allow_methods": ["GET"], "expose_headers": ["X-A"] },
            "routes": { "/users": { "OPTIONS": {
                "authorization": "AWS_IAM", "integration": { "function": FUNCTION },
            } }, "/other": { "GET": open(FUNCTION) } },
        }) => "['httpMethod']", json!("GET"), On::Both;
    }
}

mod authorizers {
    use super::*;

    fn base() -> Value {
        json!({
            "authorizers": {
                "token": { "type": "TOKEN", "function": FUNCTION },
                "request": { "type": "REQUEST", "function": FUNCTION, "identity_sources": ["method.request.header.X-Key"] },
            },
            "routes": { "/users": { "POST": {
                "authorization": "token", "integration": { "function": FUNCTION },
            } } },
        })
    }

    macro_rules! of_the_authorizers {
        ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
            round_trips! {
                kind: "apigateway.rest_api", base: base(), prepare: &[];
                $($test: json!({ "authorizers": $change }) => concat!(
                    "{a['name']: a for a in client('apigateway').get_authorizers(restApiId=id)['items']}",
                    $answer,
                ), $expect, $on;)*
            }
        };
    }

    of_the_authorizers! {
        function: json!({ "token": { "function": OTHER } }) => "['token']['authorizerUri'].count('function:other/')", json!(1), On::Both;
        credentials: json!({ "token": { "credentials": "arn:aws:iam::123456789012:role/api" } }) =>
            "['token']['authorizerCredentials']", json!("arn:aws:iam::123456789012:role/api"), On::Both;
        identity_source: json!({ "token": { "identity_sources": ["method.request.header.X-Token"] } }) =>
            "['token']['identitySource']", json!("method.request.header.X-Token"), On::Both;
        identity_sources: json!({ "request": {
            "identity_sources": ["method.request.header.X-Token", "context.identity.sourceIp"], "result_ttl_seconds": 60,
        } }) => "['request']['identitySource']", json!("method.request.header.X-Token,context.identity.sourceIp"), On::Both;
        validation: json!({ "token": { "identity_validation_expression": "^Bearer .*$" } }) =>
            "['token']['identityValidationExpression']", json!("^Bearer .*$"), On::Both;
        no_identity: json!({ "request": { "identity_sources": null, "result_ttl_seconds": 0 } }) =>
            "['request'].get('identitySource', '')", json!(""), On::Both;
        another: json!({ "request": null, "third": { "type": "TOKEN", "function": OTHER } }) =>
            ".keys() == {'token', 'third'}", json!(true), On::Both;
        another_type: json!({ "request": { "type": "TOKEN" } }) => "['request']['type']", json!("TOKEN"), On::Both;
    }
}

mod models {
    use super::*;

    fn base() -> Value {
        json!({
            "models": {
                "User": { "schema": { "type": "object" } },
                "List": { "schema": { "type": "array", "items": { "$ref": "#/models/User" } } },
            },
            "request_validators": { "all": { "body": true } },
            "routes": { "/users": { "POST": {
                "authorization": "NONE", "integration": { "function": FUNCTION },
                "request_validator": "all", "request_models": { "application/json": "User" },
            } } },
        })
    }

    round_trips! {
        kind: "apigateway.rest_api", base: base(), prepare: &[];
        schema: json!({ "models": { "User": { "schema": { "type": "object", "required": ["email"] }, "description": "Who" } } }) =>
            "json.loads(client('apigateway').get_model(restApiId=id, modelName='User')['schema'])['required']",
            json!(["email"]), On::Ministack("moto cannot change a model");
        content_type: json!({ "models": { "User": { "content_type": "application/xml" } } }) =>
            "client('apigateway').get_model(restApiId=id, modelName='User')['contentType']", json!("application/xml"), On::Both;
        fewer: json!({ "models": { "List": null } }) =>
            "'List' in [m['name'] for m in client('apigateway').get_models(restApiId=id)['items']]", json!(false), On::Both;
        validator: json!({ "request_validators": { "all": { "parameters": true } } }) =>
            "client('apigateway').get_request_validators(restApiId=id)['items'][0]['validateRequestParameters']",
            json!(true), On::Both;
        another_validator: json!({
            "request_validators": { "all": null, "bodies": { "body": true } },
            "routes": { "/users": { "POST": { "request_validator": "bodies" } } },
        }) => "[v['name'] for v in client('apigateway').get_request_validators(restApiId=id)['items']]",
            json!(["bodies"]), On::Both;
    }
}

mod stages {
    use super::*;

    fn base() -> Value {
        json!({
            "routes": { "/users": { "POST": open(FUNCTION) } },
            "stages": { "dev": {} },
        })
    }

    macro_rules! of_the_stage {
        ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
            round_trips! {
                kind: "apigateway.rest_api", base: base(), prepare: &[];
                $($test: json!({ "stages": { "dev": $change } }) =>
                    concat!("client('apigateway').get_stage(restApiId=id, stageName='dev')", $answer), $expect, $on;)*
            }
        };
    }

    of_the_stage! {
        description: json!({ "description": "For trying" }) => "['description']", json!("For trying"), On::Both;
        variables: json!({ "variables": { "table": "users-dev" } }) => "['variables']", json!({ "table": "users-dev" }), On::Both;
        tracing: json!({ "tracing": true }) => "['tracingEnabled']", json!(true), On::Both;
        access_log: json!({ "access_log": {
            "destination": "arn:aws:logs:us-east-2:123456789012:log-group:/api/users:*",
            "format": { "requestId": "$context.requestId", "status": "$context.status" },
        } }) => "['accessLogSettings']", json!({
            "destinationArn": "arn:aws:logs:us-east-2:123456789012:log-group:/api/users",
            "format": "{\"requestId\":\"$context.requestId\",\"status\":\"$context.status\"}",
        }), On::Both;
        cache: json!({ "cache_cluster_size": "0.5" }) => "['cacheClusterSize']", json!("0.5"), On::Both;
        client_certificate: json!({ "client_certificate_id": "c1" }) => "['clientCertificateId']", json!("c1"),
            On::Ministack("moto ignores it");
        documentation_version: json!({ "documentation_version": "1.0" }) => "['documentationVersion']", json!("1.0"),
            On::Ministack("moto ignores it");
        methods: json!({ "methods": {
            "*": { "throttling_rate_limit": 250.5, "throttling_burst_limit": 500, "logging_level": "INFO", "metrics": true },
            "POST /users": { "throttling_rate_limit": 5, "data_trace": true, "logging_level": "ERROR" },
        } }) => "['methodSettings']['*/*']['throttlingRateLimit']", json!(250.5),
            On::Ministack("moto keeps the settings of a method that are removed");
        caching: json!({ "cache_cluster_size": "0.5", "methods": { "*": {
            "caching": true, "cache_ttl_seconds": 60, "cache_data_encrypted": true, "cache_control_for_everybody": true,
            "unauthorized_cache_control": "FAIL_WITH_403",
        } } }) => "['methodSettings']['*/*']['requireAuthorizationForCacheControl']", json!(false),
            On::Ministack("moto keeps the settings of a method that are removed");
        tags: json!({ "tags": { "Team": "ai" } }) => "['tags']", json!({ "Team": "ai" }), On::Both;
    }

    round_trips! {
        kind: "apigateway.rest_api", base: base(), prepare: &[];
        another_stage: json!({ "stages": { "dev": null, "test": { "tracing": true, "variables": { "a": "b" } } } }) =>
            "[s['stageName'] for s in client('apigateway').get_stages(restApiId=id)['item']]", json!(["test"]), On::Both;
        deployment: json!({ "routes": { "/users": { "POST": { "integration": { "function": OTHER } } } }, "stages": {} }) =>
            "[len(client('apigateway').get_deployments(restApiId=id)['items']), \
              client('apigateway').get_stage(restApiId=id, stageName='dev')['deploymentId'] == client('apigateway').get_deployments(restApiId=id)['items'][0]['id']]",
            json!([1, true]), On::Both;
    }

    /// Somebody adds a path by hand: it is left alone, and the plan knows what the stage is to show then.
    fn with_ignored_routes() -> Value {
        let mut base = base();
        base["lifecycle"] = json!({ "ignore_changes": ["routes"] });
        base
    }

    round_trips! {
        kind: "apigateway.rest_api", base: with_ignored_routes(), prepare: &[];
        ignored_routes: json!({ "description": "Users", "stages": { "dev": { "tracing": true } } }) =>
            "client('apigateway').create_resource(restApiId=id, parentId=client('apigateway').get_rest_api(restApiId=id)['rootResourceId'], pathPart='added')['path']",
            json!("/added"), On::Both;
    }
}
