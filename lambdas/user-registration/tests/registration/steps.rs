//! What a registration leaves behind, whichever of its steps fails.

use serde_json::{Value, json};
use shared::api::Response;
use shared::items::EventType;
use shared::{SignedDuration, Timestamp};
use user_registration::Settings;

use crate::calls::{
    EMAIL, PASSWORD, assert_impersonal, body, call, event, event_with, form, logged,
};
use crate::fake::{Fake, Fault, Step};

const STEPS: [Step; 5] = [
    Step::FindUser,
    Step::CreateUser,
    Step::AddToGroup,
    Step::CreateProfile,
    Step::MakePasswordPermanent,
];

fn settings() -> Settings {
    let variable = |name: &str| match name {
        "CORS_ORIGINS" => Some(r#"["https://app.example.com","http://localhost:3000"]"#.to_owned()),
        "DEFAULT_GROUP" => None,
        _ => Some(name.to_lowercase()),
    };
    Settings::read(variable).unwrap()
}

fn start() -> Timestamp {
    "2026-03-01T10:00:00Z".parse().unwrap()
}

/// Sends an event when the world is this old.
async fn send(world: &Fake, event: Value, seconds: i64) -> Response {
    let now = start().checked_add(SignedDuration::from_secs(seconds)).unwrap();
    world.with(|world| world.now = now);
    call(&settings(), world.clone(), event, now).await
}

/// Exactly one user, complete in every respect.
fn assert_one_complete_user(world: &Fake, context: &str) {
    world.with(|world| {
        assert_eq!(world.users.len(), 1, "{context}");
        let (user_id, account) = world.users.first_key_value().unwrap();
        assert!(!account.temporary && account.in_group, "{context}");
        assert_eq!(account.password, PASSWORD);
        assert_eq!(account.attributes["role"], "basic");
        assert_eq!(account.attributes["organization_id"], "individual");
        assert_eq!(&account.attributes["user_id"], user_id);
        assert_eq!(world.profiles.keys().collect::<Vec<_>>(), [user_id], "{context}");
    });
}

#[tokio::test]
async fn a_registration_makes_a_user_a_profile_and_a_log_entry() {
    let world = Fake::default();
    let (response, lines) = logged(send(&world, event(), 0)).await;
    assert_eq!(response.status_code, 201, "{response:?}");
    assert_one_complete_user(&world, "");
    let user = body(&response);
    assert_eq!(user["email"], EMAIL);
    assert_eq!(user["full_name"], "Ada Lovelace");
    assert_eq!(user["organization_id"], "individual");
    assert_eq!(user["role"], "basic");
    assert_eq!(user["created_at"], "2026-03-01T10:00:00.000Z");
    assert!(!response.body.contains(PASSWORD));
    world.with(|world| {
        assert_eq!(world.logs.len(), 1);
        assert_eq!(world.logs[0].event_type, EventType::UserRegistered);
        assert_eq!(user["user_id"], world.logs[0].user_id.as_str());
    });
    assert_impersonal(&lines);
}

#[tokio::test]
async fn the_same_address_in_any_case_is_a_conflict() {
    let world = Fake::default();
    assert_eq!(send(&world, event(), 0).await.status_code, 201);
    for email in [EMAIL, "ADA@Example.COM"] {
        let (response, lines) = logged(send(&world, event_with(&form(email)), 3600)).await;
        assert_eq!(response.status_code, 409);
        assert_eq!(body(&response)["error"]["code"], "conflict");
        assert_eq!(body(&response)["error"]["request_id"], "request-7");
        assert_impersonal(&lines);
    }
    assert_one_complete_user(&world, "");
}

#[tokio::test]
async fn of_two_who_find_the_address_free_the_pool_lets_one_have_it() {
    let world = Fake::default();
    world.with(|world| world.lookup_is_blind = true);
    assert_eq!(send(&world, event(), 0).await.status_code, 201);
    assert_eq!(send(&world, event(), 1).await.status_code, 409);
    assert_one_complete_user(&world, "");
}

#[tokio::test]
async fn nobody_registers_with_rights() {
    for field in ["role", "organization_id", "groups", "user_id"] {
        let world = Fake::default();
        let mut form = form(EMAIL);
        form[field] = json!("developer");
        let response = send(&world, event_with(&form), 0).await;
        assert_eq!(response.status_code, 400);
        let message = body(&response)["error"]["message"].to_string();
        assert!(message.contains(&format!("`{field}`")), "{message}");
        world.with(|world| assert!(world.users.is_empty() && world.profiles.is_empty()));
    }
}

#[tokio::test]
async fn a_weak_password_is_refused_with_the_pools_reason_and_leaves_nothing() {
    let world = Fake::default();
    let mut form = form(EMAIL);
    form["password"] = json!("short");
    let response = send(&world, event_with(&form), 0).await;
    assert_eq!(response.status_code, 400);
    let message = body(&response)["error"]["message"].to_string();
    assert!(message.contains("not long enough"), "{message}");
    world.with(|world| assert!(world.users.is_empty() && world.profiles.is_empty()));
    assert_eq!(send(&world, event(), 0).await.status_code, 201);
}

#[tokio::test]
async fn a_registration_that_fails_is_taken_back_and_can_be_repeated_at_once() {
    for step in STEPS {
        for fault in [Fault::Refused, Fault::AnswerLost] {
            let context = format!("{step:?} {fault:?}");
            let world = Fake::default();
            world.with(|world| world.faults = vec![(step, fault)]);
            let (response, lines) = logged(send(&world, event(), 0)).await;
            assert_eq!(response.status_code, 500, "{context}");
            assert!(!response.body.contains("InternalError"), "{context}");
            assert_impersonal(&lines);
            world.with(|world| {
                assert!(world.users.is_empty(), "{context}");
                assert!(world.profiles.is_empty(), "{context}");
                world.faults.clear();
            });
            assert_eq!(send(&world, event(), 1).await.status_code, 201, "{context}");
            assert_one_complete_user(&world, &context);
        }
    }
}

#[tokio::test]
async fn a_registration_that_is_killed_leaves_a_complete_user_or_can_be_repeated_after_a_minute() {
    for step in STEPS {
        for fault in [Fault::Refused, Fault::AnswerLost] {
            let context = format!("{step:?} {fault:?}");
            let world = Fake::default();
            // Without anything being taken back, a failure is as good as a kill.
            let faults = vec![(step, fault), (Step::DeleteUser, Fault::Refused)];
            world.with(|world| world.faults = faults);
            assert_eq!(send(&world, event(), 0).await.status_code, 500, "{context}");
            world.with(|world| world.faults.clear());
            for seconds in [30, 61] {
                let status = send(&world, event(), seconds).await.status_code;
                assert!(status == 201 || status == 409, "{context}: {status}");
            }
            assert_one_complete_user(&world, &context);
        }
    }
}

#[tokio::test]
async fn clearing_away_can_be_interrupted_too() {
    for interrupted in [Step::DeleteProfile, Step::DeleteUser] {
        let world = Fake::default();
        let faults =
            vec![(Step::MakePasswordPermanent, Fault::Refused), (Step::DeleteUser, Fault::Refused)];
        world.with(|world| world.faults = faults);
        assert_eq!(send(&world, event(), 0).await.status_code, 500);
        world.with(|world| world.faults = vec![(interrupted, Fault::Refused)]);
        assert_eq!(send(&world, event(), 61).await.status_code, 500);
        world.with(|world| world.faults.clear());
        assert_eq!(send(&world, event(), 62).await.status_code, 201);
        assert_one_complete_user(&world, &format!("{interrupted:?}"));
    }
}

#[tokio::test]
async fn a_registration_in_progress_is_left_alone() {
    let world = Fake::default();
    let faults = vec![(Step::AddToGroup, Fault::Refused), (Step::DeleteUser, Fault::Refused)];
    world.with(|world| world.faults = faults);
    assert_eq!(send(&world, event(), 0).await.status_code, 500);
    world.with(|world| world.faults.clear());
    let user = world.with(|world| world.users.keys().next().cloned());
    assert_eq!(send(&world, event(), 20).await.status_code, 409);
    assert_eq!(user, world.with(|world| world.users.keys().next().cloned()));
}

#[tokio::test]
async fn a_complete_user_is_never_cleared_away_even_without_a_profile() {
    let world = Fake::default();
    assert_eq!(send(&world, event(), 0).await.status_code, 201);
    world.with(|world| world.profiles.clear());
    assert_eq!(send(&world, event(), 7200).await.status_code, 409);
    world.with(|world| assert_eq!(world.users.len(), 1));
}

#[tokio::test]
async fn a_missing_log_entry_does_not_undo_the_user() {
    let world = Fake::default();
    world.with(|world| world.faults = vec![(Step::WriteLog, Fault::Refused)]);
    let (response, lines) = logged(send(&world, event(), 0)).await;
    assert_eq!(response.status_code, 201);
    assert_one_complete_user(&world, "");
    let errors = lines.iter().filter(|line| line["level"] == "ERROR");
    assert_eq!(errors.count(), 1, "{lines:?}");
    assert_impersonal(&lines);
}

#[tokio::test]
async fn every_answer_can_be_read_by_our_pages_and_by_no_others() {
    for (origin, allowed) in [
        ("https://app.example.com", true),
        ("http://localhost:3000", true),
        ("https://evil.example", false),
    ] {
        for (body, method, status) in [
            (form(EMAIL), "POST", 201),
            (json!({}), "POST", 400),
            (json!({}), "PATCH", 405),
            (json!({}), "OPTIONS", 204),
        ] {
            let mut event = event_with(&body);
            event["headers"]["Origin"] = json!(origin);
            event["httpMethod"] = json!(method);
            let response = send(&Fake::default(), event, 0).await;
            assert_eq!(response.status_code, status);
            assert_eq!(response.headers["Vary"], "Origin");
            let answered = response.headers.get("Access-Control-Allow-Origin");
            assert_eq!(answered.map(String::as_str), allowed.then_some(origin), "{method}");
        }
    }
}

#[tokio::test]
async fn a_long_body_and_no_body_are_refused() {
    let mut event = event();
    event["body"] = json!("x".repeat(300_000));
    assert_eq!(send(&Fake::default(), event.clone(), 0).await.status_code, 413);
    event["body"] = Value::Null;
    assert_eq!(send(&Fake::default(), event, 0).await.status_code, 400);
}
