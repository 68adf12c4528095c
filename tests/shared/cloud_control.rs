//! Cloud Control in memory.

#![allow(dead_code, reason = "no target uses all")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use aws::{Aws, Connection};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use resource_types::{PropertyPath, ResourceType};
use serde_json::{Map, Value, json};

use crate::connection::{REGION, unlimited};

pub const ACCOUNT: &str = "123456789012";

pub type Object = Map<String, Value>;

/// What a service makes of the properties of an object that it has written, such as filling in defaults.
pub type Fill = fn(type_name: &str, properties: &mut Object);

/// Cloud Control, with what its handlers hold.
#[derive(Clone, Default)]
pub struct Service(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    objects: BTreeMap<(String, String), Object>,
    /// The events that are still to come of each request; the last one stays.
    events: BTreeMap<String, VecDeque<Value>>,
    /// The request that each client token has made.
    tokens: BTreeMap<String, String>,
    fill: Option<Fill>,
    /// How the next request of an operation fails: the code of the handler, and whether the object is left.
    failures: VecDeque<(String, String, bool)>,
    /// The operations whose next answer gets lost.
    lost: BTreeSet<String>,
    /// Reads that lag behind a creation.
    lag: usize,
    calls: Vec<(String, Value)>,
    next: u64,
}

/// An answer: its status, and its body.
type Answer = (u16, Value);

impl Service {
    pub fn filling(fill: Fill) -> Self {
        let service = Self::default();
        service.0.lock().unwrap().fill = Some(fill);
        service
    }

    pub async fn aws(&self) -> Aws {
        let service = self.clone();
        let client = http_client_fn(move |_, _| SharedHttpConnector::new(service.clone()));
        let connection = Connection { http_client: Some(client), ..unlimited("AKID") };
        Aws::connect(connection, ACCOUNT, REGION).await
    }

    /// Fails the next request of an operation by this code of its handler.
    pub fn fail(&self, operation: &str, code: &str, is_left: bool) {
        let failure = (operation.to_owned(), code.to_owned(), is_left);
        self.0.lock().unwrap().failures.push_back(failure);
    }

    /// Loses the next answer to an operation.
    pub fn lose(&self, operation: &str) {
        self.0.lock().unwrap().lost.insert(operation.to_owned());
    }

    /// Has so many reads say that there is no such object yet.
    pub fn lag(&self, reads: usize) {
        self.0.lock().unwrap().lag = reads;
    }

    /// All properties of the one object of a type, those too that no read gives.
    pub fn only(&self, type_name: &str) -> Value {
        let held = self.0.lock().unwrap();
        let mut of_type = held.objects.iter().filter(|((name, _), _)| name == type_name);
        let ((_, _), properties) = of_type.next().expect("there is one");
        assert!(of_type.next().is_none(), "there is only one");
        properties.clone().into()
    }

    pub fn count(&self) -> usize {
        self.0.lock().unwrap().objects.len()
    }

    /// Changes an object as somebody else does, outside of what the tool knows.
    pub fn change(&self, type_name: &str, change: impl Fn(&mut Object)) {
        let mut held = self.0.lock().unwrap();
        held.objects
            .iter_mut()
            .filter(|((name, _), _)| name == type_name)
            .for_each(|(_, it)| change(it));
    }

    /// Puts an object there that the tool has not made.
    pub fn put(&self, type_name: &str, properties: Value) -> String {
        let mut held = self.0.lock().unwrap();
        let type_ = known(type_name);
        let mut properties = properties.as_object().cloned().unwrap();
        held.complete(&type_, &mut properties);
        let id = identifier(&type_, &properties);
        held.objects.insert((type_name.to_owned(), id.clone()), properties);
        id
    }

    /// The requests so far of an operation.
    pub fn calls(&self, operation: &str) -> Vec<Value> {
        let held = self.0.lock().unwrap();
        let calls = held.calls.iter().filter(|(name, _)| name == operation);
        calls.map(|(_, body)| body.clone()).collect()
    }
}

impl Service {
    /// The answer to a request that came over HTTP, as it is written there.
    pub fn over_http(&self, operation: &str, body: &[u8]) -> Vec<u8> {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let (status, answer) = self.answer(operation, body);
        let answer = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} Answer\r\ncontent-type: application/x-amz-json-1.0\r\n\
             content-length: {}\r\n\r\n",
            answer.len()
        );
        [head, answer].concat().into_bytes()
    }

    fn answer(&self, operation: &str, body: Value) -> Answer {
        let mut held = self.0.lock().unwrap();
        held.calls.push((operation.to_owned(), body.clone()));
        let answer = held.answer(operation, &body);
        match held.lost.remove(operation) {
            true => (503, json!({})),
            false => answer,
        }
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service")
    }
}

