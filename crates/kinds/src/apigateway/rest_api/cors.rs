//! CORS, written once for the whole API.
//!
//! API Gateway knows nothing of it: what a browser needs is an `OPTIONS` method on every path that
//! answers by itself, and headers on the errors that API Gateway answers by itself. Here `cors` is turned
//! into these, and these are recognised again.

use std::sync::LazyLock;

use super::gateway_responses::{GatewayResponse, GatewayResponses};
use super::integration::Integration;
use super::path_parameters;
use super::routes::{Method, Response, Routes};
use crate::prelude::*;
use language::schema::{self, Schema, has_errors};

/// Which web pages may call the API from a browser.
///
/// Every path gets an `OPTIONS` method that answers a browser's preflight, unless it has one of its own;
/// it is open, as browsers send no credentials with it. And the errors that API Gateway answers by itself
/// get the headers. The answers of integrations must bring theirs: with a proxy, the function sets
/// `Access-Control-Allow-Origin`.
#[spec]
pub struct Cors {
    /// The origins of the pages, such as `https://app.example.com`, or `*` alone for all. A preflight
    /// is answered with the page's own origin if it is one of these, and with the first otherwise.
    ///
    /// Errors of API Gateway's own carry the origin if there is one. They cannot choose among several:
    /// then they carry `*`, as they hold nothing secret; but with `allow_credentials`, where browsers do
    /// not take `*`, they carry none, and pages see that a call failed, but not how.
    #[field(required, length = 1..)]
    #[schemars(inner(regex(pattern = r"^(\*|null|[a-z][a-z0-9+.-]*://[A-Za-z0-9.:\[\]-]+)$")))]
    pub allow_origins: Vec<String>,
    /// The request headers that pages may set. Absent: `Authorization`, `Content-Type`, `X-Amz-Date`,
    /// `X-Amz-Security-Token` and `X-Api-Key`.
    #[field(default = usual_headers())]
    #[schemars(inner(regex(pattern = r"^[A-Za-z0-9!#$%&*+.^_`|~-]+$")))]
    pub allow_headers: BTreeSet<String>,
    /// The HTTP methods that pages may use, on every path. Absent: on each path those that it has, and
    /// `OPTIONS`.
    #[field(length = 1..)]
    #[schemars(inner(regex(pattern = r"^(\*|[A-Z]+)$")))]
    pub allow_methods: Option<BTreeSet<String>>,
    /// The headers of answers that pages may read beyond the usual ones.
    #[field(omit_default)]
    #[schemars(inner(regex(pattern = r"^[A-Za-z0-9!#$%&*+.^_`|~-]+$")))]
    pub expose_headers: BTreeSet<String>,
    /// Seconds for which a browser may keep the answer to a preflight. Most keep it two hours at
    /// most. Absent: 5 seconds.
    #[field(range = 0..=86_400)]
    pub max_age_seconds: Option<u32>,
    /// Whether pages may call with cookies and the like. A token in `Authorization` does not need it.
    #[field(omit_default)]
    pub allow_credentials: bool,
    /// The status code of the answer to a preflight: 200 or 204. Absent: 200.
    #[field(default = 200, omit_default, one_of = [200, 204])]
    pub preflight_status: u16,
    /// Whether the errors that API Gateway answers by itself carry the headers as well (`DEFAULT_4XX`,
    /// `DEFAULT_5XX`, and those of `gateway_responses`). Where they do not, pages see that a call failed, but
    /// not how. Absent: they do.
    #[field(default = true, omit_default)]
    pub error_responses: bool,
}

fn usual_headers() -> BTreeSet<String> {
    let usual =
        ["Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Security-Token", "X-Api-Key"];
    usual.map(str::to_owned).into()
}

pub(super) const PREFLIGHT: &str = "OPTIONS";
const JSON: &str = "application/json";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials";
const EXPOSE_HEADERS: &str = "Access-Control-Expose-Headers";
const MAX_AGE: &str = "Access-Control-Max-Age";
/// What `ANY` stands for (PutMethod).
const EVERY_METHOD: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
/// The gateway responses that hold for all errors without one of their own.
const ALL_ERRORS: [&str; 2] = ["DEFAULT_4XX", "DEFAULT_5XX"];

impl Cors {
    /// Adds what browsers need.
    pub(super) fn expand(&self, routes: &mut Routes, errors: &mut GatewayResponses) {
        for methods in routes.values_mut().filter(|methods| !methods.is_empty()) {
            if !methods.contains_key(PREFLIGHT) {
                let preflight = self.preflight(methods);
                methods.insert(PREFLIGHT.to_owned(), preflight);
            }
        }
        let headers = self.error_headers();
        if headers.is_empty() || !self.error_responses {
            return;
        }
        for kind in ALL_ERRORS {
            errors.entry(kind.to_owned()).or_default();
        }
        // An error with a response of its own does not take the general one's headers.
        for response in errors.values_mut() {
            for (name, value) in &headers {
                let header = response.headers.entry(name.clone());
                header.or_insert_with(|| value.clone());
            }
        }
    }

