//! The independent client: one Python process with boto3 for all cases, as starting Python a case
//! would take longer than the cases themselves.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use serde_json::{Value, json};

/// Reads a request a line, evaluates its expression, and answers with a line. `client(service)` and
/// `name` are at the expression's hand.
const PROGRAM: &str = r#"
import boto3, json, sys
from botocore.config import Config
clients = {}
def answer(request):
    def client(service):
        key = (service, request["endpoint"], request["account"])
        if key not in clients:
            clients[key] = boto3.client(
                service, endpoint_url=request["endpoint"], region_name=request["region"],
                aws_access_key_id=request["account"], aws_secret_access_key="test",
                config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}))
        return clients[key]
    return eval(request["expression"], {"client": client, "name": request["name"], "id": request["id"], "json": json})
for line in sys.stdin:
    try:
        result = {"ok": answer(json.loads(line))}
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(result, default=str, sort_keys=True), flush=True)
"#;

struct Process {
    _child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// Evaluates a Python expression against an endpoint as an account. An exception is an `Err`.
pub fn ask(
    endpoint: &str,
    account: &str,
    name: &str,
    id: &str,
    expression: &str,
) -> Result<Value, String> {
    static PROCESS: OnceLock<Mutex<Process>> = OnceLock::new();
    let process = PROCESS.get_or_init(|| Mutex::new(start()));
    let mut process = process.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let request = json!({
        "endpoint": endpoint,
        "account": account,
        "region": super::harness::REGION,
        "name": name,
        "id": id,
        "expression": expression,
    });
    writeln!(process.input, "{request}").expect("the client takes a request");
    let mut line = String::new();
    process.output.read_line(&mut line).expect("the client answers");
    let mut answer: Value = serde_json::from_str(&line).expect("the client answers in JSON");
    match answer.get("error").and_then(Value::as_str) {
        Some(error) => Err(error.to_owned()),
        None => Ok(answer["ok"].take()),
    }
}

fn start() -> Process {
    let installation = emulators::install().expect("the emulators install");
    let mut child = Command::new(installation.python())
        .args(["-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    Process {
        input: child.stdin.take().expect("standard input is piped"),
        output: BufReader::new(child.stdout.take().expect("standard output is piped")),
        _child: child,
    }
}
