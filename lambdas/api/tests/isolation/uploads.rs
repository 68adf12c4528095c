//! Uploads in the matrix: a file of a module, and what is known of it.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::Sources;
use shared::api::Api;
use shared::data::{Data, Memory, MemoryFiles, USER_CONTENT};
use testing::{Answer, Deployed, Person, Request, settings};

use crate::education::over;
use crate::policy::allows;
use crate::vertical::{Doing, SECRET, Things, Vertical};

/// The function over tables behind the policy, and over files that keep tenants apart.
pub struct Uploads {
    api: Deployed<Data>,
    tables: Arc<Memory>,
    files: Arc<MemoryFiles>,
}

impl Uploads {
    pub fn new() -> Self {
        let (tables, files) = (Arc::new(Memory::behind(allows)), Arc::new(MemoryFiles::default()));
        let data = Data::shared(tables.clone()).with_files(files.clone());
        let api = Deployed::with(uploads_api::routes(), |routes| {
            Api::new(routes, data.clone(), &settings(), Sources::system()).with_repeats(data)
        });
        Self { api, tables, files }
    }

    /// A file that was kept, of a module that the whole tenant sees.
    async fn things(&self, owner: &Person) -> Things {
        let education = over(self.tables.clone());
        let form = json!({ "title": SECRET, "description": SECRET, "content_type": "text" });
        let module = education.call(owner, "POST", "/education/modules", form).await.with(201).id();
        let published = json!({ "status": "published" });
        let path = format!("/education/modules/{module}");
        education.call(owner, "PUT", &path, published).await.with(200);
        let form = json!({
            "purpose": "module_content", "parent_id": module, "file_name": SECRET,
            "content_type": "text/plain", "size": 5,
        });
        let ticket = self.api.call(owner, "POST", "/uploads", form).await.with(201).body;
        let upload = ticket["upload_id"].as_str().unwrap().to_owned();
        let items = self.tables.items(USER_CONTENT.name);
        let is_it = |key: &Value| key.as_str().is_some_and(|key| key.ends_with(&upload));
        let mut item = items.into_iter().find(|item| is_it(&item["content_id"])).unwrap();
        item.insert("status".to_owned(), json!("ready"));
        let tenant = item["organization_id"].as_str().unwrap();
        let key = format!("organizations/{tenant}/assets/{module}/{upload}/{SECRET}");
        self.files.put(&key, "text/plain", *b"Zzyzx");
        self.tables.put(&USER_CONTENT, item);
        Things::default().with("upload_id", upload).with("parent_id", module)
    }
}

impl Vertical for Uploads {
    fn make<'a>(&'a self, owner: &'a Person) -> Doing<'a, Things> {
        Box::pin(self.things(owner))
    }

    fn make_public(&self) -> Doing<'_, Option<Things>> {
        Box::pin(async { None })
    }

    fn send<'a>(&'a self, request: Request<'a>) -> Doing<'a, Answer> {
        Box::pin(self.api.send(request))
    }

    fn stored(&self) -> Vec<Value> {
        let tables = ["user-content-metadata", "education-modules"];
        let items = tables.into_iter().flat_map(|table| self.tables.items(table));
        let files = self.files.keys().into_iter().map(Value::String);
        items.map(Value::Object).chain(files).collect()
    }

    fn denial(&self) -> u16 {
        404
    }
}
