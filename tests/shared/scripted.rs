//! A cloud of scripted answers, for what the emulators do not do: it gives each operation its answers
//! in turn, and keeps the requests to assert on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use aws::{Aws, Connection};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use compiler::lookups;
use kind::registry;
use serde_json::Value;

use super::connection::{REGION, unlimited};

/// A request as it was sent.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "not every target looks at each")]
pub struct Request {
    pub operation: String,
    /// Path and query.
    pub uri: String,
    pub body: String,
    /// When it was signed, as in `20261129T013000Z`.
    pub date: String,
}

/// Answers by operation, such as `DescribeLogGroups`: a status, headers and a body each. The last one
/// of an operation is repeated.
#[derive(Debug, Clone, Default)]
pub struct ScriptedCloud {
    answers: Arc<Mutex<BTreeMap<String, VecDeque<Answer>>>>,
    requests: Arc<Mutex<Vec<Request>>>,
    pace: Pace,
}

/// How long answers take, and what that shows.
#[derive(Debug, Clone, Default)]
struct Pace {
    takes_its_time: bool,
    /// The operations whose answers are under way.
    open: Arc<Mutex<Vec<String>>>,
    /// Those of them that write, where these were the most.
    most: Arc<Mutex<Vec<String>>>,
}

impl Pace {
    /// Everything else that is to be asked meanwhile is asked before this is over.
    const TURNS: usize = 200;

    async fn pass(&self, operation: String) {
        {
            let (mut open, mut most) = (self.open.lock().unwrap(), self.most.lock().unwrap());
            open.push(operation.clone());
            let writes: Vec<&String> = open.iter().filter(|one| !is_read(one)).collect();
            if writes.len() > most.len() {
                *most = writes.into_iter().cloned().collect();
            }
        }
        for _ in 0..Self::TURNS {
            tokio::task::yield_now().await;
        }
        let mut open = self.open.lock().unwrap();
        let place = open.iter().position(|one| *one == operation).expect("it is open");
        open.remove(place);
    }
}

#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[allow(dead_code, reason = "not every kind needs each")]
impl ScriptedCloud {
    /// Adds an answer for an operation.
    pub fn answer(self, operation: &str, status: u16, body: impl Into<String>) -> Self {
        self.answer_with(operation, status, &[], body)
    }

    /// Adds an answer in CBOR. A refusal has its code in `__type`.
    pub fn cbor(self, operation: &str, status: u16, body: &Value) -> Self {
        let mut bytes = Vec::new();
        encode(body, &mut bytes);
        let code = body["__type"].as_str().map(|code| format!("{code};Sender"));
        let mut headers = vec![("smithy-protocol", "rpc-v2-cbor")];
        headers.extend(code.as_deref().map(|code| ("x-amzn-query-error", code)));
        self.add(operation, status, &headers, bytes)
    }

    /// Adds an answer with headers, such as `x-amzn-errortype`.
    pub fn answer_with(
        self,
        operation: &str,
        status: u16,
        headers: &[(&str, &str)],
        body: impl Into<String>,
    ) -> Self {
        self.add(operation, status, headers, body.into().into_bytes())
    }

    fn add(self, operation: &str, status: u16, headers: &[(&str, &str)], body: Vec<u8>) -> Self {
        let headers = headers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let answer = Answer { status, headers, body };
        self.answers.lock().unwrap().entry(operation.to_owned()).or_default().push_back(answer);
        self
    }

    /// AWS as this script tells it, with account 123456789012.
    pub async fn aws(&self) -> Aws {
        let script = self.clone();
        let client = http_client_fn(move |_, _| SharedHttpConnector::new(script.clone()));
        let connection = Connection { http_client: Some(client), ..unlimited("AKID") };
        Aws::connect(connection, "123456789012", REGION).await
    }

    /// The same where an answer takes until everything has been asked that does not wait for it.
    pub fn slow(self) -> Self {
        Self { pace: Pace { takes_its_time: true, ..Pace::default() }, ..self }
    }

