//! Education in the matrix.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::Sources;
use shared::api::Api;
use shared::data::{Data, Memory, Tables};
use testing::{Answer, Deployed, Person, Request, settings};

use crate::policy::allows;
use crate::vertical::{Doing, SECRET, Things, Vertical};

/// The function over tables behind the policy.
pub struct Education {
    pub api: Deployed<Data>,
    pub tables: Arc<Memory>,
}

impl Education {
    pub fn new() -> Self {
        let tables = Arc::new(Memory::behind(allows));
        Self { api: over(Arc::clone(&tables) as Arc<dyn Tables>), tables }
    }

    async fn post(&self, caller: &Person, path: &str, body: Value) -> String {
        let answer = self.api.call(caller, "POST", path, body).await.with(201);
        answer.body["id"].as_str().unwrap_or_default().to_owned()
    }

    async fn things(&self, owner: &Person) -> Things {
        let text = json!({ "title": SECRET, "description": SECRET });
        let course = self.post(owner, "/education/courses", text).await;
        let path = format!("/education/courses/{course}");
        let lesson = self.post(owner, &format!("{path}/lessons"), json!({ "title": SECRET })).await;
        let question = json!({ "text": SECRET, "choices": [SECRET, "b"], "answer": 0 });
        let quiz = json!({ "title": SECRET, "lesson_id": lesson, "questions": [question] });
        let quiz = self.post(owner, &format!("{path}/quizzes"), quiz).await;
        let module = json!({ "title": SECRET, "description": SECRET, "content_type": "text" });
        let module = self.post(owner, "/education/modules", module).await;
        let published = json!({ "status": "published" });
        for path in [&path, &format!("/education/modules/{module}")] {
            self.api.call(owner, "PUT", path, published.clone()).await.with(200);
        }
        self.post(owner, "/education/enrollments", json!({ "course_id": course })).await;
        let progress = format!("/education/progress/{course}/{lesson}");
        self.api.call(owner, "PUT", &progress, json!({ "percentage": 50 })).await.with(200);
        let results = format!("/education/quizzes/{quiz}/results");
        self.post(owner, &results, json!({ "answers": [0] })).await;
        Things::default()
            .with("course_id", course)
            .with("lesson_id", lesson)
            .with("quiz_id", quiz)
            .with("module_id", module)
    }
}

/// The function over some tables.
pub fn over(tables: Arc<dyn Tables>) -> Deployed<Data> {
    let data = Data::shared(tables);
    Deployed::with(education_api::routes(), |routes| {
        Api::new(routes, data.clone(), &settings(), Sources::system()).with_repeats(data)
    })
}

impl Vertical for Education {
    fn make<'a>(&'a self, owner: &'a Person) -> Doing<'a, Things> {
        Box::pin(self.things(owner))
    }

    fn make_public(&self) -> Doing<'_, Option<Things>> {
        Box::pin(async move {
            let publisher = Person::alone("publisher").staff();
            let own = self.things(&publisher).await;
            let course = own.id("course_id");
            let lesson = format!("/education/courses/{course}/lessons/{}", own.id("lesson_id"));
            let module = json!({ "module_id": own.id("module_id") });
            self.api.call(&publisher, "PUT", &lesson, module).await.with(200);
            let publication = format!("/education/courses/{course}/publication");
            self.api.ask(&publisher, "PUT", &publication).await.with(200);
            let public = |name: &str| format!("public:{}", own.id(name));
            let things = Things::default()
                .with("course_id", public("course_id"))
                .with("quiz_id", public("quiz_id"))
                .with("module_id", public("module_id"))
                .with("lesson_id", own.id("lesson_id"));
            Some(things)
        })
    }

    fn send<'a>(&'a self, request: Request<'a>) -> Doing<'a, Answer> {
        Box::pin(self.api.send(request))
    }

    fn stored(&self) -> Vec<Value> {
        let tables = education_api::tables::ALL.iter().map(|table| table.name);
        let items = tables.flat_map(|table| self.tables.items(table));
        items.map(Value::Object).collect()
    }

    fn denial(&self) -> u16 {
        404
    }
}
