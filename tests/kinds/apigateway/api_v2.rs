//! `apigatewayv2.api`: HTTP and WebSocket APIs, field by field.

use kind::{AnyKind, registry};
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:things";
const OTHER: &str = "arn:aws:lambda:us-east-2:123456789012:function:others";

const NO_LIST: &str = "moto cannot list authorizers";

fn http() -> Value {
    json!({ "routes": { "GET /things/{id}": { "function": FUNCTION } }, "stages": { "live": {} } })
}

fn sockets() -> Value {
    json!({
        "protocol": "WEBSOCKET", "route_selection_expression": "$request.body.action",
        "routes": { "$default": { "function": FUNCTION } },
    })
}

round_trips! {
    kind: "apigatewayv2.api", base: http(), prepare: &[];
    description: json!({ "description": "Things" }) => "client('apigatewayv2').get_api(ApiId=id)['Description']", json!("Things"), On::Ministack(NO_LIST);
    version: json!({ "version": "2" }) => "client('apigatewayv2').get_api(ApiId=id)['Version']", json!("2"), On::Ministack(NO_LIST);
    cors: json!({ "cors": { "allow_origins": ["https://example.com"], "allow_methods": ["GET"], "max_age_seconds": 60 } }) =>
        "[client('apigatewayv2').get_api(ApiId=id)['CorsConfiguration'][k] for k in ('AllowOrigins', 'AllowMethods', 'MaxAge')]",
        json!([["https://example.com"], ["GET"], 60]), On::Ministack(NO_LIST);
    disable_execute_api_endpoint: json!({ "disable_execute_api_endpoint": true }) =>
        "client('apigatewayv2').get_api(ApiId=id)['DisableExecuteApiEndpoint']", json!(true), On::Ministack(NO_LIST);
    a_route_of_another_function: json!({ "routes": { "GET /things/{id}": { "function": OTHER } } }) =>
        "[i['IntegrationUri'].split(':')[-1].split('/')[0] for i in client('apigatewayv2').get_integrations(ApiId=id)['Items']]",
        json!(["others"]), On::Ministack(NO_LIST);
    routes_with_one_integration: json!({ "routes": {
            "POST /things": { "function": FUNCTION }, "DELETE /things/{id}": { "function": FUNCTION },
        } }) =>
        "[len(client('apigatewayv2').get_routes(ApiId=id)['Items']), len(client('apigatewayv2').get_integrations(ApiId=id)['Items'])]",
        json!([3, 1]), On::Ministack(NO_LIST);
    an_integration: json!({ "routes": { "GET /things/{id}": { "function": null, "integration": {
            "type": "HTTP_PROXY", "uri": "https://example.com/{id}", "method": "GET", "timeout_milliseconds": 5000,
            "request_parameters": { "append:header.X-A": "$context.requestId" },
            "response_parameters": { "500": { "overwrite:statuscode": "502" } },
        } } } }) =>
        "[client('apigatewayv2').get_integrations(ApiId=id)['Items'][0][k] for k in ('IntegrationType', 'TimeoutInMillis', 'RequestParameters')]",
        json!(["HTTP_PROXY", 5000, { "append:header.X-A": "$context.requestId" }]), On::Ministack(NO_LIST);
    an_older_payload: json!({ "routes": { "GET /things/{id}": { "function": null, "integration": { "function": FUNCTION, "payload_format": "1.0" } } } }) =>
        "client('apigatewayv2').get_integrations(ApiId=id)['Items'][0]['PayloadFormatVersion']", json!("1.0"), On::Ministack(NO_LIST);
    authorizers: json!({
            "authorizers": {
                "users": {
                    "issuer": "https://cognito-idp.us-east-2.amazonaws.com/us-east-2_AbCdEfGhI", "audience": ["app"],
                    "identity_sources": ["$request.header.Authorization"],
                },
                "partners": {
                    "function": OTHER, "simple_responses": true, "result_ttl_seconds": 60,
                    "identity_sources": ["$request.header.X-Partner"],
                },
            },
            "routes": {
                "GET /things/{id}": { "authorization": "users", "scopes": ["read"], "operation_name": "read" },
                "POST /things": { "authorization": "partners", "function": FUNCTION },
            },
        }) =>
        "sorted((r['RouteKey'], r['AuthorizationType'], r.get('AuthorizationScopes')) for r in client('apigatewayv2').get_routes(ApiId=id)['Items'])",
        json!([["GET /things/{id}", "JWT", ["read"]], ["POST /things", "CUSTOM", null]]), On::Ministack(NO_LIST);
    a_signed_route: json!({ "routes": { "GET /things/{id}": { "authorization": "AWS_IAM" } } }) =>
        "client('apigatewayv2').get_routes(ApiId=id)['Items'][0]['AuthorizationType']", json!("AWS_IAM"), On::Ministack(NO_LIST);
    stages: json!({ "stages": { "next": { "description": "For all", "variables": { "mode": "live" }, "tags": { "Team": "web" } } } }) =>
        "client('apigatewayv2').get_stage(ApiId=id, StageName='next')['StageVariables']", json!({ "mode": "live" }), On::Ministack(NO_LIST);
    a_stage_that_is_deployed: json!({ "stages": { "next": { "auto_deploy": false } } }) =>
        "len(client('apigatewayv2').get_deployments(ApiId=id)['Items']) > 0", json!(true), On::Ministack(NO_LIST);
    limits: json!({ "stages": { "live": {
            "default_route": { "throttling_rate_limit": 10.0, "throttling_burst_limit": 20, "metrics": true },
            "routes": { "GET /things/{id}": { "throttling_rate_limit": 1.0 } },
        } } }) =>
        "client('apigatewayv2').get_stage(ApiId=id, StageName='live')['DefaultRouteSettings']['ThrottlingBurstLimit']",
        json!(20), On::MinistackOneWay("moto cannot list authorizers, and ministack deletes a stage with the settings of a route");
    access_log: json!({ "stages": { "live": { "access_log": {
            "destination": "arn:aws:logs:us-east-2:123456789012:log-group:/apis/web", "format": { "id": "$context.requestId" },
        } } } }) =>
        "client('apigatewayv2').get_stage(ApiId=id, StageName='live')['AccessLogSettings']['DestinationArn'][-4:]", json!("/web"),
        On::MinistackOneWay("moto cannot list authorizers, and ministack deletes a stage with its log");
}

