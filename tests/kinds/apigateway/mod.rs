//! API Gateway's kinds, and its answers as AWS words them.

mod account;
mod api_key;
mod api_v2;
mod domain_name;
mod domain_name_scripted;
mod rest_api;
mod rest_api_calls;
mod rest_api_checks;
mod rest_api_import;
mod rest_api_routes;
mod rest_api_run;
mod rest_api_scripted;
mod usage_plan;
mod usage_plan_scripted;

use serde_json::Value;

use crate::scripted::{Request, ScriptedCloud};

/// Makes a REST API with one method and its stage `prod`. The first thing prepared is the API's id.
const API: &[&str] = &[
    "client('apigateway').create_rest_api(name=name)['id']",
    "client('apigateway').get_resources(restApiId='{prepared.0}')['items'][0]['id']",
    "client('apigateway').put_method(restApiId='{prepared.0}', resourceId='{prepared.1}', httpMethod='GET', \
      authorizationType='NONE')['httpMethod']",
    "client('apigateway').put_integration(restApiId='{prepared.0}', resourceId='{prepared.1}', httpMethod='GET', \
      type='HTTP', integrationHttpMethod='GET', uri='http://example.com')['type']",
    "client('apigateway').create_deployment(restApiId='{prepared.0}', stageName='prod')['id']",
    "client('apigateway').create_api_key(name=name, enabled=True)['id']",
    "client('apigateway').create_api_key(name=name, enabled=True)['id']",
];

/// Adds what API Gateway answers to something that it refuses.
fn refused(
    script: ScriptedCloud,
    operation: &str,
    status: u16,
    code: &str,
    why: &str,
) -> ScriptedCloud {
    let body = serde_json::json!({ "message": why }).to_string();
    script.answer_with(operation, status, &[("x-amzn-errortype", code)], body)
}

/// The operations in the order in which they were called.
fn operations(script: &ScriptedCloud) -> Vec<String> {
    script.requests().into_iter().map(|request| request.operation).collect()
}

/// The operations of a patch, each as `op path=value`.
fn patch(request: &Request) -> Vec<String> {
    let body: Value = serde_json::from_str(&request.body).unwrap();
    let operations = body["patchOperations"].as_array().unwrap().iter();
    operations
        .map(|operation| {
            let text = |key: &str| operation[key].as_str().unwrap_or("(nothing)");
            format!("{} {}={}", text("op"), text("path"), text("value"))
        })
        .collect()
}