    /// What a [slow](Self::slow) cloud was asked to write side by side, where that was the most: its operations, sorted.
    pub fn most_at_once(&self) -> Vec<String> {
        let mut most = self.pace.most.lock().unwrap().clone();
        most.sort();
        most
    }

    /// The requests so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The requests of one operation.
    pub fn requests_of(&self, operation: &str) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.operation == operation);
        requests
    }
}

impl HttpConnector for ScriptedCloud {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let metadata = request.extension::<Metadata>();
        let metadata = metadata.expect("the transport names every operation");
        let operation = metadata.name().to_owned();
        assert!(
            operation == "GetCallerIdentity" || is_declared(metadata.service(), &operation),
            "{operation} is called, and neither a kind nor the state declares it"
        );
        self.requests.lock().unwrap().push(Request {
            operation: operation.clone(),
            uri: request.uri().to_owned(),
            body: text(request.body().bytes().unwrap_or_default()),
            date: request.headers().get("x-amz-date").unwrap_or_default().to_owned(),
        });
        let mut answers = self.answers.lock().unwrap();
        let queue = answers
            .get_mut(&operation)
            .unwrap_or_else(|| panic!("no answer is scripted for {operation}"));
        let answer = if queue.len() > 1 { queue.pop_front() } else { queue.front().cloned() };
        let answer = answer.expect("an operation has at least one answer");
        let status = StatusCode::try_from(answer.status).expect("a status");
        let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
        for (name, value) in answer.headers {
            response.headers_mut().insert(name, value);
        }
        if !self.pace.takes_its_time {
            return HttpConnectorFuture::ready(Ok(response));
        }
        let pace = self.pace.clone();
        HttpConnectorFuture::new(async move {
            pace.pass(operation).await;
            Ok(response)
        })
    }
}

fn is_read(operation: &str) -> bool {
    ["Describe", "Get", "List"].iter().any(|start| operation.starts_with(start))
}

/// A body as it is, and CBOR as JSON.
fn text(body: &[u8]) -> String {
    match aws::cbor::document(body) {
        Some(document) => document.to_string(),
        None => String::from_utf8_lossy(body).into_owned(),
    }
}

/// Writes a value in CBOR.
fn encode(value: &Value, bytes: &mut Vec<u8>) {
    let head = |major: u8, count: usize, bytes: &mut Vec<u8>| {
        bytes.push(major << 5 | 27);
        bytes.extend(u64::try_from(count).expect("a count").to_be_bytes());
    };
    match value {
        Value::Null => bytes.push(0xf6),
        Value::Bool(is_so) => bytes.push(if *is_so { 0xf5 } else { 0xf4 }),
        Value::Number(number) => match number.as_u64() {
            Some(whole) => head(0, usize::try_from(whole).expect("a number"), bytes),
            None => {
                bytes.push(0xfb);
                bytes.extend(number.as_f64().expect("a number").to_be_bytes());
            }
        },
        Value::String(text) => {
            head(3, text.len(), bytes);
            bytes.extend(text.as_bytes());
        }
        Value::Array(list) => {
            head(4, list.len(), bytes);
            list.iter().for_each(|element| encode(element, bytes));
        }
        Value::Object(object) => {
            head(5, object.len(), bytes);
            for (key, value) in object {
                encode(&Value::from(key.as_str()), bytes);
                encode(value, bytes);
            }
        }
    }
}

/// Whether anybody says that an operation may be called, without which no policy would allow it.
fn is_declared(service: &str, operation: &str) -> bool {
    let of_kinds = registry::all().into_iter().flat_map(|kind| kind.operations());
    let of_tool = state::OPERATIONS.iter().chain(cloud_control::OPERATIONS);
    let of_lookups = lookups::all().into_iter().flat_map(|sort| sort.needs().operations);
    // All types are managed by the same calls.
    let of_types = registry::find("AWS::SQS::Queue").into_iter().flat_map(|kind| kind.operations());
    of_kinds.chain(of_tool).chain(of_types).copied().chain(of_lookups).any(|group| {
        let mut called = group.read.iter().chain(group.write);
        group.service == service && called.any(|name| *name == operation)
    })
}
