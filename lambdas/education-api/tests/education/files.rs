//! Modules with files, as the uploads' processor leaves them.

use std::sync::Arc;

use education_api::tables::MODULES;
use serde_json::{Value, json};
use shared::api::Api;
use shared::data::{Data, Item, Memory, MemoryFiles, StoredFile, USER_CONTENT};
use shared::plans::ORGANIZATION_DATA;
use shared::{Sources, Timestamp};
use testing::{Deployed, Person, settings};

use crate::world::{ada, rival, student};

const UPLOAD: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

struct Library {
    tables: Arc<Memory>,
    files: Arc<MemoryFiles>,
    api: Deployed<Data>,
}

impl Library {
    fn new() -> Self {
        let (tables, files) = (Arc::new(Memory::default()), Arc::new(MemoryFiles::default()));
        let data = Data::shared(tables.clone()).with_files(files.clone());
        let now: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let api = Deployed::with(education_api::routes(), |routes| {
            Api::new(routes, data, &settings(), Sources::at(now))
        });
        Self { tables, files, api }
    }

    async fn post(&self, caller: &Person, path: &str, form: Value) -> String {
        self.api.call(caller, "POST", path, form).await.with(201).id()
    }

    /// A module of somebody with a film; its id.
    async fn module(&self, caller: &Person) -> String {
        let form = json!({ "title": "Cards", "description": "d", "content_type": "video" });
        let id = self.post(caller, "/education/modules", form).await;
        let mut item = self.tables.items("education-modules").remove(0);
        let tenant = item["organization_id"].as_str().unwrap().to_owned();
        let file = StoredFile {
            key: format!("organizations/{tenant}/assets/{id}/{UPLOAD}/film.mp4"),
            content_type: "video/mp4".to_owned(),
            size: 7,
            upload_id: UPLOAD.to_owned(),
        };
        self.files.put(&file.key, "video/mp4", *b"....ftyp");
        item.insert("content_file".to_owned(), json!(file));
        self.tables.put(&MODULES, item);
        self.put(&USER_CONTENT, json!({ "content_id": format!("{tenant}:{UPLOAD}") }));
        let counter = json!({
            "organization_id": tenant, "data_type": "usage#storage#total", "value": 10,
        });
        self.put(&ORGANIZATION_DATA, counter);
        id
    }

    fn put(&self, table: &'static shared::data::Table, item: Value) {
        self.tables.put(table, item.as_object().unwrap().clone());
    }

    fn used(&self) -> Vec<Item> {
        self.tables.items("organization-data")
    }
}

#[tokio::test]
async fn who_sees_a_module_is_given_the_address_of_its_content() {
    let library = Library::new();
    let id = library.module(&ada()).await;
    let path = format!("/education/modules/{id}");
    let url = format!(
        "memory:organizations/acme/assets/{id}/{UPLOAD}/film.mp4?inline; filename=\"film.mp4\""
    );
    let shown = library.api.ask(&ada(), "GET", &path).await.with(200).body;
    assert_eq!(shown["content_url"], url);
    for absent in ["thumbnail_url", "content_file", "thumbnail_file"] {
        assert!(shown.get(absent).is_none(), "{absent}");
    }
    library.api.ask(&student(), "GET", &path).await.with(404);
    let change = json!({ "status": "published" });
    let changed = library.api.call(&ada(), "PUT", &path, change).await.with(200).body;
    assert_eq!(changed["content_url"], url);
    let listed = library.api.ask(&student(), "GET", "/education/modules").await.with(200).body;
    assert_eq!(listed["items"][0]["content_url"], url);
    library.api.ask(&rival(), "GET", &path).await.with(404);
}

#[tokio::test]
async fn a_module_is_deleted_with_its_files_and_gives_their_room_back() {
    let library = Library::new();
    let id = library.module(&ada()).await;
    library.api.ask(&ada(), "DELETE", &format!("/education/modules/{id}")).await.with(204);
    assert!(library.files.keys().is_empty());
    assert!(library.tables.items("user-content-metadata").is_empty());
    assert_eq!(library.used()[0]["value"], 3);
}

#[tokio::test]
async fn what_is_published_has_files_that_everybody_reads() {
    let library = Library::new();
    let staff = Person::alone("sam").staff();
    let module = library.module(&staff).await;
    let form = json!({ "title": "Engines", "description": "d" });
    let course = library.post(&staff, "/education/courses", form).await;
    let form = json!({ "title": "one", "module_id": module });
    library.post(&staff, &format!("/education/courses/{course}/lessons"), form).await;
    let path = format!("/education/courses/{course}/publication");
    library.api.ask(&staff, "PUT", &path).await.with(200);
    let copy = format!("public/resources/{module}/{UPLOAD}/film.mp4");
    assert!(library.files.get(&copy).is_some(), "{:?}", library.files.keys());
    let path = format!("/education/modules/public:{module}");
    let shown = library.api.ask(&rival(), "GET", &path).await.with(200).body;
    assert_eq!(shown["content_url"], format!("memory:{copy}?inline; filename=\"film.mp4\""));
}