round_trips! {
    kind: "apigatewayv2.api", base: sockets(), prepare: &[];
    selection: json!({ "route_selection_expression": "$request.body.kind" }) =>
        "client('apigatewayv2').get_api(ApiId=id)['RouteSelectionExpression']", json!("$request.body.kind"), On::Ministack(NO_LIST);
    api_key_selection: json!({ "api_key_selection_expression": "$context.authorizer.usageIdentifierKey" }) =>
        "client('apigatewayv2').get_api(ApiId=id)['ApiKeySelectionExpression']", json!("$context.authorizer.usageIdentifierKey"), On::Ministack(NO_LIST);
    sockets_routes: json!({ "routes": {
            "$connect": { "function": FUNCTION, "api_key_required": true }, "ask": { "function": OTHER, "responds": true },
        } }) =>
        "sorted(r['RouteKey'] for r in client('apigatewayv2').get_routes(ApiId=id)['Items'])", json!(["$connect", "$default", "ask"]), On::Ministack(NO_LIST);
}

fn kind() -> &'static dyn AnyKind {
    registry::find("apigatewayv2.api").expect("the kind is registered")
}

fn spec(fields: Value) -> Value {
    let mut spec = json!({ "name": "web", "routes": { "GET /": { "function": FUNCTION } } });
    spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    spec
}

fn items(list: &[Value]) -> String {
    json!({ "items": list }).to_string()
}

/// AWS's answers for an API with one route, a token's issuer, and a stage that it deploys.
fn answers() -> ScriptedCloud {
    let uri = format!(
        "arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
    );
    ScriptedCloud::default()
        .answer("GetApi", 200, json!({
            "apiId": "a1", "apiEndpoint": "https://a1.execute-api.us-east-2.amazonaws.com", "name": "web", "protocolType": "HTTP",
            "apiKeySelectionExpression": "$request.header.x-api-key", "disableExecuteApiEndpoint": false, "ipAddressType": "ipv4",
            "routeSelectionExpression": "$request.method $request.path", "tags": {},
        }).to_string().replace("$request.method $request.path", "${request.method} ${request.path}"))
        .answer("GetRoutes", 200, items(&[json!({
            "apiKeyRequired": false, "authorizationType": "NONE", "routeId": "r1", "routeKey": "GET /", "target": "integrations/i1",
        })]))
        .answer("GetIntegrations", 200, items(&[
            json!({
                "connectionType": "INTERNET", "integrationId": "i1", "integrationMethod": "POST", "integrationType": "AWS_PROXY",
                "integrationUri": uri, "payloadFormatVersion": "2.0", "timeoutInMillis": 30000,
            }),
            json!({ "integrationId": "i9", "integrationType": "HTTP_PROXY", "integrationMethod": "ANY", "integrationUri": "https://left.example.com",
                "payloadFormatVersion": "1.0", "timeoutInMillis": 30000 }),
        ]))
        .answer("GetAuthorizers", 200, items(&[]))
        .answer("GetStages", 200, items(&[json!({
            "stageName": "$default", "autoDeploy": true, "defaultRouteSettings": { "detailedMetricsEnabled": false }, "routeSettings": {},
            "stageVariables": {}, "tags": {}, "deploymentId": "d1",
        })]))
}

