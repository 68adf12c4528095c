//! A REST API that several stacks add routes to at once, called on every route all the while.

use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use emulators::shared_ministack;
use serde_json::{Value, json};

use crate::shared::{Run, TestProject};

/// An API that somebody has made by hand, which answers at three paths.
const EXISTING: &str = r#"
import boto3
gateway = boto3.client("apigateway")
api = gateway.create_rest_api(name="shop")["id"]
root = gateway.get_resources(restApiId=api)["items"][0]["id"]
for part in ["user-data", "files", "sessions"]:
    path = gateway.create_resource(restApiId=api, parentId=root, pathPart=part)["id"]
    at = dict(restApiId=api, resourceId=path, httpMethod="GET")
    gateway.put_method(**at, authorizationType="NONE")
    gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**at, statusCode="200")
    gateway.put_integration_response(**at, statusCode="200", responseTemplates={"application/json": part})
gateway.create_deployment(restApiId=api, stageName="prod")
print(api)
"#;

/// Calls each path again and again until the second file is there, and prints what it was answered: every status that is
/// another than the one before. The first file says that each has been called.
const CALLERS: &str = r#"
import json, os, sys, threading, time, urllib.error, urllib.request
api, begun, end, *paths = sys.argv[1:]
base = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}/prod"
# ministack finds an API in the account of whoever signs alone, and looks at no more of a signature.
scope = f"{os.environ['AWS_ACCESS_KEY_ID']}/20260101/us-east-2/execute-api/aws4_request"
signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
answers, calls = {path: [] for path in paths}, {path: 0 for path in paths}

def ask(path):
    try:
        return urllib.request.urlopen(urllib.request.Request(base + path, headers=signed)).status
    except urllib.error.HTTPError as refusal:
        return refusal.status

def keep_asking(path):
    while True:
        is_last = os.path.exists(end)
        status = ask(path)
        calls[path] += 1
        if min(calls.values()) == 1:
            open(begun, "w").close()
        if answers[path][-1:] != [status]:
            answers[path].append(status)
        if is_last:
            return
        time.sleep(0.02)

threads = [threading.Thread(target=keep_asking, args=[path]) for path in paths]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps({"answers": answers, "fewest": min(calls.values())}))
"#;

/// Callers of every path, until they are told to stop.
struct Callers {
    thread: JoinHandle<String>,
    end: PathBuf,
    _folder: tempfile::TempDir,
}

impl Callers {
    fn start(endpoint: &'static str, account: &str, api: &str, paths: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (begun, end) = (folder.path().join("begun"), folder.path().join("end"));
        let account = account.to_owned();
        let files = [&begun, &end].map(|file| file.display().to_string());
        let arguments: Vec<String> = std::iter::once(api.to_owned())
            .chain(files)
            .chain(paths.iter().map(|path| (*path).to_owned()))
            .collect();
        let thread = thread::spawn(move || {
            let environment = emulators::client_environment(endpoint, &account, "us-east-2");
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            emulators::python(CALLERS, &arguments, &environment).expect("the API is called")
        });
        while !begun.exists() && !thread.is_finished() {
            thread::sleep(Duration::from_millis(20));
        }
        Self { thread, end, _folder: folder }
    }

    /// What each path was answered, every change of it.
    fn stop(self) -> Value {
        std::fs::write(&self.end, "").expect("a file");
        let said = self.thread.join().expect("the callers end");
        let said: Value = serde_json::from_str(&said).expect("JSON");
        assert!(said["fewest"].as_u64() > Some(20), "they have called often: {said}");
        said["answers"].clone()
    }
}

/// A stack of its own, whose specs a test writes.
struct Stack {
    project: TestProject,
    account: String,
    endpoint: &'static str,
}

impl Stack {
    fn new(name: &str, account: &str, specs: &str) -> Self {
        let environment = format!(
            "account: \"{account}\"\nregion: us-east-2\nproject: {name}\nprotect_data: false\n"
        );
        let project = TestProject::empty()
            .file("environments/dev.yaml", &environment)
            .file("specs/app.yaml", specs);
        let endpoint = shared_ministack().endpoint();
        Self { project, account: account.to_owned(), endpoint }
    }

