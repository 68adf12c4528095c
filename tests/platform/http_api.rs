//! An HTTP API that is made by specs, and called over HTTP as its users call it.

use emulators::{Ministack, Options};

use crate::shared::TestProject;

/// The account of whoever calls without signing, in which alone ministack looks for the API.
const ACCOUNT: &str = "000000000000";

const ENVIRONMENT: &str = r#"
account: "000000000000"
region: us-east-2
project: shop
protect_data: false
"#;

/// A function behind three routes: one for all, one for whoever has a token, one for whom another function lets in.
const SPECS: &str = r#"
iam.role:
  runs:
    trust_policy: { Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }
lambda.function:
  things: { code: { folder: functions }, runtime: python3.12, handler: things.handle, role: "${iam.role.runs.arn}" }
  partners: { code: { folder: functions }, runtime: python3.12, handler: partners.handle, role: "${iam.role.runs.arn}" }
cognito.user_pool:
  users: {}
cognito.user_pool_client:
  web:
    user_pool: "${cognito.user_pool.users.id}"
    authentication_flows: [ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
apigatewayv2.api:
  web:
    grants: auto
    cors:
      allow_origins: [https://shop.example.com]
      allow_methods: [GET]
      allow_headers: [authorization]
      max_age_seconds: 60
    authorizers:
      users:
        issuer: "${cognito.user_pool.users.issuer_url}"
        audience: ["${cognito.user_pool_client.web.id}"]
        identity_sources: [$request.header.Authorization]
      partners:
        function: "${lambda.function.partners.arn}"
        simple_responses: true
        identity_sources: [$request.header.X-Partner]
    routes:
      GET /things/{id}: { function: "${lambda.function.things.arn}" }
      GET /mine: { function: "${lambda.function.things.arn}", authorization: users }
      GET /partners: { function: "${lambda.function.things.arn}", authorization: partners }
    stages: { live: {} }
apigateway.domain_name:
  shop:
    name: api.shop.example.com
    regional_certificate: arn:aws:acm:us-east-2:000000000000:certificate/11111111-1111
    security_policy: TLS_1_2
    mappings:
      /web/v1: { api: "${apigatewayv2.api.web.id}", stage: live }
outputs:
  api: ${apigatewayv2.api.web.id}
  pool: ${cognito.user_pool.users.id}
  client: ${cognito.user_pool_client.web.id}
"#;

const THINGS: &str = r#"
import json

def handle(event, context):
    said = {
        "route": event["routeKey"],
        "id": (event.get("pathParameters") or {}).get("id"),
        "by": sorted(event["requestContext"].get("authorizer") or {}),
    }
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(said)}
"#;

const PARTNERS: &str = r#"
def handle(event, context):
    return {"isAuthorized": event["headers"]["x-partner"] == "known", "context": {"name": "known"}}
"#;

/// Calls the API, and prints what came back: status, body or header, by what was done.
const CALLS: &str = r#"
import json, os, sys, urllib.error, urllib.request
import boto3

api, pool, client = sys.argv[1:]
base = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}/live"

def call(method, path, header=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(base + path, headers=headers, method=method)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as refusal:
        return [refusal.status]
    if header:
        return [answer.status, answer.headers.get(header)]
    return [answer.status, json.loads(answer.read() or "null")]

users = boto3.client("cognito-idp")
users.admin_create_user(UserPoolId=pool, Username="ada", MessageAction="SUPPRESS")
users.admin_set_user_password(UserPoolId=pool, Username="ada", Password="Correct-horse-7", Permanent=True)
token = users.admin_initiate_auth(
    UserPoolId=pool, ClientId=client, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": "ada", "PASSWORD": "Correct-horse-7"},
)["AuthenticationResult"]["IdToken"]
site = "https://shop.example.com"
asked = {"Access_Control_Request_Method": "GET"}
allowed = "Access-Control-Allow-Origin"
mappings = boto3.client("apigatewayv2").get_api_mappings(DomainName="api.shop.example.com")["Items"]
print(json.dumps({
    "open": call("GET", "/things/7"),
    "no such route": call("POST", "/things/7"),
    "without a token": call("GET", "/mine"),
    "with a wrong token": call("GET", "/mine", Authorization=token[:-9] + "AAAAAAAAA"),
    "with a token": call("GET", "/mine", Authorization="Bearer " + token),
    "without a name": call("GET", "/partners"),
    "with an unknown name": call("GET", "/partners", X_Partner="else"),
    "with a known name": call("GET", "/partners", X_Partner="known"),
    "preflight": call("OPTIONS", "/mine", allowed, Origin=site, **asked),
    "methods": call("OPTIONS", "/mine", "Access-Control-Allow-Methods", Origin=site, **asked),
    "from the site": call("GET", "/things/7", allowed, Origin=site),
    "from elsewhere": call("GET", "/things/7", allowed, Origin="https://else.example.com"),
    "at the domain": [[m["ApiId"] == api, m["ApiMappingKey"], m["Stage"]] for m in mappings],
}))
"#;

#[test]
fn an_http_api_serves_routes_looks_at_tokens_and_answers_browsers() {
    let ministack = Ministack::start(&Options::default()).expect("ministack starts");
    let endpoint = ministack.endpoint();
    let project = TestProject::empty()
        .file("environments/dev.yaml", ENVIRONMENT)
        .file("specs/app.yaml", SPECS)
        .file("functions/things.py", THINGS)
        .file("functions/partners.py", PARTNERS);
    let run = |arguments: &[&str]| {
        let place = ["--env", "dev", "--endpoint-url", endpoint];
        let keys = [("AWS_ACCESS_KEY_ID", ACCOUNT), ("AWS_SECRET_ACCESS_KEY", "test")];
        project.run_with(&[arguments, &place].concat(), &keys)
    };
    let must = |arguments: &[&str]| {
        let ran = run(arguments);
        assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
        ran.stdout
    };
    must(&["apply", "--auto-approve"]);
    assert_eq!(run(&["plan", "--detailed-exitcode"]).code, Some(0), "nothing is left to do");

    let output = |name: &str| must(&["output", name]).trim().to_owned();
    let arguments = [output("api"), output("pool"), output("client")];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let environment = emulators::client_environment(endpoint, ACCOUNT, "us-east-2");
    let printed = emulators::python(CALLS, &arguments, &environment).expect("the API is called");
    let said: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let answer = |route: &str, id: serde_json::Value, by: &[&str]| serde_json::json!([200, { "route": route, "id": id, "by": by }]);
    let site = "https://shop.example.com";
    assert_eq!(
        said,
        serde_json::json!({
            "open": answer("GET /things/{id}", "7".into(), &[]),
            "no such route": [404],
            "without a token": [401],
            "with a wrong token": [401],
            "with a token": answer("GET /mine", serde_json::Value::Null, &["jwt"]),
            "without a name": [401],
            "with an unknown name": [403],
            "with a known name": answer("GET /partners", serde_json::Value::Null, &["lambda"]),
            "preflight": [204, site],
            "methods": [204, "GET"],
            "from the site": [200, site],
            "from elsewhere": [200, null],
            "at the domain": [[true, "web/v1", "live"]],
        })
    );
    must(&["destroy", "--auto-approve"]);
}
