//! The function over real tables, with sessions of the role of tenants' data.

use education_api::tables;
use serde_json::{Value, json};
use shared::Sources;
use shared::api::{Api, IDEMPOTENCY_KEYS};
use shared::data::{ACTIVITY_FEED, Data, Dynamo, Sessions};
use testing::{Account, Deployed, Person, Request, settings};

use crate::world::{ada, id_of, rival, staff, student};

pub const ROLE: &str = "role/aws-devops-test-tenant-data";

pub async fn account() -> Account {
    let all: Vec<_> = tables::ALL.into_iter().chain([&ACTIVITY_FEED, &IDEMPOTENCY_KEYS]).collect();
    Account::with_tables(&all, &["order_idx"]).await
}

fn api(account: &Account) -> Deployed<Data> {
    let role = format!("arn:aws:iam::{}:{ROLE}", account.number);
    let sessions = Sessions::of_role(account.configuration.clone(), role);
    let data = Data::new(Dynamo::new(sessions, account.prefix));
    Deployed::with(education_api::routes(), |routes| {
        Api::new(routes, data.clone(), &settings(), Sources::system()).with_repeats(data)
    })
}

#[tokio::test]
async fn a_course_is_made_taken_and_published() {
    let account = account().await;
    let api = api(&account);
    let post = async |caller: &Person, path: &str, body: Value| {
        api.call(caller, "POST", path, body).await.with(201)
    };
    let form = json!({ "title": "Engines", "description": "How they compute", "tags": ["a"] });
    let course = post(&ada(), "/education/courses", form).await.id();
    let path = format!("/education/courses/{course}");
    api.call(&ada(), "PUT", &path, json!({ "status": "published" })).await.with(200);
    let mut lessons = Vec::new();
    for title in ["one", "two"] {
        let form = json!({ "title": title });
        lessons.push(post(&ada(), &format!("{path}/lessons"), form).await.id());
    }
    lessons.reverse();
    let order = json!({ "lesson_ids": lessons });
    let ordered = api.call(&ada(), "PUT", &format!("{path}/lessons/order"), order).await.with(200);
    assert_eq!(ordered.body["items"][0]["title"], "two");

    let enrollments = "/education/enrollments";
    post(&student(), enrollments, json!({ "course_id": course })).await;
    api.call(&student(), "POST", enrollments, json!({ "course_id": course })).await.with(409);
    for lesson in &lessons {
        let path = format!("/education/progress/{course}/{lesson}");
        api.call(&student(), "PUT", &path, json!({ "completed": true })).await.with(200);
    }
    let progress = api.ask(&student(), "GET", &format!("/education/progress/{course}")).await;
    assert_eq!(progress.body["enrollment"]["status"], "completed");
    api.ask(&ada(), "DELETE", &path).await.with(409);
    let shown = api.ask(&student(), "GET", &path).await.with(200).body;
    assert_eq!((&shown["enrolled_count"], &shown["lesson_count"]), (&json!(1), &json!(2)));
    assert_eq!(shown["tags"], json!(["a"]));
    api.ask(&rival(), "GET", &path).await.with(404);

    let mut events: Vec<_> = account.items(&ACTIVITY_FEED).await;
    events.sort_by_key(|event| event["timestamp"].as_str().unwrap().to_owned());
    let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["course.published", "enrollment.created", "course.completed"]);
    assert_eq!(events[1]["entity_id"], format!("acme:{course}"));

    api.ask(&student(), "DELETE", &format!("{enrollments}/{course}")).await.with(204);
    api.ask(&ada(), "DELETE", &path).await.with(204);
    for table in [&tables::COURSES, &tables::LESSONS, &tables::PROGRESS, &tables::ENROLLMENTS] {
        assert!(account.items(table).await.is_empty(), "{}", table.name);
    }
}

#[tokio::test]
async fn pages_go_on_and_a_quiz_is_marked() {
    let account = account().await;
    let api = api(&account);
    let mut course = String::new();
    for title in ["a", "b", "c"] {
        let form = json!({ "title": title, "description": "d" });
        course = api.call(&ada(), "POST", "/education/courses", form).await.with(201).id();
    }
    let mut seen = Vec::new();
    let mut path = "/education/courses?limit=1".to_owned();
    loop {
        let page = api.ask(&ada(), "GET", &path).await.with(200).body;
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"].clone()));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/education/courses?limit=1&next={next}");
    }
    assert_eq!(seen, ["c", "b", "a"]);

    let question = json!({ "text": "?", "choices": ["a", "b"], "answer": 1 });
    let form = json!({ "title": "Quiz", "questions": [question] });
    let quizzes = format!("/education/courses/{course}/quizzes");
    let quiz = api.call(&ada(), "POST", &quizzes, form).await.with(201).id();
    let results = format!("/education/quizzes/{quiz}/results");
    for attempts in [1, 2] {
        let result = api.call(&ada(), "POST", &results, json!({ "answers": [1] })).await.with(201);
        assert_eq!(
            (&result.body["score"], &result.body["attempts"]),
            (&json!(100), &json!(attempts))
        );
    }
    api.ask(&ada(), "DELETE", &format!("/education/courses/{course}")).await.with(204);
    assert!(account.items(&tables::QUIZZES).await.is_empty());
}

#[tokio::test]
async fn a_catalogue_and_a_repeated_call() {
    let account = account().await;
    let api = api(&account);
    let caller = staff();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let request = Request {
            method: "POST",
            path: "/education/courses",
            caller: Some(&caller),
            body: Some(json!({ "title": "Welcome", "description": "d" })),
            headers: vec![("Idempotency-Key", "k")],
        };
        ids.push(api.send(request).await.with(201).id());
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(account.items(&tables::COURSES).await.len(), 1);
    let path = format!("/education/courses/{}", ids[0]);
    api.call(&caller, "POST", &format!("{path}/lessons"), json!({ "title": "one" }))
        .await
        .with(201);
    let public = api.ask(&caller, "PUT", &format!("{path}/publication")).await.with(200).id();
    let form = json!({ "course_id": public });
    api.call(&rival(), "POST", "/education/enrollments", form).await.with(201);
    let path = format!("/education/courses/{public}");
    assert_eq!(api.ask(&student(), "GET", &path).await.with(200).body["enrolled_count"], 1);
    let listed = api.ask(&student(), "GET", "/education/courses?scope=public").await.with(200).body;
    assert_eq!(listed["items"][0]["id"], id_of(&path));
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}
