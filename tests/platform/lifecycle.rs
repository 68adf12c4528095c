//! From an empty account to an empty account.

use serde_json::json;

use crate::inventory::{INVENTORY, everything, nothing};
use crate::project::Project;
use crate::web_client;

fn from_nothing(endpoint: &str, account: &str) -> Project {
    let local = Project::new("local", endpoint, account);
    assert_eq!(local.run(&["plan", "--detailed-exitcode"]).code, 2, "there is all to do");
    local.must(&["apply", "--auto-approve"]);
    assert_eq!(local.ask(INVENTORY), everything());
    let again = local.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(again.code, 0, "nothing is left to do\n{}{}", again.stdout, again.stderr);
    local
}

/// What the scripts of the demo's find the API by.
const API: [&str; 5] = [
    "aws-devops-local-api", "local", "ai-nexus-workbench-local-user-pool",
    "ai-nexus-workbench-local-web-client", "aws-devops-local-web",
];

/// The paths that browsers may not ask about first.
const WITHOUT_PREFLIGHT: &str = r#"
gateway = boto3.client("apigateway")
api = gateway.get_rest_apis()["items"][0]["id"]
paths = gateway.get_resources(restApiId=api, limit=500, embed=["methods"])["items"]
used = {path["path"]: set(path.get("resourceMethods") or {}) for path in paths}
assert sum(1 for methods in used.values() if methods) > 20, used
print(json.dumps([path for path, methods in used.items() if methods and "OPTIONS" not in methods]))
"#;

/// Runs a script of the demo's that uses the API. It looks at what the tables and the pool hold then.
fn use_the_api(endpoint: &str, account: &str, script: &str, tables: &[&str]) {
    let script = format!("{}{script}", include_str!("../../xtask/src/demo/client.py"));
    let printed = emulators::python(
        &script,
        &[&API, tables].concat(),
        &emulators::client_environment(endpoint, account, "us-east-2"),
    );
    if let Err(error) = printed {
        panic!("{error}");
    }
}

fn destroy(local: &Project) {
    local.must(&["destroy", "--auto-approve"]);
    assert_eq!(local.ask(INVENTORY), nothing());
    assert_eq!(local.run(&["plan", "--detailed-exitcode"]).code, 2, "all is to be done again");
}

#[test]
fn on_ministack_and_used_by_its_users() {
    let endpoint = emulators::shared_ministack().endpoint();
    // The account that the specs name: ministack takes it from the access key.
    let local = from_nothing(endpoint, "000000000000");
    let event = include_str!("../../lambdas/post-authentication/tests/event.json");
    let script = format!(
        r#"
event = {event:?}
answer = boto3.client("lambda").invoke(FunctionName="aws-devops-local-auth-post-authentication", Payload=event)
returned = json.loads(answer["Payload"].read())
items = lambda table: boto3.client("dynamodb").scan(TableName="aws-devops-local-" + table)["Count"]
print(json.dumps([answer.get("FunctionError"), returned == json.loads(event), items("user-sessions"), items("system-logs")]))
"#
    );
    assert_eq!(local.ask(&script), json!([null, true, 1, 1]));
    let education = include_str!("../../xtask/src/demo/education_api.py");
    use_the_api(endpoint, "000000000000", education, &[]);
    let uploads = include_str!("../../xtask/src/demo/uploads_api.py");
    use_the_api(endpoint, "000000000000", uploads, &[]);
    use_the_api(
        endpoint,
        "000000000000",
        include_str!("../../xtask/src/demo/users_api.py"),
        &["aws-devops-local-user-profiles", "aws-devops-local-system-logs"],
    );
    web_client::passes(endpoint, "000000000000", &API);
    assert_eq!(local.ask(WITHOUT_PREFLIGHT), json!([]));

    // Without its state the stack is found again by names, tags and parents, and nothing is to be done.
    std::fs::remove_file(local.state().join("state.json")).expect("there is a state");
    local.must(&["state", "rebuild"]);
    assert_eq!(local.run(&["plan", "--detailed-exitcode"]).code, 0, "all is found again");
    destroy(&local);
}

/// What moto can do of the platform: it has no roles of identity pools, and changes no route of an API.
#[test]
fn tables_and_storage_on_moto() {
    let moto = emulators::Moto::start(&emulators::Options {
        environment: vec![("MOTO_ACCOUNT_ID".into(), "000000000000".into())],
        ..emulators::Options::default()
    })
    .expect("moto starts");
    let parts = ["variables.yaml", "tables.yaml", "education.yaml", "storage.yaml", "core.yaml"];
    let local = Project::part("local", moto.endpoint(), "000000000000", &parts)
        .with_spec("functions.yaml", "locals: { content_notifications: {} }\n");
    local.must(&["apply", "--auto-approve"]);
    let mut made = everything();
    for (what, names) in made.as_object_mut().expect("a map of lists") {
        if !["tables", "buckets"].contains(&what.as_str()) {
            *names = json!([]);
        }
    }
    assert_eq!(local.ask(INVENTORY), made);
    assert_eq!(local.run(&["plan", "--detailed-exitcode"]).code, 0, "nothing is left to do");
    destroy(&local);
}

#[test]
fn the_credentials_of_another_account_are_refused_before_anything_is_read() {
    let endpoint = emulators::shared_ministack().endpoint();
    let local = Project::new("local", endpoint, "111111111111");
    let refused = local.run(&["plan"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("account 111111111111"), "{}", refused.stderr);
}
