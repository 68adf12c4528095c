//! Whatever fails while routes are added to an API of somebody else: they are there once, all else stays, and nothing
//! is left of them in the end.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::sweep::sweep;
use crate::world::Subject;

/// An API that somebody has made by hand, with one route and a stage.
const EXISTING: &str = r#"
import boto3, json
gateway = boto3.client("apigateway")
api = gateway.create_rest_api(name="shop")["id"]
root = gateway.get_resources(restApiId=api)["items"][0]["id"]
path = gateway.create_resource(restApiId=api, parentId=root, pathPart="files")["id"]
at = dict(restApiId=api, resourceId=path, httpMethod="GET")
gateway.put_method(**at, authorizationType="NONE")
gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": "{}"})
gateway.create_deployment(restApiId=api, stageName="prod")
print(json.dumps(api))
"#;

const SPECS: &str = r#"
variables: { callers: { default: NONE }, milliseconds: { default: 5000 }, kept: { default: 300 } }
apigateway.rest_api_routes:
  education:
    api: "API"
    stages: [prod]
    models: { Course: { schema: { type: object } } }
    authorizers:
      teachers:
        type: COGNITO_USER_POOLS
        user_pools: ["arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi"]
        result_ttl_seconds: ${var.kept}
    routes:
      /education/courses:
        GET: { authorization: "${var.callers}", integration: { type: HTTP_PROXY, uri: "https://courses.example.com", http_method: GET, timeout_milliseconds: "${var.milliseconds}" } }
        POST: { authorization: teachers, request_models: { application/json: Course }, integration: { type: HTTP_PROXY, uri: "https://courses.example.com", http_method: GET, timeout_milliseconds: "${var.milliseconds}" } }
      /education/courses/{id}:
        GET:
          authorization: NONE
          integration: { type: MOCK, request_templates: { application/json: '{"statusCode": 200}' } }
          responses: { "200": { headers: { X-A: "'a'" } } }
"#;

const ADDED: Subject =
    Subject { project, changes: &["callers=AWS_IAM", "milliseconds=6000", "kept=60"] };

fn project(account: &str, endpoint: &str) -> TempDir {
    let api = emulators::boto(endpoint, account, "us-east-2", EXISTING).expect("an API");
    let api: String = serde_json::from_str(&api).expect("its id");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let environment = format!(
        "account: \"{account}\"\nregion: us-east-2\nproject: education\nprotect_data: false\n\
         state: s3://state-{account}/education\nattempt_timeout: 5\n"
    );
    for (path, text) in [
        ("environments/local.yaml", environment),
        ("specs/app.yaml", SPECS.replace("API\"", &format!("{api}\""))),
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn added_routes_are_there_once_whatever_fails() {
    let expected = sweep(ADDED);
    let (applied, left) = (&expected[1].1, &expected[2].1);
    let all = [
        "GET /education/courses", "GET /education/courses/{id}", "GET /files",
        "POST /education/courses",
    ];
    assert_eq!(applied["methods"], json!(all));
    assert_eq!(applied["authorizers"], json!(["teachers"]));
    assert_eq!(left["methods"], json!(["GET /files"]));
    assert_eq!(left["paths"], json!(["/", "/files"]));

    for what in ["authorizers", "locks", "models"] {
        assert_eq!(left[what], Value::Array(Vec::new()), "{what}");
    }
}