    /// Finds the `cors` that makes most of what is live, removes that part, and gives the `cors`; or leaves
    /// all as it is, where there is none that makes a part of exactly this.
    pub(super) fn fold(routes: &mut Routes, errors: &mut GatewayResponses) -> Option<Self> {
        let written = with_usual_preflights(routes);
        let exact = Self::candidates(&written).into_iter().filter_map(|cors| {
            let (mut left, mut left_errors) = (routes.clone(), errors.clone());
            cors.take_away(&mut left, &mut left_errors);
            let (mut again, mut again_errors) = (left.clone(), left_errors.clone());
            cors.expand(&mut again, &mut again_errors);
            let is_exact = with_usual_preflights(&again) == written && again_errors == *errors;
            is_exact.then_some((cors, left, left_errors))
        });
        let others = |routes: &Routes| {
            let preflights = routes.values().filter(|methods| methods.contains_key(PREFLIGHT));
            preflights.count()
        };
        let (cors, left, left_errors) = exact.min_by_key(|(_, left, _)| others(left))?;
        (*routes, *errors) = (left, left_errors);
        Some(cors)
    }

    /// What the preflights say of themselves, first as if methods were left to each path.
    fn candidates(routes: &Routes) -> Vec<Self> {
        let mut candidates = Vec::new();
        for preflight in routes.values().filter_map(|methods| methods.get(PREFLIGHT)) {
            let Some(cors) = Self::of(preflight) else {
                continue;
            };
            let of_each_path = Self { allow_methods: None, ..cors.clone() };
            for candidate in [of_each_path, cors] {
                let silent = Self { error_responses: false, ..candidate.clone() };
                for candidate in [candidate, silent] {
                    if !candidates.contains(&candidate) {
                        candidates.push(candidate);
                    }
                }
            }
        }
        // What says less of itself comes first.
        candidates.sort_by_key(|candidate| {
            (!candidate.error_responses, candidate.allow_methods.is_some())
        });
        candidates
    }

    fn take_away(&self, routes: &mut Routes, errors: &mut GatewayResponses) {
        for (path, methods) in &mut *routes {
            if let Some(live) = methods.remove(PREFLIGHT)
                && (methods.is_empty() || usual(path, &live) != self.preflight(methods))
            {
                methods.insert(PREFLIGHT.to_owned(), live);
            }
        }
        if !self.error_responses {
            return;
        }
        let headers = self.error_headers();
        for response in errors.values_mut() {
            response.headers.retain(|name, value| headers.get(name) != Some(value));
        }
        let nothing = GatewayResponse::default();
        errors
            .retain(|kind, response| !ALL_ERRORS.contains(&kind.as_str()) || *response != nothing);
    }

    /// The answer to a preflight of a path with these other methods.
    fn preflight(&self, methods: &BTreeMap<String, Method>) -> Method {
        let [first, others @ ..] = self.allow_origins.as_slice() else {
            return Method::default();
        };
        let own = || match methods.contains_key("ANY") {
            true => EVERY_METHOD.map(str::to_owned).into(),
            false => methods.keys().cloned().chain([PREFLIGHT.to_owned()]).collect(),
        };
        let allowed = self.allow_methods.clone().unwrap_or_else(own);
        let mut headers = self.headers(first);
        headers.insert(ALLOW_METHODS.to_owned(), list(&allowed));
        if !self.allow_headers.is_empty() {
            headers.insert(ALLOW_HEADERS.to_owned(), list(&self.allow_headers));
        }
        if let Some(seconds) = self.max_age_seconds {
            headers.insert(MAX_AGE.to_owned(), quoted(&seconds.to_string()));
        }
        let mut templates = BTreeMap::new();
        if !others.is_empty() {
            // Caches must not give one origin's answer to another.
            headers.insert("Vary".to_owned(), quoted("Origin"));
            templates.insert(JSON.to_owned(), template(&self.allow_origins));
        }
        let response = Response { headers, templates, ..Response::default() };
        Method {
            authorization: "NONE".to_owned(),
            integration: Some(Integration::mock(&status_template(self.preflight_status))),
            responses: [(self.preflight_status.to_string(), response)].into(),
            ..Method::default()
        }
    }

    /// The `cors` that a preflight tells of; whether it is exactly that preflight is for the caller to
    /// find out.
    fn of(preflight: &Method) -> Option<Self> {
        let (status, response) = only_response(preflight)?;
        let header = |name: &str| {
            let value = response.headers.get(name)?;
            value.strip_prefix('\'')?.strip_suffix('\'')
        };
        let words = |name: &str| -> BTreeSet<String> {
            let words = header(name).into_iter().flat_map(|words| words.split(','));
            words.map(str::to_owned).collect()
        };
        let allow_origins = match response.templates.get(JSON) {
            Some(template) => origins(template),
            None => vec![header(ALLOW_ORIGIN)?.to_owned()],
        };
        let cors = Self {
            allow_origins,
            allow_headers: words(ALLOW_HEADERS),
            allow_methods: Some(words(ALLOW_METHODS)),
            expose_headers: words(EXPOSE_HEADERS),
            max_age_seconds: header(MAX_AGE).and_then(|seconds| seconds.parse().ok()),
            allow_credentials: header(ALLOW_CREDENTIALS).is_some(),
            preflight_status: status,
            error_responses: true,
        };
        cors.can_be_written().then_some(cors)
    }

