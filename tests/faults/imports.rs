//! Whatever fails while an API goes out as one document, or many of its routes do: it is there once, and whole.

use std::fmt::Write as _;

use serde_json::Value;
use tempfile::TempDir;

use crate::sweep::sweep;
use crate::world::Subject;

const PATHS: usize = 12;

const SPECS: &str = r#"
variables: { callers: { default: NONE }, milliseconds: { default: 5000 } }
apigateway.rest_api:
  shop:
    cors: { allow_origins: ["https://shop.example.com"] }
    authorizers:
      buyers:
        type: COGNITO_USER_POOLS
        user_pools: ["arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi"]
    models: { Order: { content_type: application/xml, schema: { type: object } } }
    request_validators: { all: { body: true } }
    stages: { prod: {} }
    routes:
      /orders:
        GET: { authorization: buyers, integration: { type: HTTP_PROXY, uri: "https://orders.example.com", http_method: GET } }
        POST:
          authorization: buyers
          request_validator: all
          request_models: { application/xml: Order }
          integration: { type: HTTP_PROXY, uri: "https://orders.example.com", http_method: POST, timeout_milliseconds: "${var.milliseconds}" }
"#;

const IMPORTED: Subject = Subject {
    project: |account, _| project(account),
    changes: &["callers=AWS_IAM", "milliseconds=6000"],
};

/// One route is left for calls, as a document cannot say it.
fn project(account: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let environment = format!(
        "account: \"{account}\"\nregion: us-east-2\nproject: shop\nprotect_data: false\n\
         state: s3://state-{account}/shop\nattempt_timeout: 5\n"
    );
    let mut specs = SPECS.to_owned();
    for number in 0..PATHS {
        writeln!(
            specs,
            "      /things{number}/{{id}}: {{ GET: {{ authorization: \"${{var.callers}}\", integration: {{ type: \
             HTTP_PROXY, uri: \"https://things.example.com\", http_method: GET }} }} }}"
        )
        .expect("text");
    }
    for (path, text) in [("environments/local.yaml", environment), ("specs/app.yaml", specs)] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn an_imported_api_is_there_once_whatever_fails() {
    let expected = sweep(IMPORTED);
    let count = |phase: usize, what: &str| expected[phase].1[what].as_array().map(Vec::len);
    for phase in [0, 1] {
        // Each path has a preflight, and one a method more.
        let methods = 2 * (PATHS + 1) + 1;
        for (what, expected) in [
            ("apis", 1),
            ("authorizers", 1),
            ("methods", methods),
            ("deployments", 1),
            ("stages", 1),
            ("locks", 0),
        ] {
            assert_eq!(count(phase, what), Some(expected), "{what}");
        }
    }
    assert_eq!(expected[2].1["apis"], Value::Array(Vec::new()));
}
