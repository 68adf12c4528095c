//! Authorizers, models and integrations: what is recreated, in which order, and what is written whole.

use super::*;

/// AWS refuses to delete what a method refers to, and two authorizers of one name.
#[tokio::test]
async fn an_authorizer_of_another_sort_is_re_created_between_the_methods_that_use_it() {
    let mut resources = live_resources();
    let method = &mut resources["item"][1]["resourceMethods"]["POST"];
    method["authorizationType"] = json!("COGNITO_USER_POOLS");
    method["authorizerId"] = json!("z1");
    let script = live(&[
        ("GetResources", resources),
        (
            "GetAuthorizers",
            json!({ "item": [{
            "id": "z1", "name": "users", "type": "COGNITO_USER_POOLS", "providerARNs": [format!("{POOL}a")],
            "identitySource": "method.request.header.Authorization",
        }] }),
        ),
        ("CreateAuthorizer", json!({ "id": "z2" })),
    ]);
    let mut wanted = spec(json!({ "authorizers": { "users": {
        "type": "TOKEN", "function": FUNCTION,
    } } }));
    wanted["routes"]["/users"]["POST"]["authorization"] = json!("users");
    let requests = update(&script, wanted).await;
    let operations: Vec<&str> = requests.iter().map(|request| request.operation.as_str()).collect();
    assert_eq!(
        operations,
        ["DeleteMethod", "DeleteAuthorizer", "CreateAuthorizer", "PutMethod", "PutIntegration",]
    );
    let method: Value = serde_json::from_str(&requests[3].body).unwrap();
    assert_eq!(
        (&method["authorizationType"], &method["authorizerId"]),
        (&json!("CUSTOM"), &json!("z2"))
    );
}

/// AWS refuses to delete a model that another one refers to.
#[tokio::test]
async fn a_model_that_is_re_created_takes_along_those_that_name_it() {
    let model = |name: &str, schema: Value| {
        let schema = schema.to_string();
        json!({ "name": name, "contentType": "application/json", "schema": schema })
    };
    let user = "https://apigateway.amazonaws.com/restapis/a1/models/User";
    let script = live(&[(
        "GetModels",
        json!({ "item": [
            model("List", json!({ "type": "array", "items": { "$ref": user } })),
            model("User", json!({ "type": "object" })),
        ] }),
    )]);
    let requests = update(
        &script,
        spec(json!({ "models": {
            "List": { "schema": { "type": "array", "items": { "$ref": "#/models/User" } } },
            "User": { "schema": { "type": "object" }, "content_type": "application/xml" },
        } })),
    )
    .await;
    let called: Vec<_> = requests
        .iter()
        .map(|request| {
            let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
            let last = request.uri.rsplit('/').next().unwrap_or_default();
            let name = body["name"].as_str().unwrap_or(last).to_owned();
            format!("{} {name}", request.operation)
        })
        .collect();
    assert_eq!(
        called,
        ["DeleteModel List", "DeleteModel User", "CreateModel User", "CreateModel List",]
    );
}

#[tokio::test]
async fn pools_of_an_authorizer_come_and_go_one_by_one() {
    let script = live(&[(
        "GetAuthorizers",
        json!({ "item": [{
        "id": "z1", "name": "users", "type": "COGNITO_USER_POOLS", "authType": "cognito_user_pools",
        "providerARNs": [format!("{POOL}a")], "identitySource": "method.request.header.Authorization",
        "authorizerResultTtlInSeconds": 300,
    }] }),
    )]);
    let wanted = spec(json!({ "authorizers": { "users": {
        "type": "COGNITO_USER_POOLS", "user_pools": [format!("{POOL}b")],
    } } }));
    let requests = update(&script, wanted).await;
    assert_eq!(
        patches(&requests[0]),
        [format!("add /providerARNs {POOL}b"), format!("remove /providerARNs {POOL}a"),]
    );
    assert!(requests[0].uri.ends_with("/authorizers/z1"));
}

#[tokio::test]
async fn integrations_are_written_as_a_whole() {
    for (integration, expected) in [
        (
            json!({
                "type": "HTTP_PROXY", "uri": "http://inner.example.com/{id}", "http_method": "GET",
                "vpc_link": "v1", "integration_target": "arn:aws:elasticloadbalancing:x",
                "insecure_skip_verification": true,
            }),
            json!({
                "type": "HTTP_PROXY", "uri": "http://inner.example.com/{id}", "httpMethod": "GET",
                "connectionType": "VPC_LINK", "connectionId": "v1",
                "integrationTarget": "arn:aws:elasticloadbalancing:x",
                "tlsConfig": { "insecureSkipVerification": true },
            }),
        ),
        (
            json!({ "function": FUNCTION, "response_transfer_mode": "STREAM", "timeout_milliseconds": 60_000 }),
            json!({
                "type": "AWS_PROXY", "httpMethod": "POST", "timeoutInMillis": 60_000,
                "responseTransferMode": "STREAM",
                "uri": format!("arn:aws:apigateway:us-east-2:lambda:path/2021-11-15/functions/{FUNCTION}/response-streaming-invocations"),
            }),
        ),
    ] {
        let script = live(&[]);
        let mut wanted = base();
        wanted["routes"]["/users"]["POST"]["integration"] = integration;
        let requests = update(&script, wanted).await;
        let operations: Vec<&str> =
            requests.iter().map(|request| request.operation.as_str()).collect();
        assert_eq!(operations, ["PutIntegration"]);
        assert_eq!(serde_json::from_str::<Value>(&requests[0].body).unwrap(), expected);
        assert!(requests[0].uri.ends_with("/resources/r1/methods/POST/integration"));
    }
}

#[tokio::test]
async fn a_model_of_aws_is_changed_and_given_back() {
    let script = live(&[]);
    let changed = spec(json!({ "models": { "Error": { "schema": { "type": "string" } } } }));
    let requests = update(&script, changed).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(
        patches(&requests[0]),
        ["replace /schema {\"type\":\"string\"}", "replace /description"]
    );
    let changed = json!({ "item": [{
        "id": "m2", "name": "Error", "contentType": "application/json", "schema": "{\"type\":\"string\"}",
    }] });
    let script = live(&[("GetModels", changed)]);
    let requests = update(&script, base()).await;
    assert!(patches(&requests[0])[0].contains("Error Schema"));
    assert!(requests[0].uri.ends_with("/models/Error"));
}

/// None of them refers to another, and each takes a call of its own.
#[tokio::test]
async fn what_routes_refer_to_is_written_side_by_side() {
    let script = live(&[])
        .answer("CreateRequestValidator", 200, r#"{"id":"v1"}"#)
        .answer("PutGatewayResponse", 200, "{}")
        .slow();
    let wanted = spec(json!({
        "authorizers": { "users": { "type": "TOKEN", "function": FUNCTION } },
        "request_validators": { "body": { "body": true } },
        "models": { "User": { "schema": { "type": "object" } } },
        "gateway_responses": { "DEFAULT_4XX": { "status_code": 400 } },
        "tags": { "team": "users" },
    }));
    update(&script, wanted).await;
    assert_eq!(
        script.most_at_once(),
        [
            "CreateAuthorizer", "CreateModel", "CreateRequestValidator", "PutGatewayResponse",
            "TagResource",
        ]
    );
}