    /// Whether nothing of it is so odd that a spec could not say it as `cors`: a preflight that somebody has
    /// written by hand holds whatever text they wrote.
    fn can_be_written(&self) -> bool {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<Cors>);
        let written = serde_json::to_value(self).unwrap_or_default();
        !has_errors(&schema::check(&SCHEMA, &written))
    }

    /// The headers of errors that API Gateway answers by itself. Their templates cannot choose an origin.
    fn error_headers(&self) -> BTreeMap<String, String> {
        match self.allow_origins.as_slice() {
            [only] => self.headers(only),
            _ if self.allow_credentials => BTreeMap::new(),
            _ => self.headers("*"),
        }
    }

    /// The headers that preflights and errors have alike, for an origin.
    fn headers(&self, origin: &str) -> BTreeMap<String, String> {
        let mut headers = BTreeMap::from([(ALLOW_ORIGIN.to_owned(), quoted(origin))]);
        if self.allow_credentials {
            headers.insert(ALLOW_CREDENTIALS.to_owned(), quoted("true"));
        }
        if !self.expose_headers.is_empty() {
            headers.insert(EXPOSE_HEADERS.to_owned(), list(&self.expose_headers));
        }
        headers
    }
}

/// Routes with their preflights in one spelling.
fn with_usual_preflights(routes: &Routes) -> Routes {
    let mut routes = routes.clone();
    for (path, methods) in &mut routes {
        if let Some(preflight) = methods.get_mut(PREFLIGHT) {
            *preflight = usual(path, preflight);
        }
    }
    routes
}

/// A path's preflight in the spelling of [`Cors::preflight`]: lists of names have no order, an answer without a
/// body has no model that says anything of it, and variables of the path are nothing to it.
fn usual(path: &str, preflight: &Method) -> Method {
    let status = only_response(preflight).map(|(status, _)| status);
    let mut preflight = preflight.clone();
    for variable in path_parameters::of_path(path) {
        preflight.request_parameters.remove(&variable);
    }
    for response in preflight.responses.values_mut() {
        response.models.clear();
        response.templates.retain(|_, template| !template.is_empty());
        for name in [ALLOW_HEADERS, ALLOW_METHODS, EXPOSE_HEADERS] {
            let value = response.headers.get_mut(name);
            if let Some((value, words)) = value.and_then(|value| {
                let words = value.strip_prefix('\'')?.strip_suffix('\'')?;
                let words: BTreeSet<String> =
                    words.split(',').map(|word| word.trim().to_owned()).collect();
                Some((value, words))
            }) {
                *value = list(&words);
            }
        }
    }
    let templates = preflight.integration.as_mut();
    let template = templates.and_then(|it| it.request_templates.get_mut(JSON));
    if let (Some(template), Some(status)) = (template, status)
        && is_status(template, status)
    {
        *template = status_template(status);
    }
    preflight
}

/// The answer of a method that has one alone, and its status code.
fn only_response(method: &Method) -> Option<(u16, &Response)> {
    let mut responses = method.responses.iter();
    let (status, response) = responses.next().filter(|_| responses.next().is_none())?;
    Some((status.parse().ok()?, response))
}

/// What tells a mock integration which status it has.
fn status_template(status: u16) -> String {
    format!("{{\"statusCode\": {status}}}")
}

/// Whether a template says a status and nothing else. API Gateway takes it without quotes as well.
fn is_status(template: &str, status: u16) -> bool {
    let is_said = |c: &char| !c.is_whitespace() && !"\"'".contains(*c);
    let said: String = template.chars().filter(is_said).collect();
    said == format!("{{statusCode:{status}}}")
}

/// A constant, as API Gateway's parameters write it.
fn quoted(text: &str) -> String {
    format!("'{text}'")
}

fn list(words: &BTreeSet<String>) -> String {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    quoted(&words.join(","))
}

/// A template that answers with the page's own origin if it is one of these. Browsers spell the header
/// in lower case over HTTP/2.
fn template(origins: &[String]) -> String {
    let tests: Vec<String> =
        origins.iter().map(|origin| format!("$origin == \"{origin}\"")).collect();
    let tests = tests.join(" || ");
    format!(
        "#set($origin = $input.params(\"Origin\"))\n\
         #if($origin == \"\")#set($origin = $input.params(\"origin\"))#end\n\
         #if({tests})\n\
         #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n\
         #end\n"
    )
}

/// The origins in a template such as the one above.
fn origins(template: &str) -> Vec<String> {
    let tests = template.lines().nth(2).unwrap_or_default();
    let texts = tests.split('"').skip(1).step_by(2);
    texts.map(str::to_owned).collect()
}