impl HttpConnector for Service {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let operation = request.extension::<Metadata>().expect("metadata").name().to_owned();
        let body = request.body().bytes().unwrap_or_default();
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let (status, answer) = self.answer(&operation, body);
        let status = StatusCode::try_from(status).expect("a status");
        let body = SdkBody::from(answer.to_string());
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, body)))
    }
}

fn known(type_name: &str) -> Arc<ResourceType> {
    resource_types::find(type_name).expect("a type of the registry")
}

fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body[name].as_str().unwrap_or_default()
}

fn refused(code: &str, message: &str) -> Answer {
    (400, json!({ "__type": code, "Message": message }))
}

/// The identifier of an object, by the properties that make it up.
fn identifier(type_: &ResourceType, properties: &Object) -> String {
    let part = |path: &PropertyPath| {
        let properties = Value::Object(properties.clone());
        let found = path.find_in(&properties);
        let value = found.first().map(|(_, value)| (*value).clone()).unwrap_or_default();
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    };
    type_.identifier.iter().map(part).collect::<Vec<_>>().join("|")
}

impl Held {
    fn answer(&mut self, operation: &str, body: &Value) -> Answer {
        match operation {
            "CreateResource" => self.create(body),
            "GetResource" => self.read(body),
            "UpdateResource" => self.update(body),
            "DeleteResource" => self.delete(body),
            "ListResources" => self.list(body),
            "GetResourceRequestStatus" => self.status(body),
            other => panic!("{other} is not an operation of Cloud Control"),
        }
    }

    fn create(&mut self, body: &Value) -> Answer {
        let type_ = known(text(body, "TypeName"));
        if let Some(event) = self.event_of_token(body) {
            return (200, json!({ "ProgressEvent": event }));
        }
        let desired: Value = serde_json::from_str(text(body, "DesiredState")).expect("JSON");
        let mut properties = desired.as_object().cloned().expect("an object");
        self.complete(&type_, &mut properties);
        let id = identifier(&type_, &properties);
        let key = (type_.name.clone(), id.clone());
        let failure = self.failure("CreateResource");
        let is_there = self.objects.contains_key(&key);
        if !is_there && failure.as_ref().is_none_or(|(_, is_left)| *is_left) {
            self.objects.insert(key, properties);
        }
        let failed = failure.map(|(code, _)| code).or(is_there.then(|| "AlreadyExists".to_owned()));
        self.begin("CREATE", &id, failed.as_deref(), body)
    }

    /// What the service adds to the properties that it was given.
    fn complete(&mut self, type_: &ResourceType, properties: &mut Object) {
        for path in type_.identifier.iter().chain(&type_.read_only) {
            if let Some(name) = path.property()
                && !properties.contains_key(name)
            {
                self.next += 1;
                let invented = format!("arn:aws:invented:{REGION}:{ACCOUNT}:{name}/{}", self.next);
                properties.insert(name.to_owned(), invented.into());
            }
        }
        if let Some(fill) = self.fill {
            fill(&type_.name, properties);
        }
    }

    fn read(&mut self, body: &Value) -> Answer {
        let type_ = known(text(body, "TypeName"));
        let id = text(body, "Identifier");
        let properties = self.objects.get(&(type_.name.clone(), id.to_owned()));
        let is_hidden = self.lag > 0;
        self.lag = self.lag.saturating_sub(1);
        match properties.filter(|_| !is_hidden) {
            None => refused("ResourceNotFoundException", "there is none"),
            Some(properties) => {
                let shown = shown(&type_, properties);
                let described = json!({ "Identifier": id, "Properties": shown.to_string() });
                (200, json!({ "TypeName": type_.name, "ResourceDescription": described }))
            }
        }
    }

