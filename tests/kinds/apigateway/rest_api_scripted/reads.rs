//! What AWS's answers mean: what an API says in a spec, what is absent, and how it is found.

use super::*;

#[tokio::test]
async fn an_api_reads_as_it_was_written() {
    assert_eq!(differences(&live(&[]), base()).await, Vec::<String>::new());
}

#[tokio::test]
async fn policies_come_escaped_and_with_the_apis_own_arn() {
    let policy = "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\
        \\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"execute-api:Invoke\\\",\
        \\\"Resource\\\":\\\"arn:aws:execute-api:us-east-2:123456789012:a1\\/dev\\/GET\\/*\\\"}]}";
    let script = live(&[("GetRestApi", json!({ "id": "a1", "name": "users", "policy": policy }))]);
    let wanted = spec(json!({ "policy": { "Statement": {
        "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
        "Resource": "execute-api:/dev/GET/*",
    } } }));
    assert_eq!(differences(&script, wanted).await, Vec::<String>::new());
}

/// The SDK refuses `null` here, which AWS gives for a template that is empty.
#[tokio::test]
async fn a_template_that_is_empty_is_null() {
    let script = live(&[(
        "GetResources",
        json!({ "item": [
        { "id": "r0", "path": "/", "resourceMethods": { "GET": {
            "httpMethod": "GET", "authorizationType": "NONE",
            "methodResponses": { "200": { "statusCode": "200", "responseModels": { "application/json": "Empty" } } },
            "methodIntegration": {
                "type": "MOCK", "requestTemplates": { "application/json": "{\"statusCode\": 200}", "text/plain": null },
                "integrationResponses": { "200": { "statusCode": "200", "responseTemplates": { "application/json": null } } },
            },
        } } },
    ] }),
    )]);
    let wanted = json!({ "name": "users", "routes": { "/": { "GET": {
        "authorization": "NONE",
        "integration": { "type": "MOCK", "request_templates": { "application/json": "{\"statusCode\": 200}", "text/plain": "" } },
        "responses": { "200": { "models": { "application/json": "Empty" }, "templates": { "application/json": "" } } },
    } } } });
    assert_eq!(differences(&script, wanted).await, Vec::<String>::new());
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    const READS: [&str; 8] = [
        "GetRestApi", "GetResources", "GetAuthorizers", "GetRequestValidators", "GetModels",
        "GetGatewayResponses", "GetStages", "GetDeployments",
    ];
    let missing = |status, code| {
        let answer =
            json!({ "message": "Invalid API identifier specified 123456789012:a1" }).to_string();
        READS.iter().fold(ScriptedCloud::default(), |script, operation| {
            script.answer_with(operation, status, &[("x-amzn-errortype", code)], answer.clone())
        })
    };
    let aws = missing(404, "NotFoundException").aws().await;
    assert_eq!(kind().read(&aws, "a1").await.unwrap(), None);
    let aws = missing(403, "AccessDeniedException").aws().await;
    let error = kind().read(&aws, "a1").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused);
}

#[tokio::test]
async fn an_api_is_found_by_our_tags_before_its_name() {
    let ours = json!({ "diatonic:stack": "s", "diatonic:address": "apigateway.rest_api.users" });
    let find_by = async |tags: &Value, apis: Value| {
        let script = ScriptedCloud::default().answer(
            "GetRestApis",
            200,
            json!({ "item": apis }).to_string(),
        );
        let aws = script.aws().await;
        let tags = serde_json::from_value(tags.clone()).unwrap();
        let found = kind().find(&aws, json!({ "name": "users" }), &tags);
        found.await.unwrap()
    };
    let find = async |apis: Value| find_by(&ours, apis).await;
    let others = [
        json!({ "id": "a1", "name": "users" }),
        json!({ "id": "a2", "name": "users", "tags": { "diatonic:stack": "t" } }),
        json!({ "id": "a3", "name": "orders" }),
    ];
    assert_eq!(find(json!(others)).await, ["a1", "a2"]);
    let mut all = others.to_vec();
    all.push(json!({ "id": "a4", "name": "renamed", "tags": ours }));
    assert_eq!(find(json!(all)).await, ["a4"]);
    // Who does not say which tags are ours means the name alone.
    assert_eq!(find_by(&json!({}), json!(all)).await, ["a1", "a2"]);
}

#[tokio::test]
async fn outputs_are_where_an_api_is_called_and_managed() {
    let aws = live(&[]).aws().await;
    let outputs = kind().read(&aws, "a1").await.unwrap().unwrap().outputs;
    let output = |name: &str| outputs[name].clone().unwrap();
    assert_eq!(output("arn"), "arn:aws:apigateway:us-east-2::/restapis/a1");
    assert_eq!(output("execution_arn"), "arn:aws:execute-api:us-east-2:123456789012:a1");
    assert_eq!(output("url"), "https://a1.execute-api.us-east-2.amazonaws.com");
    assert_eq!(output("root_resource_id"), "r0");
}
