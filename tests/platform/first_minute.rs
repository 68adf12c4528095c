//! From an empty folder to an API that is called, by what a new user types.

use std::process::Command;
use std::time::{Duration, Instant};

use emulators::{Ministack, Options};
use serde_json::{Value, json};

use crate::shared::{Run, TestProject};

/// The account of whoever calls without signing, in which alone ministack looks for the API.
const ACCOUNT: &str = "000000000000";

/// Machine time of all that is typed. A person reads in between.
const LIMIT: Duration = Duration::from_secs(180);

/// Calls the API as a stranger and as somebody who has signed in, and prints what came back.
const CALLS: &str = r#"
import json, os, sys, urllib.error, urllib.request
import boto3

url, pool, client = sys.argv[1:]
api, stage = url.split("//")[1].split(".")[0], url.rstrip("/").split("/")[-1]
base = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}/{stage}"

def call(method, path, body=None, **headers):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(base + path, data, headers=headers, method=method)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as refusal:
        return [refusal.status]
    return [answer.status, json.loads(answer.read() or "null")]

users = boto3.client("cognito-idp")

def signed_in(name):
    users.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
    users.admin_set_user_password(UserPoolId=pool, Username=name, Password="Correct-horse-7", Permanent=True)
    token = users.admin_initiate_auth(
        UserPoolId=pool, ClientId=client, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": "Correct-horse-7"},
    )["AuthenticationResult"]["IdToken"]
    return {"Authorization": token}

ada, bea = signed_in("ada@example.com"), signed_in("bea@example.com")
texts = lambda answer: [answer[0], [note["text"] for note in answer[1]["notes"]]]
print(json.dumps({
    "without a token": call("GET", "/notes"),
    "the first": call("POST", "/notes", {"text": "milk"}, **ada)[0],
    "the second": call("POST", "/notes", {"text": "bread"}, **ada)[0],
    "nothing": call("POST", "/notes", {}, **ada)[0],
    "ada's": texts(call("GET", "/notes", **ada)),
    "bea's": texts(call("GET", "/notes", **bea)),
}))
"#;

fn run_in(project: &TestProject, arguments: &[&str]) -> Run {
    let mut command: Command = project.command(arguments);
    command.current_dir(project.path().join("shop"));
    command.env("AWS_ACCESS_KEY_ID", ACCOUNT).env("AWS_SECRET_ACCESS_KEY", "test");
    command.output().expect("the binary runs").into()
}

fn must(project: &TestProject, arguments: &[&str]) -> String {
    let ran = run_in(project, arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}\n{}{}", ran.stdout, ran.stderr);
    assert!(!ran.stderr.contains("warning"), "{arguments:?}\n{}", ran.stderr);
    ran.stdout
}

#[test]
fn from_an_empty_folder_to_a_called_api() {
    let ministack = Ministack::start(&Options::default()).expect("ministack starts");
    let endpoint = ministack.endpoint();
    let project = TestProject::empty();
    let began = Instant::now();

    let init = ["init", "shop", "--template", "serverless-api", "--region", "us-east-2"];
    let ran = project.run(&[&init[..], &["--endpoint-url", endpoint]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    must(&project, &["validate", "--deny-warnings"]);
    must(&project, &["apply", "--auto-approve"]);
    assert_eq!(run_in(&project, &["plan", "--detailed-exitcode"]).code, Some(0), "it is done");

    let output = |name: &str| must(&project, &["output", name]).trim().to_owned();
    let arguments = [output("url"), output("user_pool"), output("client")];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let environment = emulators::client_environment(endpoint, ACCOUNT, "us-east-2");
    let printed = emulators::python(CALLS, &arguments, &environment).expect("the API is called");
    let said: Value = serde_json::from_str(&printed).expect("JSON");
    let took = began.elapsed();

    assert_eq!(
        said,
        json!({
            "without a token": [401],
            "the first": 201,
            "the second": 201,
            "nothing": 400,
            "ada's": [200, ["bread", "milk"]],
            "bea's": [200, []],
        })
    );
    assert!(took < LIMIT, "it took {took:?}");
    must(&project, &["destroy", "--auto-approve"]);
    assert_eq!(must(&project, &["state", "list"]), "", "nothing is left");
}
