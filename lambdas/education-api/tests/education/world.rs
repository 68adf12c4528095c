//! A school: an organization with an owner, two instructors and a student, and people elsewhere.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::api::Api;
use shared::data::{Data, Item, Memory};
use shared::{Sources, Timestamp};
pub use testing::school::{ada, grace, owner, rival, student};
use testing::{Answer, Deployed, Person, settings};

pub struct World {
    pub tables: Arc<Memory>,
    pub api: Deployed<Data>,
}

pub fn staff() -> Person {
    Person::alone("sam").staff()
}

/// A function over tables in memory, whose clock goes on by a millisecond at each look.
pub fn api(tables: Arc<Memory>) -> Deployed<Data> {
    let data = Data::shared(tables);
    let start: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
    let looks = std::sync::atomic::AtomicI64::new(0);
    let clock = move || {
        let look = looks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        start.checked_add(shared::SignedDuration::from_millis(look)).unwrap()
    };
    let sources = Sources { clock: Box::new(clock), ..Sources::system() };
    Deployed::with(education_api::routes(), |routes| {
        Api::new(routes, data.clone(), &settings(), sources).with_repeats(data)
    })
}

impl World {
    pub fn new() -> Self {
        let tables = Arc::new(Memory::default());
        Self { api: api(Arc::clone(&tables)), tables }
    }

    pub fn items(&self, table: &str) -> Vec<Item> {
        self.tables.items(table)
    }

    /// The kinds of all events, in order.
    pub fn events(&self) -> Vec<String> {
        let mut events = self.items("activity-feed");
        events.sort_by_key(|event| event["timestamp"].as_str().unwrap().to_owned());
        events.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn post(&self, caller: &Person, path: &str, body: Value) -> Answer {
        self.api.call(caller, "POST", path, body).await
    }

    pub async fn put(&self, caller: &Person, path: &str, body: Value) -> Answer {
        self.api.call(caller, "PUT", path, body).await
    }

    pub async fn get(&self, caller: &Person, path: &str) -> Answer {
        self.api.ask(caller, "GET", path).await
    }

    pub async fn delete(&self, caller: &Person, path: &str) -> Answer {
        self.api.ask(caller, "DELETE", path).await
    }

    /// A course of somebody, as a draft; its path.
    pub async fn course(&self, author: &Person, title: &str) -> String {
        let form = json!({ "title": title, "description": "About it" });
        let course = self.post(author, "/education/courses", form).await.with(201);
        format!("/education/courses/{}", course.id())
    }

    /// The same, published.
    pub async fn published(&self, author: &Person, title: &str) -> String {
        let course = self.course(author, title).await;
        self.put(author, &course, json!({ "status": "published" })).await.with(200);
        course
    }

    /// A lesson of a course; its id.
    pub async fn lesson(&self, author: &Person, course: &str, title: &str) -> String {
        let path = format!("{course}/lessons");
        self.post(author, &path, json!({ "title": title })).await.with(201).id()
    }

    pub async fn enroll(&self, student: &Person, course: &str) -> Answer {
        let form = json!({ "course_id": id_of(course) });
        self.post(student, "/education/enrollments", form).await
    }

    /// A quiz of two questions, whose right answers are 1 and 0; its path.
    pub async fn quiz(&self, author: &Person, course: &str, lesson: Option<&str>) -> String {
        let mut form = json!({ "title": "Quiz", "questions": [
            { "text": "2 + 2?", "choices": ["3", "4"], "answer": 1 },
            { "text": "Is this a quiz?", "choices": ["yes", "no", "perhaps"], "answer": 0 },
        ]});
        if let Some(lesson) = lesson {
            form["lesson_id"] = json!(lesson);
        }
        let quiz = self.post(author, &format!("{course}/quizzes"), form).await.with(201);
        format!("/education/quizzes/{}", quiz.id())
    }
}

/// The id at the end of a path.
pub fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// A field of all items of a list.
pub fn all<'a>(answer: &'a Answer, field: &str) -> Vec<&'a str> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item[field].as_str().unwrap()).collect()
}