#[tokio::test]
async fn an_api_is_read_with_five_calls_and_says_nothing_that_goes_without_saying() {
    let script = answers();
    let live = kind().read(&script.aws().await, "a1").await.unwrap().unwrap();
    assert_eq!(script.requests().len(), 5);
    let wanted = spec(json!({ "stages": { "$default": {} } }));
    let wanted = kind().prepare(wanted, &Workspace::new(".")).await.unwrap();
    assert_eq!(language::diff::changes(&wanted, &live.spec), []);
    assert_eq!(
        live.outputs["execution_arn"].as_deref(),
        Some("arn:aws:execute-api:us-east-2:123456789012:a1")
    );
    assert_eq!(live.outputs["arn"].as_deref(), Some("arn:aws:apigateway:us-east-2::/apis/a1"));
}

/// A route moves to its new integration before the old one goes, and what nobody of ours has made stays.
#[tokio::test]
async fn integrations_are_made_before_routes_move_and_deleted_after() {
    let script = answers()
        .answer("CreateIntegration", 201, json!({ "integrationId": "i2" }).to_string())
        .answer("CreateAuthorizer", 201, json!({ "authorizerId": "z1" }).to_string())
        .answer("UpdateRoute", 200, "{}")
        .answer("DeleteIntegration", 204, "");
    let aws = script.aws().await;
    let live = kind().read(&aws, "a1").await.unwrap().unwrap();
    let wanted = spec(json!({
        "authorizers": { "users": { "issuer": "https://issuer.example.com", "audience": ["app"], "identity_sources": ["$request.header.Authorization"] } },
        "routes": { "GET /": { "function": OTHER, "authorization": "users" } }, "stages": { "$default": {} },
    }));
    kind().update(&aws, &Workspace::new("."), "a1", wanted, live).await.unwrap();
    let calls: Vec<String> =
        script.requests()[5..].iter().map(|request| request.operation.clone()).collect();
    assert_eq!(
        calls,
        ["CreateAuthorizer", "CreateIntegration", "UpdateRoute", "DeleteIntegration"]
    );
    let route: Value = serde_json::from_str(&script.requests_of("UpdateRoute")[0].body).unwrap();
    assert_eq!(route["target"], "integrations/i2");
    assert_eq!(
        (&route["authorizationType"], &route["authorizerId"]),
        (&json!("JWT"), &json!("z1"))
    );
    assert!(script.requests_of("DeleteIntegration")[0].uri.ends_with("/i1"));
}

