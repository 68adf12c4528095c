//! What holds for every route, seen through this function: repeats, forgeries, errors and logs.

use serde_json::json;
use testing::Request;

use crate::world::{World, ada, grace, id_of, owner, rival};

fn course() -> serde_json::Value {
    json!({ "title": "Engines", "description": "How they compute" })
}

#[tokio::test]
async fn a_repeated_post_is_done_once() {
    let world = World::new();
    let send = |caller: testing::Person, body, key: &'static str| {
        let world = &world;
        async move {
            let request = Request {
                method: "POST",
                path: "/education/courses",
                caller: Some(&caller),
                body: Some(body),
                headers: vec![("Idempotency-Key", key)],
            };
            world.api.send(request).await
        }
    };
    let first = send(ada(), course(), "k1").await.with(201);
    let second = send(ada(), course(), "k1").await.with(201);
    assert_eq!(first.body, second.body);
    assert_eq!(world.items("courses").len(), 1);
    let other = json!({ "title": "Other", "description": "Another body" });
    assert_eq!(send(ada(), other, "k1").await.with(409).code(), "conflict");
    // The name is the caller's own.
    send(grace(), course(), "k1").await.with(201);
    send(rival(), course(), "k1").await.with(201);
    send(ada(), course(), "k2").await.with(201);
    assert_eq!(world.items("courses").len(), 4);
    // What was refused did nothing, so the name is free again.
    send(ada(), json!({ "title": "" }), "k3").await.with(400);
    send(ada(), course(), "k3").await.with(201);
    for wrong in ["", "with space"] {
        send(ada(), course(), wrong).await.with(400);
    }
}

/// Makes a repeated call find that the first one, which began at this time, has not ended.
async fn repeated_while_running(started_at: &str) -> (World, testing::Answer) {
    let world = World::new();
    let caller = ada();
    let request = || Request {
        method: "POST",
        path: "/education/courses",
        caller: Some(&caller),
        body: Some(course()),
        headers: vec![("Idempotency-Key", "k")],
    };
    world.api.send(request()).await.with(201);
    let mut item = world.items("idempotency-keys").pop().unwrap();
    item.insert("status".to_owned(), json!(null));
    item.insert("started_at".to_owned(), json!(started_at));
    world.tables.put(&shared::api::IDEMPOTENCY_KEYS, item);
    let answer = world.api.send(request()).await;
    (world, answer)
}

#[tokio::test]
async fn a_call_that_is_still_running_is_not_begun_again_until_it_is_abandoned() {
    let (world, answer) = repeated_while_running("2026-03-01T09:59:30.000Z").await;
    assert_eq!(answer.with(409).code(), "conflict");
    assert_eq!(world.items("courses").len(), 1);
    let (world, answer) = repeated_while_running("2026-03-01T09:58:59.000Z").await;
    answer.with(201);
    assert_eq!(world.items("courses").len(), 2);
}

#[tokio::test]
async fn an_answer_is_kept_for_a_day() {
    let world = World::new();
    let caller = ada();
    let request = || Request {
        method: "POST",
        path: "/education/courses",
        caller: Some(&caller),
        body: Some(course()),
        headers: vec![("Idempotency-Key", "k")],
    };
    world.api.send(request()).await.with(201);
    let mut item = world.items("idempotency-keys").pop().unwrap();
    // One day after the world's beginning.
    assert_eq!(item["expires_at"], 1_772_445_600);
    item.insert("expires_at".to_owned(), json!(1_772_359_200));
    world.tables.put(&shared::api::IDEMPOTENCY_KEYS, item);
    world.api.send(request()).await.with(201);
    assert_eq!(world.items("courses").len(), 2, "DynamoDB had only not removed it yet");
}

#[tokio::test]
async fn a_tenant_comes_from_the_token_alone() {
    let world = World::new();
    let path = world.course(&ada(), "Engines").await;
    for headers in [
        vec![("x-tenant-id", "acme"), ("X-Organization-Id", "acme")],
        vec![("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.")],
    ] {
        let caller = rival();
        let request = Request {
            method: "GET",
            path: &path,
            caller: Some(&caller),
            headers,
            ..Request::default()
        };
        world.api.send(request).await.with(404);
    }
    let mut form = course();
    for field in ["organization_id", "tenant_id", "instructor_user_id", "id", "enrolled_count"] {
        form[field] = json!("acme");
        let refused = world.api.call(&rival(), "POST", "/education/courses", form.clone()).await;
        assert_eq!(refused.with(400).body["error"]["fields"][0]["field"], field);
        form.as_object_mut().unwrap().remove(field);
    }
    let asked = "/education/courses?organization_id=acme";
    world.get(&rival(), asked).await.with(400);
    let foreign = format!("/education/courses/acme:{}", id_of(&path));
    world.get(&rival(), &foreign).await.with(404);
    world.get(&owner().claiming("custom:organization_id", "public"), &path).await.with(401);
}

#[tokio::test]
async fn every_answer_says_which_request_it_was_and_pages_may_read_that() {
    let world = World::new();
    for (path, status) in
        [("/education/courses", 200), ("/education/courses/x", 404), ("/education", 404)]
    {
        let caller = ada();
        let headers = vec![("Origin", "https://app.example.com")];
        let request =
            Request { method: "GET", path, caller: Some(&caller), headers, ..Request::default() };
        let answer = world.api.send(request).await.with(status);
        assert_eq!(answer.headers["x-request-id"], "request-7");
        assert_eq!(answer.headers["Access-Control-Expose-Headers"], "x-request-id,Retry-After");
        if status == 404 {
            assert_eq!(answer.body["error"]["request_id"], "request-7");
        }
    }
    let unknown = world.api.ask(&ada(), "PATCH", "/education/courses").await.with(405);
    assert_eq!(unknown.code(), "method_not_allowed");
    let nobody = Request { method: "GET", path: "/education/courses", ..Request::default() };
    assert_eq!(world.api.send(nobody).await.with(401).code(), "unauthenticated");
}

#[tokio::test]
async fn the_log_tells_who_did_what_and_nothing_that_was_sent() {
    let world = World::new();
    let form = json!({ "title": "Zzyzx secrets", "description": "Zzyzx secrets" });
    let (_, lines) = testing::logged("education_api", async {
        world.post(&ada(), "/education/courses", form).await.with(201);
        world.post(&rival(), "/education/courses", json!({ "Zzyzx": 1 })).await.with(400);
        world.post(&crate::world::student(), "/education/courses", course()).await.with(403);
    })
    .await;
    testing::assert_silent_about(&["Zzyzx", "@"], &lines);
    let answered: Vec<_> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(answered.len(), 3, "{lines:?}");
    assert_eq!(answered[0]["route"], "createCourse");
    assert_eq!((&answered[0]["tenant"], &answered[0]["user_id"]), (&json!("acme"), &json!("ada")));
    assert_eq!((&answered[0]["status"], &answered[0]["ms"]), (&json!(201), &json!(1)));
    assert_eq!(answered[1]["event"], "invalid_request");
    assert_eq!(answered[2]["event"], "forbidden");
}
