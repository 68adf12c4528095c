//! Who reaches whom.

use serde_json::{Value, json};

use crate::calls::{
    OTHER, USER, about, assert_impersonal, body, by_administrator_of, claiming, event, logged,
};
use crate::fake::{Fake, Step};

const METHODS: [&str; 3] = ["GET", "PUT", "DELETE"];

#[tokio::test]
async fn users_see_their_own_profile() {
    let world = Fake::new();
    let (response, lines) = logged(world.call(event("GET"))).await;
    assert_eq!(response.status_code, 200);
    assert_eq!(body(&response)["user_id"], USER);
    assert_eq!(body(&response)["preferences"], json!({ "language": "en" }));
    assert_impersonal(&lines);
}

#[tokio::test]
async fn users_reach_nobody_else_and_do_not_learn_who_exists() {
    for method in METHODS {
        let world = Fake::new();
        let before = world.ids();
        let there = world.call(about(event(method), OTHER)).await;
        let not_there = world.call(about(event(method), "nobody")).await;
        assert_eq!(there.status_code, 403, "{method}");
        assert_eq!(there, not_there, "{method}");
        assert_eq!(world.ids(), before);
        // Nothing was even looked up, so nothing can be told from the time that it took.
        world.with(|world| assert!(world.calls.is_empty(), "{:?}", world.calls));
    }
}

#[tokio::test]
async fn administrators_reach_their_own_organization() {
    for (method, status) in [("GET", 200), ("PUT", 200), ("DELETE", 204)] {
        let world = Fake::new();
        let response = world.call(by_administrator_of("acme", about(event(method), OTHER))).await;
        assert_eq!(response.status_code, status, "{method}");
    }
}

#[tokio::test]
async fn administrators_reach_no_other_organization_and_do_not_learn_who_exists() {
    for method in METHODS {
        let world = Fake::new();
        let there = world.call(by_administrator_of("rival", about(event(method), OTHER))).await;
        let not_there =
            world.call(by_administrator_of("rival", about(event(method), "nobody"))).await;
        assert_eq!(there.status_code, 403, "{method}");
        assert_eq!(there, not_there, "{method}");
        assert!(world.ids().1.contains(OTHER));
    }
}

#[tokio::test]
async fn nobody_administers_individuals() {
    let world = Fake::new();
    let event = claiming(about(event("GET"), USER), "custom:user_id", OTHER);
    let response = world.call(by_administrator_of("individual", event)).await;
    assert_eq!(response.status_code, 403);
}

#[tokio::test]
async fn members_of_an_organization_do_not_administer_it() {
    let world = Fake::new();
    for groups in ["OrgUsers", "OrgUsers,Development,Testing", "AdministratorsToBe"] {
        let event = by_administrator_of("acme", about(event("GET"), OTHER));
        let event = claiming(event, "cognito:groups", groups);
        assert_eq!(world.call(event).await.status_code, 403, "{groups}");
    }
}

#[tokio::test]
async fn groups_are_read_in_every_form() {
    for groups in ["[OrgUsers Administrators]", "Administrators", "[Administrators]"] {
        let event = by_administrator_of("acme", about(event("GET"), OTHER));
        let event = claiming(event, "cognito:groups", groups);
        assert_eq!(Fake::new().call(event).await.status_code, 200, "{groups}");
    }
}

#[tokio::test]
async fn without_verified_claims_nobody_is_signed_in() {
    for method in METHODS {
        let mut missing = event(method);
        // Unsigned, and says that it is this user's.
        let token = "eyJhbGciOiJub25lIn0.eyJjdXN0b206dXNlcl9pZCI6IjdkM2E0ZTUyIn0.";
        missing["headers"]["Authorization"] = json!(token);
        missing["requestContext"]["authorizer"] = Value::Null;
        let mut of_access_token = event(method);
        of_access_token["requestContext"]["authorizer"]["claims"] =
            json!({ "sub": "s", "token_use": "access", "cognito:groups": "Administrators" });
        for event in [missing, of_access_token] {
            let world = Fake::new();
            let (response, lines) = logged(world.call(event)).await;
            assert_eq!(response.status_code, 401, "{method}");
            assert_eq!(body(&response)["error"]["code"], "unauthenticated");
            // What the alarms on refusals count.
            assert!(lines.iter().any(|line| line["event"] == "unauthenticated"), "{lines:?}");
            world.with(|world| assert!(world.calls.is_empty()));
        }
    }
}

#[tokio::test]
async fn only_the_user_sees_that_the_profile_is_missing() {
    for method in ["GET", "PUT"] {
        let world = Fake::new();
        world.with(|world| world.profiles.clear());
        assert_eq!(world.call(event(method)).await.status_code, 404, "{method}");
    }
}

#[tokio::test]
async fn a_failure_says_nothing_about_its_cause() {
    let world = Fake::new();
    world.with(|world| world.failing = Some(Step::ReadProfile));
    let (response, lines) = logged(world.call(event("GET"))).await;
    assert_eq!(response.status_code, 500);
    assert!(!response.body.contains("InternalError"), "{}", response.body);
    assert!(lines.iter().any(|line| line["level"] == "ERROR"));
    assert_impersonal(&lines);
}

#[tokio::test]
async fn every_answer_can_be_read_by_our_pages_and_by_no_others() {
    for (origin, allowed) in [
        ("https://app.example.com", true),
        ("http://localhost:3000", true),
        ("https://evil.example", false),
    ] {
        for (method, status) in [("GET", 200), ("PATCH", 405), ("OPTIONS", 204), ("DELETE", 204)] {
            let mut event = event(method);
            event["headers"]["Origin"] = json!(origin);
            let response = Fake::new().call(event).await;
            assert_eq!(response.status_code, status);
            assert_eq!(response.headers["Vary"], "Origin");
            let answered = response.headers.get("Access-Control-Allow-Origin");
            assert_eq!(answered.map(String::as_str), allowed.then_some(origin));
        }
    }
}
