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
use compiler::lookups::SORTS;
use kind::registry;

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
}

#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

#[allow(dead_code, reason = "not every kind needs each")]
impl ScriptedCloud {
    /// Adds an answer for an operation.
    pub fn answer(self, operation: &str, status: u16, body: impl Into<String>) -> Self {
        self.answer_with(operation, status, &[], body)
    }

    /// Adds an answer with headers, such as `x-amzn-errortype`.
    pub fn answer_with(
        self,
        operation: &str,
        status: u16,
        headers: &[(&str, &str)],
        body: impl Into<String>,
    ) -> Self {
        let answer = Answer {
            status,
            headers: headers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            body: body.into(),
        };
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
            body: String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned(),
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
        HttpConnectorFuture::ready(Ok(response))
    }
}

/// Whether anybody says that an operation may be called, without which no policy would allow it.
fn is_declared(service: &str, operation: &str) -> bool {
    let of_kinds = registry::all().into_iter().flat_map(|kind| kind.operations());
    let of_lookups = SORTS.iter().flat_map(|sort| sort.operations);
    of_kinds.chain(state::OPERATIONS).chain(cloud_control::OPERATIONS).chain(of_lookups).any(
        |group| {
            let mut called = group.read.iter().chain(group.write);
            group.service == service && called.any(|name| *name == operation)
        },
    )
}
