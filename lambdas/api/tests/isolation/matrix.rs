//! Every route × everybody.

use serde_json::{Value, json};
use testing::{Answer, Person, Request};

use crate::education::Education;
use crate::organizations::Tenants;
use crate::sample::body;
use crate::uploads::Uploads;
use crate::users::Users;
use crate::vertical::{SECRET, Things, Vertical};

/// A function of the routes, new.
fn vertical(function: &str) -> Box<dyn Vertical> {
    match function {
        "education-api" => Box::new(Education::new()),
        "uploads-api" => Box::new(Uploads::new()),
        "organizations-api" => Box::new(Tenants::new()),
        "user-profile" => Box::new(Users::profile()),
        "user-registration" => Box::new(Users::registration()),
        other => panic!("the matrix does not know {other}: give it a `Vertical`"),
    }
}

/// A route of the document.
pub struct Route {
    pub method: String,
    pub path: String,
    pub function: String,
    who: String,
    model: Value,
}

impl Route {
    /// Whether it is about something that belongs to somebody.
    fn is_about_a_thing(&self) -> bool {
        self.path.contains('{')
    }

    fn is_open(&self) -> bool {
        self.who == "open"
    }

    /// Somebody who may use it, as far as roles and groups say.
    pub fn fitting(&self, person: Person) -> Person {
        match self.who.as_str() {
            "staff" => person.staff(),
            "individual" => person.claiming("custom:organization_id", "individual"),
            _ => person,
        }
    }

    /// A body that fits.
    pub fn body(&self, things: &Things) -> Option<Value> {
        (!self.model.is_null()).then(|| body(&self.model, things))
    }
}

/// All routes.
pub fn routes() -> Vec<Route> {
    let document = api_documents::routes();
    let mut routes = Vec::new();
    for (path, methods) in document["routes"].as_object().unwrap() {
        for (method, route) in methods.as_object().unwrap() {
            let text = |name: &str| route[name].as_str().unwrap().to_owned();
            let model = route["model"].as_str().map(|name| document["models"][name].clone());
            routes.push(Route {
                method: method.clone(),
                path: path.clone(),
                function: text("function"),
                who: text("who"),
                model: model.unwrap_or_default(),
            });
        }
    }
    routes
}

/// Two organizations and two people alone: whose things are wanted, and who wants them.
pub fn victims() -> [(Person, Person); 4] {
    let (acme, rival) =
        (|| Person::of("acme", "ada", "owner"), || Person::of("rival", "rita", "owner"));
    let (ina, ivo) = (|| Person::alone("ina"), || Person::alone("ivo"));
    [(acme(), rival()), (acme(), ivo()), (ina(), ivo()), (ina(), rival())]
}

/// What a call of the matrix comes to.
struct Outcome {
    answer: Answer,
    /// Whether everything that was there is there as it was.
    is_unchanged: bool,
}

