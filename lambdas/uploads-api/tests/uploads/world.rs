//! A school with modules: an owner, two instructors, a member and a viewer, and people elsewhere.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::api::Api;
use shared::data::{Data, Item, Memory, MemoryFiles, USER_CONTENT};
use shared::plans::ORGANIZATION_DATA;
use shared::{Id, Sources, Timestamp};
pub use testing::school::{ada, grace, owner, rival, student};
use testing::{Answer, Deployed, Person, settings};
use uploads_api::parents::MODULES;

pub struct World {
    pub tables: Arc<Memory>,
    pub files: Arc<MemoryFiles>,
    pub api: Deployed<Data>,
}

pub fn viewer() -> Person {
    Person::of("acme", "vera", "viewer")
}

impl World {
    pub fn new() -> Self {
        let (tables, files) = (Arc::new(Memory::default()), Arc::new(MemoryFiles::default()));
        let data = Data::shared(tables.clone()).with_files(files.clone());
        let now: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let api = Deployed::with(uploads_api::routes(), |routes| {
            Api::new(routes, data.clone(), &settings(), Sources::at(now)).with_repeats(data)
        });
        Self { tables, files, api }
    }

    /// A module; its id.
    pub fn module(&self, tenant: &str, author: &str, status: &str) -> String {
        let id = Sources::system().id(Timestamp::now()).unwrap().bare();
        self.put_item(
            &MODULES,
            json!({
                "module_id": format!("{tenant}:{id}"), "organization_id": tenant,
                "created_by": author, "status": status, "version": 1,
            }),
        );
        id
    }

    /// A draft of Ada's.
    pub fn draft(&self) -> String {
        self.module("acme", "ada", "draft")
    }

    pub fn plan(&self, tenant: &str, plan: &str) {
        let profile = json!({ "organization_id": tenant, "data_type": "profile", "plan": plan });
        self.put_item(&ORGANIZATION_DATA, profile);
    }

    pub fn put_item(&self, table: &'static shared::data::Table, item: Value) {
        self.tables.put(table, item.as_object().unwrap().clone());
    }

    pub async fn post(&self, caller: &Person, form: Value) -> Answer {
        self.api.call(caller, "POST", "/uploads", form).await
    }

    pub async fn get(&self, caller: &Person, path: &str) -> Answer {
        self.api.ask(caller, "GET", path).await
    }

    pub async fn delete(&self, caller: &Person, path: &str) -> Answer {
        self.api.ask(caller, "DELETE", path).await
    }

    /// An upload that somebody has begun; its path.
    pub async fn begun(&self, caller: &Person, module: &str) -> String {
        let ticket = self.post(caller, video(module, 1_000)).await.with(201);
        format!("/uploads/{}", ticket.body["upload_id"].as_str().unwrap())
    }

    /// The same once the processor has kept the file.
    pub async fn ready(&self, caller: &Person, module: &str) -> String {
        let path = self.begun(caller, module).await;
        let mut item = self.upload(&path);
        item.insert("status".to_owned(), json!("ready"));
        item.remove("expires_at");
        self.tables.put(&USER_CONTENT, item);
        let key = self.key(module, &path);
        self.files.put(&key, "video/mp4", *b"....ftyp");
        let mut module = self.item("education-modules", "module_id", &format!("acme:{module}"));
        let file = json!({
            "key": key, "content_type": "video/mp4", "size": 1_000, "upload_id": id_of(&path),
        });
        module.insert("content_file".to_owned(), file);
        self.tables.put(&MODULES, module);
        path
    }

    /// Where the file of an upload of a module is kept.
    pub fn key(&self, module: &str, path: &str) -> String {
        format!("organizations/acme/assets/{module}/{}/Lesson-1.mp4", id_of(path))
    }

    /// The item of an upload.
    pub fn upload(&self, path: &str) -> Item {
        let id: Id = id_of(path).parse().unwrap();
        self.item("user-content-metadata", "content_id", &format!("acme:{id}"))
    }

    pub fn item(&self, table: &str, name: &str, key: &str) -> Item {
        let items = self.tables.items(table);
        items.into_iter().find(|item| item[name] == key).unwrap()
    }

    /// The bytes that a tenant has reserved.
    pub fn used(&self, tenant: &str) -> i64 {
        let items = self.tables.items("organization-data");
        let is_counter = |item: &&Item| {
            item["organization_id"] == tenant && item["data_type"] == "usage#storage#total"
        };
        items.iter().find(is_counter).and_then(|item| item["value"].as_i64()).unwrap_or_default()
    }
}

/// A film for a module.
pub fn video(module: &str, size: u64) -> Value {
    json!({
        "purpose": "module_content", "parent_id": module, "file_name": "Lesson 1.mp4",
        "content_type": "video/mp4", "size": size,
    })
}

/// The id at the end of a path.
pub fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}
