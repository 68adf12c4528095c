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
        "[r['resourceMethods']['OPTIONS']['methodIntegration']['integrationResponses']['204']['responseParameters']['method.response.header.Access-Control-Allow-Methods'] for r in client('apigateway').get_resources(restApiId=id, embed=['methods'])['items'] if r['path'] == '/users'] \
         + [client('apigateway').get_gateway_response(restApiId=id, responseType='DEFAULT_4XX')['responseParameters']]",
        json!(["'OPTIONS,POST'", { "gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example.com'" }]), On::Both;
    stages: json!({ "stages": { "dev": {} } }) =>
        "[s['stageName'] for s in client('apigateway').get_stages(restApiId=id)['item']] + [d['description'][:9] for d in client('apigateway').get_deployments(restApiId=id)['items']]",
        json!(["dev", "diatonic:"]), On::Both;
}