/// What neither emulator has: addresses, models, and tags that are changed.
#[tokio::test]
async fn settings_models_and_tags_are_written_by_calls_of_their_own() {
    let socket = json!({
        "apiId": "a1", "name": "web", "protocolType": "WEBSOCKET", "routeSelectionExpression": "$request.body.action",
        "apiKeySelectionExpression": "$request.header.x-api-key", "tags": { "Old": "1" },
    });
    let script = ScriptedCloud::default()
        .answer("GetApi", 200, socket.to_string())
        .answer("GetRoutes", 200, items(&[]))
        .answer("GetIntegrations", 200, items(&[]))
        .answer("GetAuthorizers", 200, items(&[]))
        .answer("GetStages", 200, items(&[]))
        .answer("GetModels", 200, items(&[json!({ "modelId": "m1", "name": "old", "contentType": "application/json", "schema": "{}" })]))
        .answer("UpdateApi", 200, "{}")
        .answer("CreateModel", 201, "{}")
        .answer("DeleteModel", 204, "")
        .answer("TagResource", 201, "{}")
        .answer("UntagResource", 204, "");
    let aws = script.aws().await;
    let live = kind().read(&aws, "a1").await.unwrap().unwrap();
    let wanted = json!({
        "name": "web", "protocol": "WEBSOCKET", "route_selection_expression": "$request.body.action", "ip_address_type": "dualstack",
        "models": { "message": { "schema": { "type": "object" } } }, "tags": { "Team": "web" },
    });
    kind().update(&aws, &Workspace::new("."), "a1", wanted, live).await.unwrap();
    let body = |operation: &str| -> Value {
        serde_json::from_str(&script.requests_of(operation)[0].body).unwrap()
    };
    assert_eq!(body("UpdateApi"), json!({ "ipAddressType": "dualstack" }));
    assert_eq!(body("CreateModel")["schema"], r#"{"type":"object"}"#);
    assert!(script.requests_of("DeleteModel")[0].uri.ends_with("/models/m1"));
    assert_eq!(body("TagResource"), json!({ "tags": { "Team": "web" } }));
    assert!(script.requests_of("UntagResource")[0].uri.contains("tagKeys=Old"));
}

/// AWS accepts one change to an API at a time, and routes are written side by side.
#[tokio::test]
async fn a_change_waits_for_another_one() {
    let busy = r#"{"message":"Unable to complete operation due to concurrent modification. Please try again later."}"#;
    let code = [("x-amzn-errortype", "ConflictException")];
    let script =
        answers().answer_with("UpdateRoute", 409, &code, busy).answer("UpdateRoute", 200, "{}");
    let aws = script.aws().await;
    let live = kind().read(&aws, "a1").await.unwrap().unwrap();
    let wanted = spec(json!({
        "routes": { "GET /": { "function": FUNCTION, "operation_name": "root" } }, "stages": { "$default": {} },
    }));
    kind().update(&aws, &Workspace::new("."), "a1", wanted, live).await.unwrap();
    assert_eq!(script.requests_of("UpdateRoute").len(), 2);
    let sent: Value = serde_json::from_str(&script.requests_of("UpdateRoute")[1].body).unwrap();
    assert_eq!(
        sent,
        json!({ "authorizationType": "NONE", "operationName": "root" }),
        "and what differs alone"
    );
}

#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    for (code, status, is_absent) in
        [("AccessDeniedException", 403, false), ("NotFoundException", 404, true)]
    {
        let script = ScriptedCloud::default().answer_with(
            "GetApi",
            status,
            &[("x-amzn-errortype", code)],
            "{}",
        );
        let read = kind().read(&script.aws().await, "a1").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}

#[test]
fn what_aws_refuses_is_found_without_it() {
    let found = |fields: Value| -> Vec<String> {
        kind().check(&spec(fields)).iter().map(|finding| finding.path.to_string()).collect()
    };
    let route = |route: Value| found(json!({ "routes": { "GET /": route } }));
    assert_eq!(found(json!({})), [""; 0]);
    assert_eq!(found(json!({ "routes": { "GET": { "function": FUNCTION } } })), ["routes.GET"]);
    assert_eq!(
        route(json!({ "function": FUNCTION, "authorization": "users" })),
        ["routes[\"GET /\"].authorization"]
    );
    assert_eq!(
        route(json!({ "function": FUNCTION, "scopes": ["a"] })),
        ["routes[\"GET /\"].scopes"]
    );
    assert_eq!(route(json!({ "integration": {} })), ["routes[\"GET /\"].integration"]);
    assert_eq!(
        route(json!({ "integration": { "type": "MOCK" } })),
        ["routes[\"GET /\"].integration.type"]
    );
    assert_eq!(
        found(json!({ "route_selection_expression": "$request.body.a" })),
        ["route_selection_expression"]
    );
    assert_eq!(
        found(json!({ "authorizers": { "a": { "issuer": "https://a", "audience": ["b"] } } })),
        ["authorizers.a.identity_sources"]
    );
    assert_eq!(
        found(
            json!({ "stages": { "$default": { "default_route": { "logging_level": "INFO" } } } })
        ),
        ["stages[\"$default\"].default_route.logging_level"]
    );
    let sockets = |fields: Value| {
        let mut all = sockets();
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        found(all)
    };
    assert_eq!(sockets(json!({})), [""; 0]);
    assert_eq!(
        sockets(json!({ "route_selection_expression": null })),
        ["route_selection_expression"]
    );
    assert_eq!(sockets(json!({ "cors": { "allow_origins": ["*"] } })), ["cors"]);
    assert_eq!(
        sockets(
            json!({ "routes": { "ask": { "function": FUNCTION, "authorization": "AWS_IAM" } } })
        ),
        ["routes.ask.authorization"]
    );
}
