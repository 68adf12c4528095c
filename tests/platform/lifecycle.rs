//! From an empty account to an empty account.

use serde_json::json;

use crate::project::Project;

/// Everything that the account holds, by the names that the platform's objects start with.
const INVENTORY: &str = r#"
c = lambda service: boto3.client(service)
prefix = "aws-devops-local"
print(json.dumps({
    "tables": sorted(n for n in c("dynamodb").list_tables()["TableNames"] if n.startswith(prefix)),
    "buckets": sorted(b["Name"] for b in c("s3").list_buckets()["Buckets"] if b["Name"].startswith(prefix)),
    "roles": sorted(r["RoleName"] for r in c("iam").list_roles()["Roles"] if r["RoleName"].startswith(prefix)),
    "functions": sorted(f["FunctionName"] for f in c("lambda").list_functions()["Functions"] if f["FunctionName"].startswith(prefix)),
    "log_groups": sorted(g["logGroupName"] for g in c("logs").describe_log_groups()["logGroups"] if prefix in g["logGroupName"]),
}))
"#;

fn from_nothing_to_nothing(endpoint: &str, account: &str) -> Project {
    let local = Project::new("local", endpoint, account);
    assert_eq!(
        local.run(&["plan", "--detailed-exitcode"]).code,
        2,
        "there is all to do"
    );
    local.must(&["apply", "--auto-approve"]);
    assert_eq!(
        local.ask(INVENTORY),
        json!({
            "tables": [
                "aws-devops-local-application-settings",
                "aws-devops-local-organization-data",
                "aws-devops-local-system-logs",
                "aws-devops-local-user-content-metadata",
                "aws-devops-local-user-profiles",
                "aws-devops-local-user-sessions",
            ],
            "buckets": ["aws-devops-local-user-content"],
            "roles": ["aws-devops-local-auth-post-authentication"],
            "functions": ["aws-devops-local-auth-post-authentication"],
            "log_groups": ["/aws/lambda/aws-devops-local-auth-post-authentication"],
        })
    );
    let again = local.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(
        again.code, 0,
        "nothing is left to do\n{}{}",
        again.stdout, again.stderr
    );
    local
}

fn destroy(local: &Project) {
    local.must(&["destroy", "--auto-approve"]);
    let nothing =
        json!({ "tables": [], "buckets": [], "roles": [], "functions": [], "log_groups": [] });
    assert_eq!(local.ask(INVENTORY), nothing);
    assert_eq!(
        local.run(&["plan", "--detailed-exitcode"]).code,
        2,
        "all is to be done again"
    );
}

#[test]
fn on_ministack_with_a_real_call() {
    let endpoint = emulators::shared_ministack().endpoint();
    // The account that the specs name: ministack takes it from the access key.
    let local = from_nothing_to_nothing(endpoint, "000000000000");
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

    // Without its state the stack is found again by names and tags, and nothing is to be done.
    std::fs::remove_file(local.state().join("state.json")).expect("there is a state");
    assert_eq!(
        local.run(&["plan", "--detailed-exitcode"]).code,
        0,
        "all is found again"
    );
    destroy(&local);
}

#[test]
fn on_moto() {
    let moto = emulators::Moto::start(&emulators::Options {
        environment: vec![("MOTO_ACCOUNT_ID".into(), "000000000000".into())],
        ..emulators::Options::default()
    })
    .expect("moto starts");
    let local = from_nothing_to_nothing(moto.endpoint(), "000000000000");
    destroy(&local);
}

#[test]
fn the_credentials_of_another_account_are_refused_before_anything_is_read() {
    let endpoint = emulators::shared_ministack().endpoint();
    let local = Project::new("local", endpoint, "111111111111");
    let refused = local.run(&["plan"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("account 111111111111"),
        "{}",
        refused.stderr
    );
}
