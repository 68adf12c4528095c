//! A function behind the REST API, called as API Gateway calls it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::api::{Api, Description, Response, Routes, Settings};
use shared::{Sources, Timestamp};

use crate::Person;

/// A function with its routes.
pub struct Deployed<B> {
    api: Api<B>,
    routes: Vec<Description>,
}

/// A call to make.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path with its query.
    pub path: &'a str,
    /// Who calls; nobody has no claims.
    pub caller: Option<&'a Person>,
    /// The body.
    pub body: Option<Value>,
    /// The headers.
    pub headers: Vec<(&'a str, &'a str)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: BTreeMap<&'static str, String>,
    /// The body; null where there is none.
    pub body: Value,
}

impl Answer {
    /// The word for what went wrong.
    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    /// The id of what it shows.
    ///
    /// # Panics
    ///
    /// If it shows nothing that has one.
    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("{self:?} has an id")).to_owned()
    }

    /// The same, if it has this status.
    ///
    /// # Panics
    ///
    /// If it has another.
    pub fn with(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
}

impl<B: Send + Sync + 'static> Deployed<B> {
    /// These routes over this backend, at a moment that does not pass.
    pub fn new(routes: Routes<B>, backend: B, now: Timestamp) -> Self {
        Self::with(routes, |routes| Api::new(routes, backend, &settings(), Sources::at(now)))
    }

    /// These routes in whatever function is made of them.
    pub fn with(routes: Routes<B>, make: impl FnOnce(Routes<B>) -> Api<B>) -> Self {
        let descriptions = routes.descriptions();
        Self { api: make(routes), routes: descriptions }
    }

    /// What the function's documents say of its routes.
    pub fn routes(&self) -> &[Description] {
        &self.routes
    }

    /// Makes a call.
    pub async fn send(&self, request: Request<'_>) -> Answer {
        let event = self.event(&request);
        let event = serde_json::from_value(event).unwrap();
        let Response { status_code, headers, body, .. } =
            self.api.respond(event, "request-7".to_owned()).await;
        let body = if body.is_empty() { Value::Null } else { serde_json::from_str(&body).unwrap() };
        Answer { status: status_code, headers, body }
    }

    /// Somebody's call with a body.
    pub async fn call(&self, caller: &Person, method: &str, path: &str, body: Value) -> Answer {
        let caller = Some(caller);
        let body = Some(body);
        self.send(Request { method, path, caller, body, ..Request::default() }).await
    }

    /// Somebody's call without one.
    pub async fn ask(&self, caller: &Person, method: &str, path: &str) -> Answer {
        let caller = Some(caller);
        self.send(Request { method, path, caller, ..Request::default() }).await
    }

    /// The event that API Gateway makes of a call.
    pub fn event(&self, request: &Request<'_>) -> Value {
        let (path, query) = request.path.split_once('?').unwrap_or((request.path, ""));
        let (resource, parameters) = self.resource(path);
        let query: BTreeMap<&str, &str> =
            query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let headers: BTreeMap<&str, &str> = request.headers.iter().copied().collect();
        json!({
            "resource": resource,
            "path": path,
            "httpMethod": request.method,
            "headers": headers,
            "pathParameters": parameters,
            "queryStringParameters": query,
            "body": request.body.as_ref().map(Value::to_string),
            "requestContext": {
                "authorizer": request.caller.map(|caller| json!({ "claims": caller.claims() })),
            },
        })
    }

    /// The path as the API's spec writes it, and its variable parts. Of two that fit, the one with fewer variables does.
    fn resource<'a>(&self, path: &'a str) -> (&'static str, BTreeMap<&'static str, &'a str>) {
        let fitting = self.routes.iter().filter_map(|route| {
            let parameters = fit(route.path, path)?;
            Some((route.path, parameters))
        });
        fitting.min_by_key(|(_, parameters)| parameters.len()).unwrap_or_default()
    }
}

fn fit<'a>(template: &'static str, path: &'a str) -> Option<BTreeMap<&'static str, &'a str>> {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    let mut parameters = BTreeMap::new();
    if template.len() != path.len() {
        return None;
    }
    for (wanted, part) in template.into_iter().zip(path) {
        match wanted.strip_prefix('{').and_then(|wanted| wanted.strip_suffix('}')) {
            Some(name) => {
                parameters.insert(name, part);
            }
            None if wanted == part => {}
            None => return None,
        }
    }
    Some(parameters)
}

/// What the function is told: one web page, and one group of staff.
pub fn settings() -> Settings {
    let lookup = |name: &str| match name {
        "CORS_ORIGINS" => Some("https://app.example.com".to_owned()),
        "STAFF_GROUPS" => Some("Development".to_owned()),
        _ => None,
    };
    Settings::read(lookup).unwrap()
}
