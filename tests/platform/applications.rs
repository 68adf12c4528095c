//! Six applications in one stack, without a block that is written twice: `docs/applications`, deployed, used, taken over
//! without its state, and destroyed.

use emulators::{Ministack, Options};
use serde_json::{Value, json};
use walkdir::WalkDir;

use crate::shared::TestProject;

/// The account of whoever calls without signing, in which alone ministack looks for the APIs.
const ACCOUNT: &str = "000000000000";

/// Uses each application as its users do, and prints what came of it.
const USE: &str = r#"
import json, os, sys, time, urllib.error, urllib.request
import boto3

outputs = json.loads(sys.argv[1])
dynamodb, s3 = boto3.resource("dynamodb"), boto3.client("s3")
table = lambda name: dynamodb.Table("apps-local-" + name)

class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

def call(api, method, path, body=None, **headers):
    identifier = outputs[api].split("//")[1].split(".")[0]
    url = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{identifier}/$default{path}"
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = urllib.request.Request(url, data, headers=headers, method=method)
    try:
        answer = urllib.request.build_opener(Stay).open(request)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    return answer.status, answer.read().decode(), answer.headers

def soon(look):
    for _ in range(120):
        if seen := look():
            return seen
        time.sleep(0.25)
    return look()

items = lambda name: table(name).scan()["Items"]

# Links.
made = json.loads(call("links", "POST", "/links", {"target": "https://example.com/a"})[1])
followed = call("links", "GET", "/" + made["name"])
# Webhooks: one delivery that is sent twice, and another.
sent = [call("hooks", "POST", "/hooks/acme", {"n": n}, x_delivery_id=n)[0] for n in ("1", "1", "2")]
# Documents.
s3.put_object(Bucket="apps-local-documents", Key="a b.txt", Body=b"one two\nthree\n")
# Orders.
boto3.client("events").put_events(Entries=[
    {"EventBusName": outputs["orders"], "Source": "shop.orders", "DetailType": what, "Detail": json.dumps({"order": order})}
    for order, what in (("7", "placed"), ("8", "returned"))
])
orders = soon(lambda: (found := items("orders")) and sum(map(len, found)) == 6 and found)
# The report.
boto3.client("lambda").invoke(FunctionName="apps-local-report", Payload=b"{}")
[report] = s3.list_objects_v2(Bucket="apps-local-reports")["Contents"]
report = json.loads(s3.get_object(Bucket="apps-local-reports", Key=report["Key"])["Body"].read())
kept = soon(lambda: len(found := items("deliveries")) == 2 and found) or items("deliveries")
# Surveys.
users, pool, client = boto3.client("cognito-idp"), outputs["people"], outputs["client"]
users.admin_create_user(UserPoolId=pool, Username="ada@example.com", MessageAction="SUPPRESS")
users.admin_set_user_password(UserPoolId=pool, Username="ada@example.com", Password="Correct-horse-7", Permanent=True)
token = users.admin_initiate_auth(
    UserPoolId=pool, ClientId=client, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": "ada@example.com", "PASSWORD": "Correct-horse-7"},
)["AuthenticationResult"]["IdToken"]
survey = lambda method, body=None, **headers: call("surveys", method, "/surveys/lunch", body, **headers)[0]
ada = {"Authorization": token}

print(json.dumps({
    "link": [followed[0], followed[2]["location"], call("links", "GET", "/nowhere")[0]],
    "sent": sent,
    "kept": sorted(item["id"] for item in kept),
    "documents": [[item["key"], int(item["lines"]), int(item["words"])] for item in soon(lambda: items("documents"))],
    "orders": {item.pop("order"): item for item in orders or items("orders")},
    "report": report,
    "surveys": [survey("GET"), survey("GET", **ada), survey("PUT", {"soup": "yes"}, **ada), survey("PUT", {}, **ada), survey("GET", **ada)],
}))
"#;

/// The project, at an endpoint of its own.
fn applications(endpoint: &str) -> TestProject {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/applications");
    let mut project = TestProject::empty();
    for file in WalkDir::new(folder).into_iter().map(|entry| entry.expect("a readable folder")) {
        if file.file_type().is_file() {
            let path = file.path().strip_prefix(folder).expect("a file of the project");
            let bytes = std::fs::read(file.path()).expect("a readable file");
            project = project.raw_file(path.to_str().expect("a name in UTF-8"), &bytes);
        }
    }
    let environment = project.path().join("environments/local.yaml");
    let text = std::fs::read_to_string(&environment).expect("the environment");
    let text = text.replace("http://127.0.0.1:4566", endpoint);
    std::fs::write(environment, text).expect("a writable file");
    project
}

#[test]
fn six_applications_work_and_are_found_again() {
    let ministack = Ministack::start(&Options::default()).expect("ministack starts");
    let project = applications(ministack.endpoint());
    let run = |arguments: &[&str]| {
        let keys = [("AWS_ACCESS_KEY_ID", ACCOUNT), ("AWS_SECRET_ACCESS_KEY", "test")];
        let ran = project.run_with(arguments, &keys);
        assert_eq!(ran.code, Some(0), "{arguments:?}\n{}{}", ran.stdout, ran.stderr);
        ran.stdout
    };
    run(&["apply", "--auto-approve"]);
    run(&["plan", "--detailed-exitcode"]);

    let outputs = run(&["output", "--json"]);
    let environment = emulators::client_environment(ministack.endpoint(), ACCOUNT, "us-east-2");
    let printed = emulators::python(USE, &[&outputs], &environment).expect("they are used");
    let said: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(
        said,
        json!({
            "link": [302, "https://example.com/a", 404],
            "sent": [202, 202, 202],
            "kept": ["acme/1", "acme/2"],
            "documents": [["a b.txt", 2, 3]],
            "orders": {
                "7": { "billing": "placed", "stock": "placed", "mail": "placed" },
                "8": { "stock": "returned" },
            },
            "report": {
                "billing": { "placed": 1 },
                "stock": { "placed": 1, "returned": 1 },
                "mail": { "placed": 1 },
            },
            "surveys": [401, 404, 201, 409, 200],
        })
    );

    // Without its state the stack is found again, with nothing to do and not a line more in the specs. Schedules have no
    // tags that would say whose they are.
    std::fs::remove_dir_all(project.path().join(".diatonic")).expect("there is a state");
    run(&["state", "rebuild"]);
    let schedule = ["scheduler.schedule.report", "default/apps-local-report"];
    run(&["import", schedule[0], schedule[1], "--auto-approve"]);
    run(&["plan", "--detailed-exitcode"]);
}