    fn with(self, specs: &str) -> Self {
        Self { project: self.project.file("specs/app.yaml", specs), ..self }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let place = ["--env", "dev", "--endpoint-url", self.endpoint];
        let keys = [("AWS_ACCESS_KEY_ID", &*self.account), ("AWS_SECRET_ACCESS_KEY", "test")];
        self.project.run_with(&[arguments, &place].concat(), &keys)
    }

    fn must(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}\n{}{}", ran.stdout, ran.stderr);
        ran.stdout
    }

    /// Applies, and is told by nobody that something is left.
    fn apply(&self) {
        self.must(&["apply", "--auto-approve"]);
    }

    fn has_nothing_left(&self) {
        let ran = self.run(&["plan", "--detailed-exitcode"]);
        assert_eq!(ran.code, Some(0), "nothing is left to do: {}{}", ran.stdout, ran.stderr);
    }
}

fn method() -> &'static str {
    "{ authorization: NONE, integration: { type: MOCK, request_templates: \
       { application/json: '{\"statusCode\": 200}' } }, responses: { \"200\": {} } }"
}

/// Specs that add a `GET` at each path.
fn routes(api: &str, paths: &[&str]) -> String {
    let mut specs = format!(
        "apigateway.rest_api_routes:\n  added:\n    api: \"{api}\"\n    stages: [prod]\n    routes:\n"
    );
    for path in paths {
        specs += &format!("      {path}: {{ GET: {} }}\n", method());
    }
    specs
}

/// Runs all at once.
fn at_once(runs: &[&(dyn Fn() + Sync)]) {
    thread::scope(|scope| {
        let running: Vec<_> = runs.iter().map(|run| scope.spawn(run)).collect();
        for run in running {
            run.join().expect("it succeeds");
        }
    });
}

fn paths(endpoint: &str, account: &str, api: &str) -> Value {
    let script = format!(
        "import boto3, json\nitems = boto3.client('apigateway').get_resources(restApiId='{api}', limit=500)['items']\n\
         print(json.dumps(sorted(item['path'] for item in items)))"
    );
    let environment = emulators::client_environment(endpoint, account, "us-east-2");
    let printed = emulators::python(&script, &[], &environment).expect("boto3 answers");
    serde_json::from_str(&printed).expect("JSON")
}

fn existing(endpoint: &str, account: &str) -> String {
    let environment = emulators::client_environment(endpoint, account, "us-east-2");
    let api = emulators::python(EXISTING, &[], &environment).expect("an API");
    api.trim().to_owned()
}

#[test]
fn two_stacks_add_routes_to_one_api_at_once_and_no_call_fails() {
    let (endpoint, account) = (shared_ministack().endpoint(), emulators::fresh_account());
    let api = existing(endpoint, &account);
    let own = ["/user-data", "/files", "/sessions"];
    let first = ["/education/courses", "/education/{id}/notes"];
    let second = ["/education/grades", "/billing"];
    let education = Stack::new("education", &account, &routes(&api, &first));
    let grades = Stack::new("grades", &account, &routes(&api, &second));

    let called = [
        "/user-data", "/files", "/sessions", "/education/courses", "/education/7/notes",
        "/education/grades", "/billing", "/education/more", "/billing/more",
    ];
    let callers = Callers::start(endpoint, &account, &api, &called);
    at_once(&[&|| education.apply(), &|| grades.apply()]);
    education.has_nothing_left();
    grades.has_nothing_left();

    // Each adds one more, while the other does.
    let education = education.with(&routes(&api, &[&first[..], &["/education/more"]].concat()));
    let grades = grades.with(&routes(&api, &[&second[..], &["/billing/more"]].concat()));
    at_once(&[&|| education.apply(), &|| grades.apply()]);
    education.has_nothing_left();
    grades.has_nothing_left();

    // One goes, while the other removes a route.
    let grades = grades.with(&routes(&api, &second));
    at_once(&[&|| drop(education.must(&["destroy", "--auto-approve"])), &|| grades.apply()]);
    grades.has_nothing_left();

    let answers = callers.stop();
    for path in own {
        assert_eq!(answers[path], json!([200]), "{path} of {answers}");
    }
    for path in ["/education/grades", "/billing"] {
        assert_eq!(answers[path], json!([403, 200]), "{path} of {answers}");
    }
    for path in ["/education/courses", "/education/7/notes", "/education/more", "/billing/more"] {
        assert_eq!(answers[path], json!([403, 200, 403]), "{path} of {answers}");
    }
    assert_eq!(
        paths(endpoint, &account, &api),
        json!([
            "/", "/billing", "/education", "/education/grades", "/files", "/sessions", "/user-data"
        ]),
        "what one has made is gone, and what the other needs is there"
    );
    grades.must(&["destroy", "--auto-approve"]);
    assert_eq!(
        paths(endpoint, &account, &api),
        json!(["/", "/files", "/sessions", "/user-data"]),
        "the last to leave takes the shared path along"
    );
}