    fn update(&mut self, body: &Value) -> Answer {
        let type_ = known(text(body, "TypeName"));
        if let Some(event) = self.event_of_token(body) {
            return (200, json!({ "ProgressEvent": event }));
        }
        let id = text(body, "Identifier").to_owned();
        let key = (type_.name.clone(), id.clone());
        let failure = self.failure("UpdateResource");
        let Some(before) = self.objects.get(&key) else {
            return self.begin("UPDATE", &id, Some("NotFound"), body);
        };
        // A patch is carried out on what a read gives.
        let mut after = shown(&type_, before);
        let patch: Value = serde_json::from_str(text(body, "PatchDocument")).expect("JSON");
        for operation in patch.as_array().expect("a list") {
            apply(&mut after, operation);
        }
        let before = Value::Object(self.objects[&key].clone());
        let of = |value: &Value, path: &PropertyPath| {
            path.find_in(value).into_iter().map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let moved = type_.create_only.iter().any(|path| of(&before, path) != of(&after, path));
        let failed = failure.map(|(code, _)| code).or(moved.then(|| "NotUpdatable".to_owned()));
        if failed.is_none() {
            let mut after = after.as_object().cloned().expect("an object");
            if let Some(fill) = self.fill {
                fill(&type_.name, &mut after);
            }
            self.objects.insert(key, after);
        }
        self.begin("UPDATE", &id, failed.as_deref(), body)
    }

    fn delete(&mut self, body: &Value) -> Answer {
        let (type_name, id) = (text(body, "TypeName"), text(body, "Identifier"));
        let failure = self.failure("DeleteResource").map(|(code, _)| code);
        let key = (type_name.to_owned(), id.to_owned());
        let failed = match (&failure, self.objects.contains_key(&key)) {
            (Some(code), _) => Some(code.clone()),
            (None, false) => Some("NotFound".to_owned()),
            (None, true) => {
                self.objects.remove(&key);
                None
            }
        };
        self.begin("DELETE", id, failed.as_deref(), body)
    }

    /// The identifiers, and of the properties those that make them up, as most handlers have it.
    fn list(&mut self, body: &Value) -> Answer {
        let type_ = known(text(body, "TypeName"));
        let of_type = self.objects.iter().filter(|((name, _), _)| *name == type_.name);
        let described = of_type.map(|((_, id), properties)| {
            let told = type_.identifier.iter().filter_map(PropertyPath::property);
            let told: Object =
                told.map(|name| (name.to_owned(), properties[name].clone())).collect();
            json!({ "Identifier": id, "Properties": Value::Object(told).to_string() })
        });
        let described: Vec<Value> = described.collect();
        (200, json!({ "TypeName": type_.name, "ResourceDescriptions": described }))
    }

    fn status(&mut self, body: &Value) -> Answer {
        let events = self.events.get_mut(text(body, "RequestToken")).expect("a request");
        let event = match events.len() {
            1 => events[0].clone(),
            _ => events.pop_front().expect("an event"),
        };
        (200, json!({ "ProgressEvent": event }))
    }

    fn event_of_token(&self, body: &Value) -> Option<Value> {
        let request = self.tokens.get(text(body, "ClientToken"))?;
        self.events.get(request)?.front().cloned()
    }

    fn failure(&mut self, operation: &str) -> Option<(String, bool)> {
        let position = self.failures.iter().position(|(name, _, _)| name == operation)?;
        let (_, code, is_left) = self.failures.remove(position)?;
        Some((code, is_left))
    }

    /// Takes a request, and tells how it ends when it is asked a second time.
    fn begin(&mut self, operation: &str, id: &str, failed: Option<&str>, body: &Value) -> Answer {
        self.next += 1;
        let token = format!("request-{}", self.next);
        let event = |status: &str| {
            json!({
                "TypeName": body["TypeName"], "Identifier": id, "RequestToken": token,
                "Operation": operation, "OperationStatus": status,
            })
        };
        let mut last = event(if failed.is_some() { "FAILED" } else { "SUCCESS" });
        if let Some(code) = failed {
            last["ErrorCode"] = code.into();
            last["StatusMessage"] = format!("the handler says {code}").into();
        }
        self.tokens.insert(text(body, "ClientToken").to_owned(), token.clone());
        let first = event("IN_PROGRESS");
        self.events.insert(token.clone(), [first.clone(), first.clone(), last].into());
        (200, json!({ "ProgressEvent": first }))
    }
}

/// What a read gives: nothing that is write-only, and lists without an order in another one.
fn shown(type_: &ResourceType, properties: &Object) -> Value {
    let mut shown = Value::Object(properties.clone());
    for path in &type_.write_only {
        let places: Vec<_> = path.find_in(&shown).into_iter().map(|(path, _)| path).collect();
        for place in places {
            place.set(&mut shown, None);
        }
    }
    for (name, value) in shown.as_object_mut().expect("an object") {
        if let Value::Array(list) = value
            && type_.published["properties"][name]["x-unordered"] == true
        {
            list.reverse();
        }
    }
    shown
}

/// Carries out an operation of a patch (RFC 6902).
fn apply(document: &mut Value, operation: &Value) {
    let path = operation["path"].as_str().expect("a path");
    let (around, key) = path.rsplit_once('/').expect("a pointer");
    let key = key.replace("~1", "/").replace("~0", "~");
    let around = document.pointer_mut(around).expect("what is around it is there");
    let around = around.as_object_mut().expect("an object");
    match operation["op"].as_str() {
        Some("add") => drop(around.insert(key, operation["value"].clone())),
        Some("remove") => drop(around.remove(&key).expect("what is removed is there")),
        other => panic!("{other:?} is not what the tool sends"),
    }
}