/// Calls a route about the things of somebody.
async fn call(
    route: &Route,
    owner: &Person,
    caller: Option<&Person>,
    change: impl FnOnce(&mut Request<'_>, &mut String),
) -> Outcome {
    let vertical = vertical(&route.function);
    let things = vertical.make(owner).await;
    let before = vertical.stored();
    let mut path = things.path(&route.path);
    let mut request =
        Request { method: &route.method, caller, body: route.body(&things), ..Request::default() };
    change(&mut request, &mut path);
    let answer = vertical.send(Request { path: &path, ..request }).await;
    let after = vertical.stored();
    Outcome { answer, is_unchanged: before.iter().all(|item| after.contains(item)) }
}

impl Outcome {
    /// Nothing is seen of what is another's, and nothing of it has changed.
    fn assert_kept(&self, context: &str) {
        let shown = self.answer.body.to_string();
        assert!(!shown.contains(SECRET), "{context} shows {shown}");
        assert!(self.is_unchanged, "{context} changes what is another's: {:?}", self.answer);
        assert!(self.answer.status < 500, "{context}: {:?}", self.answer);
    }
}

#[tokio::test]
async fn whose_it_is_can_use_every_route() {
    for route in routes() {
        for (owner, _) in victims() {
            if !vertical(&route.function).is_for(&route.path, &owner) {
                continue;
            }
            let owner = route.fitting(owner);
            let context = format!("{} {}", route.method, route.path);
            let outcome = call(&route, &owner, Some(&owner), |_, _| ()).await;
            let status = outcome.answer.status;
            // What is there already, or is in use, is a conflict.
            assert!(matches!(status, 200..300 | 409), "{context}: {:?}", outcome.answer);
        }
    }
}

#[tokio::test]
async fn nobody_reaches_what_is_anothers() {
    for route in routes() {
        for (owner, stranger) in victims() {
            for stranger in [stranger.clone(), stranger.staff()] {
                let context = format!("{} {} by {stranger:?}", route.method, route.path);
                let denial = vertical(&route.function).denial();
                let outcome = call(&route, &owner, Some(&stranger), |_, _| ()).await;
                outcome.assert_kept(&context);
                let status = outcome.answer.status;
                // What is not for this sort of people is refused before anything is looked for.
                let is_refused = status == denial || (route.who == "staff" && status == 403);
                assert!(!route.is_about_a_thing() || is_refused, "{context}: {:?}", outcome.answer);
            }
        }
    }
}

#[tokio::test]
async fn nobody_calls_without_an_id_token() {
    for route in routes().iter().filter(|route| !route.is_open()) {
        for (owner, _) in victims() {
            let access = owner.clone().with_access_token();
            let public = owner.clone().claiming("custom:organization_id", "public");
            for caller in [None, Some(&access), Some(&public)] {
                let context = format!("{} {} by {caller:?}", route.method, route.path);
                let outcome = call(route, &owner, caller, |_, _| ()).await;
                outcome.assert_kept(&context);
                assert_eq!(outcome.answer.status, 401, "{context}");
                assert_eq!(outcome.answer.code(), "unauthenticated", "{context}");
            }
        }
    }
}

#[tokio::test]
async fn a_forged_header_changes_nothing() {
    const FORGED: [(&str, &str); 5] = [
        ("x-tenant-id", "acme"),
        ("X-Organization-Id", "acme"),
        ("X-User-Id", "ada"),
        ("x-amzn-oidc-identity", "ada"),
        // Unsigned, of ada of acme.
        (
            "Authorization",
            "Bearer eyJhbGciOiJub25lIn0.eyJjdXN0b206dXNlcl9pZCI6ImFkYSIsImN1c3RvbTpvcmdhbml6YXRpb25faWQiOiJhY21lIn0.",
        ),
    ];
    for route in routes() {
        for (owner, stranger) in victims() {
            let context = format!("{} {}", route.method, route.path);
            let plain = call(&route, &owner, Some(&stranger), |_, _| ()).await;
            let outcome = call(&route, &owner, Some(&stranger), |request, _| {
                request.headers = FORGED.to_vec();
            })
            .await;
            outcome.assert_kept(&context);
            assert_eq!(outcome.answer.status, plain.answer.status, "{context}");
            if !route.is_open() {
                let outcome = call(&route, &owner, None, |request, _| {
                    request.headers = FORGED.to_vec();
                })
                .await;
                assert_eq!(outcome.answer.status, 401, "{context}");
            }
        }
    }
}

#[tokio::test]
async fn a_forged_body_or_query_is_refused() {
    const FIELDS: [&str; 6] =
        ["organization_id", "tenant_id", "user_id", "role", "instructor_user_id", "id"];
    for route in routes() {
        for (owner, stranger) in victims() {
            let stranger = route.fitting(stranger);
            for field in FIELDS {
                let context = format!("{} {} with {field}", route.method, route.path);
                let has_body = !route.model.is_null();
                let outcome = call(&route, &owner, Some(&stranger), |request, path| {
                    match &mut request.body {
                        Some(body) => body[field] = json!("acme"),
                        None => *path += &format!("?{field}=acme"),
                    }
                })
                .await;
                outcome.assert_kept(&context);
                assert_eq!(outcome.answer.status, 400, "{context}: {:?}", outcome.answer);
                let error = &outcome.answer.body["error"];
                assert_eq!(error["fields"][0]["field"], field, "{context} {has_body}");
            }
        }
    }
}

#[tokio::test]
async fn a_key_of_another_tenant_cannot_be_said() {
    for route in routes().iter().filter(|route| route.is_about_a_thing()) {
        for (owner, stranger) in victims() {
            let stranger = route.fitting(stranger);
            let tenant = owner.claims()["custom:organization_id"].as_str().unwrap().to_owned();
            let context = format!("{} {}", route.method, route.path);
            let outcome = call(route, &owner, Some(&stranger), |_, path| {
                let parts = path.split('/').map(|part| match part.len() {
                    26 => format!("{tenant}:{part}"),
                    _ => part.to_owned(),
                });
                *path = parts.collect::<Vec<_>>().join("/");
            })
            .await;
            outcome.assert_kept(&context);
            assert!(matches!(outcome.answer.status, 403 | 404), "{context}: {:?}", outcome.answer);
        }
    }
}

/// What is published is read by everybody and written by nobody; students are counted in it.
#[tokio::test]
async fn what_is_public_is_read_and_never_written() {
    for route in routes().iter().filter(|route| route.is_about_a_thing()) {
        let readers = [
            Person::of("acme", "ada", "owner"),
            Person::alone("ivo"),
            Person::alone("sam").staff(),
        ];
        for reader in readers {
            let vertical = vertical(&route.function);
            let Some(things) = vertical.make_public().await else {
                continue;
            };
            let context = format!("{} {} by {reader:?}", route.method, route.path);
            let before = vertical.stored();
            let path = things.path(&route.path);
            let request = Request {
                method: &route.method,
                path: &path,
                caller: Some(&reader),
                body: route.body(&things),
                ..Request::default()
            };
            let answer = vertical.send(request).await;
            let after = vertical.stored();
            assert!(answer.status < 500, "{context}: {answer:?}");
            assert!(before.iter().all(|item| after.contains(item)), "{context}: {answer:?}");
            // A route about the reader's own part in it has nothing to show before there is one.
            let is_own = ["enrollments", "progress"].iter().any(|own| route.path.contains(own));
            if route.method == "GET" && !is_own {
                assert_eq!(answer.status, 200, "{context}: {answer:?}");
            }
            if matches!(route.method.as_str(), "PUT" | "DELETE") {
                assert!(matches!(answer.status, 403 | 404 | 409), "{context}: {answer:?}");
            }
        }
    }
}