#[test]
fn a_route_of_somebody_else_is_refused_with_its_place() {
    let (endpoint, account) = (shared_ministack().endpoint(), emulators::fresh_account());
    let api = existing(endpoint, &account);
    let first = Stack::new("first", &account, &routes(&api, &["/education"]));
    first.apply();
    let second = Stack::new("second", &account, &routes(&api, &["/education", "/files"]));
    let refusal = second.run(&["apply", "--auto-approve"]);
    assert_ne!(refusal.code, Some(0), "{}", refusal.stdout);
    let said = format!("{}{}", refusal.stdout, refusal.stderr);
    for part in
        ["routes[\"/education\"].GET", "first/dev", "routes[\"/files\"].GET", "take_existing"]
    {
        assert!(said.contains(part), "{part} is in: {said}");
    }
    let taking =
        routes(&api, &["/files"]).replace("    routes:", "    take_existing: true\n    routes:");
    let second = second.with(&taking);
    second.apply();
    second.has_nothing_left();
    first.has_nothing_left();
}

/// The specs of an owner that keeps what others add.
fn owner(description: &str) -> String {
    let mut specs = format!(
        "apigateway.rest_api:\n  shop:\n    description: {description}\n    routes_of_others: keep\n    \
         stages: {{ prod: {{}} }}\n    routes:\n"
    );
    for path in ["/user-data", "/files", "/sessions"] {
        specs += &format!("      {path}: {{ GET: {} }}\n", method());
    }
    specs + "outputs: { api: \"${apigateway.rest_api.shop.id}\" }\n"
}

#[test]
fn an_owner_keeps_the_routes_of_others_and_others_keep_the_owners() {
    let (endpoint, account) = (shared_ministack().endpoint(), emulators::fresh_account());
    let shop = Stack::new("shop", &account, &owner("first"));
    shop.apply();
    let api = shop.must(&["output", "api"]).trim().to_owned();
    let education = Stack::new("education", &account, &routes(&api, &["/education/courses"]));
    let called =
        ["/user-data", "/files", "/sessions", "/education/courses", "/orders", "/education/grades"];
    let callers = Callers::start(endpoint, &account, &api, &called);
    education.apply();
    education.has_nothing_left();
    shop.has_nothing_left();

    let more = owner("second").replace(
        "    routes:\n",
        &format!("    routes:\n      /orders: {{ GET: {} }}\n", method()),
    );
    let shop = shop.with(&more);
    let education = education.with(&routes(&api, &["/education/courses", "/education/grades"]));
    at_once(&[&|| shop.apply(), &|| education.apply()]);
    education.has_nothing_left();
    shop.has_nothing_left();

    let answers = callers.stop();
    for path in ["/user-data", "/files", "/sessions"] {
        assert_eq!(answers[path], json!([200]), "{path} of {answers}");
    }
    for path in ["/education/courses", "/orders", "/education/grades"] {
        assert_eq!(answers[path], json!([403, 200]), "{path} of {answers}");
    }

    // An owner that does not keep them removes them, as all that is not in its specs.
    let shop = shop.with(&more.replace("    routes_of_others: keep\n", ""));
    let plan = shop.must(&["plan"]);
    assert!(plan.contains("/education/courses"), "{plan}");
    shop.apply();
    shop.has_nothing_left();
    let left = paths(endpoint, &account, &api);
    assert_eq!(left, json!(["/", "/files", "/orders", "/sessions", "/user-data"]));
}
