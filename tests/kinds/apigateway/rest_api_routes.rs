//! `apigateway.rest_api_routes`: every field on the emulators, on an API that somebody else has made.

use serde_json::{Value, json};

use super::API;
use crate::harness::{On, round_trips};

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:courses";
const OTHER: &str = "arn:aws:lambda:us-east-2:123456789012:function:other";
const POOL: &str = "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi";

fn open(function: &str) -> Value {
    json!({ "authorization": "NONE", "integration": { "function": function } })
}

fn base() -> Value {
    json!({
        "api": "{prepared.0}",
        "routes": { "/education/courses": { "GET": open(FUNCTION) } },
        "stages": ["prod"],
    })
}

/// The paths of the API, each with its methods.
macro_rules! paths {
    () => {
        "sorted((r['path'], sorted(r.get('resourceMethods') or {})) for r in client('apigateway').get_resources(restApiId='{prepared.0}', embed=['methods'])['items'])"
    };
}

round_trips! {
    kind: "apigateway.rest_api_routes", base: base(), prepare: API;
    more_routes: json!({ "routes": { "/education/courses": { "POST": open(OTHER) }, "/education/{id}": { "GET": open(OTHER) } } }) =>
        paths!(), json!([["/", ["GET"]], ["/education", []], ["/education/courses", ["GET", "POST"]], ["/education/{id}", ["GET"]]]), On::Ministack("moto cannot change a model");
    other_routes: json!({ "routes": { "/education/courses": null, "/": { "POST": open(FUNCTION) }, "/grades": { "ANY": open(FUNCTION) } } }) =>
        paths!(), json!([["/", ["GET", "POST"]], ["/grades", ["ANY"]]]), On::Ministack("moto cannot change a model");
    function: json!({ "routes": { "/education/courses": { "GET": { "integration": { "function": OTHER } } } } }) =>
        "[r['resourceMethods']['GET']['methodIntegration']['uri'].endswith(':other/invocations') for r in client('apigateway').get_resources(restApiId='{prepared.0}', embed=['methods'])['items'] if r['path'] == '/education/courses']",
        json!([true]), On::Ministack("moto cannot change a model");
    authorization: json!({ "routes": { "/education/courses": { "GET": { "authorization": "AWS_IAM" } } } }) =>
        "[r['resourceMethods']['GET']['authorizationType'] for r in client('apigateway').get_resources(restApiId='{prepared.0}', embed=['methods'])['items'] if r['path'] in ('/', '/education/courses')]",
        json!(["NONE", "AWS_IAM"]), On::Ministack("moto cannot change a model");
    authorizers: json!({
        "authorizers": { "teachers": { "type": "COGNITO_USER_POOLS", "user_pools": [POOL] } },
        "routes": { "/education/courses": { "GET": { "authorization": "teachers" } } },
    }) => "[a['name'] for a in client('apigateway').get_authorizers(restApiId='{prepared.0}')['items']]", json!(["teachers"]), On::Ministack("moto cannot change a model");
    models: json!({
        "models": { "Course": { "schema": { "type": "object" } } },
        "request_validators": { "bodies": { "body": true } },
        "routes": { "/education/courses": { "GET": { "request_validator": "bodies", "request_models": { "application/json": "Course" } } } },
    }) => "[client('apigateway').get_model(restApiId='{prepared.0}', modelName='Course')['name']] + [v['name'] for v in client('apigateway').get_request_validators(restApiId='{prepared.0}')['items']]",
        json!(["Course", "bodies"]), On::Ministack("moto cannot change a model");
    stages: json!({ "stages": [] }) =>
        "[s['stageName'] for s in client('apigateway').get_stages(restApiId='{prepared.0}')['item']]", json!(["prod"]), On::Ministack("moto cannot change a model");
    tags: json!({ "tags": { "Team": "education" } }) =>
        "[m['description'].startswith('What `' + name + '` has') for m in client('apigateway').get_models(restApiId='{prepared.0}', limit=500)['items'] if 'education' in m['schema'] and 'Team' in m['schema']]",
        json!([true]), On::Ministack("moto cannot change a model");
}

mod beside_others {
    use super::*;

    const WITH_AUTHORIZER: &[&str] = &[
        API[0],
        API[1],
        API[2],
        API[3],
        API[4],
        "client('apigateway').create_authorizer(restApiId='{prepared.0}', name='own', type='COGNITO_USER_POOLS', \
          providerARNs=['arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi'], \
          identitySource='method.request.header.Authorization')['id']",
        "client('apigateway').create_resource(restApiId='{prepared.0}', parentId='{prepared.1}', pathPart='education')['id']",
    ];

    round_trips! {
        kind: "apigateway.rest_api_routes", base: base(), prepare: WITH_AUTHORIZER;
        authorizer_of_the_owner: json!({ "routes": { "/education/courses": { "GET": { "authorization": "{prepared.5}" } } } }) =>
            "[a['name'] for a in client('apigateway').get_authorizers(restApiId='{prepared.0}')['items']]", json!(["own"]), On::Ministack("moto cannot change a model");
        path_of_the_owner: json!({ "routes": { "/education/courses": null, "/education": { "GET": open(FUNCTION) } } }) =>
            paths!(), json!([["/", ["GET"]], ["/education", ["GET"]]]), On::Ministack("moto cannot change a model");
    }
}
